"""Forms of many kinds, in all file formats, through a whole build: every row that they state, and no other.

A drawing (``<name>.grid``) is written in the format that its name says; what a careful reader finds in it stands beside
it (``<name>.json``). Bodies and figures are invented.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.fixtures.grids import Grid
from tests.fixtures.writers import FORM_WRITERS

FORMS = sorted((Path(__file__).parent / "forms").glob("*.grid"))
COLUMNS = {
    "project_scores": "project_name budget_yuan executed_yuan stated_rate score grade",
    "funding_sources": "item_name stage amount_yuan",
    "budget_execution": "item_name budget_yuan executed_yuan stated_rate",
    "project_indicators": "indicator_name level_1 level_2 comparison target_value actual_value unit max_score score "
    "variance_reason",
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw, warehouse = tmp_path_factory.mktemp("forms"), tmp_path_factory.mktemp("published")
    for path in FORMS:
        name = path.stem
        (raw / name).write_bytes(
            FORM_WRITERS[Path(name).suffix[1:]](Grid.parse("自评表", path.read_text(encoding="utf-8")))
        )
    command = [str(Path(sys.executable).with_name("jixiao")), "build", "--raw", str(raw), "--warehouse", str(warehouse)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return warehouse / "current" / "jixiao.duckdb"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_marts_hold_what_the_form_states(warehouse: Path, path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        ((key, *report),) = connection.execute(
            "SELECT report_key, department_name, fiscal_year, report_kind FROM marts.reports WHERE source_path = ?",
            [path.stem],
        ).fetchall()
        assert report == list(expected["report"].values())
        for mart, columns in COLUMNS.items():
            names = columns.split()
            rows = connection.execute(
                f"SELECT {', '.join(names)} FROM marts.{mart} WHERE report_key = ?", [key]
            ).fetchall()
            found = Counter(tuple(map(_comparable, row)) for row in rows)
            wanted = Counter(tuple(_comparable(row[name]) for name in names) for row in expected[mart])
            assert not wanted - found, f"{mart} lacks"
            assert not found - wanted, f"{mart} holds more"
        contradictions = connection.execute(
            "SELECT rule, subject FROM marts.reconciliations WHERE report_key = ? AND status = 'contradiction'", [key]
        ).fetchall()
        assert sorted(contradictions) == sorted((row["rule"], row["subject"]) for row in expected["contradictions"])


def _comparable(value: Any) -> Any:
    """Numbers by value; words without spaces and, of levels, without their points."""
    if isinstance(value, str):
        return re.sub(r"\s|[（(]\d+分[）)]", "", value)
    return None if value is None else Decimal(value).normalize() + 0
