"""Forms row by row: heads by the dictionary, units of heads and cells, what ran together, and tables that are lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from orchestration.extraction import Lexicon
from orchestration.extraction.form_blocks import find_form_cells
from orchestration.extraction.lexicon import FormHeader
from orchestration.extraction.tables import Cell

Extracted = Callable[..., Any]

ENTRY = {"department_name": "澄湖市林业局", "fiscal_year": "2023"}
TITLE = "项目支出绩效自评表\n（2023年度）\n"
INDICATORS = "|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|\n"
MONEY = "|项目资金（万元）||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分|\n"


@pytest.fixture
def form(extracted: Extracted) -> Callable[[str], Any]:
    return lambda body: extracted(body, title=TITLE, entry=ENTRY)


def by_row(report: Any, block: str) -> list[dict[str, str]]:
    """Texts of a block's cells by field, row by row."""
    rows: dict[int, dict[str, str]] = {}
    for cell in report["form_cells"]:
        if cell["block"] == block:
            rows.setdefault(cell["row_number"], {})[cell["field"]] = cell["text"]
    return list(rows.values())


def values(report: Any, block: str = "funding") -> dict[str, Decimal]:
    """Values of a block's figures by field; one row."""
    return {
        cell["field"]: report.figure_of(cell)["value"]
        for cell in report["form_cells"]
        if cell["block"] == block and cell["figure_key"]
    }


def refused(report: Any) -> dict[str, str]:
    return {
        row["printed"]: row["reason"] for row in report["figures"] if row["reason"] not in (None, "year", "numbering")
    }


def rows_of(*lines: str, table: int = 1, sheet: str | None = None, first: int = 0) -> list[list[Cell]]:
    """Rows of cells as a format tells them: empty cells left out."""
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = [
            Cell(
                first + number - 1,
                table,
                number,
                column,
                text,
                0,
                len(text),
                f"T{table}!R{number}C{column + 1}",
                sheet=sheet,
            )
            for column, text in enumerate(line.split("|"))
            if text
        ]
        rows.append(cells)
    return rows


class Row(tuple[Any, ...]):
    """A paragraph of a table, as far as forms look at it."""

    kind = "table"
    text = ""


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("全年预算数（A）", "budget"),
        ("全年预算数(A)", "budget"),
        ("调整后预算数（万元）", "budget"),
        ("全 年 执 行 数", "executed"),
        ("实际到位资金", "allocated"),
    ],
)
def test_heads_are_compared_without_spaces_units_and_brackets(
    form: Callable[[str], Any], head: str, field: str
) -> None:
    report = form(f"|资金来源|年初预算数|{head}|执行率|得分|\n|年度资金总额|120|100|80%|8|\n")
    assert by_row(report, "funding")[0][field] == "100"


def test_an_analyst_adds_a_head_by_a_row(lexicon: Lexicon) -> None:
    rows = rows_of("三级指标|考核目标|达成数|分值|得分", "造林面积|1200亩|1180亩|20|19.67")
    paragraphs: Any = [Row(), Row()]
    assert not [cell for cell in find_form_cells(rows, paragraphs, lexicon) if cell.field in ("target", "actual")]
    added = tuple(
        FormHeader(field, "indicator", re.compile(pattern))
        for field, pattern in [("target", "^考核目标$"), ("actual", "^达成数$")]
    )
    extended = replace(lexicon, form_headers=(*lexicon.form_headers, *added))
    found = {cell.field: cell.cell.text for cell in find_form_cells(rows, paragraphs, extended)}
    assert (found["target"], found["actual"]) == ("1200亩", "1180亩")


@pytest.mark.parametrize("unit", ["单位：元|||||||", "金额单位：元|||||||", "|||||||（单位：元）"])
def test_unit_in_a_cell_above_the_heads(form: Callable[[str], Any], unit: str) -> None:
    report = form(f"|{unit}|\n" + MONEY.replace("（万元）", "") + "||年度资金总额|120.5|120.5|100|10|82.99%|8.3|\n")
    assert values(report)["initial"] == Decimal("120.5")


def test_amounts_of_unknown_unit_have_no_value(form: Callable[[str], Any]) -> None:
    report = form(MONEY.replace("（万元）", "") + "||年度资金总额|120.5|120.5|100|10|82.99%|8.3|\n")
    assert values(report).keys() == {"max_score", "execution_rate", "score"}


