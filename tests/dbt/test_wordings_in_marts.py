"""Rules of the models that one wording brings out, each in a short invented report: the rows of the marts."""

from decimal import Decimal

import pytest
from dbt_runs import DbtProject, built_from

REPORTS = {
    # The expenditure of the whole told twice, the second time far from its budget and in another unit.
    "told-twice": """2023年度澄湖市林业局部门整体支出绩效自评报告

一、预算执行情况
2023年全年预算1,234.56万元，实际支出1,111.10万元。

二、主要成效
（一）资金使用
全年累计支出11,111,000.00元。
""",
    # What a later section says was spent, of something that it does not name, is not of this budget.
    "far-away": """2023年度澄湖市水利局部门整体支出绩效自评报告

一、预算执行情况
2023年全年预算2,000万元，实际支出1,900万元，执行率95%。

二、主要成效
（一）资金使用
全年累计支出1,500万元。
""",
    # A report on the money of a transfer, in which one project is named by the way.
    "transfer": """2022年度转移支付绩效自评报告
澄湖市交通运输局

一、资金情况
2022年中央下达我市资金3,000万元，全年支出2,700万元，执行率90%。
二、项目实施情况
渡口改造项目支出120万元。
""",
    # A report of one project, which is named before its money.
    "project": """2022年度项目支出绩效自评报告
澄湖市交通运输局

一、项目概况
渡口改造项目预算200万元，实际支出180万元，执行率90%。
二、自评得分
自评得分92分。
""",
    "findings": """2023年度澄湖市民政局部门整体支出绩效自评报告

一、预算执行情况
2023年全年预算800万元，实际支出760万元，执行率95%。
发现的问题：一是预算编制较粗；二是采购进度偏慢。改进措施：一是细化预算编制；二是提前启动采购；三是按月通报进度。
二、项目情况
| 项目名称 | 预算数（万元） | 执行数（万元） | 存在的问题：改进措施 |
| 养老服务补贴 | 120.00 | 96.00 | 发现的问题：申报材料退回较多。改进措施：加强培训。 |
""",
    "stages": """2023年度澄湖市教育局部门整体支出绩效自评报告

一、收支情况
2023年收支总计5,600万元。全年预算5,000万元，其中省级转移支付资金640万元、市级资金4,360万元。年初预算安排人员经费1,900万元，全年支出公用经费310万元。
""",
    "announced": """2022年度澄湖市文化局部门整体支出绩效自评报告

一、自评结论
2022年度部门整体支出绩效自评得分为93.6分。其中：投入指标14分，得13.5分；过程指标31分，得28.1分；产出指标55分，得52分。
过程指标扣分原因：一是预算执行率指标满分10分，得9.46分；二是资产管理指标满分6分，得5分；三是采购执行率指标满分5分，得3.64分。
""",
    # Rates of amounts that nobody tells, and of a part of the year.
    "rates": """2023年度澄湖市水利局部门整体支出绩效自评报告

一、预算执行情况
2023年全年预算2,000万元，实际支出1,900万元，执行率95%。6月末、9月末预算执行进度分别为44.1%、66.8%。
二、存在问题
采购管理扣0.5分，原因是政府采购预算执行率为94.7%。
""",
    # A fund that is told as 专项资金, by what it is for and by where it went.
    "fund": """2021年度制造业升级专项资金绩效自评报告
澄湖市工业和信息化局

一、资金安排
2021年市级财政年初安排专项资金900万元，年中追加120万元，全年预算1,020万元。按支持方向分：技术改造补助560万元，绿色制造奖励460万元。
二、资金使用
专项资金分两批下达至县（区）：东渡区318万元、桐梓县702万元。
专项资金实际支出979万元，预算执行率95.98%。分方向看，技术改造补助支出541万元，执行率96.61%；绿色制造奖励支出438万元，执行率95.22%。未支出的41万元已收回。
""",
    # Budget, expenditure and rate told item by item, of items that no dictionary knows.
    "items": """澄湖县2023年度中央对地方林业草原生态保护恢复资金转移支付绩效自评报告
澄湖县林业和草原局

一、资金投入情况
（一）资金下达。第一批岭财资环〔2022〕118号文安排300万元；第二批追加200万元。
（二）资金执行。全年预算600万元，实际支出530万元，执行率88.33%。其中：中央财政资金预算500万元，支出450万元，执行率90%；县级财政资金预算100万元，支出80万元，执行率80%。中央资金按方向看，退耕还林补助安排300万元，支出290万元，执行率96.67%；草原修复治理安排200万元，支出160万元，执行率80%。
""",
    # Money taken back and left over, parts told after something that is less than they are, a table by place.
    "taken-back": """澄湖市2023年度城乡医疗救助补助资金转移支付绩效自评报告
澄湖市医疗保障局

一、资金情况
年初预算600万元，根据项目进展调减30万元，全年预算570万元。全年支出510万元，为全年预算的89.47%，年末结余60万元。其中：门诊救助310万元，住院救助200万元。结余中结转下年继续使用45万元，财政收回15万元。
各地资金分配和执行情况如下：
| 地区 | 分配资金（万元） | 实际支出（万元） | 执行率 |
| 东渡区 | 250.00 | 240.00 | 96.00% |
| 桐梓县 | 320.00 | 270.00 | 84.38% |
| 合计 | 570.00 | 510.00 | 89.47% |
""",
    # A short name of the body before its score; what was left over at the end of the year.
    "short-name": """2021年度澄湖县残疾人联合会部门整体支出绩效自评报告

一、部门概况
澄湖县残疾人联合会（以下简称县残联）内设3个股室。
二、收支情况
2021年年初预算400万元，年中追加300万元。年中追加资金包括：中央财政康复补助资金200万元，县级应急资金100万元。加上年结转57.2万元，全年预算757.2万元。全年支出681万元，预算执行率89.94%，年末结转结余76.2万元。
三、评价结论
县残联自评得分90.6分，等级为优。其中：预算编制（20分）得18分，预算执行（30分）得26.6分，履职效果（50分）得46分。
""",
    # Points under a heading that names what they are for; money of one kind of budget; purchases.
    "guangdong": """2021年度澄湖市统计局部门整体支出绩效自评报告

一、收支情况
全年预算2,702万元，全年实际支出2,631万元，预算执行率97.37%。从资金来源看，一般公共预算财政拨款支出2,588万元。全年政府采购预算712万元，实际采购668万元，采购执行率93.82%。
2021年我局共实施预算项目2个，项目预算合计83万元，实际支出82万元，执行率98.8%。其中：信访维稳专项经费预算68万元，支出67万元，执行率98.53%；信访救助资金预算15万元，支出15万元，执行率100%。
二、综合评价
（一）自评结论。我局自评总得分96.5分，其中履职效能（满分50分）得48.1分，管理效率（满分50分）得48.4分。
（二）履职效能分析
1.整体效能。分值25分，自评23.4分。其中：产出指标完成情况分值10分，自评9.4分。
2.专项效能。分值25分，自评24.7分。
""",
    # The cover names the project, the title only whose budget it is of.
    "cover": """澄湖省省级预算项目支出绩效自评报告
（2019年度）
项目名称：馆藏古籍保护修复
项目单位：澄湖省图书馆

一、自评结论
项目自评得分93分。绩效目标合理，但时效目标表述笼统，目标明确性满分8分，得7分，扣1分。
""",
    "scored-together": """2023年度澄湖市城市管理局部门整体支出绩效自评报告

一、预算执行情况
2023年全年支出498.9万元，占调整后预算的95.94%。调整后预算520万元。
二、项目情况
道路保洁项目预算120万元，支出120万元，支出率100%。
公厕新建项目预算80万元，支出64万元，支出率80%，新建公厕16座。
以上项目自评得分依次为98分、86.4分。
""",
    # A project that the title names after its office; points told above a table of indicators.
    "sewage": """澄湖市水务局城东污水处理厂提标改造项目
2021年度支出绩效自评报告

一、项目概况
2021年项目预算5,800万元，其中：中央水污染防治资金1,500万元，省级城镇污水处理补助资金900万元，市级财政资金3,400万元。
二、自评结论
项目综合得分93.8分，其中决策20分，得19分；过程20分，得18.9分；产出60分，得55.9分。
决策方面，项目立项8分，得8分；绩效目标12分，得11分，长效目标未作量化，扣1分。产出方面，新建处理构筑物30分，得30分。
|一级指标|三级指标|年度指标值|实际完成值|分值|得分|
|产出|新建处理构筑物|3座|3座|30|30|
|产出|设备安装完成率|100%|86%|30|25.9|
""",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, session_patch: pytest.MonkeyPatch) -> DbtProject:
    return built_from(REPORTS, tmp_path_factory.mktemp("marts") / "wordings", session_patch)


