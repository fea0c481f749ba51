"""Cells of tables in the characters of their rows: told by the format, or parted by pipes and tabs in plain text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.documents import Document, TableCell
from orchestration.extraction.reading import Paragraph


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row, in reading characters ``start`` to ``end`` of its paragraph; ``column`` counts from 0.

    ``name`` is its locator within the document: ``T1!R3C4``, in a workbook ``Sheet1!D3``. A merged cell stands once,
    at its top left, and the spans say how far it reaches. ``sheet`` is None outside workbooks.
    """

    paragraph: int
    table: int
    row: int
    column: int
    text: str
    start: int
    end: int
    name: str
    row_span: int = 1
    column_span: int = 1
    sheet: str | None = None


def read_cells(document: Document, paragraphs: Sequence[Paragraph]) -> list[list[Cell]]:
    """Rows of all tables in document order, ``paragraphs`` being those of ``document``."""
    if document.cells:
        return list(_told_rows(document.cells, paragraphs))
    return list(_written_rows(paragraphs))


def cell_at(row: Sequence[Cell], position: int) -> Cell | None:
    """The cell of a row in which the reading character at ``position`` stands."""
    return next((cell for cell in row if cell.start <= position < cell.end), None)


def _told_rows(cells: Sequence[TableCell], paragraphs: Sequence[Paragraph]) -> Iterator[list[Cell]]:
    starts = [cell.span.start for cell in cells]
    for paragraph in paragraphs:
        if paragraph.kind == "table":
            first = bisect_left(starts, paragraph.positions[0])
            last = bisect_left(starts, paragraph.positions[-1] + 1)
            yield [_told_cell(paragraph, cell) for cell in cells[first:last]]


def _told_cell(paragraph: Paragraph, cell: TableCell) -> Cell:
    # A separator stands at the end of the cell before it, so no position of this cell is found too early.
    start = bisect_left(paragraph.positions, cell.span.start)
    end = bisect_left(paragraph.positions, cell.span.end)
    text = paragraph.text[start:end].strip()
    return Cell(
        paragraph.index,
        cell.table,
        cell.row,
        cell.column - 1,
        text,
        start,
        end,
        cell.address,
        cell.row_span,
        cell.column_span,
        cell.sheet,
    )


def _written_rows(paragraphs: Sequence[Paragraph]) -> Iterator[list[Cell]]:
    """Rows of plain text; a table is a run of them."""
    table = row = 0
    previous = None
    for paragraph in paragraphs:
        if paragraph.kind != "table":
            continue
        if previous is None or any(between.kind == "prose" for between in paragraphs[previous + 1 : paragraph.index]):
            table, row = table + 1, 0
        row += 1
        previous = paragraph.index
        yield list(_split(paragraph, table, row))


def _split(paragraph: Paragraph, table: int, row: int) -> Iterator[Cell]:
    separator = "|" if "|" in paragraph.text else "\t"
    start = 1 if paragraph.text.startswith(separator) else 0
    text = paragraph.text[:-1] if paragraph.text.endswith(separator) and len(paragraph.text) > 1 else paragraph.text
    column = 0
    while start <= len(text):
        stop = text.find(separator, start)
        stop = len(text) if stop < 0 else stop
        name = f"T{table}!R{row}C{column + 1}"
        yield Cell(paragraph.index, table, row, column, text[start:stop].strip(), start, stop, name)
        start, column = stop + 1, column + 1
