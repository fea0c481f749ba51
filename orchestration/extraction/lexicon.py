"""The dictionaries that the grammar reads. They are dbt seeds, so that analysts extend them by a row."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from orchestration.extraction.prefilter import Prefiltered, any_of, only_where_it_begins


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit: ``factor`` turns a number of it into the base unit (万元 → 元 x 10000).

    ``chinese_numerals`` says that Chinese numerals before it count (三个) and are no words (一级);
    ``not_before`` matches what follows when the characters are no unit but the beginning of a word (分 in 分钟).
    """

    printed: str
    family: str
    base: str
    factor: Decimal
    chinese_numerals: bool
    not_before: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class NumeralName:
    """A pattern of numerals that are part of a name and measure nothing."""

    name: str
    figure_class: str
    pattern: re.Pattern[str]
    printed_unit: str | None


@dataclass(frozen=True, slots=True)
class FormHeader:
    """A column or row head of the standard forms."""

    field: str
    block: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division with its six-digit code."""

    code: str
    name: str
    level: str
    parent_code: str


@dataclass(frozen=True)
class Lexicon:
    """All dictionaries of extraction."""

    units: dict[str, Unit]
    numeral_names: tuple[NumeralName, ...]
    form_headers: tuple[FormHeader, ...]
    regions: dict[str, Region]

    @cached_property
    def regions_of_name(self) -> dict[str, list[Region]]:
        """Divisions by name; some names are borne by several (鼓楼区)."""
        found: dict[str, list[Region]] = {}
        for region in self.regions.values():
            found.setdefault(region.name, []).append(region)
        return found

    @cached_property
    def names_by_need(self) -> Prefiltered[NumeralName]:
        """``numeral_names`` by what a text holds where they occur."""
        return Prefiltered((name.pattern, name) for name in self.numeral_names)

    @cached_property
    def unit_alternatives(self) -> str:
        """The printed units as alternatives of a regular expression, looked at only where one may begin."""
        return only_where_it_begins(any_of(self.units))

    def unit(self, printed: str) -> Unit | None:
        """The unit ``printed`` in a cell of its own, with 万 or 亿 before it (万亩); ``None`` for anything else."""
        if printed in self.units:
            return self.units[printed]
        unit = self.units.get(printed[1:])
        multiplier = {"百": 2, "千": 3, "万": 4, "亿": 8}.get(printed[:1])
        return None if unit is None or multiplier is None else replace(unit, factor=unit.factor.scaleb(multiplier))

    @classmethod
    def load(cls, seeds_dir: Path) -> "Lexicon":
        """Read the seeds in ``seeds_dir``.

        Raises ``FileNotFoundError`` for a missing seed and ``re.error`` for a broken pattern.
        """
        return cls(
            units={
                row["unit"]: Unit(
                    row["unit"],
                    row["family"],
                    row["base_unit"],
                    Decimal(row["factor"]),
                    row["chinese_numerals"] == "true",
                    re.compile(row["not_before"]) if row["not_before"] else None,
                )
                for row in _rows(seeds_dir / "units.csv")
            },
            numeral_names=tuple(
                NumeralName(
                    row["name"],
                    row["figure_class"],
                    re.compile(only_where_it_begins(row["pattern"])),
                    row["printed_unit"] or None,
                )
                for row in _rows(seeds_dir / "numeral_names.csv")
            ),
            form_headers=tuple(
                FormHeader(row["field"], row["block"], re.compile(row["pattern"]))
                for row in _rows(seeds_dir / "form_headers.csv")
            ),
            regions={
                row["region_code"]: Region(row["region_code"], row["region_name"], row["level"], row["parent_code"])
                for row in _rows(seeds_dir / "regions.csv")
            },
        )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
