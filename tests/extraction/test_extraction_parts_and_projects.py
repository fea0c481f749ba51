"""What is part of what, what is told of which project, which losses have a reason, and which words count nothing."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]


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


def test_the_next_item_of_a_list_ends_what_is_told_of_a_project(extracted: Extracted) -> None:
    report = extracted("一、支出\n会议活动预算98万元，支出94.6万元，执行率96.5%；政府采购预算76万元。\n")
    assert report.statement("76万元")["project_name"] is None


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
    line = "查出隐患3,208条，下发通知615份，培训1,472人，隐"
    prose = "　　一、情况\n" + "检查在建工程并督促整改安全隐患，排查治理重大危险源和风险点\n" * 12
    report = extracted(f"{prose}{line}\n\n　　　　- 1 -\n\n患整改率99.1%。\n")
    assert report.statement("99.1%")["label"] == "隐患整改率"