def test_rates_may_be_fractions(form: Callable[[str], Any]) -> None:
    report = form(MONEY + "||年度资金总额|100|100|78.48|10|0.7848|7.85|\n")
    assert values(report)["execution_rate"] == Decimal("78.48")
    assert values(form(MONEY + "||年度资金总额|100|100|78.48|10|78|7.85|\n"))["execution_rate"] == 78
    assert values(form(MONEY + "||年度资金总额|100|100|1|10|1|0.1|\n"))["execution_rate"] == 1
    assert "execution_rate" not in values(form(MONEY + "||年度资金总额||||10|1|10|\n"))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("79.27107.93", "glued_digits"),
        ("901010010", "glued_digits"),
        ("95%98%", "glued_digits"),
        ("1*.5", "masked_digits"),
    ],
)
def test_digits_that_cannot_be_read_are_refused(form: Callable[[str], Any], cell: str, reason: str) -> None:
    report = form(INDICATORS + f"|产出指标|数量指标|造林面积|1200亩|1180亩|20|{cell}||\n")
    assert "score" not in values(report, "indicator")
    assert set(refused(report).values()) == {reason}


def test_a_cell_stands_for_one_number(form: Callable[[str], Any]) -> None:
    report = form(
        INDICATORS + "|产出指标|数量指标|造林面积|1200亩，补助76户|1180亩（其中坡地300亩）|20|18||\n"
        "|产出指标|时效指标|完成时间|2023年12月前|2023年11月|20|20||\n"
        "|产出指标|时效指标|办结时限|≤30天|28|10|10||\n"
    )
    targets = [report.figure_of(c)["value"] for c in report["form_cells"] if c["field"] == "target" and c["figure_key"]]
    actuals = [report.figure_of(c)["value"] for c in report["form_cells"] if c["field"] == "actual" and c["figure_key"]]
    assert targets == [30]
    assert actuals == [1180, 28]


@pytest.mark.parametrize(
    ("target", "actual", "unit", "value"),
    [("≥95%", "97", "%", 97), ("≥95%", "0.97", None, Decimal("0.97")), ("≥2.5万人", "2.61", None, Decimal("2.61"))],
)
def test_a_bare_result_has_the_unit_of_its_target(
    form: Callable[[str], Any], target: str, actual: str, unit: str | None, value: Decimal
) -> None:
    report = form(INDICATORS + f"|产出指标|质量指标|成活率|{target}|{actual}|20|20||\n")
    (cell,) = [cell for cell in report["form_cells"] if cell["field"] == "actual"]
    figure = report.figure_of(cell)
    assert (figure["unit"], figure["value"]) == (unit, value)


def test_negative_numbers_keep_their_sign(form: Callable[[str], Any]) -> None:
    report = form(INDICATORS + "|效益指标|经济效益指标|能耗变化|-3.5|-4.2|10|10||\n")
    assert values(report, "indicator")["actual"] == Decimal("-4.2")
    assert report.figure("-4.2")


def test_levels_left_out_of_a_line_move_all_cells(form: Callable[[str], Any]) -> None:
    report = form(
        INDICATORS + "|产出指标|数量指标|造林面积|1200亩|1180亩|20|19.67||\n"
        "|补助农户|76户|76户|10|10|\n|质量指标|成活率|≥85%|92%|20|20|\n|说明|无|\n"
    )
    assert [(row["indicator_name"], row["target"], row["score"]) for row in by_row(report, "indicator")] == [
        ("造林面积", "1200亩", "19.67"), ("补助农户", "76户", "10"), ("成活率", "≥85%", "20")
    ]  # fmt: skip


def test_templates_are_no_indicators(form: Callable[[str], Any]) -> None:
    report = form(
        INDICATORS + "|产出指标|数量指标|指标1：造林面积|1200亩|1180亩|20|19.67||\n||||指标2：|||||\n|||……||…|10|10||\n"
    )
    assert [row["indicator_name"] for row in by_row(report, "indicator")] == ["指标1：造林面积"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("|总分|||||100|96|优|", {"max_score": "100", "score": "96", "grade": "优"}),
        ("|总分|100|96|优||||", {"max_score": "100", "score": "96", "grade": "优"}),
        ("|自评总分|96.5|||||||", {"score": "96.5"}),
        ("|总分|100|得分|96|等级|优|||", {"max_score": "100", "score": "96", "grade": "优"}),
        ("|总分|得分|等级||||||\n|100|96|优||||||", {"max_score": "100", "score": "96", "grade": "优"}),
        ("|合计|||||100|96||\n|注：得分不超过10分。||||||||", {"max_score": "100", "score": "96"}),
    ],
)
def test_totals_however_they_are_laid_out(form: Callable[[str], Any], line: str, expected: dict[str, str]) -> None:
    report = form(INDICATORS + f"|产出指标|数量指标|造林面积|1200亩|1180亩|100|96||\n{line}\n")
    assert {k: v for row in by_row(report, "total") for k, v in row.items()} == expected


