"""The ledger law: whatever a text holds, every run of decimal digits lies in exactly one figure, quoted untouched."""

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

Extracted = Callable[..., Any]

CATALOGUED = {"department_name": "澄湖市林业局", "fiscal_year": "2023"}

WORDS = re.findall(
    r"\S+",
    "预算 执行 支出 项目 其中 分别为 均 排名 全市 第一 第二名 一是 二是 截至 完成 目标 较上年 增长 下降 未能 满分 得 "
    "分 万 亿 元 万元 人次 个 % ％ 百分之 三十 五 两 年 月 日 2023年 1-6月 〔2022〕 号 12345 热线 1+4 “ ” "
    "《 》 （ ） 、 ， 。 ； ： , . - — ～ ≥ ≤ | １２ ．５ 1,234.5 0 7 99 100 —5— 第3页 ① "
    "1. （2） 一、 （一） 分值 得分 一级指标 二级指标 三级指标 年度指标值 实际完成值 A1 km2",
)
MEASURING = ("money", "count", "percent", "score", "rank")
SOUP = st.lists(st.sampled_from([*WORDS, " ", "\n", "\n\n", "\r\n", "\f", "\t", "\u3000"]), max_size=60).map("".join)
ANYTHING = st.text(
    alphabet=st.one_of(
        st.sampled_from("0123456789０１２３,.，。；：、（）%-—～|\t\n\r \u3000"),
        st.sampled_from("一二三十百千万亿元分人次个年月日第号预算执行支出其中项目得较增〇零点"),
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co"]),
    ),
    max_size=80,
)


def hold(report: Any) -> None:
    """Assert the law and the ties between the rows of ``report``."""
    text, figures = report.text, report["figures"]
    spans = [(row["char_start"], row["char_end"]) for row in figures]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for run in re.finditer(r"\d+", text):
        assert any(start <= run.start() and run.end() <= end for start, end in spans), (run.group(), run.span())
    for row in figures:
        assert row["printed"] == text[row["char_start"] : row["char_end"]]
        assert row["line"] == report.document.line_at(row["char_start"])
        assert row["page"] == report.document.page_at(row["char_start"])
        assert row["value"] is None or row["value"].is_finite()
        assert (row["reason"] is None) == (row["figure_class"] in MEASURING)
    sections = {row["section_id"] for row in report["sections"]}
    sentences = {row["sentence_id"]: row for row in report["sentences"]}
    keys = {row["figure_key"] for row in figures}
    statements = {row["statement_id"] for row in report["statements"]}
    assert len(keys) == len(figures)
    assert len(statements) == len(report["statements"])
    assert len(sentences) == len(report["sentences"])
    assert all(row["section_id"] in sections for row in figures)
    for row in figures:
        if row["sentence_id"] is not None:
            sentence = sentences[row["sentence_id"]]
            assert sentence["char_start"] <= row["char_start"] < row["char_end"] <= sentence["char_end"]
    for row in report["statements"]:
        assert row["figure_key"] in keys
        assert row["sentence_id"] in sentences
        assert row["parent_statement_id"] in statements | {None}
    assert all(row["figure_key"] in keys for row in report["enumerations"])
    assert all(row["figure_key"] in keys | {None} for row in report["form_cells"])


@settings(deadline=None, max_examples=200)
@given(SOUP)
@example("一、收入\n" + "9" * 60 + "万元，" + "1," * 30 + "2")
@example("|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|\n|产出|数量|植树12亩|12|\n||||||||||3")
@example("（1）1.（2）一是1二是2三是3")
@example("排名全市第12345，位居前1234名，连续1234个月")
def test_words_of_reports_in_any_order(extracted: Extracted, body: str) -> None:
    hold(extracted(body, entry=CATALOGUED))


@settings(deadline=None, max_examples=150)
@given(ANYTHING)
def test_any_text(extracted: Extracted, body: str) -> None:
    hold(extracted(body, entry=CATALOGUED))