def yuan(ten_thousands: str) -> Decimal:
    return Decimal(ten_thousands) * 10_000


def test_an_expenditure_told_twice_is_paired_once(project: DbtProject) -> None:
    found = project.rows_of("told-twice", "budget_execution", "budget_yuan, executed_yuan")
    assert found == [(yuan("1234.56"), yuan("1111.1"))]


def test_a_budget_told_with_its_expenditure_is_not_paired_with_what_is_told_far_away(project: DbtProject) -> None:
    found = project.rows_of("far-away", "budget_execution", "budget_yuan, executed_yuan, status")
    assert found == [(yuan("2000"), yuan("1900"), "exact")]


def test_a_report_is_not_of_a_project_named_by_the_way(project: DbtProject) -> None:
    found = project.rows_of("transfer", "funding_sources", "project_name = '渡口改造', stage, amount_yuan")
    assert found == [
        (False, "allocated", yuan("3000")),
        (False, "executed", yuan("2700")),
        (True, "executed", yuan("120")),
    ]


def test_a_report_is_of_the_project_that_it_begins_with(project: DbtProject) -> None:
    columns = "project_name, budget_yuan, executed_yuan, score"
    assert project.rows_of("project", "project_scores", columns) == [("渡口改造", yuan("200"), yuan("180"), 92)]
    assert project.rows_of("project", "score_items", "item_name") == []