def test_words_below_the_table_are_text(form: Callable[[str], Any]) -> None:
    report = form(
        INDICATORS + "|产出指标|数量指标|造林面积|1200亩|1180亩|20|19.67||\n|总分|||||20|19.67||\n"
        "|存在问题|苗木成活率仅80%|||改进措施|补植200亩|||\n|备注：各项得分不超过20分。||||||||\n"
    )
    assert [cell["field"] for cell in report["form_cells"] if cell["block"] == "remark"] == [
        "problem",
        "measures",
        "note",
    ]
    assert [row for row in report["statements"] if report.printed(row) in ("80%", "200亩", "20分")] == []


def test_empty_heads_take_no_label_for_a_value(form: Callable[[str], Any]) -> None:
    report = form(
        f"|项目名称||项目负责人|某甲|\n|主管部门：澄湖市林业局||实施单位|造林站|\n{INDICATORS}|产出指标|数量指标|造林|1亩|1亩|20|20||\n"
    )
    assert {row["field"]: row["text"] for row in report["form_cells"] if row["block"] == "head"} == {
        "department_name": "澄湖市林业局",
        "executing_unit": "造林站",
    }


def test_a_table_goes_on_on_the_next_page(lexicon: Lexicon) -> None:
    head = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分"
    first = rows_of(head, "产出指标|数量指标|造林面积|1200亩|1180亩|20|19")
    same = rows_of("||补助农户|76户|76户|10|10", table=2, first=2)
    narrow = rows_of("补助农户|76户|76户|10|10", table=2, first=2)
    paragraphs: Any = [Row(), Row(), Row()]
    continued = find_form_cells([*first, *same], paragraphs, lexicon)
    assert [(c.form, c.cell.text) for c in continued if c.field == "indicator_name"] == [
        (1, "造林面积"),
        (1, "补助农户"),
    ]
    assert {c.field: c.cell.text for c in continued if c.row == 3}["level_2"] == "数量指标"
    # Other columns than those of the heads: nothing says what they hold.
    assert [c for c in find_form_cells([*first, *narrow], paragraphs, lexicon) if c.row == 3] == []


def test_sheets_with_heads_of_their_own_are_forms(lexicon: Lexicon) -> None:
    head = "三级指标|年度指标值|实际完成值|分值|得分"
    money = ("资金来源|年初预算数|全年预算数|全年执行数|得分", "年度资金总额|1|1|1|10")
    rows = [
        *rows_of(*money, sheet="资金"),
        *rows_of(head, "造林面积|1200亩|1180亩|20|19", table=2, sheet="指标", first=2),
        *rows_of(*money, head, "道路|1公里|1公里|20|20", table=3, sheet="另一项目", first=4),
    ]
    paragraphs: Any = [Row()] * 8
    found = find_form_cells(rows, paragraphs, lexicon)
    assert [(c.form, c.cell.text) for c in found if c.field == "indicator_name"] == [(1, "造林面积"), (2, "道路")]
    assert [c.form for c in found if c.field == "budget"] == [1, 2]


def test_lost_tables_end_where_prose_begins_again(form: Callable[[str], Any]) -> None:
    heads = "一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值\n分值\n得分\n"
    report = form(
        f"一、自评情况\n举办招聘会133场。\n二、附表\n{heads}产出指标\n造林面积\n1200亩\n1180亩\n20\n总分\n100\n96\n优\n补助农户76户。\n"
    )
    reasons = {row["printed"]: row["reason"] for row in report["figures"] if row["reason"] != "numbering"}
    assert {printed for printed, reason in reasons.items() if reason == "table_layout_lost"} == {
        "1200亩",
        "1180亩",
        "20",
        "100",
        "96",
    }
    assert [report.printed(row) for row in report["statements"]] == ["133场", "76户"]


