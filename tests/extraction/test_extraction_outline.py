"""The outline as a tree of sections, with the figures that stand in each."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]


def outline(report: Any) -> list[tuple[str, str | None, str | None, str]]:
    """(section path, marker, title, path of the parent) of every section but the title."""
    paths = {row["section_id"]: row["section_path"] for row in report["sections"]}
    return [
        (row["section_path"], row["marker"], row["title"], paths[row["parent_section_id"]])
        for row in report["sections"]
        if row["kind"] == "heading"
    ]


def items(report: Any) -> list[tuple[str, int, str]]:
    return [(row["marker"], row["number"], row["text"]) for row in report["sections"] if row["kind"] == "run_in"]


NESTED = """一、基本情况
（一）部门概况
1.机构设置
设9个科室。
2.人员情况
共133人。
（1）在职人员
在职120人。
①行政编制
行政10人。
（2）退休人员
退休13名。
（二）预算情况
预算500万元。
二、主要问题
进度偏慢，支付率85%。
"""


def test_numbering_nests(extracted: Extracted) -> None:
    assert outline(extracted(NESTED)) == [
        ("一", "一、", "基本情况", "标题"),
        ("一/（一）", "（一）", "部门概况", "一"),
        ("一/（一）/1", "1.", "机构设置", "一/（一）"),
        ("一/（一）/2", "2.", "人员情况", "一/（一）"),
        ("一/（一）/2/（1）", "（1）", "在职人员", "一/（一）/2"),
        ("一/（一）/2/（1）/①", "①", "行政编制", "一/（一）/2/（1）"),
        ("一/（一）/2/（2）", "（2）", "退休人员", "一/（一）/2"),
        ("一/（二）", "（二）", "预算情况", "一"),
        ("二", "二、", "主要问题", "标题"),
    ]


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("9个", "一/（一）/1"),
        ("133人", "一/（一）/2"),
        ("120人", "一/（一）/2/（1）"),
        ("10人", "一/（一）/2/（1）/①"),
        ("13名", "一/（一）/2/（2）"),
        ("500万元", "一/（二）"),
        ("85%", "二"),
        ("2023年度", "标题"),
    ],
)
def test_figures_stand_in_their_section(extracted: Extracted, printed: str, path: str) -> None:
    report = extracted(NESTED)
    sections = {row["section_id"]: row["section_path"] for row in report["sections"]}
    assert sections[report.figure(printed)["section_id"]] == path


def test_depth_ordinal_and_number(extracted: Extracted) -> None:
    rows = extracted(NESTED)["sections"]
    assert [row["ordinal"] for row in rows] == list(range(len(rows)))
    assert [row["depth"] for row in rows] == [0, 1, 2, 3, 3, 4, 5, 4, 2, 1]
    assert [row["number"] for row in rows] == [None, 1, 1, 1, 2, 1, 1, 2, 2, 2]
    assert (rows[0]["kind"], rows[0]["section_path"], rows[0]["parent_section_id"]) == ("title", "标题", None)


def test_parts_chapters_and_decimal_numbers(extracted: Extracted) -> None:
    body = (
        "第一部分 部门概况\n一、机构设置\n共9个。\n第二部分 绩效情况\n一、预算执行\n"
        "1.1 总体情况\n执行率98%。\n1.2 产出情况\n造林12亩。\n"
    )
    assert [(path, title) for path, _, title, _ in outline(extracted(body))] == [
        ("第一部分", "部门概况"),
        ("第一部分/一", "机构设置"),
        ("第二部分", "绩效情况"),
        ("第二部分/一", "预算执行"),
        ("第二部分/一/1.1", "总体情况"),
        ("第二部分/一/1.2", "产出情况"),
    ]


def test_repeated_and_restarted_numbers_stay_as_printed(extracted: Extracted) -> None:
    body = "一、产出\n1.造林\n完成12亩。\n4.抚育\n完成13亩。\n4.管护\n完成14亩。\n二、效益\n1.社会效益\n就业15人。\n"
    assert [(path, title) for path, _, title, _ in outline(extracted(body))] == [
        ("一", "产出"),
        ("一/1", "造林"),
        ("一/4", "抚育"),
        ("一/4", "管护"),
        ("二", "效益"),
        ("二/1", "社会效益"),
    ]


@pytest.mark.parametrize("line", ["1.5万元以上项目3个。", "2.3%的增幅。", "2023.3.15前完成。"])
def test_decimal_at_the_start_of_a_line_is_no_heading(extracted: Extracted, line: str) -> None:
    assert [path for path, *_ in outline(extracted(f"一、基本情况\n{line}\n"))] == ["一"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "一是预算不细；二是进度偏慢；三是资料不全。",
            [("一是", 1, "预算不细"), ("二是", 2, "进度偏慢"), ("三是", 3, "资料不全")],
        ),
        (
            "主要做法：一是建机制。成立专班。二是抓落实。",
            [("一是", 1, "建机制。成立专班"), ("二是", 2, "抓落实")],
        ),
        ("第一，加强学习。第二，完善制度。", [("第一", 1, "加强学习"), ("第二", 2, "完善制度")]),
        ("做法有：（1）建机制；（2）抓落实。", [("（1）", 1, "建机制"), ("（2）", 2, "抓落实")]),
        ("原因有：①人员不足；②经费不足。", [("①", 1, "人员不足"), ("②", 2, "经费不足")]),
        ("统一是必要的，二是空号。", []),
        ("一是只有一项。", []),
        ("三是没有开头，四是没有来由。", []),
    ],
)
def test_run_in_items(extracted: Extracted, sentence: str, expected: list[tuple[str, int, str]]) -> None:
    report = extracted(f"一、主要问题\n{sentence}\n")
    assert items(report) == expected
    assert [row["printed"] for row in report["figures"] if row["figure_class"] == "numbering"] == [
        "一、",
        *(marker for marker, _, _ in expected),
    ]


def test_run_in_items_belong_to_their_paragraph(extracted: Extracted) -> None:
    report = extracted("一、问题\n一是甲类问题；二是乙类问题。\n二、措施\n一是甲类措施；二是乙类措施。\n")
    assert [row["section_path"] for row in report["sections"] if row["kind"] == "run_in"] == ["一", "一", "二", "二"]


def test_headings_of_wrapped_text_break_paragraphs(extracted: Extracted) -> None:
    body = """一、基本情况

（一）部门概况

澄湖市林业局内设9个科室，主要负责全市造林绿化、森林防

火、湿地保护和林木种苗管理等工作，年末在职人员共133

人，比年初减少5人。

（二）绩效管理

本年度纳入自评的项目共12个，覆盖率100%，自评结果已按

要求公开，接受社会各界监督，未收到不同意见。

"""
    report = extracted(body)
    assert [path for path, *_ in outline(report)] == ["一", "一/（一）", "一/（二）"]
    assert report.figure("133人")["value"] == 133
