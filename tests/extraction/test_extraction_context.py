"""Labels and roles that rest on words further away: headings, goals, earlier figures, other years."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]

CASES = [
    # printed figure, its role, its label
    ("完成营造林任务12.6万亩，为计划任务12万亩的105%。", "12.6万亩", "actual", "完成营造林任务"),
    ("完成营造林任务12.6万亩，为计划任务12万亩的105%。", "12万亩", "target", "营造林任务"),
    ("完成营造林任务12.6万亩，为计划任务12万亩的105%。", "105%", "actual", "营造林任务完成率"),
    ("基本支出2,000万元，占总支出的68.5%。", "68.5%", "actual", "基本支出占总支出"),
    ("污水处理率由89.1%提高到93.6%。", "93.6%", "actual", "污水处理率"),
    ("造林面积1,200亩，高于2022年的1,100亩。", "1,100亩", "actual", "造林面积"),
    ("合格率指标值≥90%，抽查320名，实际完成值95.3%。", "90%", "target", "合格率"),
    ("合格率指标值≥90%，抽查320名，实际完成值95.3%。", "95.3%", "actual", "合格率"),
    ("年度目标：完成抽检6批次，合格率不低于85%。", "85%", "target", "抽检合格率"),
    ("质量指标：造林成活率100%。", "100%", "actual", "造林成活率"),
    ("筛查率为88.6%，低于90%的年初目标。", "90%", "target", "筛查率"),
    ("城乡低保标准达到每人每月703元、每人每年5,340元。", "5,340元", "actual", "城乡低保标准每人每年"),
    ("刑事案件受理512件、审结498件。", "498件", "actual", "刑事案件审结"),
    ("造林项目，支出251.3万元，执行率93.77%，自评得分96.5分。", "93.77%", "actual", "执行率"),
    ("造林项目，支出251.3万元，执行率93.77%，自评得分96.5分。", "96.5分", "actual", "自评得分"),
    ("项目决策20分，得18分。", "20分", "maximum", "项目决策"),
    ("决策（25分）得24分，包括任务（15分）得14.5分、编制（10分）得9.5分。", "10分", "maximum", "编制"),
    ("目标设定、预算配置分值各6分，分别得5分、4分。", "4分", "actual", "预算配置"),
    ("采购农机不少于1,500台（套），实际1,386台（套），完成率92.4%。", "92.4%", "actual", "采购农机完成率"),
    ("补贴发放完成率目标为100%，实际为96.2%。", "96.2%", "actual", "补贴发放完成率"),
    ("食品抽检8,460批次，折合6.12批次/千人。", "6.12批次/千人", "actual", "食品抽检"),
    ("城乡低保标准较上年分别提高6%、8%。", "8%", "change", "农村低保标准提高"),
    ("与2020年相比，支出减少1,386.20万元。", "1,386.20万元", "change", "支出减少"),
    ("整体效能，分值25分，得分24.11分，包括产出10分，得分9.6分。", "24.11分", "actual", "整体效能"),
    ("示范单位86个，超过年初计划的80个。", "80个", "target", "示范单位"),
    ("灌溉水有效利用系数提高至0.547。", "0.547", "actual", "灌溉水有效利用系数"),
    ("项目决策20分，得18分。", "18分", "actual", "项目决策"),
    ("空气优良天数338天。", "338天", "actual", "空气优良天数"),
    ("PM2.5平均浓度24微克/立方米，同比下降7.7%。", "7.7%", "change", "PM2.5平均浓度下降"),
]


@pytest.mark.parametrize(("sentence", "printed", "role", "label"), CASES)
def test_words_further_away(extracted: Extracted, sentence: str, printed: str, role: str, label: str) -> None:
    found = extracted(f"一、基本情况\n{sentence}\n").statement(printed)
    assert (found["role"], found["label"]) == (role, label)


@pytest.mark.parametrize(("since", "year"), [("由", None), ("由上年的", 2022), ("从2021年的", 2021)])
def test_value_from_which_something_rose(extracted: Extracted, since: str, year: int | None) -> None:
    report = extracted(f"一、情况\n污水处理率{since}89.1%提高到93.6%。\n")
    found = report.statement("89.1%")
    assert (found["role"], found["label"], found["period_year"]) == ("previous", "污水处理率", year)
    assert (report.statement("93.6%")["role"], report.statement("93.6%")["label"]) == ("actual", "污水处理率")


@pytest.mark.parametrize(
    ("sentence", "label", "year"),
    [
        ("上年城镇新增就业1.2万人，今年城镇新增就业1.3万人。", "城镇新增就业", 2022),
        ("举办招聘会133场，去年同期举办招聘会1.2万人。", "举办招聘会", 2022),
        ("上年末在职人员1.2万人。", "在职人员", 2022),
        ("上年结转人员1.2万人。", "上年结转人员", None),  # a word of the budget, of this year
    ],
)
def test_metric_of_last_year(extracted: Extracted, sentence: str, label: str, year: int | None) -> None:
    found = extracted(f"一、基本情况\n{sentence}\n").statement("1.2万人")
    assert (found["label"], found["period_year"]) == (label, year)


def test_fund_named_by_the_heading(extracted: Extracted) -> None:
    report = extracted("一、收支\n（一）“三公”经费情况。年初预算38.50万元，实际支出34.12万元。\n")
    assert report.statement("38.50万元")["label"] == "“三公”经费年初预算"
    assert report.statement("34.12万元")["label"] == "“三公”经费实际支出"


def test_parts_of_points_named_with_including(extracted: Extracted) -> None:
    report = extracted("一、得分\n总分95分，其中：决策（25分）得24分，包括任务（15分）得14分；过程（30分）得28分。\n")
    assert [report.whole_of(points) for points in ("24分", "14分", "28分")] == ["95分", "24分", "95分"]


def test_whole_named_again_at_the_beginning(extracted: Extracted) -> None:
    report = extracted("一、支出\n支出90万元，其中：基本支出60万元，项目支出30万元。基本支出中，人员经费50万元。\n")
    assert report.whole_of("50万元") == "60万元"


def test_amounts_of_a_project_are_no_parts_of_another_sentence(extracted: Extracted) -> None:
    report = extracted("一、支出\n全年项目经费90万元。项目经费中，造林项目预算50万元，支出48万元。\n")
    assert (report.whole_of("50万元"), report.whole_of("48万元")) == (None, None)


def test_whole_of_an_earlier_paragraph(extracted: Extracted) -> None:
    report = extracted("一、得分\n总分95分，其中：投入指标得20分，过程指标得75分。\n投入指标中，人员控制率得12分。\n")
    assert report.whole_of("12分") == "20分"


@pytest.mark.parametrize(("title", "role"), [("年度绩效目标", "target"), ("绩效目标完成情况", "actual")])
def test_bounds_under_a_heading_of_goals(extracted: Extracted, title: str, role: str) -> None:
    report = extracted(f"一、基本情况\n（一）{title}\n接待观众不低于80万人次。\n")
    assert report.statement("80万人次")["role"] == role


def test_points_of_this_item(extracted: Extracted) -> None:
    report = extracted("一、得分\n（一）整体效能\n该项25分，自评24.17分。\n")
    assert (report.statement("24.17分")["label"], report.statement("25分")["role"]) == ("整体效能", "maximum")


def test_project_named_by_its_grant(extracted: Extracted) -> None:
    report = extracted("一、情况\n主要有：公共卫生服务补助资金下达3,624万元，实际支出3,587万元，执行率99%。\n")
    assert {row["project_name"] for row in report["statements"]} == {"公共卫生服务补助资金"}


def test_rank_among_all_of_a_place(extracted: Extracted) -> None:
    rank = extracted("一、情况\n在全市公共卫生服务绩效考核中排名第二。\n").statement("第二")
    assert (rank["label"], rank["rank_scope"]) == ("公共卫生服务绩效考核", "全市")
    rank = extracted("一、情况\n微博传播力在全国省级博物馆中排名第九。\n").statement("第九")
    assert (rank["label"], rank["rank_scope"]) == ("微博传播力", "全国省级博物馆")


def test_score_under_a_heading_with_points(extracted: Extracted) -> None:
    report = extracted("一、得分\n（一）投入（15分）\n自评得14分。\n")
    assert report.statement("14分")["label"] == "投入"
    assert (report.statement("15分")["role"], report.statement("15分")["label"]) == ("maximum", "投入")


def test_ranking_scope_with_a_count(extracted: Extracted) -> None:
    report = extracted("一、情况\n结案率95%，在全市6个区县中排名第二。\n")
    rank = report.statement("第二")
    assert (rank["label"], rank["rank_scope"]) == ("结案率", "全市6个区县")
    assert report.figure("6个")["figure_class"] == "name_part"


def test_age_group_is_no_metric(extracted: Extracted) -> None:
    assert report_class(extracted, "3岁以上人群接种率98%。", "3岁") == "other"
    assert report_class(extracted, "平均年龄45岁。", "45岁") == "count"


def report_class(extracted: Extracted, sentence: str, printed: str) -> str:
    return str(extracted(f"一、情况\n{sentence}\n").figure(printed)["figure_class"])


def test_runs_over_paragraphs_are_run_in_items(extracted: Extracted) -> None:
    report = extracted("一、存在的问题\n一是预算编制不细。\n二是执行进度偏慢。\n")
    items = [row for row in report["sections"] if row["kind"] == "run_in"]
    assert [(row["number"], row["text"]) for row in items] == [(1, "预算编制不细"), (2, "执行进度偏慢")]


def test_body_below_the_title(extracted: Extracted) -> None:
    title = "2022年中央财政困难群众救助补助资金绩效自评报告\n（澄湖县民政局 2023年2月）\n\n"
    (document,) = extracted("一、情况\n下达资金100万元。\n", title=title)["reports"]
    assert (document["department_name"], document["fiscal_year"], document["report_kind"]) == (
        "澄湖县民政局",
        2022,
        "transfer",
    )


def test_table_of_two_levels_names_indicators_in_the_second(extracted: Extracted) -> None:
    report = extracted("一、得分\n|一级指标|二级指标|分值|得分|\n|投入|目标设定|8|7.5|\n")
    cells = {row["field"]: row["text"] for row in report["form_cells"] if row["block"] == "indicator"}
    assert cells == {"level_1": "投入", "indicator_name": "目标设定", "max_score": "8", "score": "7.5"}


def test_points_of_a_side_of_the_tree(extracted: Extracted) -> None:
    report = extracted("一、得分\n投入13分，得12分。\n投入方面，在职人员控制率5分，得4分；经费变动率8分，得7分。\n")
    assert (report.whole_of("7分"), report.whole_of("4分")) == ("12分", "12分")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("4、森林病虫害防治经费：预算186万元，实际支付180万元。", "森林病虫害防治经费"),
        ("城东湿地修复工程预算186万元，支出180万元。", "城东湿地修复工程"),
        ("“三公”经费：预算186万元，实际支付180万元。", None),
    ],
)
def test_project_without_the_word(extracted: Extracted, line: str, name: str | None) -> None:
    report = extracted(f"一、项目支出\n{line}\n")
    assert {row["project_name"] for row in report["statements"]} == {name}


def test_year_of_a_clause_is_not_that_of_the_next(extracted: Extracted) -> None:
    report = extracted("一、效果\n覆盖率由2019年的16.1%提高到16.7%；兑现补贴53万元。\n")
    years = [report.statement(printed)["period_year"] for printed in ("16.1%", "16.7%", "53万元")]
    assert years == [2019, None, None]
