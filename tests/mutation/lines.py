"""A text of one line a paragraph: which lines are prose, and the quantities printed in them."""

import csv
import random
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
Rewrite = Callable[[str, random.Random], str]

_CHINESE = "[一二三四五六七八九十]"
_BODY = re.compile(
    rf"[ \u3000]*(?:[|｜]|第{_CHINESE}+(?:部分|章)|{_CHINESE}{{1,3}}、|[（(]{_CHINESE}{{1,3}}[）)]"
    r"|\d{1,2}(?![\d年])(?:\.\d{1,2})*[.、 ]?[ ]?[\u4e00-\u9fff])"
)
_TABLE_ROW = re.compile(r"[|｜\t].*[|｜\t]")
_PAGE_MARK = re.compile(r"\s*[—–\-]*\s*\d{1,4}\s*[—–\-]*\s*")
MARKER = re.compile(
    rf"[ \u3000]*(?:{_CHINESE}{{1,3}}、|[（(](?:{_CHINESE}|\d){{1,3}}[）)]|\d{{1,2}}(?:\.\d{{1,2}})*[.、 ]?(?=\D))"
)
"""How a numbered paragraph begins."""


def _units() -> dict[str, tuple[str, str]]:
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["unit"]: (row["family"], row["not_before"]) for row in csv.DictReader(file)}


UNITS = _units()
"""Family and excluded continuation of every printed unit."""

# 2023年, 5日, 3级, 2期 are as often dates, ranks and names as quantities.
_UNCERTAIN = {
    "年",
    "日",
    "度",
    "级",
    "期",
    "届",
    "里",
    "方",
    "周",
    "面",
    "首",
    "角",
    "班",
    "本",
    "部",
    "点位",
    "百分比",
}
_SPELLED = "|".join(re.escape(unit) for unit in sorted(UNITS.keys() - _UNCERTAIN, key=len, reverse=True))
NUMBER = r"(?<![\d.,，．０-９A-Za-z〔\[+\-—～~≈第])(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\d.,．]*\d)"
QUANTITY = re.compile(rf"{NUMBER}(?P<gap> ?)(?P<multiplier>[千万亿]?)(?P<unit>{_SPELLED})(?![ ]?[-—～~至到]\s?\d)(?!/)")
"""A number with its unit that is no bound of a range."""


def is_quantity(match: re.Match[str]) -> bool:
    """Whether the unit of ``match`` begins no word and its number ends no list of bare numbers."""
    excluded = UNITS[match["unit"]][1]
    if excluded and re.match(excluded, match.string[match.end() :]):
        return False
    return not re.search(r"[\d万亿千][、和及与至到] ?$|[A-Za-z] ?$", match.string[: match.start()])


def value_of(match: re.Match[str]) -> Decimal:
    """The printed number of ``match``."""
    return Decimal(match["number"].replace(",", ""))


def head_length(lines: list[str]) -> int:
    """How many lines stand before the first numbered paragraph or table row: title and cover."""
    return next((number for number, line in enumerate(lines) if _BODY.match(line)), 1)


def is_table(line: str) -> bool:
    """Whether ``line`` is a row of a table."""
    return bool(_TABLE_ROW.search(line))


def is_page_mark(line: str) -> bool:
    """Whether ``line`` is a page number."""
    return bool(_PAGE_MARK.fullmatch(line))


def each_line(text: str, change: Callable[[str], str], *, tables: bool = False) -> str:
    """``text`` with ``change`` applied to its paragraphs, and to its table rows where ``tables`` says so."""
    lines = text.split("\n")
    head = head_length(lines)
    for number in range(head, len(lines)):
        line = lines[number]
        if line.strip() and not is_page_mark(line) and (tables or not is_table(line)):
            lines[number] = change(line)
    return "\n".join(lines)


def each_quantity(line: str, change: Callable[[re.Match[str]], str]) -> str:
    """``line`` with ``change`` applied to its quantities."""
    marker = MARKER.match(line)
    start = marker.end() if marker else 0
    body = QUANTITY.sub(lambda match: change(match) if is_quantity(match) else match.group(), line[start:])
    return line[:start] + body
