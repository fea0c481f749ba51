"""Two releases held against each other, and one of them taken back."""

import json
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.progress import Progress
from orchestration.releasing import differences, list_releases, roll_back_and_tell
from orchestration.settings import Settings
from orchestration.warehouse.build import finish_publication, open_build, releases
from orchestration.warehouse.comparing import compare
from orchestration.warehouse.inputs import InputsRecord
from orchestration.warehouse.rollback import NoSuchReleaseError, is_withdrawn, publish_again, roll_back

BEFORE = """
CREATE SCHEMA marts;
CREATE TABLE marts.amounts (id VARCHAR PRIMARY KEY, item VARCHAR, yuan DECIMAL(20, 2), loaded_at TIMESTAMP);
INSERT INTO marts.amounts VALUES
    ('a', '基本支出', 10.10, '2024-01-01'), ('b', '项目支出', NULL, '2024-01-01'), ('c', '其他', 3, '2024-01-01');
CREATE TABLE marts.series (name VARCHAR, year INTEGER, value DECIMAL(20, 4));
INSERT INTO marts.series VALUES ('x', 2021, 1), ('x', 2021, 1), ('x', 2022, 2);
CREATE TABLE marts.gone AS SELECT 1 AS n;
"""
CHANGES = """
UPDATE marts.amounts SET loaded_at = '2025-01-01';
UPDATE marts.amounts SET yuan = 20 WHERE id = 'b';
UPDATE marts.amounts SET item = NULL, yuan = 10.11 WHERE id = 'a';
DELETE FROM marts.amounts WHERE id = 'c';
INSERT INTO marts.amounts VALUES ('d', '新', 1, '2025-01-01'), ('e', '新', 1, '2025-01-01');
DELETE FROM marts.series WHERE year = 2022;
INSERT INTO marts.series VALUES ('x', 2021, 1);
DROP TABLE marts.gone;
CREATE TABLE marts.come (id VARCHAR PRIMARY KEY);
INSERT INTO marts.come VALUES ('1');
"""


def publish(settings: Settings, content: str, inputs: str) -> str:
    with open_build(settings, Progress()) as build:
        build.start()
        build.inputs = InputsRecord(inputs)
        with duckdb.connect(str(build.database)) as connection:
            connection.execute(content)
        return build.publish().name


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("JIXIAO_RAW", "JIXIAO_WAREHOUSE", "DAGSTER_HOME", "JIXIAO_DATABASE", "DO_NOT_TRACK"):
        monkeypatch.setenv(name, "")
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    publish(settings, BEFORE, "1")
    publish(settings, BEFORE + CHANGES, "2")
    return settings


def test_rows_and_values(settings: Settings):
    old, new = (path / "jixiao.duckdb" for path in releases(settings))
    found = compare(old, new)
    counts = {row["mart"]: tuple(row.values())[1:] for row in found["marts"]}
    assert counts == {
        "amounts": (3, 4, 2, 1, 2, None),
        "come": (0, 1, 1, 0, None, "+"),
        "gone": (1, 0, 0, 1, None, "-"),
        "series": (3, 3, 1, 1, None, None),
    }
    assert [tuple(row.values()) for row in found["values"]] == [
        ("amounts", None, "item", "基本支出", None, "a"),
        ("amounts", None, "yuan", "10.10", "10.11", "a"),
        ("amounts", None, "yuan", None, "20.00", "b"),
    ]
    assert compare(old, new, shown=1)["values"] == found["values"][:1]
    same = compare(new, new)
    assert same["values"] == []
    assert all(row["added"] == row["removed"] == 0 and not row["changed"] for row in same["marts"])


def test_columns_that_came_or_changed_are_named_and_the_others_compared(settings: Settings):
    more = "ALTER TABLE marts.amounts ADD note VARCHAR; ALTER TABLE marts.amounts ALTER yuan TYPE DECIMAL(22, 3);"
    publish(settings, BEFORE + CHANGES + more, "3")
    (marts, rows), (_, values) = differences(settings, None, None, 10)
    row = next(dict(zip(marts, row, strict=True)) for row in rows if row[0] == "amounts")
    assert row["columns"] == "+note, yuan: DECIMAL(20,2) → DECIMAL(22,3)"
    assert (row["added"], row["changed"], values) == (0, 0, [])


def test_rollback_flips_the_pointer_and_shows_in_the_asset_s_history(settings: Settings):
    first, second = (path.name for path in releases(settings))
    assert roll_back_and_tell(settings, None) == (second, first)
    assert settings.current_release() == settings.releases_dir / first
    assert is_withdrawn(settings, InputsRecord("2"))
    assert not is_withdrawn(settings, InputsRecord("1"))
    listed = list(list_releases(settings))
    assert [line.split("│")[0].strip() for line in listed[2:4]] == ["-", "*"]
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("release"))
    assert event is not None
    assert event.asset_materialization is not None
    assert event.asset_materialization.metadata["rolled back from"].value == second
    assert event.asset_materialization.metadata["version"].value == first
    with pytest.raises(NoSuchReleaseError, match="before"):
        roll_back(settings)
    assert roll_back(settings, second) == (first, second)
    assert not is_withdrawn(settings, InputsRecord("2")), "forward again"


def test_a_build_after_a_rollback_is_the_newest(settings: Settings):
    roll_back(settings)
    third = publish(settings, BEFORE, "2")
    publish_again(settings, InputsRecord("2"))
    assert settings.current_release() == settings.releases_dir / third
    assert not is_withdrawn(settings, InputsRecord("2"))
    finish_publication(settings)
    assert settings.current_release() == settings.releases_dir / third


def test_versions_that_are_not_there(settings: Settings):
    with pytest.raises(NoSuchReleaseError, match="2020"):
        roll_back(settings, "2020")
    with pytest.raises(NoSuchReleaseError, match="2020"):
        differences(settings, "2020", None, 1)
    with pytest.raises(NoSuchReleaseError):
        roll_back(Settings(settings.raw_dir, settings.warehouse_dir / "none"))
    assert settings.current_release() == releases(settings)[-1]


def test_a_publication_that_was_cut_off_is_finished_by_the_next_build(settings: Settings):
    first, second = releases(settings)
    settings.current_link.unlink()
    settings.current_link.symlink_to(first.relative_to(settings.warehouse_dir))
    with open_build(settings, Progress()):
        assert settings.current_release() == second
    assert json.loads((second / "inputs.json").read_text(encoding="utf-8"))["models_version"] == "2"
