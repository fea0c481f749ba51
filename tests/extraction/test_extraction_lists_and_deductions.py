"""Lists whose length is stated, and reasons for lost points."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]


@pytest.mark.parametrize(
    ("sentence", "printed", "found"),
    [
        ("全局共设3个科室，包括办公室、造林科、防火科。", "3个", ["办公室", "造林科", "防火科"]),
        ("下属单位4个：东岭场、西坪场、南河圃、北山园。", "4个", ["东岭场", "西坪场", "南河圃", "北山园"]),
        ("下属单位2个，为东岭林场和西坪林场。", "2个", ["东岭林场", "西坪林场"]),
        ("围绕造林、抚育、管护等三项重点任务开展工作。", "三项", ["造林", "抚育", "管护"]),
        ("从决策、过程、产出、效益四个方面进行评价。", "四个", ["决策", "过程", "产出", "效益"]),
        ("全市分为东部和西部两个片区。", "两个", ["东部", "西部"]),
        (
            "下属事业单位3个，其中参公单位1个。下属单位分别是：东岭林场、西坪林场、南河苗圃。",
            "3个",
            ["东岭林场", "西坪林场", "南河苗圃"],
        ),
    ],
)  # fmt: skip
def test_items_of_a_stated_count(extracted: Extracted, sentence: str, printed: str, found: list[str]) -> None:
    report = extracted(f"一、基本情况\n{sentence}\n")
    assert [(report.printed(row), row["items"]) for row in report["enumerations"]] == [(printed, found)]


def test_a_last_and_may_join_one_name_or_two(extracted: Extracted) -> None:
    (row,) = extracted("一、基本情况\n下属单位3个，分别是林场、苗圃和公园管理处。\n")["enumerations"]
    assert (row["items"], row["alternative_count"]) == (["林场", "苗圃", "公园管理处"], 2)


@pytest.mark.parametrize(
    ("sentence", "is_open"),
    [("共有项目3个，包括造林、抚育、防火等。", True), ("共有项目3个，包括造林、抚育、防火。", False)],
)
def test_a_list_that_ends_in_etc_is_open(extracted: Extracted, sentence: str, is_open: bool) -> None:
    (row,) = extracted(f"一、基本情况\n{sentence}\n")["enumerations"]
    assert row["is_open"] is is_open


@pytest.mark.parametrize(
    "sentence",
    [
        "培训2期，参加300人。",
        "共设3个科室，其中办公室5人、造林科8人。",
        "出动车辆3辆，清理林道、涵洞、排水沟。",
        "造林1,200亩，包括松树、杉树、柏树。",
    ],
)
def test_no_list_where_none_is_stated(extracted: Extracted, sentence: str) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n")["enumerations"] == []


@pytest.mark.parametrize(
    ("sentence", "reasons"),
    [
        ("扣分主要原因是项目前期准备不足。", ["项目前期准备不足"]),
        ("失分原因主要是进度滞后。", ["进度滞后"]),
        ("预算执行率扣0.16分，扣分理由是部分项目跨年支付。", ["部分项目跨年支付"]),
        ("扣分主要原因是存在资产移交手续不全的问题。", ["存在资产移交手续不全的问题"]),
        ("扣分原因：一是预算执行偏慢；二是资料不全。", ["预算执行偏慢", "资料不全"]),
        (
            "扣分主要原因一是因线下活动减少，场次未达预期；二是支出率99%，未能100%完成。",
            ["因线下活动减少，场次未达预期", "支出率99%，未能100%完成"],
        ),
        ("扣分原因：无。", []),
        ("产出指标得48分，因两个林场未完工扣2分。", ["两个林场未完工"]),
        ("由于台账更新不及时，资产管理指标扣1分。", ["台账更新不及时"]),
        ("过程指标得27分，其中执行率未达100%扣2分、资产盘点不及时扣1分。", ["执行率未达100%", "资产盘点不及时"]),
        ("主要扣分点：1.目标设置不细。2.档案管理不规范。", ["目标设置不细", "档案管理不规范"]),
        ("满意度指标得8分。未得分原因为未开展调查。", ["未开展调查"]),
        ("执行率每低1个百分点扣0.5分，扣完为止。", []),
        ("未按时报送的扣1分。", []),
        ("投入（15分）得14分，扣1分，人员调动较多，测算有偏差；", ["人员调动较多，测算有偏差"]),
        ("一是覆盖率年初目标90%，实际81.6%，扣1.2分。", ["覆盖率年初目标90%，实际81.6%"]),
        ("目标表述笼统，扣0.5分。有两个合同备案逾期，扣0.6分。", ["目标表述笼统", "有两个合同备案逾期"]),
        ("检验率目标值99%，实际达到98.2%，扣1.4分，原因是部分设备停用。", ["部分设备停用"]),
        ("该指标8分，得7.33分，少购的3台监护仪因流标转入下年采购。", ["少购的3台监护仪因流标转入下年采购"]),
        ("满意度扣0.4分。", ["满意度扣0.4分"]),
        ("三项指标共扣2分。", []),
        ("不存在扣分情况。", []),
        ("一是预算不细；二是进度偏慢。", []),
    ],
)
def test_reasons_for_lost_points(extracted: Extracted, sentence: str, reasons: list[str]) -> None:
    rows = extracted(f"一、自评情况\n{sentence}\n")["deductions"]
    assert [row["reason"] for row in rows] == reasons
    assert [row["ordinal"] for row in rows] == list(range(1, len(reasons) + 1))


def test_reason_is_quoted_from_the_text(extracted: Extracted) -> None:
    report = extracted("一、自评情况\n自评得分95分，扣分原因是支付偏慢。其余指标得满分。\n")
    (row,) = report["deductions"]
    assert report.text[row["char_start"] : row["char_end"]].strip("，。 ") == row["reason"] == "支付偏慢"


@pytest.mark.parametrize("announcement", ["主要扣分原因如下：", "三、扣分情况说明", "（二）主要扣分点"])
def test_reasons_listed_as_paragraphs(extracted: Extracted, announcement: str) -> None:
    before, after = "二、得分\n预算执行得18.4分。\n", "四、建议\n1.加强调度。\n"
    report = extracted(f"{before}{announcement}\n1.采购启动较晚，预算执行扣1.6分。\n2.台账不全。\n{after}")
    assert [(row["ordinal"], row["reason"], row["item_name"]) for row in report["deductions"]] == [
        (1, "采购启动较晚，预算执行扣1.6分", "预算执行"),
        (2, "台账不全", None),
    ]
    assert report.printed(report["deductions"][0]) == "1.6分"


@pytest.mark.parametrize(
    ("sentence", "printed", "item"),
    [
        ("预算执行率得9.2分，扣0.8分，原因是进度较慢。", "0.8分", None),
        ("因台账不全，资产管理指标扣1分。", "1分", "资产管理指标"),
        ("扣分原因：①采购较晚，过程部分扣2.7分；②建设滞后。", "2.7分", "过程部分"),
        # The reason stands before the points that could be had and those that were given.
        ("目标合理，但表述笼统，目标明确性满分8分，得7分，扣1分。", "1分", "目标明确性"),
        ("达标率100%，实际97%，因空调机组老化，满分7分，得5分，扣2分。", "2分", None),
    ],
)
def test_points_lost_for_a_reason(extracted: Extracted, sentence: str, printed: str, item: str | None) -> None:
    report = extracted(f"一、自评情况\n{sentence}\n")
    row = report["deductions"][0]
    assert (report.printed(row), row["item_name"]) == (printed, item)


def test_a_list_of_reasons_that_goes_on_within_a_paragraph(extracted: Extracted) -> None:
    report = extracted("一、自评情况\n扣分原因：①验收偏晚；②病源外流；\n③推广进度不一；④满意度偏低。\n")
    reasons = [(row["ordinal"], row["reason"]) for row in report["deductions"]]
    assert reasons == [(1, "验收偏晚"), (2, "病源外流"), (3, "推广进度不一"), (4, "满意度偏低")]
