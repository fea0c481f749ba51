"""What readers of workbooks share: sheets of cells, and how they become the pages of a document."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from orchestration.documents.composer import Cell, Composer, RawFile, new_cell, one_line
from orchestration.documents.document import Document
from orchestration.documents.rejections import not_a_form, rejection
from orchestration.settings import ReadingLimits

_NAMED_AT_MOST = 12


@dataclass(slots=True)
class Sheet:
    """A sheet as a program displays it; rows and columns count from 1."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # top left → rows and columns
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    notes: list[str] = field(default_factory=list)

    def shows(self, row: int, column: int) -> bool:
        """Whether any part of the cell that begins at ``row`` and ``column`` is to be seen."""
        rows, columns = self.merged.get((row, column), (1, 1))
        row_shown = row not in self.hidden_rows or any(r not in self.hidden_rows for r in range(row, row + rows))
        return row_shown and not any(
            first <= column and column + columns - 1 <= last for first, last in self.hidden_columns
        )


@dataclass(slots=True)
class Workbook:
    """The sheets to be seen, and how many are not."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def workbook_document(workbook: Workbook, raw: RawFile, file_format: str, limits: ReadingLimits) -> Document:
    """One page a sheet, one line a row. Raises ``RejectedDocument``, ``not_a_form`` where no cell holds text."""
    if not any(sheet.texts for sheet in workbook.sheets):
        raise not_a_form("工作簿没有任何有内容的单元格", "no cell of the workbook holds anything")
    composer = Composer(limits)
    if workbook.hidden_sheets:
        composer.notes.append(
            f"隐藏的工作表未读 hidden sheets left aside: {_listed(map(one_line, workbook.hidden_sheets))}"
        )
    composer.notes += workbook.notes
    for number, sheet in enumerate(workbook.sheets, start=1):
        name = one_line(sheet.name) or f"Sheet{number}"
        composer.start_page(name)
        composer.table(_shown_cells(sheet), name)
        composer.notes += _notes(sheet, name)
    return composer.document(raw, file_format)


def count_cells(workbook: Workbook, sheet: Sheet, limits: ReadingLimits) -> None:
    """Raise ``RejectedDocument('too_many_cells')`` while a workbook grows beyond the limit."""
    if sum(len(other.texts) for other in workbook.sheets) + len(sheet.texts) > limits.cells:
        raise rejection("too_many_cells", limit=limits.cells)


def _shown_cells(sheet: Sheet) -> list[Cell]:
    shows_all, reach = not (sheet.hidden_rows or sheet.hidden_columns), sheet.merged.get
    return [
        new_cell((*place, one_line(text), *reach(place, (1, 1))))
        for place, text in sheet.texts.items()
        if shows_all or sheet.shows(*place)
    ]


def _notes(sheet: Sheet, name: str) -> list[str]:
    notes = [f"{name}: {note}" for note in sheet.notes]
    if not (sheet.hidden_rows or sheet.hidden_columns):
        return notes
    rows = sorted({row for row, column in sheet.texts if not sheet.shows(row, column) and row in sheet.hidden_rows})
    if rows:
        notes.append(f"{name}: 隐藏的行未读 hidden rows left aside: {_listed(map(str, rows))}")
    hidden = {column for row, column in sheet.texts if row not in sheet.hidden_rows and not sheet.shows(row, column)}
    if hidden:
        notes.append(f"{name}: 隐藏的列未读 hidden columns left aside: {_listed(map(str, sorted(hidden)))}")
    return notes


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = f" … ({len(found)})" if len(found) > _NAMED_AT_MOST else ""
    return ", ".join(found[:_NAMED_AT_MOST]) + more