NUMBERS = st.decimals(min_value=0, max_value=Decimal("99999999"), places=2) | st.integers(0, 10**9).map(Decimal)
UNITS = {
    "元": (1, "元"),
    "万元": (10**4, "元"),
    "亿元": (10**8, "元"),
    "人": (1, "人"),
    "万人次": (10**4, "人次"),
    "件": (1, "件"),
    "亩": (1, "亩"),
    "公里": (1000, "米"),
    "万平方米": (10**4, "平方米"),
    "%": (1, "%"),
    "个百分点": (1, "百分点"),
    "分": (1, "分"),
    "家次": (1, "家次"),
    "元/人/月": (1, "元/人/月"),
}
FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")


@settings(deadline=None, max_examples=200)
@given(
    number=NUMBERS,
    unit=st.sampled_from(sorted(UNITS)),
    separated=st.booleans(),
    full_width=st.booleans(),
    gap=st.sampled_from(["", " ", "\u3000"]),
)
def test_printed_form_gives_the_exact_value(
    extracted: Extracted, *, number: Decimal, unit: str, separated: bool, full_width: bool, gap: str
) -> None:
    figure = f"{number:,f}" if separated else f"{number:f}"
    printed = figure + gap + unit
    if full_width:
        printed = printed.translate(FULL_WIDTH)
    factor, base = UNITS[unit]
    rows = extracted(f"一、基本情况\n本年共完成任务{printed}，情况良好。\n")["figures"]
    row = next(row for row in rows if row["printed"] == printed)
    assert (row["value"], row["unit"]) == (number * factor, base)
    assert row["precision"] == Decimal(1).scaleb(-len(figure.partition(".")[2])) * factor


WIDTH = 26
FILLER = "林业部门认真落实年度绩效目标各项要求统筹安排资金保障重点任务有序推进"


@settings(deadline=None, max_examples=120)
@given(
    number=st.decimals(min_value=1, max_value=99999, places=2),
    unit=st.sampled_from(["万元", "万人次", "家次", "%", "亿元"]),
    cut=st.integers(1, 12),
    line_gap=st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n"]),
    space=st.sampled_from(["", " "]),
)
def test_line_breaks_anywhere_between_figure_and_unit(
    extracted: Extracted, *, number: Decimal, unit: str, cut: int, line_gap: str, space: str
) -> None:
    printed = f"{number:,f}{space}{unit}"
    # Lines are wrapped anywhere but inside the digits, which PDF text keeps whole.
    at = max(cut, len(f"{number:,f}"))
    if at >= len(printed):
        at = len(f"{number:,f}")
    first, second = printed[:at].rstrip(), printed[at:].lstrip()
    head = FILLER[: WIDTH - (len(first) + 1) // 2]
    lines = [FILLER[:WIDTH]] * 4 + [head + first, second + "，" + FILLER[: WIDTH - len(second) - 1], FILLER[:20] + "。"]
    rows = extracted(line_gap.join(["一、基本情况", *lines]) + line_gap)["figures"]
    found = [row for row in rows if row["figure_class"] != "numbering"][1:]
    factor, base = UNITS.get(unit, (10**4, "人次"))
    assert [(row["value"], row["unit"]) for row in found] == [(number * factor, base)], [
        row["printed"] for row in found
    ]


@pytest.mark.parametrize("cut", range(1, len("742.25万元")))
def test_a_page_that_ends_inside_a_figure(extracted: Extracted, cut: int) -> None:
    printed = "742.25万元"
    lines = [FILLER[:WIDTH]] * 4 + [FILLER[: WIDTH - 4] + printed[:cut], "— 7 —", printed[cut:] + "，执行率77.32%。"]
    report = extracted("\n".join(["一、基本情况", *lines]) + "\n")
    hold(report)
    found = next(row for row in report["figures"] if row["char_start"] == report.text.index("742"[: min(cut, 3)], 40))
    assert (found["value"], found["unit"]) == (7422500, "元")


@pytest.mark.parametrize("count", [1, 40])
def test_keys_depend_on_content_alone(extracted: Extracted, count: int) -> None:
    body = "一、基本情况\n" + "支出12万元，完成率98%。\n" * count
    assert extracted(body).rows == extracted(body).rows
