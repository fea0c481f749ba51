"""What every reader returns: the text of a document, untouched, with its lines, pages and cells located in it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple


class RejectedDocument(Exception):  # noqa: N818 - a verdict on a file, not a failure of the program
    """A file that cannot become a document.

    ``reason_code`` is one word for grouping, ``reason`` a sentence (Chinese and English) for people.
    """

    def __init__(self, reason_code: str, reason: str) -> None:
        super().__init__(reason_code, reason)
        self.reason_code = reason_code
        self.reason = reason


class Span(NamedTuple):
    """A half-open range of code points of the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the document, or a sheet of a workbook, counted from 1; only sheets have a ``name``."""

    number: int
    span: Span
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page number printed in the flow of the text (``— 5 —``): where its line stands and what it says."""

    line: int
    number: int


class TableCell(NamedTuple):
    """A cell that holds text; cells without text are left out.

    ``table``, ``row`` and ``column`` count from 1; in a workbook a sheet is one table and rows and columns are those of
    the sheet. A merged cell stands once, at its top left, and spans say how far it reaches.
    """

    span: Span
    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    sheet: str | None = None

    @property
    def address(self) -> str:
        """``Sheet1!B5`` in a workbook, ``T2!R3C4`` anywhere else."""
        if self.sheet is None:
            return f"T{self.table}!R{self.row}C{self.column}"
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


class Heading(NamedTuple):
    """A paragraph that the format tells as a heading: where it begins, and its level, counted from 1."""

    start: int
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file and the positions of everything in it.

    ``lines`` holds the span of each line without its line end; ``text`` is never changed, so that any span of it
    can be quoted. Of a ``.txt`` or ``.csv`` file it is the file as decoded; of other formats it is composed: pages and
    sheets joined by form feeds, paragraphs one a line, rows of tables one a line with `` | `` between cells.

    ``paragraphs`` are those that the format itself tells, rows of tables left out; None where it tells none.
    ``headings`` are those among them that are styled as such; reports number their headings, styled or not.
    ``running`` are running heads and footers other than the numbers in ``page_marks``. ``notes`` say, for people, what
    of the file is not in ``text``.
    """

    source_path: str
    sha256: str
    format: str
    encoding: str
    byte_count: int
    text: str
    lines: tuple[Span, ...]
    pages: tuple[Page, ...]
    page_marks: tuple[PageMark, ...]
    cells: tuple[TableCell, ...] = ()
    paragraphs: tuple[Span, ...] | None = None
    headings: tuple[Heading, ...] = ()
    running: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., "Document"], tuple[object, ...]]:
        # Thousands of spans go from process to process as plain numbers: one by one they take ten times as long.
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in _PACKED}
        cells = [(c.table, c.row, c.column, c.row_span, c.column_span, c.sheet) for c in self.cells]
        spans = {"lines": self.lines, "places": [cell.span for cell in self.cells], "running": self.running}
        paragraphs = None if self.paragraphs is None else _numbers(self.paragraphs)
        return _unpacked, (plain, cells, {name: _numbers(found) for name, found in spans.items()}, paragraphs)

    @property
    def document_id(self) -> str:
        """First 16 hexadecimal digits of the file's SHA-256."""
        return self.sha256[:16]

    def line_at(self, position: int) -> int:
        """Number of the line, counted from 1, in which the code point at ``position`` stands."""
        return bisect_right(self.lines, position, key=lambda line: line.start)

    def page_at(self, position: int) -> int:
        """Number of the page, counted from 1, on which the code point at ``position`` stands."""
        return max(1, bisect_right(self.pages, position, key=lambda page: page.span.start))


_PACKED = frozenset({"lines", "cells", "running", "paragraphs"})


def _numbers(spans: Iterable[Span]) -> list[int]:
    return [position for span in spans for position in (span.start, span.end)]


def _spans(numbers: Iterable[int]) -> tuple[Span, ...]:
    positions = iter(numbers)
    return tuple(map(Span, positions, positions))


def _unpacked(
    plain: dict[str, Any], cells: list[tuple[Any, ...]], spans: dict[str, list[int]], paragraphs: list[int] | None
) -> Document:
    places = _spans(spans["places"])
    return Document(
        **plain,
        lines=_spans(spans["lines"]),
        cells=tuple(TableCell(span, *cell) for span, cell in zip(places, cells, strict=True)),
        running=_spans(spans["running"]),
        paragraphs=None if paragraphs is None else _spans(paragraphs),
    )


def column_letters(column: int) -> str:
    """Letters of a workbook's column, counted from 1: 28 → AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