def test_findings_announced_within_a_paragraph_but_not_within_a_table(project: DbtProject) -> None:
    assert project.rows_of("findings", "findings", "kind, text") == [
        ("measure", "按月通报进度"),
        ("measure", "提前启动采购"),
        ("measure", "细化预算编制"),
        ("problem", "采购进度偏慢"),
        ("problem", "预算编制较粗"),
    ]


def test_stages_are_told_by_words_and_transfers_are_no_payments(project: DbtProject) -> None:
    assert project.rows_of("stages", "funding_sources", "funding_item, stage, amount_yuan") == [
        ("annual_amount", "budget", yuan("5000")),
        ("city", "budget", yuan("4360")),
        ("operating", "executed", yuan("310")),
        ("personnel", "initial", yuan("1900")),
        ("province", "budget", yuan("640")),
    ]


def test_income_and_expenditure_together_are_no_budget(project: DbtProject) -> None:
    assert (yuan("5600"),) in project.rows_of("stages", "metrics", "value")


def test_rates_without_amounts_are_metrics_of_their_month(project: DbtProject) -> None:
    assert project.rows_of("rates", "metrics", "metric_name, value, as_of_month") == [
        ("政府采购预算执行率", Decimal("94.7"), None),
        ("预算执行进度", Decimal("44.1"), "2023-06"),
        ("预算执行进度", Decimal("66.8"), "2023-09"),
    ]
    assert project.rows_of("rates", "budget_execution", "stated_rate, status") == [(95, "exact")]
    assert project.rows_of("rates", "reconciliations", "rule, status") == [("rate", "exact")]


