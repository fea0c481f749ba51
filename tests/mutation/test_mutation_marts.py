"""A rewrite of every document through a whole build: the marts hold for it what they hold for the document."""

import csv
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from composing import rewritten
from corpus import Source, catalogue, sources
from facts import normalised
from rewrites import units

SEED = 20
# What is compared of each mart; precision and the verdicts that rest on it are left out.
COLUMNS = {
    "funding_sources": "scope, project_name, item_name, funding_item, cut, stage, parent_item_name, amount_yuan",
    "budget_execution": "scope, item_name, project_name, budget_yuan, executed_yuan, stated_rate, computed_rate",
    "score_items": "item_name, parent_item_name, depth, max_score, score, lost_points",
    "project_scores": "project_name, budget_yuan, executed_yuan, stated_rate, score, grade",
    "project_indicators": "level_1, level_2, indicator_name, target_value, actual_value, unit, max_score, score",
    "metrics": "metric_name, metric_code, area, role, value, unit, rank, rank_scope, value_year, project_name",
    "findings": "kind",
    "reconciliations": "rule, status",
}
Rows = dict[str, Counter[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """Rows of every mart by document, built from the documents."""
    return _marts(tmp_path_factory.mktemp("original"), {source.name: source.text for source in sources()})


@pytest.fixture(scope="module")
def mutated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """Rows of every mart by document, built from a rewrite of each.

    In a warehouse of their own: beside its original, a rewrite of nothing but layout is the same report loaded twice.
    """
    return _marts(tmp_path_factory.mktemp("mutated"), {s.name: rewritten(s, SEED)[0] for s in sources()})


def _marts(directory: Path, texts: dict[str, str]) -> dict[str, Rows]:
    raw, warehouse = directory / "raw", directory / "warehouse"
    for name, text in texts.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    entries = list(catalogue().values())
    with (raw / "catalogue.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, entries[0])
        writer.writeheader()
        writer.writerows(entries)
    command = [str(Path(sys.executable).with_name("jixiao")), "build", "--raw", str(raw), "--warehouse", str(warehouse)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Rows] = {}
    with duckdb.connect(str(warehouse / "current" / "jixiao.duckdb"), read_only=True) as connection:
        for mart, columns in COLUMNS.items():
            query = f"SELECT reports.source_path, {columns} FROM marts.{mart} JOIN marts.reports USING (report_key)"
            for path, *values in connection.execute(query).fetchall():
                row = tuple(_comparable(value) for value in values)
                found.setdefault(path, {}).setdefault(mart, Counter())[row] += 1
    return found


def _comparable(value: object) -> object:
    if isinstance(value, Decimal):
        return round(value, 6).normalize() + 0
    return normalised(value) if isinstance(value, str) else value


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name.removesuffix(".txt"))
def test_marts_hold_the_same(source: Source, original: dict[str, Rows], mutated: dict[str, Rows]) -> None:
    names = rewritten(source, SEED)[1]
    before, after = original[source.name], mutated[source.name]
    differences = []
    for mart in COLUMNS:
        if mart == "reconciliations" and units.__name__ in names:
            continue  # a smaller unit prints more digits, and what was rounded may contradict
        lost = before.get(mart, Counter()) - after.get(mart, Counter())
        gained = after.get(mart, Counter()) - before.get(mart, Counter())
        rows = [*(("-", row) for row in lost.elements()), *(("+", row) for row in gained.elements())]
        differences += [f"  {mart} {sign} {' '.join(str(v) for v in row if v is not None)}" for sign, row in rows[:6]]
    assert not differences, f"{source.name} seed {SEED}: {', '.join(names)}\n" + "\n".join(differences)
