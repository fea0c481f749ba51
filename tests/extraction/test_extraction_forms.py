"""Standard forms in piped tables: which cell holds what, and what its number is worth by the head of its column."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

Extracted = Callable[..., Any]

ENTRY = {"department_name": "澄湖市林业局", "fiscal_year": "2023"}
TITLE = "项目支出绩效自评表\n（2023年度）\n"
FORM = """|项目名称|造林补贴|||||||
|主管部门|澄湖市林业局|||实施单位|澄湖市造林站|||
|项目资金（万元）||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分|
||年度资金总额|120.00|118.50|100.73|10|85.00%|8.5|
||其中：当年财政拨款|100.00|98.50|80.73|—|81.96%|—|
||上年结转资金|20.00|20.00|20.00|—|100%|—|
||其他资金||||—||—|
|年度总体目标|预期目标|||实际完成情况||||
||完成造林1,200亩。|||完成造林1,180亩，补助农户76户。||||
|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|
|产出指标|数量指标|造林面积|≥1200亩|1180亩|20|19.67|雨季延后|
|||补助农户|76户|76户|10|10||
||质量指标|成活率|≥85%|92%|20|20||
|效益指标|社会效益指标|带动就业人数|≥100人|120人|30|30||
|满意度指标|服务对象满意度指标|农户满意度|≥95%|96%|10|10||
|总分|||||100|98.17||
"""
SECOND = FORM.replace("造林补贴", "道路养护").replace("（万元）", "（元）").replace("120.00", "387,664.62")


def cells(report: Any, **wanted: Any) -> list[dict[str, Any]]:
    return [row for row in report["form_cells"] if all(row[key] == value for key, value in wanted.items())]


def indicators(report: Any, form: int = 1) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for row in cells(report, form_number=form, block="indicator"):
        rows.setdefault(row["row_number"], {})[row["field"]] = row["text"]
    return list(rows.values())


@pytest.fixture
def form(extracted: Extracted) -> Any:
    return extracted(FORM, title=TITLE, entry=ENTRY)


def test_head(form: Any) -> None:
    assert {row["field"]: row["text"] for row in cells(form, block="head")} == {
        "project_name": "造林补贴",
        "department_name": "澄湖市林业局",
        "executing_unit": "澄湖市造林站",
    }


def test_funding(form: Any) -> None:
    rows: dict[int, dict[str, str]] = {}
    for row in cells(form, block="funding"):
        rows.setdefault(row["row_number"], {})[row["field"]] = row["text"]
    assert list(rows.values()) == [
        {
            "item_name": "年度资金总额", "initial": "120.00", "budget": "118.50", "executed": "100.73",
            "max_score": "10", "execution_rate": "85.00%", "score": "8.5",
        },
        {
            "item_name": "其中：当年财政拨款", "initial": "100.00", "budget": "98.50", "executed": "80.73",
            "max_score": "—", "execution_rate": "81.96%", "score": "—",
        },
        {
            "item_name": "上年结转资金", "initial": "20.00", "budget": "20.00", "executed": "20.00", "max_score": "—",
            "execution_rate": "100%", "score": "—",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "figure_class", "value", "unit"),
    [
        ("initial", "money", "1200000", "元"),
        ("budget", "money", "1185000", "元"),
        ("executed", "money", "1007300", "元"),
        ("max_score", "score", "10", "分"),
        ("execution_rate", "percent", "85", "%"),
        ("score", "score", "8.5", "分"),
    ],
)
def test_worth_of_funding_cells(form: Any, field: str, figure_class: str, value: str, unit: str) -> None:
    figure = form.figure_of(cells(form, block="funding", field=field)[0])
    assert (figure["figure_class"], figure["value"], figure["unit"]) == (figure_class, Decimal(value), unit)


def test_goals(form: Any) -> None:
    assert [(row["field"], row["text"]) for row in cells(form, block="goal")] == [
        ("goal_expected", "完成造林1,200亩。"),
        ("goal_actual", "完成造林1,180亩，补助农户76户。"),
    ]
    assert form.statement("1,200亩")["role"] == "target"
    assert form.statement("1,180亩")["role"] == "actual"


def test_indicators_and_cells_that_span_rows(form: Any) -> None:
    found = [
        (row["level_1"], row["level_2"], row["indicator_name"], row["target"], row["actual"], row["score"])
        for row in indicators(form)
    ]
    assert found == [
        ("产出指标", "数量指标", "造林面积", "≥1200亩", "1180亩", "19.67"),
        ("产出指标", "数量指标", "补助农户", "76户", "76户", "10"),
        ("产出指标", "质量指标", "成活率", "≥85%", "92%", "20"),
        ("效益指标", "社会效益指标", "带动就业人数", "≥100人", "120人", "30"),
        ("满意度指标", "服务对象满意度指标", "农户满意度", "≥95%", "96%", "10"),
    ]
    assert [row.get("variance_reason") for row in indicators(form)] == ["雨季延后", None, None, None, None]


def test_total(form: Any) -> None:
    assert [(row["field"], row["text"]) for row in cells(form, block="total")] == [
        ("max_score", "100"),
        ("score", "98.17"),
    ]


def test_figures_of_a_form_name_their_cell(form: Any) -> None:
    for row in form["form_cells"]:
        if row["figure_key"]:
            assert form.figure_of(row)["cell"] == row["cell"]
    assert form.figure("19.67")["cell"] == "T1!R11C7"
    assert not [row["printed"] for row in form["figures"] if row["cell"] and row["reason"]]


@pytest.mark.parametrize("between", ["", "\n以下为第二个项目的自评情况。\n\n"])
def test_two_forms_with_their_own_units(extracted: Extracted, between: str) -> None:
    report = extracted(FORM + between + SECOND, title=TITLE, entry=ENTRY)
    assert {row["text"] for row in cells(report, field="project_name", form_number=1)} == {"造林补贴"}
    assert {row["text"] for row in cells(report, field="project_name", form_number=2)} == {"道路养护"}
    first, second = (
        report.figure_of(cells(report, form_number=number, field="initial")[0])["value"] for number in (1, 2)
    )
    assert (first, second) == (Decimal("1200000"), Decimal("387664.62"))
    assert [row["indicator_name"] for row in indicators(report, 2)] == [
        row["indicator_name"] for row in indicators(report, 1)
    ]


def test_unit_column(extracted: Extracted) -> None:
    body = """|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|
