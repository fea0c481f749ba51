"""Odd but legitimate documents: no blocking check is about them, and each is loaded or refused for what it is."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import Settings
from orchestration.warehouse.reader import connect
from tests.conftest import run_build
from tests.fixtures.odd_documents import odd_files


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    directory = tmp_path_factory.mktemp("odd")
    settings = Settings(directory / "raw", directory / "warehouse")
    settings.raw_dir.mkdir()
    for name, content in odd_files().items():
        (settings.raw_dir / name).write_bytes(content)
    outcome = run_build(settings)
    failed = [check for check in outcome.record.get("checks", []) if check["status"] == "failed"]
    assert outcome.status == "published", (outcome.errors, failed)
    return settings


def query(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    release = settings.current_release()
    assert release is not None
    with connect(release / "jixiao.duckdb") as connection:
        return connection.execute(sql).fetchall()


def test_each_is_loaded(settings: Settings) -> None:
    assert query(settings, "SELECT source_path, reason_code FROM marts.rejected_documents") == []
    loaded = {path for (path,) in query(settings, "SELECT DISTINCT source_path FROM marts.reports")}
    assert loaded == {path.name for path in Path(settings.raw_dir).iterdir()}


def test_what_cannot_be_held_against_anything_gives_no_verdict(settings: Settings) -> None:
    """Of a budget of nothing no rate is computed, and a figure too long for the tables stays in the ledger."""
    rates = query(
        settings,
        "SELECT computed_rate FROM marts.budget_execution JOIN marts.reports USING (report_key) "
        "WHERE source_path = 'budget of nothing.txt' AND scope = 'department'",
    )
    assert rates
    assert set(rates) == {(None,)}
    huge = query(
        settings,
        "SELECT unused_reason, value FROM marts.figure_ledger WHERE source_path = 'huge numbers.txt' "
        "AND length(printed) > 40",
    )
    assert len(huge) >= 6
    assert {value for _, value in huge} == {None}


def test_the_same_report_in_other_formats_is_an_edition(settings: Settings) -> None:
    rows = query(
        settings,
        "SELECT edition_count, is_current FROM marts.reports WHERE department_name = '某市双胞局'",
    )
    assert {count for count, _ in rows} == {6}
    assert Counter(current for _, current in rows)[True] == 1
