"""Standard forms (自评表): which cell holds what, by the heads of its column and row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from orchestration.extraction.lexicon import FormHeader, Lexicon
from orchestration.extraction.reading import Paragraph
from orchestration.extraction.tables import Cell

_MONEY_UNITS = (("亿元", Decimal(10**8)), ("万元", Decimal(10**4)), ("元", Decimal(1)))
_UNIT_REMARK = re.compile(r"[（(：](?:单位：)?(亿元|万元|元)[）)]?")
_FILLED_DOWN = ("level_1", "level_2")
_MINIMUM_HEADERS = {"funding": 3, "indicator": 3, "goal": 2}


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell whose head is known; ``row`` is the row it describes, not its own where it spans rows."""

    form: int
    row: int
    block: str
    field: str
    cell: Cell
    unit_factor: Decimal | None


def find_form_cells(
    rows: Sequence[Sequence[Cell]], paragraphs: Sequence[Paragraph], lexicon: Lexicon
) -> list[FormCell]:
    """Cells of the standard forms among ``rows``; tables without the heads of a form give none.

    ``paragraphs`` are those of the whole text: a line 单位：万元 above a table holds for its amounts.
    """
    reader = _FormReader(lexicon.form_headers)
    for row in rows:
        if row and not all(re.fullmatch(r"[-:—\s]*", cell.text) for cell in row):
            above = paragraphs[max(0, row[0].paragraph - 3) : row[0].paragraph]
            reader.read(row, next((f for p in reversed(above) if (f := _unit_factor(p.text)) is not None), None))
    return reader.cells


class _FormReader:
    """Walks down the rows of a form and keeps the heads of the block that it is in."""

    def __init__(self, headers: Sequence[FormHeader]) -> None:
        self.headers = headers
        self.cells: list[FormCell] = []
        self.form = 1
        self.table: int | None = None
        self.block: str | None = None
        self.columns: dict[int, str] = {}
        self.table_factor: Decimal | None = None
        self.factors: dict[int, Decimal | None] = {}
        self.filled: dict[str, Cell] = {}

    def read(self, row: Sequence[Cell], factor_above: Decimal | None) -> None:
        if self.table != row[0].table:
            self.block, self.columns, self.filled = None, {}, {}
            self.table, self.table_factor = row[0].table, factor_above
        if block := self._header_block(row):
            self._open(block, row)
        elif self._is(row[0], "total") and self.block == "indicator":
            self._total(row)
        elif any(self._is(cell, "head") for cell in row) and not self._is_indicator_row(row):
            self._head(row)
        elif self.block:
            self._data(row)

    def _header_block(self, row: Sequence[Cell]) -> str | None:
        counts = {block: sum(1 for cell in row if self._is(cell, block)) for block in _MINIMUM_HEADERS}
        # 分值 and 得分 head the columns of two blocks; the block with more of its own heads wins.
        block = max(counts, key=lambda name: counts[name])
        return block if counts[block] >= _MINIMUM_HEADERS[block] else None

    def _open(self, block: str, row: Sequence[Cell]) -> None:
        self.block, self.filled = block, {}
        self.columns = {cell.column: field for cell in row if (field := self._field(cell, block))}
        if block == "indicator" and "indicator_name" not in self.columns.values():
            # Tables of two levels name their indicators in the second.
            lowest = next((field for field in ("level_2", "level_1") if field in self.columns.values()), None)
            self.columns = {c: "indicator_name" if field == lowest else field for c, field in self.columns.items()}
        # A column's own unit goes before that of the row's head (项目资金（万元）), and this before the table's.
        heads = [factor for cell in row if cell.column not in self.columns and (factor := _unit_factor(cell.text))]
        common = next(iter(heads), None) or next(
            (f for cell in row if (f := _unit_factor(cell.text))), self.table_factor
        )
        self.factors = {cell.column: _unit_factor(cell.text) or common for cell in row}

    def _head(self, row: Sequence[Cell]) -> None:
        for cell, following in pairwise(row):
            field = self._field(cell, "head")
            value = following if following.text else next((c for c in row if c.column > cell.column and c.text), None)
            if field is None or value is None or self._field(value, "head"):
                continue
            if field == "project_name" and any(c.form == self.form and c.block == "indicator" for c in self.cells):
                self.form += 1
            self._add(row[0].row, "head", field, value)

    def _total(self, row: Sequence[Cell]) -> None:
        for cell in row[1:]:
            field = self.columns.get(cell.column)
            if cell.text and field in ("max_score", "score"):
                self._add(cell.row, "total", field, cell)
        for cell, following in pairwise(row):
            if self._field(cell, "total") == "grade" and following.text:
                self._add(cell.row, "total", "grade", following)

    def _data(self, row: Sequence[Cell]) -> None:
        found = {field: cell for cell in row if cell.text and (field := self._field_of(cell))}
        if self.block == "indicator":
            if "level_1" in found:
                self.filled.clear()
            self.filled.update({field: found[field] for field in _FILLED_DOWN if field in found})
            if "indicator_name" not in found or not {"target", "actual", "score"} & found.keys():
                return
            found = {**self.filled, **found}
        elif self.block == "funding" and not {"initial", "budget", "executed"} & found.keys():
            return
        for field, cell in found.items():
            self._add(row[0].row, self.block or "", field, cell)

    def _field_of(self, cell: Cell) -> str | None:
        field = self.columns.get(cell.column)
        if self.block == "funding":
            holds_amount = bool(re.fullmatch(r"[\d.,\s%]+(?:亿元|万元|万|元)?|[—\-/]", cell.text))
            if field in (None, "item_name"):
                return None if holds_amount or re.search(r"\d", cell.text) else "item_name"
            return field if holds_amount else None
        return field

    def _add(self, row: int, block: str, field: str, cell: Cell) -> None:
        factor = self.factors.get(cell.column) if field in ("initial", "budget", "executed") else None
        self.cells.append(FormCell(self.form, row, block, field, cell, factor))

    def _is_indicator_row(self, row: Sequence[Cell]) -> bool:
        return self.block == "indicator" and len([cell for cell in row if cell.text]) > 4

    def _is(self, cell: Cell, block: str) -> bool:
        return self._field(cell, block) is not None

    def _field(self, cell: Cell, block: str) -> str | None:
        head = _UNIT_REMARK.sub("", cell.text.replace(" ", ""))
        for candidate in (cell.text.replace(" ", ""), head):
            for header in self.headers:
                if header.block == block and header.pattern.match(candidate):
                    return header.field
        return None


def _unit_factor(text: str) -> Decimal | None:
    match = _UNIT_REMARK.search(text)
    return next((factor for unit, factor in _MONEY_UNITS if match and match.group(1) == unit), None)
