"""Texts composed from paragraphs and rows of cells, every piece of which remembers where it stands."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import add, attrgetter
from typing import Any, NamedTuple, cast

from orchestration.documents.columns import Span, Spans, TableCells
from orchestration.documents.document import Document, Heading, Page, PageMark
from orchestration.documents.pages import Lines
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


_TEXT = attrgetter("text")
new_cell = cast("Callable[[tuple[int, int, str, int, int]], Cell]", partial(tuple.__new__, Cell))  # half the time


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
        self._cells: tuple[list[Any], ...] = tuple([] for _ in range(TableCells.width))
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
        found = sorted(filter(_TEXT, cells))  # by row, then by column
        if not found:
            return
        if len(self._cells[0]) + len(found) > self.limits.cells:
            raise rejection("too_many_cells", limit=self.limits.cells)
        rows, columns, texts, *spans = zip(*found, strict=True)
        first = min(columns)
        parts: list[str] = []
        starts: list[int] = []
        number, last, position = rows[0], first, self._length
        for row, column, text in zip(rows, columns, texts, strict=True):
            if row != number:
                parts.append("\n")
                number, last, position = row, first, position + 1
                self._lines += 1
                self._check(position)
            # Empty cells and what a merged cell covers keep their places between separators.
            gap = BETWEEN_CELLS * (column - last)
            parts += (gap, text)
            starts.append(position + len(gap))
            last, position = column, position + len(gap) + len(text)
        self._write("".join(parts) + "\n")
        self._lines += 1
        many = len(found)
        ends = map(add, starts, map(len, texts))
        fields = (starts, ends, [self.tables] * many, rows, columns, *spans, [sheet] * many)
        for column, more in zip(self._cells, fields, strict=True):
            column.extend(more)

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
            lines=Lines(text).spans,
            pages=pages,
            page_marks=page_marks,
            cells=TableCells(*self._cells),
            paragraphs=Spans.of(self.paragraphs) if self.tells_paragraphs else None,
            headings=tuple(self.headings),
            running=Spans.of(self.running),
            notes=tuple(self.notes),
        )

    def _check(self, length: int) -> None:
        if length > self.limits.text_bytes:
            raise rejection("inflates", limit=self.limits.text_bytes)

    def _write(self, text: str) -> None:
        self._length += len(text)
        self._check(self._length)
        self._parts.append(text)
