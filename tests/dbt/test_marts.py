"""The marts over the documents of raw/: the same in any order of loading, with the contradictions that they hold."""

import random
from pathlib import Path

import pytest
from dbt_runs import MARTS, DbtProject, Rows


def _content(project: DbtProject) -> dict[str, list[str]]:
    return {mart: sorted(map(repr, project.query(f"select * from marts.{mart}"))) for mart in MARTS}


def test_order_of_loading_changes_nothing(
    tmp_path: Path, raw_rows: Rows, built_project: DbtProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    shuffled = DbtProject(tmp_path / "shuffled.duckdb", monkeypatch)
    shuffled.fill(raw_rows, random.Random(7))
    assert shuffled.invoke("build", "--exclude", "resource_type:test", "resource_type:unit_test").success
    assert _content(shuffled) == _content(built_project)


def test_models_stand_without_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = DbtProject(tmp_path / "empty.duckdb", monkeypatch)
    empty.fill({})
    assert empty.invoke("build", "--exclude", "resource_type:unit_test").success
    assert all(rows == [] for rows in _content(empty).values())


def test_contradictions_of_the_documents_are_found(built_project: DbtProject) -> None:
    found = built_project.query(
        "select department_name, rule, cast(stated_value as double), cast(computed_value as double)"
        " from marts.reconciliations where status = 'contradiction' and rule <> 'score_rule' order by all"
    )
    assert found == [
        ("儋州市人民法院", "restatement", 4119500.0, 4143500.0),
        ("儋州市人民法院", "sum_of_parts", 29563600.0, 29562700.0),
        ("永州市零陵区林业局", "missing_reason", 5.0, 6.0),
        ("永州市零陵区林业局", "missing_reason", 5.0, 6.0),
        ("永州市零陵区林业局", "rate", 100.0, 80.448749),
        ("稷山县医疗保障局", "missing_reason", 9.0, 10.0),
        ("稷山县医疗保障局", "missing_reason", 27.0, 30.0),
        ("稷山县医疗保障局", "score_sum", 94.0, 93.0),
        ("虚构省星河市人力资源和社会保障局", "missing_reason", 28.0, 30.0),
        ("虚构省星河市人力资源和社会保障局", "missing_reason", 3150.0, 1500.0),
    ]


def test_every_mart_is_filled(built_project: DbtProject) -> None:
    empty = [mart for mart in MARTS if not built_project.query(f"select 1 from marts.{mart} limit 1")]
    assert empty == ["rejected_documents"]


def test_every_figure_is_used_or_says_why(built_project: DbtProject) -> None:
    assert built_project.query(
        "select count(*) from marts.figure_ledger where (unused_reason is null) = (len(used_by) = 0)"
    ) == [(0,)]


def test_cuts_of_one_total_are_not_mixed(built_project: DbtProject) -> None:
    shares = built_project.query(
        "select report_key, parent_item_name, cut, stage, sum(share_of_parent) from marts.funding_sources"
        " where parent_item_name is not null group by all having sum(share_of_parent) > 100.01"
    )
    assert shares == []


def test_series_run_over_reports(built_project: DbtProject) -> None:
    series = built_project.query(
        "select fiscal_year, cast(value as integer), previous_year from marts.metrics_over_years"
        " where department_name = '中山市人力资源和社会保障局' and metric_code = 'urban_new_employment'"
    )
    assert (2025, 66130, 2024) in series
    assert (2024, 54972) in [row[:2] for row in series]
