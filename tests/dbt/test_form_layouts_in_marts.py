"""Forms laid out and worded in other ways, and what their cells say in words, from cells to marts."""

from decimal import Decimal
from typing import Any

import pytest
from form_project import OfForm

from tests.fixtures.form_layouts import GUANGXI, HENAN, JIANGSU, SHANDONG, ZHEJIANG
from tests.fixtures.forms import HUBEI, NATIONAL, SICHUAN, TRANSFER
from tests.fixtures.grids import Grid


def test_cells_state_findings(of_form: OfForm) -> None:
    def findings(grid: Grid) -> list[tuple[Any, ...]]:
        return of_form(grid, "select kind, text, cell from findings order by char_start")

    assert findings(TRANSFER) == [
        ("problem", "银行卡信息有误", "转移支付自评表!F17"),
        ("measure", "已更正", "转移支付自评表!G17"),
    ]
    assert findings(HUBEI) == [
        ("deduction", "少数村民对弃土堆放不满", "湖北项目表!B14"),
        ("measure", "及时清运弃土，完善公示", "湖北项目表!B15"),
    ]
    # 无 is none, 同上 says nothing new.
    assert findings(SICHUAN) == [("conclusion", "自评得分100分，资金使用规范", "四川项目表!B19")]
    assert findings(NATIONAL) == [("deduction", "连续降雨，两公里顺延到次年", "国家项目自评表!H13")]
    assert findings(JIANGSU) == [
        ("deduction", "个别接口返工", "江苏项目表!H12"),
        ("problem", "验收资料归集慢", "江苏项目表!B16"),
        ("measure", "建立资料清单", "江苏项目表!B17"),
    ]
    assert findings(ZHEJIANG) == [
        ("deduction", "车辆老化", "浙江项目表!H10"),
        ("measure", "分批更新", "浙江项目表!H10"),
    ]


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        (JIANGSU, ("老旧泵站改造", 3000000, 2850000, Decimal("99.2"))),
        (HENAN, ("农技推广补助", 850000, 722500, Decimal("97.7"))),
        (ZHEJIANG, ("公共自行车运维", 1500000, 1500000, Decimal("99.6"))),
    ],
)
def test_heads_in_other_words(of_form: OfForm, grid: Grid, expected: tuple[Any, ...]) -> None:
    assert of_form(grid, "select project_name, budget_yuan, executed_yuan, score from project_scores") == [expected]
    assert not of_form(grid, "select * from reconciliations where status = 'contradiction'")


def test_third_level_without_second(of_form: OfForm) -> None:
    assert of_form(
        HENAN,
        "select level_1, level_2, indicator_name, target_value, actual_value, max_score from project_indicators"
        " where score < max_score",
    ) == [("产出指标", None, "示范田面积", 500, 480, 20)]


def test_points_of_merged_cells_are_given_once(of_form: OfForm) -> None:
    assert of_form(
        JIANGSU, "select indicator_name, max_score, score from project_indicators where level_2 = '数量指标' order by 1"
    ) == [("改造泵站", 25, 25), ("更换水泵", None, None)]


def test_a_total_of_indicators_alone_is_no_contradiction(of_form: OfForm) -> None:
    assert of_form(
        GUANGXI, "select stated_value, computed_value, status from reconciliations where rule = 'score_sum'"
    ) == [(90, 90, "exact")]
    assert not of_form(GUANGXI, "select * from reconciliations where status = 'contradiction'")


def test_scores_of_a_department_in_other_words(of_form: OfForm) -> None:
    assert of_form(
        SHANDONG, "select item_name, max_score, score from score_items where depth <= 1 order by score desc"
    ) == [
        ("总分", None, Decimal("93.45")),
        ("履职效能", 50, Decimal("43.75")),
        ("管理效率", 40, 40),
        ("预算执行率", 10, Decimal("9.7")),
    ]
