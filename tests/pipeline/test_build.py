"""Whole builds of small raw directories."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from orchestration import extraction
from orchestration.console import show_outcome
from orchestration.definitions import build_defs
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse import reading
from orchestration.warehouse.reader import connect
from tests.conftest import run_build, write_report

JIXIAO = Path(sys.executable).with_name("jixiao")
MOMENTS = {"loaded_at", "first_seen_at", "last_seen_at"}


def marts(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Content of every mart, but for the moments of loading."""
    release = settings.current_release()
    assert release is not None
    content = {}
    with connect(release / "jixiao.duckdb") as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        for (table,) in tables:
            cursor = connection.execute(f"SELECT * FROM marts.{table}")
            kept = [n for n, column in enumerate(cursor.description or []) if column[0] not in MOMENTS]
            content[table] = sorted([tuple(row[n] for n in kept) for row in cursor.fetchall()], key=repr)
    return content


def releases(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.releases_dir.iterdir())


def test_nothing_changed_nothing_done(small_warehouse: Settings):
    before = releases(small_warehouse)
    outcome = run_build(small_warehouse)
    assert outcome.status == "unchanged"
    assert releases(small_warehouse) == before


def test_bad_files_stop_nobody(small_warehouse: Settings):
    release = small_warehouse.current_release()
    assert release is not None
    record = json.loads((release / "release.json").read_text(encoding="utf-8"))
    assert record["documents"]["rejected"] == 1
    (warning,) = [check for check in record["checks"] if check["status"] == "warned"]
    assert warning["rows"][0]["source_path"] == "empty.txt"
    with connect(release / "jixiao.duckdb") as connection:
        rows = connection.execute("SELECT source_path, reason_code FROM marts.rejected_documents").fetchall()
    assert rows == [("empty.txt", "empty")]


def test_the_record_of_a_release_sums_it_up(small_warehouse: Settings):
    release = small_warehouse.current_release()
    assert release is not None
    record = json.loads((release / "release.json").read_text(encoding="utf-8"))
    assert record["marts"]["reports"] == 2
    assert record["figures"] == record["marts"]["figure_ledger"] > 0
    assert {"imports", "documents", "extracts", "models", "checks"} <= record["timings"].keys()
    assert not list(release.glob("*.wal"))


def test_another_order_the_same_marts(small_warehouse: Settings, tmp_path: Path):
    """One document first, the others on top of it: carried rows and fresh ones change places."""
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    write_report(settings.raw_dir, "a/2022.txt")
    write_report(settings.raw_dir, "gone.txt", year=2015)
    assert run_build(settings).status == "published"
    (settings.raw_dir / "gone.txt").unlink()
    shutil.copytree(small_warehouse.raw_dir, settings.raw_dir, dirs_exist_ok=True)
    outcome = run_build(settings)
    assert outcome.record["documents"] == {"total": 2, "loaded": 1, "unchanged": 1, "rejected": 1, "removed": 1}
    assert marts(settings) == marts(small_warehouse)


def test_a_hole_in_the_ledger_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    write_report(settings.raw_dir, "a.txt")
    assert run_build(settings).status == "published"
    current = settings.current_release()
    real = extraction.extract

    def forgetful(document: Any, entry: Any, lexicon: Any) -> Any:
        rows = real(document, entry, lexicon)
        lost = next(row for row in rows["figures"] if row["printed"].startswith("133"))
        rows["figures"].remove(lost)
        rows["statements"] = [row for row in rows["statements"] if row["figure_key"] != lost["figure_key"]]
        return rows

    monkeypatch.setattr(extraction, "extract", forgetful)
    write_report(settings.raw_dir, "b.txt", year=2021)
    # A document whose figures have a hole is refused alone; were it let in, the check would stop the build.
    outcome = run_build(settings)
    assert outcome.record["documents"]["rejected"] == 1
    current = settings.current_release()
    with connect(settings.current_release() / "jixiao.duckdb") as connection:
        refused = connection.execute("SELECT source_path, reason_code, reason FROM marts.rejected_documents").fetchall()
    ((path, code, reason),) = refused
    assert (path, code) == ("b.txt", "failed")
    assert "no figure holds it" in reason
    monkeypatch.setattr(reading, "hold", lambda text, figures: None)
    write_report(settings.raw_dir, "b.txt", year=2020)
    outcome = run_build(settings)
    assert outcome.status == "failed"
    assert settings.current_release() == current
    (failed,) = [check for check in outcome.record["checks"] if check["status"] == "failed"]
    assert failed["name"] == "every_digit_in_one_figure"
    assert failed["rows"][0]["printed"] == "133"
    assert (failed["rows"][0]["source_path"], failed["rows"][0]["page"]) == ("b.txt", "1")
    show_outcome(outcome)
    shown = capsys.readouterr()
    assert "every_digit_in_one_figure" in shown.err
    assert "133" in shown.err
    # Nothing was made of the broken rows.
    with connect(settings.releases_dir / f"{outcome.record['version']}.failed" / "jixiao.duckdb") as connection:
        tables = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'marts'").fetchone()
    assert tables == (0,)


