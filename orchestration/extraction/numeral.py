"""A numeral as it was understood, and the record of what is already explained in a paragraph."""

import re
from decimal import Decimal
from typing import NamedTuple

from orchestration.extraction.prefilter import characters_of

QUANTITIES = frozenset({"money", "count", "percent", "score"})
"""Classes of figures that measure something."""

_RUN_OF_DIGITS = re.compile(r"\d[\d.,]*")


class Numeral(NamedTuple):
    """One numeral with its unit, in reading characters ``start`` to ``end`` of its paragraph.

    ``value`` and ``precision`` are in the base unit ``unit``; both are ``None`` for what has no worth (names, codes).
    ``reason`` says why a numeral measures nothing and is ``None`` for quantities.
    """

    start: int
    end: int
    figure_class: str
    value: Decimal | None = None
    unit: str | None = None
    printed_unit: str | None = None
    unit_family: str | None = None
    scale: Decimal | None = None
    precision: Decimal | None = None
    qualifier: str = "exact"
    reason: str | None = None

    @property
    def is_quantity(self) -> bool:
        """Whether the numeral measures something."""
        return self.figure_class in QUANTITIES


class Claims:
    """The numerals found so far; no two of them share a character, and none ends within a run of digits.

    ``runs_of_digits`` are where digits stand with the commas and points between and after them: no number begins within
    one.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.taken = bytearray(len(text))
        self.numerals: list[Numeral] = []
        self.characters = characters_of(text)
        self.runs_of_digits = [run.span() for run in _RUN_OF_DIGITS.finditer(text)]

    def free(self, start: int, end: int) -> bool:
        """Whether nothing has claimed a character of ``start`` to ``end`` yet."""
        return self.taken.find(1, start, end) < 0

    def explained(self, start: int, end: int) -> bool:
        """Whether every character of ``start`` to ``end`` is claimed."""
        return self.taken.find(0, start, end) < 0

    def add(self, numeral: Numeral) -> None:
        """Claim the characters of ``numeral``; it is left out where one of them is explained already.

        So is one that would cut a run of digits (第1234 is not 第123): the whole run is found later.
        """
        start, end = numeral.start, numeral.end
        if self.free(start, end) and not (self._within(start) or self._within(end)):
            self.taken[start:end] = b"\1" * (end - start)
            self.numerals.append(numeral)

    def _within(self, position: int) -> bool:
        """Whether there is a digit on both sides of ``position``."""
        around = self.text[max(0, position - 1) : position + 1]
        return len(around) == 2 and around.isdecimal()

    def name(self, start: int, end: int, reason: str, unit: str | None = None, value: Decimal | None = None) -> None:
        """Claim a numeral that is part of a name."""
        self.add(Numeral(start, end, "name_part", value, unit, unit, reason=reason))
