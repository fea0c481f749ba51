"""Grades in prose, and the points that they are said of."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("部门整体支出自评得分95.2分，等级为“优”。", [("优", "95.2分", None)]),
        ("自评总分97分，其中投入得49分，过程得48分，评价等次为优。", [("优", "97分", None)]),
        ("自评得分96.1分，等级“优”。", [("优", "96.1分", None)]),
        ("评价结果为良好以上等次，得分91.2分。", [("良好", None, None)]),
        (
            "造林补助项目自评得分96分，等级为优；防火项目自评得分87分，等级为良。",
            [("优", "96分", "造林补助"), ("良", "87分", "防火")],
        ),
        ("造林、防火得分分别为96分、87分，等级分别为优、良。", [("优", "96分", None), ("良", "87分", None)]),
        ("90分以上为优，80分以上不足90分为良，不足60分为差。", []),
        ("全市优良天数338天，水质为优的断面9个。", []),
    ],
)  # fmt: skip
def test_grades_belong_to_their_points(
    extracted: Extracted, sentence: str, found: list[tuple[str, str | None, str | None]]
) -> None:
    report = extracted(f"一、评价结论\n{sentence}\n")
    assert [
        (row["grade"], report.printed(row) if row["figure_key"] else None, row["project_name"])
        for row in report["grades"]
    ] == found
    assert all(report.text[row["char_start"] : row["char_end"]] == row["grade"] for row in report["grades"])
