"""What is expected of a document, and when a row of a mart meets it."""

import csv
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

WAN = 10_000
MULTIPLES = {"万": Fraction(WAN), "亿": Fraction(WAN * WAN)}
# Units of one kind are compared in one of them; so are words for the same thing.
SAME_KIND: dict[str, tuple[str, Fraction]] = {
    "名": ("人", Fraction(1)),
    "平方公里": ("平方米", Fraction(1_000_000)),
    "厘米": ("米", Fraction(1, 100)),
    "斤": ("千克", Fraction(1, 2)),
    "公斤": ("千克", Fraction(1)),
    "件（套）": ("件", Fraction(1)),
    "公里": ("米", Fraction(1000)),
    "km": ("米", Fraction(1000)),
    "吨": ("千克", Fraction(1000)),
    "亩": ("平方米", Fraction(10_000, 15)),
    "公顷": ("平方米", Fraction(10_000)),
    "平方千米": ("平方米", Fraction(1_000_000)),
    "‰": ("%", Fraction(1, 10)),
    "个百分点": ("百分点", Fraction(1)),
    "个月": ("月", Fraction(1)),
}
FRAGMENTS = {"parent", "project", "rank_scope", "grade"}
IN_WAN = {"budget", "executed"}
NUMBERS = {"max", "depth", "rate", "rank"} | IN_WAN
TEXT_MARTS = {"reports", "findings"}


def canonical(value: Fraction, unit: str) -> tuple[Fraction, str]:
    """The value in the one unit of its kind."""
    head, slash, per = unit.partition("/")
    while head and head[0] in MULTIPLES:
        value *= MULTIPLES[head[0]]
        head = head[1:]
    kind, factor = SAME_KIND.get(head, (head, Fraction(1)))
    return value * factor, kind + slash + per


def squeezed(text: object) -> str:
    """The text without blanks and quotation marks."""
    return "".join(c for c in str(text or "") if not c.isspace() and c not in "“”\"'‘’")


def holds(fragments: str, text: object) -> bool:
    """All blank-separated fragments occur; within one, `|` parts equals."""
    name = squeezed(text)
    return all(any(part in name for part in group.split("|")) for group in fragments.split())


@dataclass(frozen=True)
class Row:
    """A row of a mart: its name, what it says, and its other columns under the words of the expectations."""

    mart: str
    document: str
    name: str
    value: Fraction | None
    unit: str
    columns: dict[str, object] = field(default_factory=dict)

    @property
    def measured(self) -> tuple[Fraction, str] | None:
        return None if self.value is None else canonical(self.value, self.unit)

    def __str__(self) -> str:
        said = "" if self.value is None else f" {float(self.value):.10g}{self.unit}"
        rest = ", ".join(f"{k}={v}" for k, v in self.columns.items() if v not in (None, ""))
        return f"{self.mart}: {self.name or '∅'}{said} ({rest})"


@dataclass(frozen=True)
class Fact:
    """One line of a facts file."""

    document: str
    marts: tuple[str, ...]
    key: str
    value: Fraction | None
    unit: str
    extra: dict[str, str]
    text: str = ""

    @property
    def left_out(self) -> bool:
        return self.marts == ("left_out",)

    @property
    def measured(self) -> tuple[Fraction, str] | None:
        return None if self.value is None else canonical(self.value, self.unit)

    def same_value(self, row: Row) -> bool:
        """The figure is the expected one; what is not expected, a unit or the value itself, is not compared."""
        mine, its = self.measured, row.measured
        if mine is None or its is None:
            return mine is None
        return mine[0] == its[0] and (not self.unit or mine[1] == its[1])

    def faults(self, row: Row) -> list[str]:
        """In what the row, of a mart where the fact may stand, differs from it."""
        faults = []
        if not self.same_value(row):
            faults.append("unit" if self.measured and row.measured and self.measured[0] == row.measured[0] else "value")
        if self.key and not holds(self.key, row.name):
            faults.append("name")
        wanted = dict(self.extra)
        if row.mart == "metrics":
            wanted.setdefault("role", "actual|rank|previous")
        elif "role" not in row.columns:
            wanted.pop("role", None)
        faults += [column for column, want in wanted.items() if column in row.columns and not _meets(column, want, row)]
        return faults

    def __str__(self) -> str:
        said = "" if self.value is None else f" {float(self.value):.10g}{self.unit}"
        rest = ", ".join(f"{k}={v}" for k, v in self.extra.items())
        return f"{'|'.join(self.marts)}: {self.key or '∅'}{said} ({rest})"


def _meets(column: str, want: str, row: Row) -> bool:
    got = row.columns[column]
    if column in FRAGMENTS:
        return holds(want, got)
    if column in NUMBERS:
        number = Fraction(want) * (WAN if column in IN_WAN else 1)
        return got is not None and Fraction(str(got)) == number
    return str(got or "") in want.split("|")


def read_facts(path: Path) -> list[Fact]:
    """The expectations of one document."""
    document = path.name.removesuffix(".facts.csv") + ".txt"
    facts = []
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            textual = line["mart"] in TEXT_MARTS
            fact = Fact(
                document=document,
                marts=tuple(line["mart"].split("|")),
                key=line["key"],
                value=None if textual or not line["value"] else Fraction(line["value"]),
                unit=line["unit"],
                extra=dict(pair.split("=", 1) for pair in line["extra"].split(";") if pair),
                text=line["value"] if textual else "",
            )
            facts += _apart(fact)
    return facts


def _apart(fact: Fact) -> list[Fact]:
    """A value and its rank are two facts: a mart may tell them in one row or in two."""
    rank = {k: v for k, v in fact.extra.items() if k.startswith("rank")}
    if not rank or fact.value is None:
        return [fact]
    rest = {k: v for k, v in fact.extra.items() if k not in rank}
    return [replace(fact, extra=rest), replace(fact, value=None, unit="", extra={"role": "actual|rank|change", **rank})]
