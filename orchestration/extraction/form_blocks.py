"""Walks down the rows of standard forms (自评表): which block a row belongs to, and what each of its cells holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from orchestration.extraction.form_amounts import (
    LONGEST_AMOUNT,
    inscribed_amounts,
    is_amount,
    named_amounts,
    stand_side_by_side,
)
from orchestration.extraction.form_heads import (
    AMOUNTS,
    LEVELS,
    Block,
    Heads,
    caption_factor,
    header_block,
    heads_of,
    is_title,
    open_block,
    points_in,
    squeezed,
    unit_factor,
    with_heads_above,
)
from orchestration.extraction.forms import FormCell
from orchestration.extraction.lexicon import Lexicon
from orchestration.extraction.reading import Paragraph
from orchestration.extraction.tables import Cell

_QUANTITY = re.compile(r"[≥≤=<>]{0,2}[\d.,]+[^\d\s]{0,4}")
_NUMBER = re.compile(r"-?\d[\d.,]*%?分?")
_TEMPLATE = re.compile(r"(?:(?:指标|目标)\s*\d*[：:]?|[…．.]+|[—\-/]+)?")
_GRADE = re.compile(r"[优良中差]秀?好?|合格|不合格|基本合格|[ABCD]")


@dataclass
class _Form:
    """What is known of the form that is being read."""

    number: int = 1
    project: str | None = None
    has_money: bool = False
    has_indicators: bool = False
    has_total: bool = False

    @property
    def has_content(self) -> bool:
        return self.has_money or self.has_indicators


def find_form_cells(
    rows: Sequence[Sequence[Cell]], paragraphs: Sequence[Paragraph], lexicon: Lexicon
) -> list[FormCell]:
    """Cells of the standard forms among ``rows``; tables without the heads of a form give none.

    ``paragraphs`` are those of the whole text: a line 单位：万元 above a table holds for its amounts.
    """
    drawn = [row for row in rows if any(re.search(r"[^-:—\s]", cell.text) for cell in row)]
    reader = _FormReader(drawn, paragraphs, heads_of(lexicon.form_headers))
    for index in range(len(drawn)):
        reader.read(index)
    known = {cell.form for cell in reader.cells if cell.block in ("funding", "indicator")}
    return [cell for cell in reader.cells if cell.form in known]


class _FormReader:
    def __init__(self, rows: Sequence[Sequence[Cell]], paragraphs: Sequence[Paragraph], heads: Heads) -> None:
        self.rows = [[cell for cell in row if cell.text] for row in rows]
        self.paragraphs = paragraphs
        self.heads = heads
        self.headers = [header_block(row, heads) for row in self.rows]
        self.widths: dict[int, int] = {}
        for row in self.rows:
            for cell in row:
                self.widths[cell.table] = max(self.widths.get(cell.table, 0), cell.column + cell.column_span)
        self.cells: list[FormCell] = []
        self.form = _Form()
        self.block: Block | None = None
        self.caption: Decimal | None = None
        self.previous: Cell | None = None

    def read(self, index: int) -> None:
        row = self.rows[index]
        self._enter_table(row)
        if self._begins_form(index):
            self.form = _Form(self.form.number + 1)
            self.block = None
        for cell in row:
            self.caption = caption_factor(cell.text) or self.caption
        number, header = index + 1, self.headers[index]
        if header:
            self._open(header, number, with_heads_above(row, self.rows[index - 1] if index else (), header, self.heads))
        elif self._is_total(row):
            self._total(number, row)
        elif self._is_remark(row):
            self._remark(number, row)
        elif any(self._head_field(cell) for cell in row) and not self._is_data(row):
            self._head(number, row)
        elif self.block:
            self._data(number, row)
        self.previous = row[0]

    def _enter_table(self, row: Sequence[Cell]) -> None:
        """A table that goes on below the end of a page keeps its heads, unless its columns are others."""
        first, before = row[0], self.previous
        if before is not None and before.table == first.table:
            return
        self.caption = self._caption_above(first.paragraph) or (self.caption if before else None)
        if before is None or self.block is None:
            return
        between = self.paragraphs[before.paragraph + 1 : first.paragraph]
        if first.sheet != before.sheet or any(paragraph.kind == "prose" for paragraph in between):
            self.block, self.caption = None, self._caption_above(first.paragraph)
        elif self.widths[first.table] == len(self.block.ordered) != self.widths[before.table]:
            self.block.columns = {i: name for i, name in enumerate(self.block.ordered) if name}
        elif self.widths[first.table] != self.widths[before.table]:
            self.block = None

    def _caption_above(self, paragraph: int) -> Decimal | None:
        above = reversed(self.paragraphs[max(0, paragraph - 3) : paragraph])
        told = (caption_factor(p.text) or unit_factor(p.text) for p in above if p.kind != "table")
        return next((factor for factor in told if factor), None)

    def _begins_form(self, index: int) -> bool:
        """Whether another form begins here: under another name, or with heads of money after indicators.

        A title or name that is printed again at the top of a page begins none.
        """
        if not self.form.has_content:
            return False
        if self.headers[index] == "funding":
            return self.form.has_indicators
        name, is_identity = self._identity(self.rows[index])
        if not is_identity:
            new_sheet = self.previous is not None and self.previous.sheet != self.rows[index][0].sheet
            return new_sheet and self._comes_next(index) in ("funding", "goal", "name")
        if name and self.form.project and name != self.form.project:
            return True
        following = self._comes_next(index + 1)
        return following in ("funding", "goal") or (self.form.has_total and following is not None)

    def _comes_next(self, index: int) -> str | None:
        """The block whose heads come next, ``name`` where another project's name comes first."""
        for row, header in zip(self.rows[index:], self.headers[index:], strict=True):
            if header:
                return header
            name, _ = self._identity(row)
            if name and name != self.form.project:
                return "name"
        return None

    def _identity(self, row: Sequence[Cell]) -> tuple[str | None, bool]:
        """The project that a row names, and whether the row names whose form it is."""
        if len(row) == 1 and is_title(row[0].text):
            return None, True
        named = dict(self._head_pairs(row)) if len(row) <= 6 else {}
        project = named.get("project_name")
        return (squeezed(project.text) if project else None), bool({"project_name", "department_name"} & named.keys())

    def _open(self, header: str, number: int, row: Sequence[Cell]) -> None:
        opened = open_block(header, row, self.heads, self.caption)
        if header == "funding" and "max_score" not in opened.columns.values():
            headed = [cell for cell in row if opened.columns.get(cell.column) in (None, "item_name", "score")]
            opened.points = next((self._part(cell, *span) for cell in headed if (span := points_in(cell.text))), None)
        if self.block and self.block.name == header == "indicator":
            opened.filled = self.block.filled  # heads printed again at the top of a page
        self.block = opened
        for cell in row:
            self._add(number, "heading", header, cell)

    def _head(self, number: int, row: Sequence[Cell]) -> None:
        for name, value in self._head_pairs(row):
            if name == "project_name":
                self.form.project = self.form.project or squeezed(value.text)
            if name != "other":
                self._add(number, "head", name, value)
        self._total_pairs(number, row)

    def _head_pairs(self, row: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
        for cell in row:
            label, colon, value = cell.text.partition("：")
            if colon and value.strip() and (name := self.heads.field(label, "head")):
                yield name, self._part(cell, len(label) + 1, len(cell.text))
        for cell, following in pairwise(row):
            name = self.heads.field(cell.text, "head")
            if name and not self._head_field(following) and not self.heads.field(following.text, "total"):
                yield name, following

    def _head_field(self, cell: Cell) -> str | None:
        """The field that a cell names, with its value in the same cell (单位名称：某局) or without."""
        return self.heads.field(cell.text, "head") or self.heads.field(cell.text.partition("：")[0], "head")

    def _is_total(self, row: Sequence[Cell]) -> bool:
        if self.block is None or self.block.name not in ("indicator", "total") or not self.form.has_indicators:
            return False
        return self.heads.field(row[0].text, "total") is not None or self.block.name == "total"

    def _total(self, number: int, row: Sequence[Cell]) -> None:
        if self.heads.field(row[0].text, "total") == "subtotal" or self.block is None:
            return
        labels = [self.heads.field(cell.text, "total") for cell in row]
        if all(labels) and len(labels) > 1:
            # 总分 | 得分 | 等级 above their values: beside a score 总分 is what can be had.
            names = {"total": "max_score" if "score" in labels else "score"}
            columns = {c.column: names.get(label, label) for c, label in zip(row, labels, strict=True) if label}
            self.block = Block("total", columns)
            return
        found = {
            name: cell
            for cell in row
            if (name := self.block.columns.get(cell.column)) in ("max_score", "score") and _NUMBER.fullmatch(cell.text)
        }
        numbers = [cell for cell in row if _NUMBER.fullmatch(cell.text)]
        if any(labels[1:]) and self._total_pairs(number, row):
            pass  # 总分 | 总分值 | 100 | 总得分 | 96: labels tell more than columns
        elif found:
            for name, cell in found.items():
                self._add(number, "total", name, cell)
        elif len(numbers) == 2:
            # 总分 | 100 | 96 | 优: what can be had, what was given.
            self._add(number, "total", "max_score", numbers[0])
            self._add(number, "total", "score", numbers[1])
        else:
            self._total_pairs(number, row)
        for cell in row[1:]:
            if _GRADE.fullmatch(cell.text):
                self._add(number, "total", "grade", cell)
        self.form.has_total, self.block = True, None

    def _total_pairs(self, number: int, row: Sequence[Cell]) -> bool:
        """Totals beside their labels (自评总分（分） | 97.93); whether there are any."""
        found = False
        for cell, following in pairwise(row):
            name = self.heads.field(cell.text, "total")
            if name in ("total", "score", "max_score") and _NUMBER.fullmatch(following.text):
                # 总分 alone may be what can be had; 得分 is what was given.
                is_score = name == "score" or re.search(r"得分|自评", cell.text)
                self._add(number, "total", "score" if is_score else "max_score", following)
                found = True
        return found

    def _is_remark(self, row: Sequence[Cell]) -> bool:
        name = self.heads.field(row[0].text, "remark") or self.heads.field(row[0].text.partition("：")[0], "remark")
        return name is not None and len(row) <= 4 and self.form.has_content

    def _remark(self, number: int, row: Sequence[Cell]) -> None:
        """Words below the table: why, what is to be done, notes. They are text and hold no figures of the form."""
        for cell, following in zip(row, [*row[1:], None], strict=True):
            label, colon, value = cell.text.partition("：")
            if colon and value.strip() and (name := self.heads.field(label, "remark")):
                self._add(number, "remark", name, self._part(cell, len(label) + 1, len(cell.text)))
            elif (
                following
                and (name := self.heads.field(cell.text, "remark"))
                and not self.heads.field(following.text, "remark")
            ):
                self._add(number, "remark", name, following)

    def _is_data(self, row: Sequence[Cell]) -> bool:
        return self.block is not None and self.block.name == "indicator" and len(row) > 4

    def _data(self, number: int, row: Sequence[Cell]) -> None:
        block = self.block
        if block is None:
            return
        if block.name == "funding":
            self._money(number, row, block)
        elif block.name == "indicator":
            self._indicator(number, row, block)
        else:
            for cell in row:
                name = block.columns.get(cell.column)
                if name and not _TEMPLATE.fullmatch(cell.text):
                    self._add(number, block.name, name, cell)

    def _money(self, number: int, row: Sequence[Cell], block: Block) -> None:
        block.is_paired = block.is_paired or stand_side_by_side(row, block.columns, self.heads)
        if block.is_paired and (amounts := named_amounts(row)):
            for amount in amounts:
                self._add(number, "funding", "named_amount", amount, block.factor)
            return
        found = {
            name: cell
            for cell in row
            if (name := block.columns.get(cell.column)) and name != "item_name" and self._fits_money(name, cell)
        }
        named = self._name_of_row(row, found, block)
        if named is not None and AMOUNTS & found.keys():
            if "listed_project" not in found:
                self._add(number, "funding", "item_name", named)
            for field_name, cell in found.items():
                self._add(number, "funding", field_name, cell)
            self._counts(number, row, block, named)
            if block.points and not self.form.has_money:
                self._add(number, "funding", "max_score", block.points)
            self.form.has_money = True
            return
        if named is not None and {"max_score", "score"} <= found.keys():
            # 资金管理（10分） | … | 10 | 9.5: points beside the money for something else.
            for field_name in ("max_score", "score"):
                if _NUMBER.fullmatch(found[field_name].text):
                    self._add(number, "part", field_name, found[field_name])
        for cell in row:
            for span in inscribed_amounts(cell):
                self._add(number, "funding", "named_amount", self._part(cell, *span), block.factor)

    def _counts(self, number: int, row: Sequence[Cell], block: Block, named: Cell) -> None:
        """Counts beside the amounts of what the cell ``named`` names: 救助人次 of a county."""
        for cell in row:
            if (counted := block.counted.get(cell.column)) and _NUMBER.fullmatch(cell.text):
                metric = ("" if self.heads.field(named.text, "total") else squeezed(named.text)) + counted[0]
                found = FormCell(self.form.number, number, "funding", "counted", cell, None, metric, counted[1])
                self.cells.append(found)

    def _name_of_row(self, row: Sequence[Cell], found: Mapping[str, Cell], block: Block) -> Cell | None:
        """What a row of money is of: the project in a list of them, else the source named left of its amounts."""
        if "listed_project" in block.columns.values():
            # The sum of the projects listed is not the money of the whole body.
            project = found.get("listed_project")
            return None if project is None or self.heads.field(project.text, "total") else project
        before = [cell for cell in row if cell.column < block.first_amount and not is_amount(cell)]
        return before[-1] if before and len(before[-1].text) <= LONGEST_AMOUNT else None

    @staticmethod
    def _fits_money(name: str, cell: Cell) -> bool:
        if name in ("max_score", "score") and _NUMBER.fullmatch(cell.text):
            return True  # 10分
        if name == "grade":
            return bool(_GRADE.fullmatch(cell.text))
        return name in ("variance_reason", "listed_project") or is_amount(cell)

    def _indicator(self, number: int, row: Sequence[Cell], block: Block) -> None:
        found = _aligned(row, block.columns)
        if "level_1" in found:
            block.filled.clear()
        block.filled.update({name: found[name] for name in LEVELS if name in found})
        name = found.get("indicator_name")
        if name is None or _TEMPLATE.fullmatch(name.text) or not {"target", "actual", "score"} & found.keys():
            return
        if "adjusted_target" in found or "initial_target" in found:
            # The target in force is the adjusted one, where there is one.
            adjusted = found.get("adjusted_target")
            in_force = "initial_target" if adjusted is None or re.search(r"^(?:无|—|/|-)", adjusted.text) else None
            in_force = in_force or "adjusted_target"
            if in_force in found:
                found["target"] = found.pop(in_force)
        above = {level: cell for level, cell in block.filled.items() if _reaches(cell, row[0])}
        for field_name, cell in {**above, **found}.items():
            self._add(number, "indicator", field_name, cell)
        self.form.has_indicators = True

    def _add(self, number: int, block: str, name: str, cell: Cell, factor: Decimal | None = None) -> None:
        if name in AMOUNTS and self.block:
            factor = self.block.factors.get(cell.column)
        self.cells.append(FormCell(self.form.number, number, block, name, cell, factor))

    def _part(self, cell: Cell, start: int, end: int) -> Cell:
        """The characters ``start`` to ``end`` of a cell's text, as a cell."""
        text = cell.text[start:end].strip()
        paragraph = self.paragraphs[cell.paragraph].text
        offset = paragraph.find(cell.text, cell.start, cell.end)
        if offset < 0:
            return replace(cell, text=text)
        begin = paragraph.index(text, offset + start)
        return replace(cell, text=text, start=begin, end=begin + len(text))


def _reaches(level: Cell, first: Cell) -> bool:
    """Whether a level holds for the row of ``first``: a merged one as far as it reaches, else until the next."""
    return level.row_span == 1 or level.table != first.table or first.row < level.row + level.row_span


def _aligned(row: Sequence[Cell], columns: Mapping[int, str]) -> dict[str, Cell]:
    """The cells of an indicator by field.

    Where merged cells of the levels are left out of the line altogether, all others stand to the left of their heads.
    """
    leading = sum(1 for name in columns.values() if name in LEVELS)
    for shift in range(leading + 1):
        found = {name: cell for cell in row if (name := columns.get(cell.column + shift))}
        if _is_plausible(found) and (shift == 0 or {"target", "actual", "score"} <= found.keys()):
            return found
    return {name: cell for cell in row if (name := columns.get(cell.column)) in LEVELS and name}


def _is_plausible(found: Mapping[str, Cell]) -> bool:
    """Whether names are words and points are numbers."""
    name = found.get("indicator_name")
    if name is None or _QUANTITY.fullmatch(name.text) or not re.search(r"[\u4e00-\u9fffA-Za-z…—/]", name.text):
        return False
    points = [found[field_name].text for field_name in ("max_score", "score") if field_name in found]
    return all(re.fullmatch(r"[^\u4e00-\u9fff]*分?|.*不适用.*|无", text) for text in points)
