"""Series over the years against what an invented world says that they are."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from dbt_runs import DBT_DIR, DbtProject, extract_directory

from tests.fixtures.invented_series import InventedSeries, invented_series

SEEDS = range(6)


@pytest.fixture(scope="module")
def invented() -> InventedSeries:
    return invented_series(SEEDS)


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, session_patch: pytest.MonkeyPatch, invented: InventedSeries
) -> DbtProject:
    directory = tmp_path_factory.mktemp("invented")
    invented.write(directory / "raw")
    project = DbtProject(directory / "invented.duckdb", session_patch)
    project.fill(extract_directory(directory / "raw"))
    assert project.invoke("build", "--exclude", "resource_type:unit_test").success
    return project


def test_series_are_those_of_the_invented_world(project: DbtProject, invented: InventedSeries) -> None:
    built = project.query(
        "select department_key, series_key, fiscal_year, value, unit, qualifier, previous_year, gap_years, change,"
        " change_caveats, target_value from marts.metrics_over_years"
    )
    assert sorted(map(_plain, built)) == sorted(map(_plain, invented.truth))


def test_departments_of_one_name_in_two_places_are_two(project: DbtProject) -> None:
    civil = project.query(
        "select department_name, count(*) from marts.departments where function_code = 'civil_affairs' group by 1"
    )
    assert civil == [("民政局", 2 * len(SEEDS))]


def test_a_department_keeps_its_names(project: DbtProject) -> None:
    renamed = project.query("select len(names), department_name from marts.departments where function_code = 'health'")
    assert [count for count, _ in renamed] == [2] * len(SEEDS)
    assert all(name.endswith("卫生健康局") for _, name in renamed)
    merged = project.query(
        "select successors.department_name from marts.departments inner join marts.departments as successors"
        " on departments.merged_into_key = successors.department_key"
    )
    assert len(merged) == 2 * len(SEEDS)
    assert all(name.endswith("文化和旅游局") for (name,) in merged)


def test_a_row_of_a_dictionary_maps_a_label_at_the_next_build(
    project: DbtProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmapped = (
        "select label, statement_count from marts.unmapped_labels where label in ('心愿清单', '公益演出') order by 1"
    )
    series = (
        "select metric_code, count(*) from marts.metrics_over_years where series_key in ('wishes', 'shows')"
        " group by 1 order by 1"
    )
    before = dict(project.query(unmapped))
    assert set(before) == {"心愿清单", "公益演出"}
    assert project.query(series) == []

    shutil.copytree(DBT_DIR, tmp_path / "project", ignore=shutil.ignore_patterns("target", "logs"))
    seeds = tmp_path / "project" / "seeds"
    known = {"area": "culture", "direction": "none", "priority": "50"}
    shows = {"metric_code": "shows", "name_zh": "演出", "name_en": "shows", "unit_family": "event"}
    _add_row(seeds / "metric_dictionary.csv", {**known, **shows, "words": "演出", "pattern": "公益演出"})
    wishes = {"metric_code": "wishes", "name_zh": "愿望", "name_en": "wishes", "unit_family": "piece|organisation"}
    _add_row(seeds / "metric_dictionary.csv", {**known, **wishes, "words": "愿望", "pattern": "愿望"})
    _add_row(seeds / "metric_aliases.csv", {"label": "心愿清单", "metric_code": "wishes"})
    shutil.copy(project.database, tmp_path / "next.duckdb")
    extended = DbtProject(tmp_path / "next.duckdb", monkeypatch, tmp_path / "project")
    assert extended.invoke("build", "--exclude", "resource_type:unit_test", "resource_type:test").success
    assert extended.query(unmapped) == []
    rows = dict(extended.query(series))
    expected = dict(project.query("select series_key, count(*) from marts.metrics_over_years group by 1"))
    assert rows == {"shows": expected["公益演出"], "wishes": expected["心愿清单"]}


def _add_row(path: Path, row: dict[str, str]) -> None:
    """What an analyst does in an editor."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerow(row)


def _plain(row: tuple[object, ...]) -> tuple[str, ...]:
    """A row without the zeros that a column's type adds."""
    return tuple(str(value.normalize()) if isinstance(value, Decimal) else str(value) for value in row)
