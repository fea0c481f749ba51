"""The dictionary of heads: which field of a standard form a cell names, and which heads open which block of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from orchestration.extraction.lexicon import FormHeader
from orchestration.extraction.tables import Cell

AMOUNTS = frozenset({"initial", "budget", "allocated", "executed"})
"""Fields that hold money, each at its stage of the budget."""
LEVELS = ("level_1", "level_2")
"""Fields that are printed once and hold for the rows below."""

_FIELDS_NEEDED = {"funding": 3, "indicator": 3, "goal": 2, "management": 2}

_MONEY_UNITS = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "千元": Decimal(10**3), "元": Decimal(1)}
_UNIT = "|".join(_MONEY_UNITS)
_UNIT_REMARK = re.compile(rf"（(?:金额)?(?:单位：)?({_UNIT})(?:[，、][^（）]*)?）|：(?:单位：)?({_UNIT})$")
_CAPTION = re.compile(rf"^[^，。]{{0,12}}(?:金额)?单位：?（?({_UNIT})）?(?:[、，；,][^。]{{0,6}})?$")
_POINTS = re.compile(r"[（(]?(?<![\d.])(\d{1,3}(?:\.\d+)?)分")
# 项目数（个）, 救助人次: columns of counts beside those of money
_COUNTED = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,16})（(?:单位：)?(?P<unit>[^（）\d]{1,4})）|[\u4e00-\u9fff]{2,12}(?P<ending>人次|人数|户数|户次|场次)"
)
_UNIT_OF_ENDING = {"人数": "人", "户数": "户"}
_BRACKETS = re.compile(r"（[^（）]*）")
_AMONG_OR_SPACE = re.compile(r"^其中：|\s")
_NUMBER_OF_HEAD = re.compile(r"^(?:\d{1,2}[.、]|（[一二三四五六七八九十]）)")
_TITLE = re.compile(r"(?:自评表|自评价表|评价表|自评申报表|完成情况表|目标自评情况表)(?:（[^）]*）)*$")


class Heads:
    """Looks heads up, each wording once."""

    def __init__(self, headers: Sequence[FormHeader]) -> None:
        self._headers = headers
        self._of_block = {block: _rows_of_block(headers, block) for block in {header.block for header in headers}}
        self.rank = lru_cache(maxsize=10_000)(self._rank)

    def field(self, text: str, block: str) -> str | None:
        """The field of ``block`` that ``text`` names, ``None`` if it names none."""
        rank = self.rank(text, block)
        return None if rank is None else self._headers[rank].field

    def fields(self, block: str) -> set[str]:
        """All fields of ``block``."""
        return {header.field for header in self._headers if header.block == block}

    def _rank(self, text: str, block: str) -> int | None:
        """Row of the dictionary that covers ``text``: of two columns of one field the lower one is read."""
        any_head, rows = self._of_block.get(block, (None, []))
        for candidate in _candidates(text):
            if any_head and any_head.match(candidate):
                return next(row for row in rows if self._headers[row].pattern.match(candidate))
        return None


def _rows_of_block(headers: Sequence[FormHeader], block: str) -> tuple[re.Pattern[str], list[int]]:
    """What matches any head of ``block``, since most cells and lines are none, and the rows of its heads."""
    rows = [row for row, header in enumerate(headers) if header.block == block]
    return re.compile("|".join(f"(?:{headers[row].pattern.pattern})" for row in rows)), rows


@lru_cache(maxsize=4)
def heads_of(headers: tuple[FormHeader, ...]) -> Heads:
    """The heads of a dictionary, shared by all documents: the wordings of forms are few."""
    return Heads(headers)


def _candidates(text: str) -> Iterator[str]:
    """``text`` as heads are compared: without spaces, then without its unit, then without brackets."""
    head = _AMONG_OR_SPACE.sub("", text).rstrip("：")
    if len(head) > 40:
        return
    seen = []
    for candidate in (head, without_unit := _UNIT_REMARK.sub("", head), _BRACKETS.sub("", without_unit)):
        # 1.项目年度目标, （一）总体目标: numbers before a head say nothing.
        for numbered in (candidate, _NUMBER_OF_HEAD.sub("", candidate)):
            if numbered and numbered not in seen:
                seen.append(numbered)
                yield numbered


def squeezed(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s", "", text)


def unit_factor(text: str) -> Decimal | None:
    """What a head says of its amounts: 10000 for 全年预算数（万元）, ``None`` where it says nothing."""
    match = _UNIT_REMARK.search(squeezed(text))
    return _MONEY_UNITS[match.group(1) or match.group(2)] if match else None


def caption_factor(text: str) -> Decimal | None:
    """What a line or cell above a table says of all its amounts (金额单位：万元), ``None`` where it is no such line."""
    match = _CAPTION.match(squeezed(text))
    return _MONEY_UNITS[match.group(1)] if match else None


def _counted_under(head: str) -> tuple[str, str] | None:
    """What a column counts and the unit that its head prints (项目数（个） → 项目数, 个), ``None`` for no such head."""
    match = _COUNTED.fullmatch(squeezed(head))
    if match is None or match["unit"] in _MONEY_UNITS:
        return None
    ending = match["ending"]
    return (match.group(), _UNIT_OF_ENDING.get(ending, ending)) if ending else (match["what"], match["unit"])


def points_in(text: str) -> tuple[int, int] | None:
    """Where a head says how many points its part carries: 预算执行情况（20分）."""
    match = _POINTS.search(text)
    return match.span() if match else None


def is_title(text: str) -> bool:
    """Whether a cell is the title of a form."""
    return len(text) <= 80 and bool(_TITLE.search(squeezed(text)))


@dataclass
class Block:
    """The part of a form whose heads are in force.

    ``columns`` are the fields of the table's columns, counted from 0; ``ordered`` those of the heads from left to
    right. ``factor`` is what the heads say of amounts, ``factors`` the same column by column. ``points`` is where they
    say how many points the block carries; ``counted`` is what other columns count, and in what; ``filled`` are the
    levels that the rows below share. ``is_paired`` says that names and amounts stand beside each other and the heads
    no longer hold.
    """

    name: str
    columns: dict[int, str] = field(default_factory=dict)
    ordered: tuple[str | None, ...] = ()
    factors: dict[int, Decimal | None] = field(default_factory=dict)
    factor: Decimal | None = None
    points: Cell | None = None
    counted: dict[int, tuple[str, str]] = field(default_factory=dict)
    filled: dict[str, Cell] = field(default_factory=dict)
    is_paired: bool = False

    @property
    def first_amount(self) -> int:
        """The first column of money."""
        return min((column for column, name in self.columns.items() if name in AMOUNTS), default=0)


def header_block(row: Sequence[Cell], heads: Heads) -> str | None:
    """The block whose heads ``row`` holds, ``None`` if it is no row of heads."""
    # 分值 and 得分 head the columns of two blocks; the block with more of its own heads wins.
    found = {block: {name for cell in row if (name := heads.field(cell.text, block))} for block in _FIELDS_NEEDED}
    for block in sorted(found, key=lambda name: -len(found[name])):
        if len(found[block]) >= _FIELDS_NEEDED[block] and _makes_sense(block, found[block]):
            return block
    return None


def _makes_sense(block: str, fields: set[str]) -> bool:
    if block == "funding":
        return bool(fields & AMOUNTS) and len(fields & (AMOUNTS | {"execution_rate"})) > 1
    if block == "indicator":
        names = {*LEVELS, "indicator_name"}
        return bool(fields & names and fields & {"target", "actual", "score", "max_score"})
    if block == "goal":
        return len(fields - {"max_score", "score"}) > 1
    return True


def with_heads_above(row: Sequence[Cell], above: Sequence[Cell], name: str, heads: Heads) -> list[Cell]:
    """``row`` with the heads of the row above that reach down to it, or that stand over nothing where no cell tells.

    年度指标值 above 指标性质, 指标值 and 度量单位 is no head of its own; 得分 beside it is one of both rows.
    """
    if not above or above[0].table != row[0].table:
        return list(row)
    taken = {column for cell in row for column in range(cell.column, cell.column + cell.column_span)}
    own = {name_of for cell in row if (name_of := heads.field(cell.text, name))}
    reaching = [
        cell
        for cell in above
        if taken.isdisjoint(range(cell.column, cell.column + cell.column_span))
        and (name_of := heads.field(cell.text, name))
        and name_of not in own
    ]
    return sorted([*row, *reaching], key=lambda cell: cell.column)


def open_block(name: str, row: Sequence[Cell], heads: Heads, caption: Decimal | None) -> Block:
    """The block ``name`` under the heads in ``row``; ``caption`` is what a line above the table says of its amounts."""
    block = Block(name)
    best: dict[str, Cell] = {}
    ranks: dict[str, int] = {}
    for cell in row:
        rank, field_name = heads.rank(cell.text, name), heads.field(cell.text, name)
        # Of two heads that say the same the one at the side (年度总体目标 | 预期目标) names the rows.
        if rank is not None and field_name is not None and rank <= ranks.get(field_name, rank):
            best[field_name], ranks[field_name] = cell, rank
    if name == "indicator" and "indicator_name" not in best:
        # Tables of two levels name their indicators in the second.
        best["indicator_name"] = best.pop("level_2" if "level_2" in best else "level_1")
    fields = {cell.column: field_name for field_name, cell in best.items()}
    if name == "funding":
        # 项目名称 | 预算数 | 执行数: a project a row, not the sources of one.
        scored = any(heads.field(cell.text, "funding") == "score" for cell in row)
        fields |= {
            cell.column: "listed_project"
            for cell in row
            if heads.field(cell.text, "head") == "project_name" or (scored and squeezed(cell.text) == "项目")
        }
    # A column's own unit goes before that of the row's head (项目资金（万元）), and this before the table's.
    outside = [cell for cell in row if fields.get(cell.column) in (None, "item_name")]
    block.factor = next((factor for cell in [*outside, *row] if (factor := unit_factor(cell.text))), caption)
    for cell in row:
        for column in range(cell.column, cell.column + cell.column_span):
            block.factors[column] = unit_factor(cell.text) or block.factor
            if cell.column in fields:
                block.columns[column] = fields[cell.column]
        if name == "funding" and cell.column not in fields and (counted := _counted_under(cell.text)):
            block.counted[cell.column] = counted
    block.ordered = tuple(fields.get(cell.column) for cell in row)
    return block
