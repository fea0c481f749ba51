"""Texts composed from paragraphs and rows of cells, every piece of which remembers where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from orchestration.documents.document import Document, Heading, Page, PageMark, Span, TableCell, new_cell, new_span
from orchestration.documents.pages import locate_lines
from orchestration.documents.rejections import rejection
from orchestration.settings import ReadingLimits

BETWEEN_CELLS = " | "
# What no text should hold: controls, halves of surrogate pairs, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("[ \t]*[\n\r\x0b\x0c\x85\u2028\u2029]+[ \t]*")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it was read once: its bytes, its name and its digest."""

    data: bytes
    source_path: str
    sha256: str
    suffix: str  # as in the file's name, in lower case, with the dot


class Cell(NamedTuple):
    """A cell on its way into the text; ``row`` and ``column`` count from 1."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


_BY_COLUMN = attrgetter("column")


def one_line(text: str) -> str:
    """``text`` without line ends, each of which becomes one space, and without unprintable characters."""
    if text.isprintable():
        return text.strip()
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub(" ", text)).strip()


def split_lines(text: str) -> list[str]:
    """Lines of ``text`` that hold something, without unprintable characters."""
    return [line for part in _LINE_ENDS.split(text) if (line := _UNPRINTABLE.sub("", part).rstrip()).strip()]


class Composer:
    """Writes a text from its first to its last line; every method raises ``RejectedDocument`` beyond the limits."""

    def __init__(self, limits: ReadingLimits, *, tells_paragraphs: bool = False) -> None:
        self.limits = limits
        self.tells_paragraphs = tells_paragraphs
        self.cells: list[TableCell] = []
        self.paragraphs: list[Span] = []
        self.headings: list[Heading] = []
        self.running: list[Span] = []
        self.notes: list[str] = []
        self.tables = 0
        self._parts: list[str] = []
        self._length = 0
        self._lines = 0
        self._page_starts: list[tuple[int, str | None]] = []

    @property
    def line_number(self) -> int:
        """Number of the line written last."""
        return self._lines

    def start_page(self, name: str | None = None) -> None:
        """Begin a page; a form feed parts it from the one before."""
        if len(self._page_starts) >= self.limits.pages:
            raise rejection("too_many_pages", count=len(self._page_starts) + 1, limit=self.limits.pages)
        if self._page_starts:
            self._write("\f")
        self._page_starts.append((self._length, name))

    def line(self, text: str) -> Span:
        """Write a line and return where its text stands, indentation left out."""
        start = self._length + len(text) - len(text.lstrip())
        span = Span(start, self._length + len(text))
        self._write(text + "\n")
        self._lines += 1
        return span

    def paragraph(self, text: str, level: int | None = None) -> None:
        """Write a paragraph that the format tells as one, and as a heading if it has a ``level``."""
        span = self.line(text)
        self.paragraphs.append(span)
        if level is not None:
            self.headings.append(Heading(span.start, level))

    def table(self, cells: Iterable[Cell], sheet: str | None = None) -> None:
        """Write a table of its own, row by row."""
        self.tables += 1
        self.continue_table(cells, sheet)

    def continue_table(self, cells: Iterable[Cell], sheet: str | None = None) -> None:
        """Write further rows of the table written last."""
        rows: dict[int, list[Cell]] = {}
        for cell in cells:
            if cell.text:
                rows.setdefault(cell.row, []).append(cell)
        for row in rows.values():
            row.sort(key=_BY_COLUMN)
        first = min((row[0].column for row in rows.values()), default=1)
        for number in sorted(rows):
            self._row(rows[number], first, sheet)

    def document(
        self, raw: RawFile, file_format: str, *, encoding: str = "unicode", page_marks: tuple[PageMark, ...] = ()
    ) -> Document:
        """Everything written so far; raises ``RejectedDocument('empty')`` where that is nothing."""
        text = "".join(self._parts)
        if not text.strip():
            raise rejection("empty")
        starts = self._page_starts or [(0, None)]
        ends = [start for start, _ in starts[1:]] + [len(text)]
        pages = tuple(
            Page(number, Span(start, end), name)
            for number, ((start, name), end) in enumerate(zip(starts, ends, strict=True), start=1)
        )
        return Document(
            source_path=raw.source_path,
            sha256=raw.sha256,
            format=file_format,
            encoding=encoding,
            byte_count=len(raw.data),
            text=text,
            lines=locate_lines(text),
            pages=pages,
            page_marks=page_marks,
            cells=tuple(self.cells),
            paragraphs=tuple(self.paragraphs) if self.tells_paragraphs else None,
            headings=tuple(self.headings),
            running=tuple(self.running),
            notes=tuple(self.notes),
        )

    def _row(self, row: list[Cell], first_column: int, sheet: str | None) -> None:
        if len(self.cells) + len(row) > self.limits.cells:
            raise rejection("too_many_cells", limit=self.limits.cells)
        parts: list[str] = []
        cells, table, last_column, position = self.cells, self.tables, first_column, self._length
        for number, column, text, row_span, column_span in row:
            # Empty cells and what a merged cell covers keep their places between separators.
            gap = BETWEEN_CELLS * (column - last_column)
            start = position + len(gap)
            position, last_column = start + len(text), column
            parts += (gap, text)
            span = new_span((start, position))
            cells.append(new_cell((span, table, number, column, row_span, column_span, sheet)))
        self._write("".join(parts) + "\n")
        self._lines += 1

    def _write(self, text: str) -> None:
        self._length += len(text)
        if self._length > self.limits.text_bytes:
            raise rejection("inflates", limit=self.limits.text_bytes)
        self._parts.append(text)
