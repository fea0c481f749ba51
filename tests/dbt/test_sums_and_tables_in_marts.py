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
    # Uses in the text of totals that only the table tells, at either stage; points of no level; reasons told twice.
    "form": """2022年榕湖县农村公路养护工程项目支出绩效自评报告
项目名称：农村公路养护工程
主管部门：榕湖县交通运输局

一、资金情况
表1 资金来源（单位：万元）
| 资金来源 | 预算数 | 支出数 | 执行率 |
| 一、省级补助资金 | 126 | 122 | 96.83% |
| 二、县级配套资金 | 64 | 51 | 79.69% |
| 合计 | 190 | 173 | 91.05% |
从用途看，日常养护预算78万元，路面大中修预算112万元。已支付资金用于保洁75万元，用于路面修复98万元。
二、指标完成情况
预算执行率指标10分，按执行率折算得9.11分。
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
| 产出指标 | 数量指标 | 养护里程 | ≥46公里 | 41公里 | 50 | 44.6 | 管网改造未完 |
| 效益指标 | 社会效益 | 绿化率 | ≥75% | 70% | 40 | 37.3 | 补植不及时 |
扣分情况：养护里程少于计划，扣5.4分；绿化率不达标，扣2.7分；资金未全部支出，扣0.89分。
三、未完成原因分析
（一）管网改造要同步施工，路段顺延。
（二）补植苗木供应不足。
四、存在问题
（一）配套资金到位不及时。
""",
    # What is left over has parts, and was taken back; what was added has names of its own.
    "left": """2021年度澄湖市博物馆部门整体支出绩效自评报告

一、收支情况
年初预算3426万元，追加文物征集经费200万元、绩效奖金48万元，追减26万元，全年预算3648万元。全年支出3500万元。
未支出的148万元中，未完工展厅资金118万元，采购质保金30万元。
从性质看，基本支出1400万元，含人员经费1200万元、公用经费200万元；项目支出2100万元。
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


def test_uses_that_make_up_the_totals_of_a_form(project: DbtProject) -> None:
    found = project.rows_of("form", "funding_sources", "stage, cut, item_name, amount_yuan")
    assert [row for row in found if row[1] == "use"] == [
        ("budget", "use", "日常养护预算", yuan(78)),
        ("budget", "use", "路面大中修预算", yuan(112)),
        ("executed", "use", "保洁", yuan(75)),
        ("executed", "use", "路面修复", yuan(98)),
    ]


def test_numbers_before_the_rows_of_a_form_are_no_part_of_their_names(project: DbtProject) -> None:
    found = project.rows_of("form", "funding_sources", "distinct item_name, cut")
    assert [row for row in found if row[1] == "level"] == [("县级配套资金", "level"), ("省级补助资金", "level")]


def test_points_told_beside_a_form_are_no_level(project: DbtProject) -> None:
    found = project.rows_of("form", "project_indicators", "indicator_name, score, is_level")
    assert found == [
        ("养护里程", Decimal("44.6"), False),
        ("绿化率", Decimal("37.3"), False),
        ("预算执行率指标", Decimal("9.11"), False),
    ]


def test_losses_told_again_in_the_text_are_told_once(project: DbtProject) -> None:
    kinds = [kind for (kind,) in project.rows_of("form", "findings", "kind")]
    assert (kinds.count("deduction"), kinds.count("problem")) == (3, 1)


def test_parts_of_what_is_left_over(project: DbtProject) -> None:
    found = project.rows_of("left", "funding_sources", "stage, item_name, amount_yuan")
    assert [row for row in found if row[0] == "balance"] == [
        ("balance", "未完工展厅资金", yuan(118)),
        ("balance", "未支出的", yuan(148)),
        ("balance", "采购质保金", yuan(30)),
    ]


def test_money_added_and_taken_back_by_any_name(project: DbtProject) -> None:
    found = project.rows_of("left", "funding_sources", "stage, item_name, amount_yuan")
    assert [row for row in found if row[0] in ("allocated", "reduced")] == [
        ("allocated", "绩效奖金", yuan(48)),
        ("allocated", "追加文物征集经费", yuan(200)),
        ("reduced", "追减", yuan(26)),
    ]


def test_parts_that_make_up_what_was_spent_are_spent(project: DbtProject) -> None:
    found = project.rows_of("left", "funding_sources", "stage, item_name, parent_item_name")
    assert [row for row in found if row[0] == "executed" and row[1] in ("基本支出", "公用经费", "项目支出")] == [
        ("executed", "公用经费", "基本支出"),
        ("executed", "基本支出", "全年支出"),
        ("executed", "项目支出", "全年支出"),
    ]
