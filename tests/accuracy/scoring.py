"""Recall and precision of a warehouse against the expectations of its documents.

`python tests/accuracy/scoring.py WAREHOUSE` scores one that is built already.
"""

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import duckdb
from expectations import IN_WAN, TEXT_MARTS, WAN, Fact, Row, holds, read_facts

DOCUMENTS = Path(__file__).parent / "documents"
# Name, value and unit of a row, then the columns that expectations may speak of.
READINGS = {
    "funding_sources": (
        "concat(item_name, '/', project_name)",
        "amount_yuan",
        "'元'",
        {
            "stage": "stage",
            "cut": "cut",
            "parent": "concat(parent_item_name, '/', project_name)",
            "scope": "scope",
            "project": "project_name",
        },
    ),
    "budget_execution": (
        "concat(item_name, '/', project_name)",
        "budget_yuan",
        "'元'",
        {"executed": "executed_yuan", "rate": "stated_rate", "scope": "scope"},
    ),
    "score_items": ("item_name", "score", "'分'", {"max": "max_score", "parent": "parent_item_name", "depth": "depth"}),
    "project_scores": (
        "project_name",
        "score",
        "'分'",
        {"budget": "budget_yuan", "executed": "executed_yuan", "rate": "stated_rate", "grade": "grade"},
    ),
    "metrics": (
        "metric_name",
        "value",
        "unit",
        {"role": "role", "qualifier": "qualifier", "rank": "rank", "rank_scope": "rank_scope"},
    ),
}
# What an indicator of a form says is three rows: its points, its target and what was reached.
INDICATOR = ("concat(level_1, level_2, indicator_name)", {"project": "project_name"})
INDICATOR_READINGS = (
    (INDICATOR[0], "score", "'分'", {"max": "max_score", **INDICATOR[1]}),
    (INDICATOR[0], "target_value", "unit", {"role": "'target'", **INDICATOR[1]}),
    (INDICATOR[0], "actual_value", "unit", {"role": "'actual'", **INDICATOR[1]}),
)


@dataclass
class Tally:
    """Counts of one mart."""

    facts: int = 0
    found: int = 0
    rows: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.facts if self.facts else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.rows if self.rows else 1.0


@dataclass
class Scores:
    """Tallies by mart, and what went wrong in words."""

    marts: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)
    causes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def overall(self) -> Tally:
        tallies = self.marts.values()
        return Tally(*(sum(getattr(t, name) for t in tallies) for name in ("facts", "found", "rows", "right")))

    def table(self) -> str:
        """The tallies as a table of text."""
        lines = [f"{'mart':<20}{'facts':>7}{'found':>7}{'recall':>9}{'rows':>8}{'right':>7}{'precision':>11}"]
        for mart, t in [*sorted(self.marts.items()), ("all", self.overall)]:
            lines.append(
                f"{mart:<20}{t.facts:>7}{t.found:>7}{t.recall:>9.1%}{t.rows:>8}{t.right:>7}{t.precision:>11.1%}"
            )
        return "\n".join(lines)


def score(database: Path) -> Scores:
    """Compare every document of the corpus with what the database holds of it."""
    scores = Scores()
    with duckdb.connect(str(database), read_only=True) as connection:
        reader = _Reader(connection)
        for path in sorted(DOCUMENTS.glob("*.facts.csv")):
            _score_document(read_facts(path), reader, scores)
    return scores


