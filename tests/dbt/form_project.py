"""Forms of every family in every format, with reports beside them, and questions about the marts of one of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbt_runs import DbtProject

from tests.fixtures import writers
from tests.fixtures.form_layouts import LAYOUTS
from tests.fixtures.form_variants import VARIANTS
from tests.fixtures.forms import FORMS, HUNAN_DEPARTMENT, NATIONAL, SICHUAN
from tests.fixtures.grids import Grid

COMPARED = {
    "reports": "department_name, fiscal_year, report_kind",
    "project_scores": "project_name, budget_yuan, executed_yuan, stated_rate, computed_rate, score, grade, source",
    "funding_sources": "project_name, item_name, funding_item, cut, stage, parent_item_name, amount_yuan",
    "project_indicators": "project_name, level_1, level_2, indicator_name, comparison, target_text, target_value,"
    " actual_text, actual_value, unit, max_score, score, variance_reason",
    "score_items": "item_name, parent_item_name, depth, max_score, score, deduction_reason",
    "budget_execution": "scope, item_name, project_name, budget_yuan, executed_yuan, stated_rate, status",
    "reconciliations": "rule, subject, stated_value, computed_value, unit, status, explanation",
    "metrics": "metric_name, value, unit",
    "findings": "kind, ordinal, text, section_path, project_name",
}
NARRATIVE = """2023年度澄湖市交通运输局部门整体支出绩效自评报告

一、项目支出情况
农村公路养护补助项目预算1,204.50万元，实际支出1,150.46万元，执行率95.43%，自评得分99.09分。
"""
PROJECTS_LISTED = """2023年度青溪县民政局部门整体支出绩效自评报告

一、项目支出情况
| 序号 | 项目名称 | 预算数（万元） | 执行数（万元） | 执行率 | 自评得分 | 自评等级 |
| 1 | 养老服务补贴 | 120.00 | 96.00 | 80% | 92 | 良 |
| 2 | 流浪乞讨救助 | 30.00 | 30.00 | 100% | 98.5 | 优 |
| | 合计 | 150.00 | 126.00 | 84% | | |
"""
FORMS_BY_NUMBER = (*FORMS, *VARIANTS, *LAYOUTS)
OfForm = Callable[[Grid, str], list[tuple[Any, ...]]]
"""Rows of a query about one form."""


def _one_below_the_other() -> bytes:
    """Three forms in one text; the first goes on at the top of a page, where its title and heads are printed again."""
    lines = writers.form_txt(NATIONAL).decode().splitlines(keepends=True)
    heads = next(number for number, line in enumerate(lines) if "一级指标" in line)
    first = "".join([*lines[: heads + 3], lines[0], lines[2], lines[heads], *lines[heads + 3 :]])
    second = writers.form_txt(NATIONAL).decode().replace("农村公路养护补助项目", "渡口改造")
    return (first + second + "\n附第三张表。\n\n" + writers.form_txt(SICHUAN).decode()).encode()


def _flattened(grid: Grid, separator: str) -> str:
    return separator.join(cell.text for cell in grid.cells())


def write_forms(directory: Path) -> None:
    """A directory a format with all forms, and beside them files that hold several forms or have lost their columns."""
    for name, write in writers.FORM_WRITERS.items():
        (directory / name).mkdir()
        for number, grid in enumerate(FORMS_BY_NUMBER):
            (directory / name / f"{number:02}-2023.{name}").write_bytes(write(grid))
    (directory / "narrative.txt").write_text(NARRATIVE, encoding="utf-8")
    (directory / "listed.txt").write_text(PROJECTS_LISTED, encoding="utf-8")
    (directory / "several.txt").write_bytes(_one_below_the_other())
    (directory / "several.xlsx").write_bytes(writers.workbook_xlsx([HUNAN_DEPARTMENT, NATIONAL, SICHUAN]))
    for name, separator in (("lines", "\n"), ("line", " "), ("glued", "")):
        text = f"2022年度荷塘县水利局部门整体支出绩效自评报告\n\n一、自评表\n{_flattened(NATIONAL, separator)}\n"
        (directory / f"lost-{name}.txt").write_text(text + "\n二、主要成效\n举办培训班17期。\n", encoding="utf-8")


def asking_of(project: DbtProject) -> OfForm:
    """Rows of a query about one form, read from a workbook: each mart in it is that form's part of the mart."""

    def query(grid: Grid, sql: str) -> list[tuple[Any, ...]]:
        number = FORMS_BY_NUMBER.index(grid)
        source = f"select report_key from marts.reports where source_path = 'xlsx/{number:02}-2023.xlsx'"
        for mart in COMPARED:
            sql = sql.replace(f"from {mart}", f"from (select * from marts.{mart} where report_key = ({source}))")
        return project.query(sql)

    return query
