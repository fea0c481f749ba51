"""The analysts' questions, each asked of the release made from ``raw/``."""

import json
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.analyses import UnknownAnalysisError, analysis_query, list_analyses
from orchestration.warehouse.asking import ask
from orchestration.warehouse.reader import connect
from tests.conftest import run_build

ANALYSES = list_analyses(Settings.from_environment())


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(PROJECT_DIR / "raw", tmp_path_factory.mktemp("raw") / "warehouse")
    outcome = run_build(settings)
    assert outcome.status == "published", outcome.errors
    return settings


@pytest.fixture
def database(release: Settings) -> Path:
    return (release.current_link / "jixiao.duckdb").resolve()


def test_there_are_at_least_fifteen_and_each_begins_with_its_question() -> None:
    assert len(ANALYSES) >= 15
    assert [name for name, question in ANALYSES.items() if not question.endswith(("?", "."))] == []
    assert len(set(ANALYSES.values())) == len(ANALYSES)


@pytest.mark.parametrize("name", ANALYSES)
def test_each_finds_rows(release: Settings, database: Path, name: str) -> None:
    names, rows = ask(database, analysis_query(release, name, database))
    assert len(names) == len(set(names)) > 1
    assert rows


def test_an_unknown_one_is_refused(release: Settings, database: Path) -> None:
    with pytest.raises(UnknownAnalysisError, match="no_such"):
        analysis_query(release, "no_such", database)


def test_every_mart_but_that_of_rejected_files_is_filled(release: Settings) -> None:
    record = json.loads((release.current_link / "release.json").read_text(encoding="utf-8"))
    assert [mart for mart, rows in record["marts"].items() if not rows] == ["rejected_documents"]


def test_what_the_examples_show_is_found(database: Path) -> None:
    with connect(database) as connection:
        lights = connection.execute(
            "SELECT item_name, light, is_bunched FROM marts.budget_progress "
            "WHERE as_of_date = '2025-07-31' AND NOT is_total ORDER BY ALL"
        ).fetchall()
        revised = connection.execute(
            "SELECT old_value::INTEGER, new_value::INTEGER FROM marts.revisions "
            "WHERE metric_code = 'urban_new_employment'"
        ).fetchall()
        used = connection.execute(
            "SELECT value::INTEGER FROM marts.metrics_over_years "
            "WHERE metric_code = 'urban_new_employment' AND department_name LIKE '虚构省%'"
        ).fetchall()
        corrected = connection.execute(
            "SELECT printed, stated_value::INTEGER, value::INTEGER, used_by FROM marts.figure_ledger WHERE is_corrected"
        ).fetchall()
        touched = connection.execute(
            "SELECT executed_yuan::INTEGER FROM marts.budget_progress WHERE is_corrected"
        ).fetchall()
        years = connection.execute(
            "SELECT fiscal_year, value::INTEGER, gap_years FROM marts.metrics_over_years "
            "WHERE metric_code = 'urban_new_employment' AND department_name = '中山市人力资源和社会保障局' ORDER BY 1"
        ).fetchall()
        provinces = connection.execute(
            "SELECT function_name FROM marts.departments GROUP BY 1 HAVING count(DISTINCT province_code) > 1"
        ).fetchall()
        assert touched == [(1_008_000,)]
    assert lights == [
        ("人才引进", "green", False),
        ("公共就业服务平台", "yellow", True),
        ("就业创业补助", "green", False),
        ("职业技能培训", "red", True),
    ]
    assert revised == [(12480, 11480)]
    assert used == [(11480,)]
    assert corrected == [("1,008.00", 10_080_000, 1_008_000, ["budget_progress"])]
    assert years == [(2021, 57300, None), (2023, 49000, 1), (2024, 54972, 0), (2025, 66130, 0)]
    assert provinces