|产出指标|数量指标|补助资金|≥|120|万元|118.5|20|19.67|
|产出指标|质量指标|成活率|≥|85|%|92|20|20|
|成本指标|经济成本指标|单位造林成本|≤|1000|元/亩|980|10|10|
|效益指标|社会效益指标|道路里程|=|12|公里|12|10|10|
|效益指标|可持续影响|管护机制|定性|健全||健全|20|18|
"""
    report = extracted(body, title=TITLE, entry=ENTRY)
    found = [
        (figure["value"], figure["unit"])
        for row in cells(report, field="target")
        if row["figure_key"]
        for figure in [report.figure_of(row)]
    ]
    assert found == [(1200000, "元"), (85, "%"), (1000, "元/亩"), (12000, "米")]
    assert [row["text"] for row in cells(report, field="comparison")] == ["≥", "≥", "≤", "=", "定性"]
    assert indicators(report)[-1]["actual"] == "健全"


@pytest.mark.parametrize("bar", ["|", "｜", "\t"])
def test_bars_and_tabs(extracted: Extracted, bar: str) -> None:
    lines = [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "造林面积", "≥1200亩", "1180亩", "20", "19.67"],
    ]
    body = "".join(bar.join(line) + "\n" for line in lines)
    (found,) = indicators(extracted(body, title=TITLE, entry=ENTRY))
    assert (found["indicator_name"], found["target"], found["max_score"], found["score"]) == (
        "造林面积", "≥1200亩", "20", "19.67",
    )  # fmt: skip


def test_units_printed_in_the_cells_win(extracted: Extracted) -> None:
    body = """|项目资金（元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分|
|年度资金总额|250000.00|215,457.6|12.5万元|20|86.19%|17.24|
"""
    report = extracted(body, title=TITLE, entry=ENTRY)
    assert [
        report.figure_of(cells(report, field=field)[0])["value"] for field in ("initial", "budget", "executed")
    ] == [Decimal("250000"), Decimal("215457.6"), Decimal("125000")]


def test_table_that_is_no_form_gives_no_form_cells(extracted: Extracted) -> None:
    report = extracted("|林场|面积|\n|东岭林场|1200亩|\n|西坪林场|800亩|\n", title=TITLE, entry=ENTRY)
    assert report["form_cells"] == []
    assert report.figure("1200亩")["cell"] == "T1!R2C2"
