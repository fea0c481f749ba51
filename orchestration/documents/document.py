"""What every reader returns: the text of a document, untouched, with its lines, pages and cells located in it."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, cast


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


# Where thousands are made: half the time, for no function in Python is called. A tuple must have every field.
new_span = cast("Callable[[tuple[int, int]], Span]", partial(tuple.__new__, Span))
new_cell = cast("Callable[[tuple[Any, ...]], TableCell]", partial(tuple.__new__, TableCell))


def spans_of(starts: Iterable[int], ends: Iterable[int]) -> tuple[Span, ...]:
    """Spans with these starts and ends, in order."""
    return tuple(map(new_span, zip(starts, ends, strict=True)))


def cells_of(spans: Iterable[Span], *fields: Iterable[Any]) -> tuple[TableCell, ...]:
    """Cells of these spans and of all other ``fields``, in order; endless ones end where the others do."""
    if len(fields) + 1 != len(TableCell._fields):
        raise TypeError(fields)
    return tuple(map(new_cell, zip(spans, *fields, strict=False)))


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
        # Thousands of spans go from process to process as columns of numbers: one by one they take ten times as long.
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in _PACKED}
        places, *fields = zip(*self.cells, strict=True) if self.cells else ((),) * len(TableCell._fields)
        columns = [array("i", field) for field in fields[:-1]] + fields[-1:]
        spans = {"lines": self.lines, "places": places, "running": self.running}
        paragraphs = None if self.paragraphs is None else _numbers(self.paragraphs)
        return _unpacked, (plain, columns, {name: _numbers(found) for name, found in spans.items()}, paragraphs)

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


def _numbers(spans: Iterable[Span]) -> "array[int]":
    return array("i", chain.from_iterable(spans))


def _unpacked(
    plain: dict[str, Any], columns: list[Sequence[Any]], spans: "dict[str, array[int]]", paragraphs: "array[int] | None"
) -> Document:
    return Document(
        **plain,
        lines=_paired(spans["lines"]),
        cells=cells_of(_paired(spans["places"]), *columns) if columns[0] else (),
        running=_paired(spans["running"]),
        paragraphs=None if paragraphs is None else _paired(paragraphs),
    )


def _paired(numbers: "array[int]") -> tuple[Span, ...]:
    return spans_of(numbers[::2], numbers[1::2])


def column_letters(column: int) -> str:
    """Letters of a workbook's column, counted from 1: 28 → AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
