"""Amounts in forms: which cells hold one, and which are named by the cell or its neighbour and not by a column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.extraction.form_heads import AMOUNTS, Heads
from orchestration.extraction.tables import Cell

LONGEST_AMOUNT = 40
"""Characters of a cell that holds an amount, or several that ran together."""

# Digits and their unit alone, or digits that ran together or are masked: words with digits are no amount.
_AMOUNT = re.compile(r"-?[\d.,\s*×xX]*\d[\d.,\s*×xX]*(?:亿元|万元|千元|万|元)?%?|[—\-/]+|/|无")
_INSCRIBED = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”][\u4e00-\u9fff（）“”]{1,23})：\s*\d[\d,]*(?:\.\d+)?\s*(?:亿元|万元|千元|万|元)?(?![\d.])"
)
_NAME = re.compile(r"(?:其中：)?(?P<name>[\u4e00-\u9fff“”][\u4e00-\u9fff（）“”、]{1,23})：?")
_NUMERIC = AMOUNTS | {"max_score", "execution_rate", "score"}


def is_amount(cell: Cell) -> bool:
    """Whether a cell holds an amount, or what stands for none."""
    return len(cell.text) <= LONGEST_AMOUNT and bool(_AMOUNT.fullmatch(cell.text))


def inscribed_amounts(cell: Cell) -> Iterator[tuple[int, int]]:
    """Where a cell names amounts of its own (其中：一般公共预算：3,175.66)."""
    return (amount.span() for amount in _INSCRIBED.finditer(cell.text))


def stand_side_by_side(row: Sequence[Cell], columns: Mapping[int, str], heads: Heads) -> bool:
    """Whether two cuts of the money stand beside each other, so that the heads above are not those of their columns.

    Either 按收入性质分 | 按支出性质分 head them, or a name stands where the heads have numbers:
    一般公共预算 | 80 | 基本支出 | 50.
    """
    inside = [cell for cell in row if columns.get(cell.column) in _NUMERIC and not is_amount(cell)]
    if any(heads.field(cell.text, "funding") == "cut" for cell in inside):
        return True
    named = {amount.column for amount in named_amounts(row)}
    return any(cell in inside and following.column in named for cell, following in pairwise(row))


def named_amounts(row: Sequence[Cell]) -> list[Cell]:
    """The amounts of a row in which a name stands before each of them, each with its name; none of any other row."""
    result = []
    for before, cell in pairwise([None, *row]):
        if cell is None or not is_amount(cell):
            continue
        name = None if before is None or is_amount(before) else _NAME.fullmatch(re.sub(r"\s", "", before.text))
        if name is None:
            return []
        result.append(replace(cell, text=f"{name['name']}：{cell.text}"))
    # A sign before the digits would be lost behind the name.
    return [amount for amount in result if re.search(r"：\d", amount.text)]
