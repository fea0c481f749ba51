"""Tables of in-year monitoring: told by their heads, read by their columns, in every format that has cells."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from orchestration.documents import RejectedDocument, read_document
from orchestration.extraction import Lexicon, extract
from orchestration.settings import PROJECT_DIR

LEXICON = Lexicon.load(PROJECT_DIR / "dbt_project" / "seeds")
TITLE = "某市某局2025年度部门预算绩效运行监控表"
HEADS = ["项目名称", "年初预算数", "调整后预算数", "累计执行数", "截至日期"]
ROWS = [["甲项目", "1,200.50", "1,300.50", "325.12", "2025-07-31"], ["合计", "1,200.50", "1,300.50", "325.12", ""]]


def table(tmp_path: Path, rows: list[list[str]], name: str = "2025.csv") -> dict[str, list[dict[str, Any]]]:
    path = tmp_path / name
    if path.suffix == ".xlsx":
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        workbook.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    entry = {"department_name": "某市某局"}
    return extract(read_document(path, name), entry, LEXICON)


def amounts(rows: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str, Decimal]]:
    values = {figure["figure_key"]: figure["value"] for figure in rows["figures"]}
    return [
        (cell["text"], cell["field"], values[cell["figure_key"]])
        for cell in rows["form_cells"]
        if cell["block"] == "progress" and cell["field"] in ("initial", "budget", "executed")
    ]


@pytest.mark.parametrize("name", ["2025.csv", "2025.xlsx"])
def test_columns_say_what_their_cells_hold(tmp_path: Path, name: str) -> None:
    rows = table(tmp_path, [[TITLE], ["单位：万元"], HEADS, *ROWS], name)
    assert [report["report_kind"] for report in rows["reports"]] == ["monitoring"]
    assert amounts(rows)[:3] == [
        ("1,200.50", "initial", Decimal(12_005_000)),
        ("1,300.50", "budget", Decimal(13_005_000)),
        ("325.12", "executed", Decimal(3_251_200)),
    ]
    assert len(amounts(rows)) == 6
    days = [cell["text"] for cell in rows["form_cells"] if cell["field"] == "as_of"]
    assert days == ["2025-07-31"]


def test_the_unit_of_a_head_goes_before_that_of_the_table(tmp_path: Path) -> None:
    heads = ["预算项目", "全年预算（元）", "截至7月底累计支出"]
    rows = table(tmp_path, [[TITLE], ["单位：万元"], heads, ["甲", "12005000", "325.12"]])
    assert amounts(rows) == [
        ("12005000", "budget", Decimal(12_005_000)),
        ("325.12", "executed", Decimal(3_251_200)),
    ]
    assert [cell["text"] for cell in rows["form_cells"] if cell["block"] == "heading"] == heads


def test_remarks_and_empty_rows_are_no_items(tmp_path: Path) -> None:
    rows = table(
        tmp_path, [[TITLE], HEADS, ROWS[0], ["注：以上为国库支付数", "", "", "", ""], ["乙项目", "", "", "", ""]]
    )
    assert [cell["text"] for cell in rows["form_cells"] if cell["field"] == "item_name"] == ["甲项目"]


def test_without_a_unit_an_amount_is_none(tmp_path: Path) -> None:
    rows = table(tmp_path, [[TITLE], HEADS, ROWS[0]])
    classes = {figure["printed"]: figure["figure_class"] for figure in rows["figures"]}
    assert "money" not in {classes["1,200.50"], classes["325.12"]}


def test_a_table_that_says_nothing_of_so_far_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RejectedDocument, match="not_a_form"):
        table(tmp_path, [["某市某局2025年度名册"], ["项目名称", "负责人"], ["甲项目", "张三"]])
