"""Changes, times, lists and money told in other words: what a figure is, whose it is and what it is part of."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]

CASES = [
    # printed figure, its role, its label
    ("“三公”经费实际支出61.7万元，比2022年少支出5.1万元。", "5.1万元", "change", "“三公”经费实际支出减少"),
    (
        "“三公”经费支出14万元，其中车辆维护费12万元、公务接待费2万元，合计数比上年减少1万元。",
        "1万元",
        "change",
        "“三公”经费支出减少",
    ),
    ("“三公”经费支出比上年的22.6万元下降3.36%。", "22.6万元", "previous", "“三公”经费支出"),
    ("“三公”经费支出比上年的22.6万元下降3.36%。", "3.36%", "change", "“三公”经费支出下降"),
    ("网络零售额97.5亿元，由上年的81.2亿元增长20.1%。", "81.2亿元", "previous", "网络零售额"),
    ("销售额增长6.1%，没有达到增长9%的目标。", "9%", "target", "销售额增长"),
    ("固定资产投资增长3.1%，预期目标为增长6%。", "6%", "target", "固定资产投资增长"),
    ("单位能耗下降2.6%，好于下降2.2%的年度目标。", "2.2%", "target", "单位能耗下降"),
    ("全程接种率96.2%，年初定的目标是百分之九十五。", "百分之九十五", "target", "全程接种率"),
    ("新立项课题31项，比预定的28项多出三项。", "28项", "target", "新立项课题"),
    ("新立项课题31项，比预定的28项多出三项。", "三项", "change", "新立项课题增加"),
    ("交流轮岗213人，占应交流人数的12.5%，超过10%的规定比例。", "10%", "target", "交流轮岗占应交流人数"),
    ("年度计划开工24个小区，实际开工26个。", "24个", "target", "开工"),
    ("原定开展执法检查5部，受疫情影响实际完成4部。", "5部", "target", "开展执法检查"),
    ("检查单位1,640家次，年度计划为1,500家次，计划完成率109.3%。", "109.3%", "actual", "检查单位计划完成率"),
    ("形象进度65%，计划进度为80%。", "80%", "target", "形象进度"),
    ("人均公用经费3.42万元，控制在3.60万元的标准以内。", "3.60万元", "target", "人均公用经费"),
    ("办专题班九期，培训213人次，原计划十二期。", "十二期", "target", "办专题班"),
    ("用时由七个工作日压减到四个工作日。", "七个工作日", "previous", "用时"),
    ("企业开办时间由1个工作日压缩至0.5个工作日。", "1个工作日", "previous", "企业开办时间"),
    ("低保标准由每人每月720元提高到每人每月756元。", "756元", "actual", "低保标准每人每月"),
    ("建档困难职工由上年末的96户减少到71户。", "96户", "previous", "建档困难职工"),
    ("认定准确率年度指标值98%，经抽查实际为97.2%。", "97.2%", "actual", "认定准确率"),
    (
        "在管高血压患者2.18万人、糖尿病患者5,460人，规范管理率分别为72.6%和70.4%。",
        "70.4%",
        "actual",
        "糖尿病患者规范管理率",
    ),
    ("价格、计量、认证领域分别检查单位312家、208家、96家。", "96家", "actual", "认证领域检查单位"),
    ("从申报的73个项目中择优支持50个。", "73个", "actual", "申报项目"),
    ("小流域12个监测断面中有11个达标。", "12个", "actual", "小流域监测断面"),
    ("业务上指导14家乡镇卫生院和168家村卫生室。", "14家", "actual", "业务上指导乡镇卫生院"),
    ("工程分为6个标段。", "6个", "actual", "标段"),
    ("游客接待量居全省16个州市第6位。", "第6位", "rank", "游客接待量"),
    ("筛查率99.1%，筛查率居全省首位。", "首位", "rank", "筛查率"),
    ("在全市7个区县教育工作综合考核中列第2名。", "第2名", "rank", "教育工作综合考核"),
    ("举办技艺培训六期，学员310人。", "六期", "actual", "举办技艺培训"),
    ("预算执行率指标10分，按执行率折算得9.58分。", "9.58分", "actual", "预算执行率指标"),
    ("投入类（满分10分）9.5分，过程类（满分30分）27.86分。", "27.86分", "actual", "过程类"),
    ("结余373万元，其中310万元结转下年继续使用，63万元由区财政收回。", "63万元", "actual", "由区财政收回"),
    ("县区配套资金计划460万元，实际到位412万元。", "412万元", "actual", "县区配套资金实际到位"),
    ("追加文物征集经费200万元、绩效奖金48万元。", "48万元", "actual", "追加绩效奖金"),
    ("设备更新类项目33个，安排2,280万元。", "2,280万元", "actual", "设备更新类项目安排"),
    ("特别国债用于实验室建设，年度预算200万元，实际支付143万元。", "200万元", "actual", "特别国债年度预算"),
    ("“三公”经费只发生公务接待费一项，预算30,000元，支出18,642元。", "18,642元", "actual", "公务接待费支出"),
    ("省级补助用于道路改造，支出80万元；本单位全年预算500万元，支出480万元。", "500万元", "actual", "全年预算"),
    ("接待游客120万人次，比计划增长5%。", "5%", "change", "比计划增长"),
    ("其中研究生比例不少于8%，实际达到9%。", "9%", "actual", "研究生比例"),
    ("支持12所普通高中选课改革。", "12所", "actual", "支持普通高中选课改革"),
    ("全市9个县区第一批试点单位全部挂牌。", "9个", "actual", "县区第一批试点单位"),
]


@pytest.mark.parametrize(("sentence", "printed", "role", "label"), CASES)
def test_what_a_figure_is_and_what_it_measures(
    extracted: Extracted, sentence: str, printed: str, role: str, label: str
) -> None:
    statement = extracted(f"一、情况\n{sentence}\n").statement(printed)
    assert (statement["role"], statement["label"]) == (role, label)


@pytest.mark.parametrize(
    ("sentence", "part", "whole"),
    [
        ("基本支出794万元，由人员经费720万元和公用经费74万元组成。", "74万元", "794万元"),
        ("基本支出284万元，含人员经费256万元、公用经费28万元；项目支出575万元。", "28万元", "284万元"),
        ("基本支出284万元，含人员经费256万元、公用经费28万元；项目支出575万元。", "575万元", None),
        ("年末结转208万元，主要是征集项目结转118万元。", "118万元", "208万元"),
        ("未支出的92万元中，县级配套46万元，质保金46.4万元。", "46.4万元", "92万元"),
        ("基本支出100万元，由人员经费80万元和公用经费20万元组成，项目支出50万元。", "50万元", None),
        ("全年预算120万元，含上年结转20万元，实际支出110万元。", "110万元", None),
        ("到位资金500万元中，省级资金300万元，县级资金200万元，支出480万元。", "480万元", None),
    ],
)  # fmt: skip
def test_parts_and_wholes(extracted: Extracted, sentence: str, part: str, whole: str | None) -> None:
    assert extracted(f"一、收支\n{sentence}\n").whole_of(part) == whole


@pytest.mark.parametrize(
    "opening", ["过程类中，", "过程指标下，", "其中过程类包括三项："], ids=["of a kind", "below", "listed"]
)
def test_points_of_a_side_in_a_sentence_of_its_own(extracted: Extracted, opening: str) -> None:
    report = extracted(f"一、得分\n投入得15分，过程得23.4分。\n{opening}预算执行得10.9分，资产管理得4.5分。\n")
    assert report.whole_of("4.5分") == "23.4分"


def test_points_of_those_below_are_no_parts_of_their_number(extracted: Extracted) -> None:
    report = extracted("一、得分\n管理效率得22.4分。管理效率下设三个二级指标，其中预算执行得8.2分；资产管理得8分。\n")
    assert report.whole_of("8.2分") == "22.4分"


def test_maxima_of_a_list_that_were_all_given(extracted: Extracted) -> None:
    report = extracted("一、得分\n采购管理、资产管理两项指标分值分别为6分、5分，均得满分。\n")
    told = [(row["role"], row["label"]) for row in report["statements"] if row["label"] in ("采购管理", "资产管理")]
    assert told == [("maximum", "采购管理"), ("actual", "采购管理"), ("maximum", "资产管理"), ("actual", "资产管理")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("引进亿元以上项目3个。", "亿元"),
        ("二期工程完工，平台三期，按计划推进。", "三期"),
        ("完成标准化厂房一期、二期建设。", "二期"),
        ("始终把安全生产排在首位，检查12次。", "首位"),
        ("经济首位度28.5%，居全省首位度第三。", "首位"),
        ("“三公”经费只发生公务接待费一项，预算3万元。", "一项"),
    ],
)
def test_words_that_count_nothing(extracted: Extracted, sentence: str, words: str) -> None:
    report = extracted(f"一、情况\n{sentence}\n")
    assert words not in {report.printed(row) for row in report["statements"]}


def test_items_with_a_budget_and_an_expenditure_each(extracted: Extracted) -> None:
    report = extracted(
        "一、支出\n会议活动预算98万元，支出94.6万元；市级储备粮补贴预算760万元，支出742万元，执行率97.6%。\n"
    )
    told = {report.printed(row): row["project_name"] for row in report["statements"]}
    assert (told["94.6万元"], told["742万元"]) == ("会议活动", "市级储备粮补贴")


@pytest.mark.parametrize(
    ("opening", "project"),
    [
        ("社区惠民资金项目，", "社区惠民资金"),
        ("受灾群众救助项目", "受灾群众救助"),
        ("受增资和上级专项下达影响，", None),
    ],
)
def test_what_is_called_a_project(extracted: Extracted, opening: str, project: str | None) -> None:
    report = extracted(f"一、支出\n{opening}预算260万元，支出258万元。\n")
    assert report.statement("258万元")["project_name"] == project


def test_points_lost_in_other_words(extracted: Extracted) -> None:
    report = extracted("一、结论\n支出进度未达到100%，失1.04分；电梯任务没有完成，丢2.5分。\n")
    assert [row["reason"] for row in report["deductions"]] == ["支出进度未达到100%", "电梯任务没有完成"]


def test_a_loss_that_begins_the_next_part_is_no_reason_of_the_one_before(extracted: Extracted) -> None:
    report = extracted("一、结论\n户数少于计划，扣0.7分，主要是备案不全；增长率低于目标，扣0.96分，主要是基数较高。\n")
    assert [row["reason"] for row in report["deductions"]] == ["备案不全", "基数较高"]


def test_points_given_under_a_heading_of_losses_are_no_reasons(extracted: Extracted) -> None:
    report = extracted("一、得分与扣分说明\n1.投入（10分），得10分。\n2.过程（30分），得29分，因台账不全扣1分。\n")
    assert [row["reason"] for row in report["deductions"]] == ["台账不全"]


@pytest.mark.parametrize("mark", ["其一，", "第一，"])
def test_runs_counted_by_ordinals(extracted: Extracted, mark: str) -> None:
    text = f"{mark}补助下达偏晚。{mark[0]}二，培训方式单一。{mark[0]}三，人员多为兼职。"
    report = extracted(f"一、存在不足\n{text}\n")
    assert [row["number"] for row in report["sections"] if row["kind"] == "run_in"] == [1, 2, 3]


def test_a_sentence_goes_on_over_a_page(extracted: Extracted) -> None:
    line = "查出隐患3,208条，下发通知书615份，培训1,472人，隐"
    prose = "　　一、情况\n" + "检查在建工程并督促整改安全隐患，排查治理重大危险源和风险点。\n" * 3
    report = extracted(f"{prose}{line}\n\n　　　　- 1 -\n\n患整改率99.1%。\n")
    assert report.statement("99.1%")["label"] == "隐患整改率"