def test_a_report_is_of_the_project_that_its_title_names(project: DbtProject) -> None:
    assert project.rows_of("sewage", "reports", "department_name, report_kind") == [("澄湖市水务局", "project")]
    assert project.rows_of("sewage", "project_scores", "project_name, score") == [
        ("城东污水处理厂提标改造", Decimal("93.8"))
    ]


def test_money_of_a_level_whatever_it_is_for(project: DbtProject) -> None:
    assert project.rows_of("sewage", "funding_sources", "cut, funding_item, amount_yuan") == [
        ("level", "central", yuan("1500")),
        ("level", "city", yuan("3400")),
        ("level", "province", yuan("900")),
        ("total", "annual_amount", yuan("5800")),
    ]


def test_points_told_beside_a_table_of_indicators(project: DbtProject) -> None:
    columns = "source, is_level, level_1, indicator_name, max_score, score"
    assert project.rows_of("sewage", "project_indicators", columns) == [
        ("form", False, "产出", "新建处理构筑物", 30, 30),
        ("form", False, "产出", "设备安装完成率", 30, Decimal("25.9")),
        ("narrative", False, "决策", "绩效目标", 12, 11),
        ("narrative", False, "决策", "项目立项", 8, 8),
        ("narrative", True, "产出", "产出", 60, Decimal("55.9")),
        ("narrative", True, "决策", "决策", 20, 19),
        ("narrative", True, "过程", "过程", 20, Decimal("18.9")),
    ]


def test_the_beginning_of_a_sentence_announces_what_its_points_are_part_of(project: DbtProject) -> None:
    assert project.rows_of("announced", "score_items", "parent_item_name, item_name") == [
        ("过程指标", "资产管理指标"),
        ("过程指标", "采购执行率指标"),
        ("过程指标", "预算执行率指标"),
        ("部门整体支出绩效自评得分", "产出指标"),
        ("部门整体支出绩效自评得分", "投入指标"),
        ("部门整体支出绩效自评得分", "过程指标"),
        (None, "部门整体支出绩效自评得分"),
    ]


def test_budget_and_expenditure_item_by_item(project: DbtProject) -> None:
    columns = "scope, item_name, budget_yuan, executed_yuan, stated_rate, status"
    name = "中央对地方林业草原生态保护恢复资金转移支付"
    assert project.rows_of("items", "budget_execution", columns) == [
        ("item", "中央财政资金", yuan("500"), yuan("450"), 90, "exact"),
        ("item", "县级财政资金", yuan("100"), yuan("80"), 80, "exact"),
        ("project", name, yuan("600"), yuan("530"), Decimal("88.33"), "rounded"),
        ("project", "草原修复治理", yuan("200"), yuan("160"), 80, "exact"),
        ("project", "退耕还林补助", yuan("300"), yuan("290"), Decimal("96.67"), "rounded"),
    ]


def test_money_that_a_letter_allots_is_sent_down(project: DbtProject) -> None:
    stages = project.rows_of("items", "funding_sources", "amount_yuan, stage")
    assert (yuan("300"), "allocated") in stages
    assert (yuan("200"), "allocated") in stages


def test_points_of_the_projects_above(project: DbtProject) -> None:
    columns = "project_name, budget_yuan, executed_yuan, score"
    assert project.rows_of("scored-together", "project_scores", columns) == [
        ("公厕新建", yuan("80"), yuan("64"), Decimal("86.4")),
        ("道路保洁", yuan("120"), yuan("120"), 98),
    ]
    department = [
        row
        for row in project.rows_of("scored-together", "budget_execution", "scope, stated_rate")
        if row[0] == "department"
    ]
    assert department == [("department", Decimal("95.94"))]


def test_the_short_name_of_the_body_before_its_score(project: DbtProject) -> None:
    assert project.rows_of("short-name", "score_items", "depth, item_name, score, max_score") == [
        (0, "自评得分", Decimal("90.6"), None),
        (1, "履职效果", 46, 50),
        (1, "预算执行", Decimal("26.6"), 30),
        (1, "预算编制", 18, 20),
    ]