def test_prose_that_names_heads_is_no_lost_table(form: Callable[[str], Any]) -> None:
    report = form(
        "指标体系由一级指标、二级指标、三级指标、年度指标值、实际完成值、分值和得分组成，共设16个指标。\n"
        "全年预算数120万元，执行数100万元，执行率83.33%，得分8.33分。\n"
    )
    assert "table_layout_lost" not in {row["reason"] for row in report["figures"]}


def _named(report: Any) -> list[tuple[str, Decimal]]:
    return [(c["text"], report.figure_of(c)["value"]) for c in report["form_cells"] if c["field"] == "named_amount"]


@pytest.mark.parametrize("cuts", ["||按收入性质分：|||按支出性质分：||||\n", ""])
def test_cuts_side_by_side_with_amounts_in_cells_of_their_own(form: Callable[[str], Any], cuts: str) -> None:
    """What stands beside a name is its amount, whatever head is above: 38.50 are no points and 12,200.43 not glued."""
    report = form(
        f"{MONEY}||年度资金总额|100.00|120.00|110.00|10|91.67%|9.17|\n{cuts}"
        "||其中：一般公共预算|90.00||其中：基本支出|38.50|||\n||政府性基金拨款|30.00||项目支出|12,200.43|||\n"
        "||其他资金|0.00||||||\n"
    )
    assert _named(report) == [
        ("一般公共预算：90.00", 900000),
        ("基本支出：38.50", 385000),
        ("政府性基金拨款：30.00", 300000),
        ("项目支出：12,200.43", 122004300),
        ("其他资金：0.00", 0),
    ]
    assert [row["item_name"] for row in by_row(report, "funding") if "item_name" in row] == ["年度资金总额"]
    assert refused(report) == {}


def test_words_among_amounts_do_not_part_a_row(form: Callable[[str], Any]) -> None:
    """已全部执行 stands in a column of amounts, but the amounts before it have no names of their own."""
    report = form(f"{MONEY}||年度资金总额|100.00|120.00|已全部执行|10|100%|10|\n||其他资金|5.00|6.00|无|—|—|—|\n")
    assert _named(report) == []
    assert [(row["item_name"], row["budget"]) for row in by_row(report, "funding")] == [
        ("年度资金总额", "120.00"),
        ("其他资金", "6.00"),
    ]


def test_goals_under_heads_in_other_words(form: Callable[[str], Any]) -> None:
    report = form(
        f"{MONEY}||年度资金总额|1|1|1|10|100%|10|\n|年度绩效目标|年初设定绩效目标|调整绩效目标|自评全年目标实际完成情况|\n"
        "||养护公路1860公里|养护公路1900公里|养护公路1905公里|\n"
    )
    assert by_row(report, "goal") == [
        {
            "goal_expected": "养护公路1860公里",
            "goal_adjusted": "养护公路1900公里",
            "goal_actual": "养护公路1905公里",
        }
    ]
    assert [report.statement(printed)["role"] for printed in ("1860公里", "1900公里", "1905公里")] == [
        "target",
        "target",
        "actual",
    ]


def test_names_and_points_under_heads_that_say_both(form: Callable[[str], Any]) -> None:
    report = form(
        "|项目资金（万元）|全年预算数|全年执行数|执行率|分值|自评得分|\n|年度资金总额|180|162|90%|10分|9分|\n"
        "|一级指标|二级指标|三级指标及分值|目标值|完成值|分值|自评得分|\n|产出指标|数量|接入车场（15分）|260家|271家|15分|15分|\n"
    )
    assert by_row(report, "indicator") == [
        {
            "level_1": "产出指标", "level_2": "数量", "indicator_name": "接入车场（15分）",
            "target": "260家", "actual": "271家", "max_score": "15分", "score": "15分",
        }
    ]  # fmt: skip
    assert values(report) | {"item_name": None} == {
        "item_name": None, "budget": 1800000, "executed": 1620000, "execution_rate": 90, "max_score": 10, "score": 9,
    }  # fmt: skip


@pytest.mark.parametrize("label", ["说明", "其他说明", "其他需要说明的事项", "备注"])
def test_notes_below_a_form_measure_nothing(form: Callable[[str], Any], label: str) -> None:
    report = form(f"{INDICATORS}|产出指标|数量指标|造林|9亩|9亩|20|20||\n|{label}|完成水库项目7座|||||||\n")
    assert report["statements"] == []
    assert by_row(report, "remark") == [{"note": "完成水库项目7座"}]