def test_a_failed_dbt_test_publishes_nothing_and_shows_its_rows(small_warehouse: Settings, tmp_path: Path):
    dbt_dir = tmp_path / "dbt_project"
    shutil.copytree(small_warehouse.dbt_dir, dbt_dir, ignore=shutil.ignore_patterns("target", "logs"))
    (dbt_dir / "tests" / "no_percent.sql").write_text(
        "select figure_key, unit from {{ ref('figure_ledger') }} where unit = '%'", encoding="utf-8"
    )
    settings = Settings(small_warehouse.raw_dir, tmp_path / "warehouse", dbt_dir)
    outcome = run_build(settings)
    assert outcome.status == "failed"
    assert settings.current_release() is None
    (failed,) = [check for check in outcome.record["checks"] if check["status"] == "failed"]
    assert (failed["name"], failed["failures"]) == ("no_percent", 2)
    assert failed["rows"][0]["source_path"].startswith("a/202")
    assert (failed["rows"][0]["page"], failed["rows"][0]["line"]) == ("1", "5")
    assert "99%" in failed["rows"][0]["sentence"]


def test_a_broken_model_publishes_nothing_and_says_why(small_warehouse: Settings, tmp_path: Path):
    dbt_dir = tmp_path / "dbt_project"
    shutil.copytree(small_warehouse.dbt_dir, dbt_dir, ignore=shutil.ignore_patterns("target", "logs"))
    (dbt_dir / "models" / "marts" / "broken.sql").write_text(
        "{{ config(contract={'enforced': false}) }} select no_such_column from {{ ref('reports') }}", encoding="utf-8"
    )
    outcome = run_build(Settings(small_warehouse.raw_dir, tmp_path / "warehouse", dbt_dir))
    assert outcome.status == "failed"
    assert outcome.record["errors"][0]["name"] == "broken"
    assert "no_such_column" in outcome.record["errors"][0]["message"]


def test_models_that_do_not_parse_publish_nothing_and_say_why(small_warehouse: Settings, tmp_path: Path):
    dbt_dir = tmp_path / "dbt_project"
    shutil.copytree(small_warehouse.dbt_dir, dbt_dir, ignore=shutil.ignore_patterns("target", "logs"))
    (dbt_dir / "models" / "marts" / "broken.sql").write_text("{{ ref('nowhere') }}", encoding="utf-8")
    outcome = run_build(Settings(small_warehouse.raw_dir, tmp_path / "warehouse", dbt_dir))
    assert (outcome.status, outcome.directory, outcome.record) == ("failed", None, {})
    assert "nowhere" in outcome.errors[0]


def test_an_interrupted_build_leaves_nothing_behind(tmp_path: Path):
    write_report(tmp_path / "raw", "a.txt")
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    command = [JIXIAO, "build", "--raw", settings.raw_dir, "--warehouse", settings.warehouse_dir]
    process = subprocess.Popen(
        command,
        cwd=PROJECT_DIR,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "models and tests" in line:
            process.send_signal(signal.SIGINT)
            break
    process.stderr.read()
    assert process.wait(timeout=60) != 0
    assert settings.current_release() is None
    assert not list(settings.releases_dir.glob("*.building"))


def test_two_builds_at_once_both_succeed(tmp_path: Path):
    write_report(tmp_path / "raw", "a.txt")
    command = [JIXIAO, "build", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    running = [
        subprocess.Popen(command, cwd=PROJECT_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=180)[0].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert len(releases(Settings(tmp_path / "raw", tmp_path / "warehouse"))) == 1


def test_models_can_be_tried_without_publishing(small_warehouse: Settings):
    before = small_warehouse.current_release()
    defs = build_defs(small_warehouse)
    keys = [
        key for key in defs.resolve_asset_graph().get_all_asset_keys() if key.path[0] not in ("files", "raw", "release")
    ]
    result = defs.resolve_job_def("build").execute_in_process(asset_selection=keys)
    assert {event.asset_key for event in result.get_asset_materialization_events()} == set(keys)
    assert len(result.get_asset_check_evaluations()) > 0
    assert small_warehouse.current_release() == before
    (draft,) = small_warehouse.releases_dir.glob("*.draft")
    shutil.rmtree(draft)