def test_what_is_left_over_and_what_was_carried_forward(project: DbtProject) -> None:
    columns = "cut, stage, item_name, amount_yuan, parent_item_name"
    found = project.rows_of("short-name", "funding_sources", columns)
    assert [row for row in found if row[0] != "total"] == [
        ("level", "allocated", "中央财政康复补助资金", yuan("200"), "年中追加"),
        ("source", "allocated", "年中追加", yuan("300"), None),
        ("source", "balance", "年末结转结余", yuan("76.2"), None),
        ("source", "budget", "上年结转", yuan("57.2"), None),
        ("use", "allocated", "县级应急资金", yuan("100"), "年中追加"),
    ]


def test_the_cover_names_the_project_and_a_clause_the_reason(project: DbtProject) -> None:
    assert project.rows_of("cover", "project_scores", "project_name, score") == [("馆藏古籍保护修复", 93)]
    assert project.rows_of("cover", "findings", "kind, text") == [("deduction", "时效目标表述笼统")]


def test_a_fund_by_what_it_is_for_and_where_it_went(project: DbtProject) -> None:
    columns = "item_name, budget_yuan, executed_yuan, stated_rate"
    assert project.rows_of("fund", "budget_execution", columns) == [
        ("制造业升级专项资金", yuan("1020"), yuan("979"), Decimal("95.98")),
        ("技术改造补助支出", yuan("560"), yuan("541"), Decimal("96.61")),
        ("绿色制造奖励支出", yuan("460"), yuan("438"), Decimal("95.22")),
    ]
    stages = dict(project.rows_of("fund", "funding_sources", "amount_yuan, stage"))
    assert {stages[yuan(amount)] for amount in ("318", "702")} == {"allocated"}
    assert stages[yuan("900")] == "initial"
    assert stages[yuan("41")] == "balance"


def test_points_under_the_heading_that_names_what_they_are_for(project: DbtProject) -> None:
    found = project.rows_of("guangdong", "score_items", "item_name, score, max_score")
    assert ("整体效能", Decimal("23.4"), 25) in found
    assert ("专项效能", Decimal("24.7"), 25) in found


def test_money_of_one_kind_of_budget_and_purchases(project: DbtProject) -> None:
    amounts = project.rows_of("guangdong", "funding_sources", "funding_item, stage, amount_yuan")
    assert ("general_public_budget", "executed", yuan("2588")) in amounts
    assert ("government_procurement", "budget", yuan("712")) in amounts
    assert ("government_procurement", "executed", yuan("668")) in amounts
    columns = "scope, budget_yuan, executed_yuan, stated_rate"
    assert project.rows_of("guangdong", "budget_execution", columns) == [
        ("department", yuan("2702"), yuan("2631"), Decimal("97.37")),
        ("item", yuan("83"), yuan("82"), Decimal("98.8")),
        ("item", yuan("712"), yuan("668"), Decimal("93.82")),
        ("project", yuan("15"), yuan("15"), 100),
        ("project", yuan("68"), yuan("67"), Decimal("98.53")),
    ]


def test_money_taken_back_and_left_over(project: DbtProject) -> None:
    stages = dict(project.rows_of("taken-back", "funding_sources", "amount_yuan, stage"))
    assert {amount: stages[yuan(amount)] for amount in ("30", "60", "45", "15")} == {
        "30": "reduced",
        "60": "balance",
        "45": "balance",
        "15": "reduced",
    }
    assert {stages[yuan(amount)] for amount in ("310", "200")} == {"executed"}


def test_a_table_by_place(project: DbtProject) -> None:
    found = project.rows_of("taken-back", "budget_execution", "item_name, budget_yuan, executed_yuan, stated_rate")
    assert ("东渡区", yuan("250"), yuan("240"), 96) in found
    assert ("桐梓县", yuan("320"), yuan("270"), Decimal("84.38")) in found
