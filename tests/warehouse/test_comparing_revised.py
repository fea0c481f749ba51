"""A file that was revised: its rows have other keys, and are the same rows all the same."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from orchestration.settings import PROJECT_DIR
from orchestration.warehouse.comparing import compare
from orchestration.warehouse.lasting_keys import LASTING_KEYS

OLD, NEW, OTHER = "a" * 16, "b" * 16, "c" * 16
TABLES = """
CREATE SCHEMA marts;
CREATE TABLE marts.reports (
    report_key VARCHAR PRIMARY KEY, department_key VARCHAR, department_name VARCHAR, fiscal_year INTEGER,
    report_kind VARCHAR, title VARCHAR, source_path VARCHAR, sheet VARCHAR, replaced_by VARCHAR
);
CREATE TABLE marts.metrics (
    statement_id VARCHAR PRIMARY KEY, report_key VARCHAR, department_name VARCHAR, fiscal_year INTEGER,
    project_name VARCHAR, role VARCHAR, value_year INTEGER, as_of_month VARCHAR, unit VARCHAR, section_path VARCHAR,
    metric_code VARCHAR, metric_name VARCHAR, value DECIMAL(20, 4), page INTEGER, figure_key VARCHAR
);
CREATE TABLE marts.department_years (
    department_key VARCHAR, fiscal_year INTEGER, report_keys VARCHAR[], budget_yuan DECIMAL(20, 2)
);
"""


def report(key: str, path: str = "a.txt", title: str = "报告", replaced_by: str | None = None) -> str:
    by = f"'{replaced_by}'" if replaced_by else "NULL"
    return (
        f"INSERT INTO marts.reports VALUES ('{key}', 'd', '某局', 2022, 'department', '{title}', '{path}', NULL, {by});"
    )


def metric(key: str, at: int, name: str, value: float, section: str = "一") -> str:
    return (
        f"INSERT INTO marts.metrics VALUES ('{key}:{at}', '{key}', '某局', 2022, NULL, 'actual', 2022, NULL, '场', "
        f"'{section}', NULL, '{name}', {value}, {at}, '{key}:{at}');"
    )


def year(keys: list[str], budget: int) -> str:
    return f"INSERT INTO marts.department_years VALUES ('d', 2022, {keys}, {budget});"


@pytest.fixture
def compared(tmp_path: Path) -> Any:
    def run(before: str, after: str, **options: int) -> Any:
        paths = []
        for n, content in enumerate((before, after)):
            paths.append(tmp_path / f"{n}.duckdb")
            paths[-1].unlink(missing_ok=True)
            with duckdb.connect(str(paths[-1])) as connection:
                connection.execute(TABLES + content)
        found = compare(*paths, **options)
        counts = {row["mart"]: (row["added"], row["removed"], row["changed"]) for row in found["marts"]}
        return counts, [
            (row["mart"], row["row"], row["column"], row["before"], row["after"]) for row in found["values"]
        ]

    return run


def test_values_of_a_revised_file_stand_beside_each_other(compared: Any):
    before = report(OLD) + metric(OLD, 10, "招聘会", 133) + metric(OLD, 20, "培训", 7) + year([OLD], 5)
    after = report(NEW) + metric(NEW, 15, "招聘会", 134) + metric(NEW, 25, "培训", 7) + year([NEW], 5)
    counts, values = compared(before, after)
    assert counts == {"reports": (0, 0, 0), "metrics": (0, 0, 1), "department_years": (0, 0, 0)}
    assert values == [("metrics", "某局 · 2022 · actual · 招聘会", "value", "133.0000", "134.0000")]


@pytest.mark.parametrize(
    ("path", "title", "same"), [("a.txt", "更正后的报告", True), ("b.txt", "报告", True), ("b.txt", "其他", False)]
)
def test_a_report_is_known_by_its_file_or_by_its_title(compared: Any, path: str, title: str, same: bool):
    counts, _ = compared(
        report(OLD) + metric(OLD, 10, "招聘会", 133), report(NEW, path, title) + metric(NEW, 10, "招聘会", 134)
    )
    assert counts["metrics"] == ((0, 0, 1) if same else (1, 1, 0))


def test_which_of_two_rows_is_which_nobody_guesses(compared: Any):
    before = report(OLD) + metric(OLD, 10, "招聘会", 1) + metric(OLD, 20, "招聘会", 2) + metric(OLD, 30, "培训", 3)
    after = report(NEW) + metric(NEW, 10, "招聘会", 4) + metric(NEW, 20, "招聘会", 5) + metric(NEW, 30, "培训", 3)
    counts, values = compared(before, after)
    assert counts["metrics"] == (2, 2, 0)
    assert values == []


def test_of_two_alike_the_one_that_says_the_same_is_the_same(compared: Any):
    before = report(OLD) + metric(OLD, 10, "招聘会", 1) + metric(OLD, 20, "招聘会", 2)
    after = report(NEW) + metric(NEW, 10, "招聘会", 5) + metric(NEW, 20, "招聘会", 1)
    counts, values = compared(before, after)
    assert counts["metrics"] == (0, 0, 1)
    assert values == [("metrics", "某局 · 2022 · actual · 招聘会", "value", "2.0000", "5.0000")]


def test_a_row_without_a_name_is_nobody_s(compared: Any):
    nameless = "UPDATE marts.metrics SET metric_name = NULL;"
    before, after = (report(key) + metric(key, 10, "", n) + nameless for key, n in ((OLD, 1), (NEW, 2)))
    assert compared(before, after)[0]["metrics"] == (1, 1, 0)


def test_rows_that_say_the_same_again_and_again_are_counted(compared: Any):
    before = report(OLD) + "".join(metric(OLD, n, "招聘会", 1) for n in range(3))
    after = report(NEW) + "".join(metric(NEW, n, "招聘会", 1) for n in range(5))
    assert compared(before, after)[0]["metrics"] == (2, 0, 0)


def test_a_row_that_moved_to_another_section_is_found_by_a_looser_key(compared: Any):
    before, after = (report(key) + metric(key, 10, "招聘会", n, s) for key, n, s in ((OLD, 1, "一"), (NEW, 2, "二")))
    _, values = compared(before, after)
    assert [value[2:] for value in values] == [("section_path", "一", "二"), ("value", "1.0000", "2.0000")]


def test_where_something_stands_matters_within_the_same_document(compared: Any):
    before = report(OLD) + metric(OLD, 10, "招聘会", 1)
    moved = before + "UPDATE marts.metrics SET page = 11, figure_key = figure_key || '0';"
    _, values = compared(before, moved)
    assert [value[2] for value in values] == ["page", "figure_key"]


def test_documents_that_came_to_a_row_are_no_revision(compared: Any):
    before = report(OLD) + year([OLD], 5)
    after = report(NEW, replaced_by=OTHER) + report(OTHER, "c.txt", "另一份") + year([NEW, OTHER], 5)
    counts, values = compared(before, after)
    assert counts["reports"] == (1, 0, 1)
    assert [value[2:] for value in values] == [
        ("report_keys", f"[{OLD}]", f"[{NEW}, {OTHER}]"),
        ("replaced_by", None, OTHER),
    ]


def test_every_mart_shows_some_of_its_changes(compared: Any):
    names = [f"指标{n}" for n in range(9)]
    before = report(OLD) + year([OLD], 5) + "".join(metric(OLD, n, name, n) for n, name in enumerate(names))
    after = report(OLD, title="新") + year([OLD], 6) + "".join(metric(OLD, n, name, 50) for n, name in enumerate(names))
    _, values = compared(before, after, shown=4)
    assert [value[0] for value in values] == ["department_years", "metrics", "metrics", "reports"]
    assert compared(before, after, shown=0)[1] == []


def test_every_mart_has_a_key_that_lasts():
    described = {}
    for path in (PROJECT_DIR / "dbt_project" / "models" / "marts").glob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            described[model["name"]] = {column["name"] for column in model["columns"]}
    assert LASTING_KEYS.keys() == described.keys()
    for mart, keys in LASTING_KEYS.items():
        assert {column for key in keys for column in key} <= described[mart], mart
