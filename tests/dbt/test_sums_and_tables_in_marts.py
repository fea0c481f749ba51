"""Sums as the referee and tables with few known heads, each in a short invented report: the rows of the marts."""

from decimal import Decimal

import pytest
from dbt_runs import DbtProject, built_from

REPORTS = {
    # Heads that say nothing of sources, parts from 其中 on, counts beside the amounts.
    "table": """2023年度澄湖市商务局部门整体支出绩效自评报告

一、预算执行情况
表1 支出情况表（单位：万元）
| 支出类别 | 年初预算 | 调整预算 | 决算支出 | 执行率 | 受益企业数（家） |
| 基本支出 | 300.00 | 320.00 | 320.00 | 100% | |
| 其中：人员经费 | 260.00 | 275.00 | 275.00 | 100% | |
| 公用经费 | 40.00 | 45.00 | 45.00 | 100% | |
| 项目支出 | 700.00 | 680.00 | 612.00 | 90% | 63 |
| 合计 | 1000.00 | 1000.00 | 932.00 | 93.2% | 63 |
""",
    # Budgets and expenditures of items that no dictionary knows, each making up its own total.
    "items": """残疾人康复服务项目支出绩效自评报告
项目名称：残疾人康复服务项目
项目单位：澄湖市残疾人联合会
评价年度：2022年

一、资金情况
项目预算总额186万元，全年支出171万元，预算执行率91.94%。儿童康复救助预算112万元，支出106万元；辅助器具适配预算74万元，支出65万元。
""",
    # Uses of an amount told in the sentence before, the first of them with the word 用于.
    "uses": """2022年度澄湖县农村饮水安全项目支出绩效自评报告
项目主管部门：澄湖县水务局

一、资金情况
2022年度下达项目资金计划268万元，实际到位资金257万元。全年支付234万元，占资金计划的87.31%。按用途分，用于水源工程112万元，管网工程93万元，监理费用29万元。
""",
    # A total that only its value and the sum tell, and a second level in the paragraphs of the first.
    "scores": """2023年度澄湖市司法局部门整体支出绩效自评报告

一、评分结果
对照评分表，我局自评95分，等级“优”。四个一级指标得分为：
投入（15分）得14.5分。
过程（30分）得27.8分。预算执行（12分）得10.8分，预算管理（10分）得9.5分，资产管理（8分）得7.5分。
产出（30分）得28.6分。
效果（25分）得24.1分。
""",
    # 小计 gives the points of the level beside it.
    "subtotals": """2023年度澄湖市统计局部门整体支出绩效自评报告

一、自评得分
| 一级指标 | 二级指标 | 分值 | 得分 | 扣分原因 |
| 管理 | 小计 | 40 | 37 | |
| 管理 | 预算执行 | 20 | 18 | 支付偏慢 |
| 管理 | 资产管理 | 20 | 19 | 盘点不及时 |
| 产出 | 小计 | 60 | 58 | |
| 产出 | 调查任务 | 60 | 58 | 质量欠佳 |
| 合计 | | 100 | 95 | |
""",
    # One budget and one expenditure of a source, far apart; problems and measures under one heading.
    "apart": """2020年度澄湖县河口镇人民政府部门整体支出绩效自评报告

一、预算情况
调整后预算3412万元，包括一般公共预算拨款3156万元、政府性基金206万元、其他收入50万元。
二、政府性基金支出
政府性基金支出206万元。
三、偏离绩效目标的原因和改进办法
存在的主要问题：一是配套资金不足；二是审批较晚。
改进办法：一是列入年初预算；二是提前办理审批；三是推广新技术。
""",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, session_patch: pytest.MonkeyPatch) -> DbtProject:
    return built_from(REPORTS, tmp_path_factory.mktemp("marts") / "sums", session_patch)


def yuan(ten_thousands: int) -> Decimal:
    return Decimal(ten_thousands) * 10_000