class _Reader:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def _fetch(self, query: str, document: str) -> list[tuple[object, ...]]:
        return self._connection.execute(query, [document]).fetchall()

    def rejection(self, document: str) -> str | None:
        found = self._fetch("select reason_code from marts.rejected_documents where source_path = ?", document)
        return str(found[0][0]) if found else None

    def rows(self, document: str) -> list[Row]:
        """The document's rows of the marts that carry values."""
        rows = []
        indicators = [("project_indicators", reading) for reading in INDICATOR_READINGS]
        for mart, (name, value, unit, columns) in [*READINGS.items(), *indicators]:
            for found in self._fetch(
                f"select {', '.join([name, value, unit, *columns.values()])} from marts.{mart} "
                "join marts.reports using (report_key) where reports.source_path = ?".replace(
                    "project_name", f"{mart}.project_name"
                ),
                document,
            ):
                printed = None if found[1] is None else Fraction(str(found[1]))
                columns_of_row = dict(zip(columns, found[3:], strict=True))
                rows.append(Row(mart, document, str(found[0] or ""), printed, str(found[2] or ""), columns_of_row))
        return rows

    def texts(self, document: str) -> dict[str, dict[str, str]]:
        """Columns of the report, and counts of its findings by kind."""
        report = self._connection.execute("select * from marts.reports where source_path = ?", [document])
        names = [column[0] for column in report.description or []]
        values = report.fetchone() or ()
        kinds = self._fetch(
            "select kind, count(*) from marts.findings join marts.reports using (report_key)"
            " where source_path = ? group by kind",
            document,
        )
        return {
            "reports": {n: str(v or "") for n, v in zip(names, values, strict=bool(values))},
            "findings": {str(kind): str(count) for kind, count in kinds},
        }

    def fate(self, fact: Fact) -> str:
        """What the ledger says of the figure that a missed fact rests on."""
        entries = self._connection.execute(
            "select value, unit, figure_class, used_by, unused_reason, metric_label"
            " from marts.figure_ledger where source_path = ?",
            [fact.document],
        ).fetchall()
        for value, unit, figure_class, used_by, reason, label in entries:
            if value is not None and fact.same_value(Row("", "", "", Fraction(str(value)), str(unit or ""))):
                return f"ledger: {figure_class} {label}, used by {used_by or reason}"
        return "not in the ledger with that value and unit"


def _score_document(facts: list[Fact], reader: _Reader, scores: Scores) -> None:
    document = facts[0].document
    rejection = reader.rejection(document)
    if rejection:
        scores.misses.append(f"{document}: not loaded ({rejection})")
    rows, texts = reader.rows(document), reader.texts(document)
    for fact in facts:
        if fact.marts[0] in TEXT_MARTS:
            _score_text(fact, texts[fact.marts[0]], scores, silent=bool(rejection))
        elif not fact.left_out:
            mart = next((m for m in fact.marts if _found(fact, rows, m)), None)
            tally = scores.marts[mart or fact.marts[0]]
            tally.facts += 1
            tally.found += mart is not None
            if mart is None:
                scores.causes[f"{fact.marts[0]}: {_cause(fact, rows, rejection)}"] += 1
            if mart is None and not rejection:
                scores.misses.append(f"{document}: {fact}\n      {_nearest(fact, rows) or reader.fate(fact)}")
    for row in rows:
        _score_row(row, facts, scores)


def _found(fact: Fact, rows: list[Row], mart: str) -> bool:
    return any(row.mart == mart and not fact.faults(row) for row in rows)


def _nearest(fact: Fact, rows: list[Row]) -> str:
    """The row that comes closest to a missed fact, with what is wrong in it."""
    near = [r for r in rows if r.mart in fact.marts and _about(fact, r)]
    if near:
        best = min(near, key=lambda r: len(fact.faults(r)))
        return f"wrong {', '.join(fact.faults(best))} in {best}"
    elsewhere = [r for r in rows if fact.value is not None and fact.same_value(r)]
    return f"stands in {elsewhere[0]}" if elsewhere else ""


def _cause(fact: Fact, rows: list[Row], rejection: str | None) -> str:
    """Why a fact is missed, in few enough words to be counted."""
    near = [fact.faults(r) for r in rows if r.mart in fact.marts and _about(fact, r)]
    if rejection:
        return "document not loaded"
    if near:
        fewest = min(near, key=len)
        return f"wrong {', '.join(fewest)}"
    elsewhere = next((r.mart for r in rows if fact.value is not None and fact.same_value(r)), None)
    return f"stands in {elsewhere}" if elsewhere else "no row"


def _about(fact: Fact, row: Row) -> bool:
    faults = fact.faults(row)
    if fact.measured is None or row.measured is None:
        return "name" not in faults
    return "value" not in faults


