"""Forms of every family in every format, from their cells to the marts."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from dbt_runs import DbtProject
from form_project import COMPARED, OfForm

from tests.fixtures.form_variants import (
    ANHUI_DEPARTMENT,
    DAMAGED,
    DAYING,
    INNER_MONGOLIA,
    LINHE,
    LINXIA,
    YUNNAN,
)
from tests.fixtures.forms import CHONGQING_DEPARTMENT, HUBEI, HUNAN_DEPARTMENT, NATIONAL, TRANSFER
from tests.fixtures.writers import FORM_WRITERS


@pytest.mark.parametrize("mart", COMPARED)
def test_every_format_gives_the_same(forms: DbtProject, mart: str) -> None:
    columns = ", ".join(f"found.{column.strip()}" for column in COMPARED[mart].split(","))
    found: dict[str, Counter[tuple[Any, ...]]] = {name: Counter() for name in FORM_WRITERS}
    for kind, *values in forms.query(
        f"select files.format, regexp_extract(files.source_path, '\\d+'), {columns} from marts.{mart} as found"
        " inner join staging.stg_raw__reports as files using (report_key) where contains(files.source_path, '-2023.')"
    ):
        found[kind][tuple(values)] += 1
    assert found["xlsx"]
    for name, values in found.items():
        assert values == found["xlsx"], (name, values - found["xlsx"], found["xlsx"] - values)


def test_money_of_a_national_form(of_form: OfForm) -> None:
    assert of_form(
        NATIONAL,
        "select item_name, funding_item, cut, parent_item_name, amount_yuan from funding_sources"
        " where stage = 'executed'",
    ) == [
        ("年度资金总额", "total", "total", None, Decimal("11494600.00")),
        ("当年财政拨款", "current_appropriation", "source", "年度资金总额", Decimal("9600000.00")),
        ("上年结转资金", "carried_forward", "source", "年度资金总额", Decimal("1894600.00")),
        ("其他资金", "other_funds", "source", "年度资金总额", Decimal("0.00")),
    ]
    assert of_form(NATIONAL, "select project_name, score, stated_rate, grade from project_scores") == [
        ("农村公路养护补助项目", Decimal("99.09"), Decimal("95.43"), None)
    ]


def test_both_cuts_of_a_department_are_kept_apart(of_form: OfForm) -> None:
    found = of_form(
        HUNAN_DEPARTMENT, "select item_name, cut, stage, amount_yuan from funding_sources where cut <> 'total'"
    )
    assert sorted(found) == [
        ("一般公共预算", "source", "budget", Decimal("31756600.00")),
        ("基本支出", "nature", "executed", Decimal("14203000.00")),
        ("政府性基金拨款", "source", "budget", Decimal("1000000.00")),
        ("项目支出", "nature", "executed", Decimal("16817500.00")),
    ]
    assert of_form(
        HUNAN_DEPARTMENT,
        "select stated_value, status from reconciliations where rule = 'sum_of_parts' and unit = '元' order by 1",
    ) == [(Decimal(31020500), "exact"), (Decimal(32756600), "exact")]


def test_levels_of_government(of_form: OfForm) -> None:
    found = of_form(
        INNER_MONGOLIA,
        "select item_name, funding_item, cut, parent_item_name from funding_sources where stage = 'budget'",
    )
    assert set(found) == {
        ("年度资金总额", "total", "total", None),
        ("中央财政资金", "central", "level", "年度资金总额"),
        ("地方财政资金", "local", "level", "年度资金总额"),
        ("自治区资金", "province", "level", "地方财政资金"),
        ("盟市资金", "city", "level", "地方财政资金"),
        ("旗县资金", "county", "level", "地方财政资金"),
        ("彩票公益金", "lottery_fund", "source", "年度资金总额"),
    }
    assert of_form(INNER_MONGOLIA, "select count(*), min(status) from reconciliations where rule = 'sum_of_parts'") == [
        (4, "exact")
    ]
    assert of_form(LINHE, "select subject, status from reconciliations where rule = 'sum_of_parts' order by 1") == [
        ("优抚对象补助资金：年度资金总额（全年预算）", "exact"),
        ("优抚对象补助资金：年度资金总额（执行）", "exact"),
    ]


def test_parts_of_few_digits_may_differ_by_their_rounding(of_form: OfForm) -> None:
    """3.89 + 3.89 beside 7.79: each part may be up to half a unit more than it is printed."""
    assert of_form(
        LINXIA, "select stated_value, computed_value, status from reconciliations where rule = 'sum_of_parts' limit 1"
    ) == [(Decimal(77900), Decimal(77800), "rounded")]


def test_target_in_force_and_points_of_a_chongqing_form(of_form: OfForm) -> None:
    assert of_form(
        CHONGQING_DEPARTMENT,
        "select target_value, actual_value, unit, score from project_indicators where indicator_name = '接待游客'",
    ) == [(Decimal(8000000), Decimal(7815000), "人次", Decimal("24.42"))]
    assert of_form(CHONGQING_DEPARTMENT, "select item_name, max_score, score from score_items where depth = 0") == [
        ("总分", None, Decimal("97.93"))
    ]
    assert of_form(
        CHONGQING_DEPARTMENT, "select subject, status from reconciliations where subject like '接待游客%' order by 1"
    ) == [("接待游客", "rounded"), ("接待游客（得分系数）", "rounded")]


def test_points_may_stand_in_the_heads_only(of_form: OfForm) -> None:
    assert of_form(
        HUBEI, "select subject, stated_value, computed_value, status from reconciliations where rule = 'score_rule'"
        " and stated_value not in (20, 30) order by 1"
    ) == [
        ("中小河流治理：执行率得分", Decimal("18.32"), Decimal("18.324443"), "rounded"),
        ("中小河流治理：群众满意度", Decimal("9.86"), Decimal("9.855556"), "rounded"),
    ]  # fmt: skip
    assert of_form(
        HUBEI, "select explanation from reconciliations where rule = 'warning_light' and status = 'ambiguous'"
    )


def test_transfer_forms_have_no_scores(of_form: OfForm) -> None:
    assert of_form(TRANSFER, "select score, grade from project_scores") == [(None, None)]
    assert of_form(TRANSFER, "select distinct rule from reconciliations order by 1") == [
        ("rate",), ("sum_of_parts",), ("warning_light",)
    ]  # fmt: skip
    assert of_form(TRANSFER, "select department_name from reports") == [("河阳市民政局",)]


def test_a_form_in_yuan_with_signs_and_units_in_columns(of_form: OfForm) -> None:
    assert of_form(YUNNAN, "select budget_yuan, score, grade from project_scores") == [
        (Decimal("387664.62"), Decimal(96), "优")
    ]
    assert of_form(
        YUNNAN, "select indicator_name, comparison, target_value, unit from project_indicators where score < max_score"
        " or unit is null or comparison = 'qualitative' order by indicator_name"
    ) == [
        ("控辍保学", "qualitative", None, None),
        ("资助政策知晓率", ">=", Decimal(100), "%"),
        ("资助机制", "qualitative", None, None),
        ("资金到位及时率", "=", Decimal(100), "%"),
    ]  # fmt: skip
    assert of_form(
        YUNNAN,
        "select rule, subject, status from reconciliations where status not in ('exact', 'rounded') order by 1, 2",
    ) == [
        ("missing_reason", "义务教育学生资助：资金到位及时率（扣分）", "contradiction"),
        ("score_rule", "义务教育学生资助：资助政策知晓率", "truncated"),
        ("score_rule", "义务教育学生资助：资金到位及时率", "contradiction"),
    ]


def test_nothing_out_of_nothing_is_no_rate(of_form: OfForm) -> None:
    assert of_form(
        DAYING, "select item_name, budget_yuan, stated_rate, computed_rate, status from budget_execution"
    ) == [
        ("办公设备购置", Decimal("33600.00"), Decimal(100), Decimal(100), "exact"),
        ("财政资金", Decimal("33600.00"), Decimal(100), Decimal(100), "exact"),
        ("单位资金", Decimal("0.00"), Decimal(0), None, None),
    ]
    assert not of_form(DAYING, "select * from reconciliations where status not in ('exact', 'rounded')")


def test_what_cannot_be_read_is_not_read(forms: DbtProject, of_form: OfForm) -> None:
    assert of_form(DAMAGED, "select stage, item_name, amount_yuan from funding_sources") == [
        ("initial", "年度资金总额", Decimal("40000000.00")),
        ("budget", "年度资金总额", Decimal("33596200.00")),
        ("executed", "年度资金总额", Decimal("331200.00")),
    ]
    assert of_form(DAMAGED, "select stated_rate, score from project_scores") == [(None, None)]
    assert "指标2" not in str(of_form(DAMAGED, "select indicator_name from project_indicators"))
    reasons = forms.query(
        "select distinct regexp_extract(cell, '[A-Z]+\\d+$'), unused_reason from marts.figure_ledger"
        " where source_path = 'xlsx/12-2023.xlsx' and ends_with(unused_reason, '_digits') order by 1"
    )
    assert reasons == [
        ("D6", "masked_digits"),
        ("D9", "glued_digits"),
        ("E6", "masked_digits"),
        ("E9", "glued_digits"),
        ("G5", "glued_digits"),
        ("H5", "glued_digits"),
    ]


def test_rules_of_scoring(of_form: OfForm) -> None:
    found = of_form(
        DAMAGED, "select rule, subject[6:], stated_value, computed_value, status from reconciliations"
        " where rule in ('score_rule', 'missing_reason', 'target_vs_claim', 'unit') order by 1, 2"
    )  # fmt: skip
    assert found == [
        ("missing_reason", "单位成本（扣分）", Decimal(8), Decimal(10), "contradiction"),
        ("missing_reason", "宣传人次（完成值达到指标值的130%以上）", Decimal(150), Decimal(100), "contradiction"),
        ("score_rule", "单位成本", Decimal(8), Decimal(8), "exact"),
        ("score_rule", "宣传人次", Decimal(10), Decimal(10), "exact"),
        ("score_rule", "投诉件数", Decimal(10), Decimal(7), "ambiguous"),
        ("score_rule", "植被", Decimal(7), Decimal(10), "contradiction"),
        ("score_rule", "水质达标率", Decimal(20), Decimal(20), "exact"),
        ("score_rule", "设备单价", Decimal(0), Decimal(0), "exact"),
        ("unit", "年度资金总额", Decimal(33596200), Decimal(33596200), "exact"),
    ]


def test_tables_of_points_without_targets(of_form: OfForm) -> None:
    assert of_form(
        ANHUI_DEPARTMENT,
        "select item_name, parent_item_name, max_score, score from score_items where depth < 2 order by max_score desc",
    ) == [
        ("总分", None, Decimal(100), Decimal("97.6")),
        ("效果", "总分", Decimal(50), Decimal(50)),
        ("执行", "总分", Decimal(35), Decimal("33.6")),
        ("规划", "总分", Decimal(15), Decimal(14)),
    ]  # fmt: skip


def test_forms_one_below_the_other(forms: DbtProject) -> None:
    assert forms.query(
        "select project_name, budget_yuan, score from marts.project_scores inner join staging.stg_raw__reports as files"
        " using (report_key) where files.source_path = 'several.txt' order by budget_yuan, project_name"
    ) == [
        ("51230023R000004711206-社区矫正场所运行", Decimal("412000.00"), Decimal(100)),
        ("农村公路养护补助项目", Decimal("12045000.00"), Decimal("99.09")),
        ("渡口改造", Decimal("12045000.00"), Decimal("99.09")),
    ]
    assert forms.query(
        "select project_name, count(*) from marts.project_indicators inner join staging.stg_raw__reports as files"
        " using (report_key) where files.source_path = 'several.txt' group by 1 order by 1"
    ) == [("51230023R000004711206-社区矫正场所运行", 5), ("农村公路养护补助项目", 7), ("渡口改造", 7)]


def test_rows_of_a_list_are_projects(forms: DbtProject) -> None:
    listed = "report_key = (select report_key from marts.reports where source_path = 'listed.txt')"
    assert forms.query(
        "select project_name, budget_yuan, executed_yuan, stated_rate, score, grade from marts.project_scores"
        f" where {listed}"
    ) == [
        ("养老服务补贴", Decimal(1200000), Decimal(960000), Decimal(80), Decimal(92), "良"),
        ("流浪乞讨救助", Decimal(300000), Decimal(300000), Decimal(100), Decimal("98.5"), "优"),
    ]
    assert forms.query(f"select distinct scope, cut from marts.funding_sources where {listed}") == [
        ("project", "total")
    ]


def test_sheets_of_a_workbook_are_reports(forms: DbtProject) -> None:
    assert forms.query(
        "select reports.department_name, scores.project_name from marts.reports"
        " left join marts.project_scores as scores using (report_key)"
        " where reports.source_path = 'several.xlsx' order by 1"
    ) == [
        ("永宁县农业农村局", None),
        ("澄湖市交通运输局", "农村公路养护补助项目"),
        ("青溪县司法局", "51230023R000004711206-社区矫正场所运行"),
    ]


def test_flattened_forms_give_no_facts(forms: DbtProject) -> None:
    lost = "report_key in (select report_key from marts.reports where source_path like 'lost-%')"
    for mart in COMPARED.keys() - {"reports", "metrics"}:
        assert forms.query(f"select * from marts.{mart} where {lost}") == [], mart
    assert forms.query(f"select distinct value, unit from marts.metrics where {lost}") == [(Decimal(17), "期")]
    kept = forms.query(
        "select source_path, count(*) filter (where unused_reason = 'table_layout_lost'),"
        " count(*) filter (where figure_class in ('money', 'percent', 'score')) from marts.figure_ledger"
        f" where {lost} group by 1 order by 1"
    )
    assert [(path, measured) for path, _, measured in kept] == [
        (f"lost-{n}.txt", 0) for n in ("glued", "line", "lines")
    ]
    assert all(count > 40 for _, count, _ in kept)


def test_a_report_is_held_against_the_forms_of_its_department(forms: DbtProject) -> None:
    found = forms.query(
        "select distinct stated_value, computed_value, unit, status, len(figure_keys) from marts.reconciliations"
        " inner join marts.reports using (report_key)"
        " where source_path = 'narrative.txt' and rule = 'restatement' and contains(explanation, '自评表') order by 1"
    )
    assert found == [
        (Decimal("95.43"), Decimal("95.43"), "%", "exact", 2),
        (Decimal("99.09"), Decimal("99.09"), "分", "exact", 2),
        (Decimal(11504600), Decimal(11494600), "元", "contradiction", 2),
        (Decimal(12045000), Decimal(12045000), "元", "exact", 2),
    ]
