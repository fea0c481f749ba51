"""Spans and table cells by the thousand: kept as columns, made into objects only where they are looked at.

A form has a hundred cells, a report a thousand lines. As columns of numbers they are located, sent from process to
process and searched in a fraction of the time that as many objects take.
"""

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Self, TypeVar, cast, overload


class Span(NamedTuple):
    """A half-open range of code points of the document's text."""

    start: int
    end: int


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


Row = TypeVar("Row", bound=tuple[Any, ...])
# Half the time of calling the class, for no function in Python is called. A tuple must have every field.
_new_span = cast("Callable[[tuple[int, int]], Span]", partial(tuple.__new__, Span))
_new_cell = cast("Callable[[tuple[Any, ...]], TableCell]", partial(tuple.__new__, TableCell))


class Columns(Sequence[Row]):
    """Rows in order, as columns of equal length."""

    __slots__ = ("columns",)
    __hash__ = None  # type: ignore[assignment]
    width: int

    def __init__(self, *columns: Sequence[Any]) -> None:
        self.columns = columns or ((),) * self.width

    def __len__(self) -> int:
        return len(self.columns[0])

    @abstractmethod
    def __iter__(self) -> Iterator[Row]: ...

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Row | Self:
        if isinstance(index, slice):
            return type(self)(*(column[index] for column in self.columns))
        (row,) = type(self)(*((column[index],) for column in self.columns))
        return row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[Sequence[Any], ...]]:
        return type(self), tuple(map(_packed, self.columns))


class Spans(Columns[Span]):
    """Spans, by their starts and ends."""

    __slots__ = ()
    width = 2

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Self:
        """The ``spans`` that somebody has made one by one."""
        return cls(*zip(*spans, strict=True))

    @property
    def starts(self) -> Sequence[int]:
        """Where each begins."""
        return self.columns[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each ends."""
        return self.columns[1]

    def __iter__(self) -> Iterator[Span]:
        return map(_new_span, zip(*self.columns, strict=True))


class TableCells(Columns[TableCell]):
    """Cells: starts and ends of their spans, then the other fields of ``TableCell``, in its order."""

    __slots__ = ()
    width = 8

    def __iter__(self) -> Iterator[TableCell]:
        starts, ends, *fields = self.columns
        return map(_new_cell, zip(map(_new_span, zip(starts, ends, strict=True)), *fields, strict=True))


def column_letters(column: int) -> str:
    """Letters of a workbook's column, counted from 1: 28 → AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _packed(column: Sequence[Any]) -> Sequence[Any]:
    return array("i", column) if column and isinstance(column[0], int) else column