def _score_row(row: Row, facts: list[Fact], scores: Scores) -> None:
    numbers = [row.value, *(row.columns.get(c) for c in ("budget", "executed", "max", "rank"))]
    if all(number is None for number in numbers):
        return
    here = [f for f in facts if row.mart in f.marts and f.marts[0] not in TEXT_MARTS]
    right = any(not f.faults(row) for f in here)
    if not right and _uncounted(row, facts):
        return
    tally = scores.marts[row.mart]
    tally.rows += 1
    tally.right += right
    if not right:
        near = sorted((f for f in here if _about(f, row)), key=lambda f: len(f.faults(row)))
        cause = f"expected {near[0]}: wrong {', '.join(near[0].faults(row))}" if near else "no such fact"
        if not near:
            other = [f for f in facts if f.value is not None and not f.left_out and f.same_value(row)]
            cause = f"expected {other[0]}" if other else cause
        scores.wrong.append(f"{row.document}: {row}\n      {cause}")


def _uncounted(row: Row, facts: list[Fact]) -> bool:
    """A figure that is left out on purpose; or a stated rate, which may be told as a metric too."""
    if _restates(row, facts):
        return True
    for fact in facts:
        if fact.left_out and fact.extra.get("mart", row.mart) == row.mart and fact.same_value(row):
            return True
        rate = fact.extra.get("rate")
        if rate and row.mart == "metrics" and row.unit == "%" and row.value == Fraction(rate):
            return True
    return False


def _restates(row: Row, facts: list[Fact]) -> bool:
    """A row that says again what the expectations name in another mart: budgets of projects, points of a form."""
    money = {"funding_sources", "budget_execution", "project_scores"}
    if row.mart in money:
        numbers = [n for n in (row.value if row.mart != "project_scores" else None, *map(row.columns.get, IN_WAN)) if n]
        return bool(numbers) and all(any(_names_amount(f, row, n, money) for f in facts) for n in numbers)
    if row.mart == "project_indicators":
        return any("score_items" in f.marts and holds(f.key, row.name) and f.same_value(row) for f in facts)
    return False


def _names_amount(fact: Fact, row: Row, number: object, marts: set[str]) -> bool:
    """Whether ``fact`` states ``number`` (yuan) of what ``row`` is about."""
    amounts = [Fraction(str(fact.extra[c])) * WAN for c in IN_WAN if c in fact.extra]
    amounts += [fact.measured[0]] if fact.measured is not None and fact.measured[1] == "元" else []
    named = holds(fact.key, f"{row.name}{row.columns.get('project') or ''}")
    return bool(marts & set(fact.marts)) and named and Fraction(str(number)) in amounts


def _score_text(fact: Fact, got: dict[str, str], scores: Scores, *, silent: bool) -> None:
    tally = scores.marts[fact.marts[0]]
    said = got.get(fact.key, "")
    if fact.marts == ("findings",):
        expected, there = int(fact.text), int(said or 0)
        hit = min(expected, there)
        tally.facts, tally.found = tally.facts + expected, tally.found + hit
        tally.rows, tally.right = tally.rows + there, tally.right + hit
        good = expected == there
    else:
        good = fact.text in said
        tally.facts, tally.found = tally.facts + 1, tally.found + good
        tally.rows, tally.right = tally.rows + bool(said), tally.right + good
    if not good and not silent:
        wanted = f"{fact.marts[0]}: {fact.key} = {fact.text}"
        scores.misses.append(f"{fact.document}: {wanted}\n      got {said or 'nothing'}")


def main(warehouse: Path) -> None:
    """Print the scores of a published warehouse."""
    print(report(score(warehouse / "current" / "jixiao.duckdb")))


def report(scores: Scores) -> str:
    """The table, the misses and the wrong values."""
    causes = [f"{count:>5}  {cause}" for cause, count in scores.causes.most_common()]
    parts = [scores.table(), "\nMisses by cause", *causes]
    for title, lines in (("Misses", scores.misses), ("Wrong values", scores.wrong)):
        parts.append(f"\n{title}: {len(lines)}\n" + "\n".join(f"  {line}" for line in lines))
    return "\n".join(parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
