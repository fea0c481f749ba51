"""The dictionary of heads: which field of a standard form a cell names, and what unit or points its words set."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from orchestration.extraction.lexicon import FormHeader

_MONEY_UNITS = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "千元": Decimal(10**3), "元": Decimal(1)}
_UNIT = "|".join(_MONEY_UNITS)
_UNIT_REMARK = re.compile(rf"（(?:金额)?(?:单位：)?({_UNIT})(?:[，、][^（）]*)?）|：(?:单位：)?({_UNIT})$")
_CAPTION = re.compile(rf"^[^，。]{{0,12}}(?:金额)?单位：?（?({_UNIT})）?(?:[、，；,][^。]{{0,6}})?$")
_POINTS = re.compile(r"[（(]?(?<![\d.])(\d{1,3}(?:\.\d+)?)分")
_BRACKETS = re.compile(r"（[^（）]*）")
_TITLE = re.compile(r"(?:自评表|自评价表|评价表|自评申报表|完成情况表|目标自评情况表)(?:（[^）]*）)*$")


class Heads:
    """Looks heads up, each wording once."""

    def __init__(self, headers: Sequence[FormHeader]) -> None:
        self._headers = headers
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
        for candidate in _candidates(text):
            for row, header in enumerate(self._headers):
                if header.block == block and header.pattern.match(candidate):
                    return row
        return None


def _candidates(text: str) -> Iterator[str]:
    """``text`` as heads are compared: without spaces, then without its unit, then without brackets."""
    head = re.sub(r"^其中：|\s", "", text).rstrip("：")
    if len(head) > 40:
        return
    seen = []
    for candidate in (head, without_unit := _UNIT_REMARK.sub("", head), _BRACKETS.sub("", without_unit)):
        # 1.项目年度目标, （一）总体目标: numbers before a head say nothing.
        for numbered in (candidate, re.sub(r"^(?:\d{1,2}[.、]|（[一二三四五六七八九十]）)", "", candidate)):
            if numbered and numbered not in seen:
                seen.append(numbered)
                yield numbered


def unit_factor(text: str) -> Decimal | None:
    """What a head says of its amounts: 10000 for 全年预算数（万元）, ``None`` where it says nothing."""
    match = _UNIT_REMARK.search(re.sub(r"\s", "", text))
    return _MONEY_UNITS[match.group(1) or match.group(2)] if match else None


def caption_factor(text: str) -> Decimal | None:
    """What a line or cell above a table says of all its amounts (金额单位：万元), ``None`` where it is no such line."""
    match = _CAPTION.match(re.sub(r"\s", "", text))
    return _MONEY_UNITS[match.group(1)] if match else None


def points_in(text: str) -> tuple[int, int] | None:
    """Where a head says how many points its part carries: 预算执行情况（20分）."""
    match = _POINTS.search(text)
    return match.span() if match else None


def is_title(text: str) -> bool:
    """Whether a cell is the title of a form."""
    return len(text) <= 80 and bool(_TITLE.search(re.sub(r"\s", "", text)))
