"""The sample report, held against what was read out of it by hand."""

import subprocess
import sys
from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.reader import connect
from orchestration.warehouse.tracing import show_trace


def test_all_expectations_hold(sample_warehouse: Settings, expectations: Path):
    command = [sys.executable, expectations, sample_warehouse.current_link / "jixiao.duckdb"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_report_has_no_false_contradiction(sample_warehouse: Settings):
    with connect(sample_warehouse.current_link / "jixiao.duckdb") as connection:
        rows = connection.execute(
            "SELECT subject, explanation FROM marts.reconciliations WHERE status = 'contradiction'"
        ).fetchall()
    assert rows == []


def test_a_printed_amount_leads_to_its_line_and_to_the_marts(sample_warehouse: Settings):
    lines = show_trace(sample_warehouse.current_link / "jixiao.duckdb", "22,718.71")
    assert lines is not None
    text = "\n".join(lines)
    assert "【22,718.71" in text
    assert "panyu-hrss-2022.txt" in text
    assert "marts.metrics" in text