def test_a_table_whose_heads_name_no_source(project: DbtProject) -> None:
    found = project.rows_of("table", "budget_execution", "item_name, budget_yuan, executed_yuan, stated_rate")
    assert found == [
        ("人员经费", yuan(275), yuan(275), 100),
        ("公用经费", yuan(45), yuan(45), 100),
        ("合计", yuan(1000), yuan(932), Decimal("93.2")),
        ("基本支出", yuan(320), yuan(320), 100),
        ("项目支出", yuan(680), yuan(612), 90),
    ]


def test_rows_from_among_on_are_parts_of_the_row_above(project: DbtProject) -> None:
    parents = dict(project.rows_of("table", "funding_sources", "distinct item_name, parent_item_name"))
    assert parents == {
        "人员经费": "基本支出", "公用经费": "基本支出", "基本支出": "合计", "项目支出": "合计", "合计": None
    }  # fmt: skip


def test_counts_beside_amounts_are_metrics(project: DbtProject) -> None:
    assert project.rows_of("table", "metrics", "metric_name, value, unit") == [
        ("受益企业数", 63, "家"),
        ("项目支出受益企业数", 63, "家"),
    ]


def test_budgets_and_expenditures_of_one_sentence_make_up_their_own_totals(project: DbtProject) -> None:
    assert project.rows_of("items", "funding_sources", "stage, cut, amount_yuan") == [
        ("budget", "total", yuan(186)),
        ("budget", "use", yuan(74)),
        ("budget", "use", yuan(112)),
        ("executed", "total", yuan(171)),
        ("executed", "use", yuan(65)),
        ("executed", "use", yuan(106)),
    ]
    pairs = project.rows_of("items", "budget_execution", "budget_yuan, executed_yuan")
    assert pairs == [(yuan(74), yuan(65)), (yuan(112), yuan(106)), (yuan(186), yuan(171))]


def test_uses_that_make_up_an_amount_to_the_last_digit(project: DbtProject) -> None:
    found = project.rows_of("uses", "funding_sources", "item_name, cut, amount_yuan")
    assert [row for row in found if row[1] == "use"] == [
        ("水源工程", "use", yuan(112)),
        ("监理费用", "use", yuan(29)),
        ("管网工程", "use", yuan(93)),
    ]


def test_the_rate_of_a_plan_names_the_plan(project: DbtProject) -> None:
    found = project.rows_of("uses", "budget_execution", "budget_yuan, executed_yuan, stated_rate")
    assert found == [(yuan(268), yuan(234), Decimal("87.31"))]


def test_scores_that_add_up_are_parts(project: DbtProject) -> None:
    found = project.rows_of("scores", "score_items", "depth, parent_item_name is not null, item_name, max_score, score")
    assert found == [
        (0, False, "我局自评", None, 95),
        (1, True, "产出", 30, Decimal("28.6")),
        (1, True, "投入", 15, Decimal("14.5")),
        (1, True, "效果", 25, Decimal("24.1")),
        (1, True, "过程", 30, Decimal("27.8")),
        (2, True, "资产管理", 8, Decimal("7.5")),
        (2, True, "预算执行", 12, Decimal("10.8")),
        (2, True, "预算管理", 10, Decimal("9.5")),
    ]


def test_a_subtotal_is_the_score_of_its_level(project: DbtProject) -> None:
    found = project.rows_of("subtotals", "score_items", "depth, item_name, max_score, score, parent_item_name")
    assert found == [
        (0, "总分", 100, 95, None),
        (1, "产出", 60, 58, "总分"),
        (1, "管理", 40, 37, "总分"),
        (2, "调查任务", 60, 58, "产出"),
        (2, "资产管理", 20, 19, "管理"),
        (2, "预算执行", 20, 18, "管理"),
    ]
    assert len(project.rows_of("subtotals", "project_indicators", "indicator_name")) == 3


def test_a_source_told_once_at_either_stage_is_paired(project: DbtProject) -> None:
    found = project.rows_of("apart", "budget_execution", "item_name, budget_yuan, executed_yuan")
    assert ("政府性基金支出", yuan(206), yuan(206)) in found


def test_problems_and_measures_under_one_heading(project: DbtProject) -> None:
    kinds = [kind for (kind,) in project.rows_of("apart", "findings", "kind")]
    assert (kinds.count("problem"), kinds.count("measure")) == (2, 3)
