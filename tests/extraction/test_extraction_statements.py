"""What figures measure, by example: label, role, whole, project, time.

What is expected of a sentence is, for each statement, ``printed role label`` and, for parts, ``< whole``;
labels may be given as alternatives parted by ``/``. 每句话的预期：数字、性质、名称、所属整体。
"""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]


def stated(report: Any) -> list[tuple[str, str, str | None, str | None]]:
    by_id = {row["statement_id"]: row for row in report["statements"]}
    return [
        (
            report.printed(row),
            row["role"],
            row["label"],
            report.printed(by_id[row["parent_statement_id"]]) if row["parent_statement_id"] else None,
        )
        for row in report["statements"]
    ]


def check(extracted: Extracted, sentence: str, expected: str) -> None:
    found = stated(extracted(f"一、基本情况\n{sentence}\n"))
    wanted = [line.split() for line in expected.split(";")]
    assert [(printed, role, whole) for printed, role, _, whole in found] == [
        (words[0], words[1], words[4] if len(words) > 4 else None) for words in wanted
    ], found
    for (printed, _, label, _), words in zip(found, wanted, strict=True):
        assert (label or "-") in words[2].split("/"), printed


LABELS = [
    (
        "全年预算数1,204.50万元，执行数1,198.3万元，预算执行率99.49%。",
        "1,204.50万元 actual 预算数/全年预算数;1,198.3万元 actual 执行数;99.49% actual 预算执行率",
    ),
    (
        "全年完成造林1.2万亩，举办培训班15期，培训护林员2,300人次。",
        "1.2万亩 actual 完成造林/造林;15期 actual 举办培训班;2,300人次 actual 培训护林员",
    ),
    ("引进高层次人才12名，录用大学生35人。", "12名 actual 引进高层次人才;35人 actual 录用大学生"),
    ("巡查林区9,719次，涉及护林员近2.7万人次。", "9,719次 actual 巡查林区;2.7万人次 actual 涉及护林员"),
    ("处理林权纠纷案件302件，调解成功率99.8%。", "302件 actual 处理林权纠纷案件;99.8% actual 调解成功率"),
    ("上年结转资金56万元，本年事业收入200万元。", "56万元 actual 上年结转资金;200万元 actual 事业收入"),
    (
        "年初预算数985万元，调整后预算数861.46万元，年中追加16万元。",
        "985万元 actual 年初预算数;861.46万元 actual 调整后预算数;16万元 actual 年中追加",
    ),
    (
        "一般公共预算财政拨款4,000万元，政府性基金预算拨款500万元。",
        "4,000万元 actual 一般公共预算财政拨款;500万元 actual 政府性基金预算拨款",
    ),
    ("举办招聘会133场，提供岗位13.32万个。", "133场 actual 举办招聘会;13.32万个 actual 提供岗位"),
    ("出动宣传车120辆次，悬挂横幅260条。", "120辆次 actual 出动宣传车;260条 actual 悬挂横幅"),
    ("人均补助1,200元，户均增收3,500元。", "1,200元 actual 人均补助;3,500元 actual 户均增收"),
    ("服务对象满意度96.5%，投诉办结率100%。", "96.5% actual 服务对象满意度;100% actual 投诉办结率"),
    ("支出进度为全年预算的96%。", "96% actual 支出进度"),
]
AFTER = [
    ("获批3个省级湿地公园、2个市级森林公园。", "3个 actual 获批省级湿地公园;2个 actual 获批市级森林公园"),
    ("全年建成12个示范林场。", "12个 actual 建成示范林场/示范林场"),
    ("新建5座瞭望塔。", "5座 actual 新建瞭望塔/瞭望塔"),
    (
        "建成标准化林场2个、示范基地3个、苗圃1个。",
        "2个 actual 建成标准化林场;3个 actual 建成示范基地;1个 actual 建成苗圃",
    ),
]
PARTS = [
    (
        "2023年度总收入5,000万元，其中：财政拨款4,200万元、其他收入800万元。",
        "5,000万元 actual 总收入;4,200万元 actual 财政拨款 < 5,000万元;800万元 actual 其他收入 < 5,000万元",
    ),
    (
        (
            "2023年部门总预算5,000万元，分为：部门预算4,200万元，其中：基本支出1,200万元、项目支出3,000万元；"
            "专项资金800万元，其中：省级专项500万元、市级专项300万元。"
        ),
        (
            "5,000万元 actual 部门总预算/总预算;4,200万元 actual 部门预算 < 5,000万元;"
            "1,200万元 actual 基本支出 < 4,200万元;3,000万元 actual 项目支出 < 4,200万元;"
            "800万元 actual 专项资金 < 5,000万元;500万元 actual 省级专项 < 800万元;300万元 actual 市级专项 < 800万元"
        ),
    ),
    (
        "下达资金1,000万元（其中：中央600万元，省级300万元，市级100万元），支出950万元。",
        (
            "1,000万元 actual 下达资金;600万元 actual 中央 < 1,000万元;300万元 actual 省级 < 1,000万元;"
            "100万元 actual 市级 < 1,000万元;950万元 actual 支出"
        ),
    ),
    (
        "全局编制141名，其中行政131名、事业10名；在编137人，其中在职120人、退休17人。",
        (
            "141名 actual 编制;131名 actual 行政 < 141名;10名 actual 事业 < 141名;137人 actual 在编;"
            "120人 actual 在职 < 137人;17人 actual 退休 < 137人"
        ),
    ),
    (
        "三公经费支出28.5万元，其中公务接待费3.5万元，公务用车运行维护费25万元。",
        "28.5万元 actual 三公经费支出;3.5万元 actual 公务接待费 < 28.5万元;25万元 actual 公务用车运行维护费 < 28.5万元",
    ),
    (
        "支出总额为1,200万元，主要包括：基本支出800万元、项目支出400万元。",
        "1,200万元 actual 支出总额;800万元 actual 基本支出 < 1,200万元;400万元 actual 项目支出 < 1,200万元",
    ),
    (
        "全市共有林场8个，其中国有林场5个、集体林场3个，在职职工320人。",
        "8个 actual 林场/共有林场;5个 actual 国有林场 < 8个;3个 actual 集体林场 < 8个;320人 actual 在职职工",
    ),
    (
        "自评总得分98.78分，其中履职效能49.78分，管理效率49分。",
        "98.78分 actual 自评总得分/总得分;49.78分 actual 履职效能 < 98.78分;49分 actual 管理效率 < 98.78分",
    ),
]
SHARED = [
    (
        "养老、失业、工伤保险参保人数分别为87.25万人、79.87万人和87.64万人。",
        "87.25万人 actual 养老保险参保人数;79.87万人 actual 失业保险参保人数;87.64万人 actual 工伤保险参保人数",
    ),
    (
        "造林面积、成活率、保存率分别为1,200亩、92%、88%。",
        "1,200亩 actual 造林面积;92% actual 成活率;88% actual 保存率",
    ),
    (
        "东部、中部、西部林场造林面积分别为300亩、400亩和500亩。",
        "300亩 actual 东部林场造林面积;400亩 actual 中部林场造林面积;500亩 actual 西部林场造林面积",
    ),
    (
        "造林面积、抚育面积同比分别增长20.3%、6.8%。",
        "20.3% change 造林面积增长/造林面积;6.8% change 抚育面积增长/抚育面积",
    ),
    ("森林覆盖率、林木绿化率均为65%。", "65% actual 森林覆盖率;65% actual 林木绿化率"),
    ("造林成活率、苗木合格率均达到95%以上。", "95% actual 造林成活率;95% actual 苗木合格率"),
    ("森林覆盖率、林木蓄积量均排名全市第二。", "第二 rank 森林覆盖率;第二 rank 林木蓄积量"),
    (
        "护林员培训2,300人次、村干部培训450人次，人数均排名全市第一。",
        "2,300人次 actual 护林员培训;450人次 actual 村干部培训;第一 rank 护林员培训人数;第一 rank 村干部培训人数",
    ),
]
SHARED += [
    (
        "造林1,200亩、抚育800亩，分别完成年度目标的120%、100%。",
        "1,200亩 actual 造林;800亩 actual 抚育;120% actual 造林完成年度目标;100% actual 抚育完成年度目标",
    ),
    (
        "造林补贴、管护补助分别惠及1,873人、3,056人。",
        "1,873人 actual 造林补贴惠及;3,056人 actual 管护补助惠及",
    ),
    (
        "获批4个示范林场，造林、抚育面积分别为300亩、400亩，均排名全市第二。",
        "4个 actual 获批示范林场;300亩 actual 造林面积;400亩 actual 抚育面积;第二 rank 造林面积;第二 rank 抚育面积",
    ),
    (
        "森林覆盖率达到65%，比上年提高1.2个百分点，居全省第三位。",
        "65% actual 森林覆盖率;1.2个百分点 change 森林覆盖率提高;第三位 rank 森林覆盖率",
    ),
]
CARRIED = [
    ("8个造林项目中有1个跨年实施。", "8个 actual 造林项目;1个 actual 造林项目跨年"),
    (
        "提前下达186万元，正式下达64万元，合计250万元。",
        "186万元 actual 提前下达;64万元 actual 正式下达;250万元 actual 下达合计",
    ),
    ("发放补贴5,327.6万元，户均4,673元。", "5,327.6万元 actual 发放补贴;4,673元 actual 户均"),
    ("抚育林木12.8万亩，超额完成12万亩的年度任务。", "12.8万亩 actual 抚育林木;12万亩 target 抚育林木"),
    (
        "全年造林1,200亩，任务完成率110%，排名全市第一。",
        "1,200亩 actual 造林;110% actual 造林任务完成率;第一 rank 造林任务完成率",
    ),
    ("受理行政许可申请120件，办结118件。", "120件 actual 受理行政许可申请;118件 actual 行政许可申请办结"),
    (
        "发放造林补贴1,200万元，惠及农户3,500户、合作社28家。",
        "1,200万元 actual 发放造林补贴;3,500户 actual 惠及农户;28家 actual 惠及合作社",
    ),
    ("向76户林农发放补贴35.6万元。", "76户 actual 发放补贴林农/发放补贴/林农;35.6万元 actual 发放补贴"),
    ("向退休人员发放慰问金15万元。", "15万元 actual 发放慰问金"),
]
ROLES = [
    (
        "林产品成交额23.7亿元，完成年度目标20亿元的118.5%。",
        "23.7亿元 actual 林产品成交额;20亿元 target 林产品成交额;118.5% actual 林产品成交额完成率",
    ),
    (
        "林业企业186家，净增31家，同比增长20%。",
        "186家 actual 林业企业;31家 actual 林业企业净增;20% change 林业企业增长",
    ),
    ("保存率、利用系数分别为88.2%和0.586。", "88.2% actual 保存率;0.586 actual 利用系数"),
    ("评价满分100分，90分（含）以上为优，80分（含）至90分为良。", "100分 maximum 评价/满分"),
    ("自评采用比较法等方法，满分100分。", "100分 maximum 满分"),
    ("参保率未能达到100%，目标为95%，实际完成93.9%。", "100% negated -;95% target 参保率;93.9% actual 参保率"),
    ("病虫害发生率控制在3.5%以内。", "3.5% actual 病虫害发生率"),
    ("造林任务1,000亩，已全部完成。", "1,000亩 target 造林/造林任务"),
    ("造林成活率达到90%的目标。", "90% target 造林成活率"),
    ("完成造林1,000亩的年度任务。", "1,000亩 target 造林"),
    ("未能100%完成年度预算。", "100% negated 完成年度预算"),
    ("造林面积同比增长20.3%。", "20.3% change 造林面积增长/造林面积"),
    ("森林覆盖率比2022年提高0.4个百分点。", "0.4个百分点 change 森林覆盖率提高/森林覆盖率"),
    ("公用经费支出较上年减少35.6万元。", "35.6万元 change 公用经费支出减少/公用经费支出"),
    (
        "投入指标满分15分，得15分；过程指标满分55分，得49.04分。",
        "15分 maximum 投入指标;15分 actual 投入指标;55分 maximum 过程指标;49.04分 actual 过程指标",
    ),
    ("预算执行率（10分），得9.9分。", "10分 maximum 预算执行率;9.9分 actual 预算执行率"),
    (
        "预算执行指标分值10分，自评得分9.5分，扣0.5分。",
        "10分 maximum 预算执行指标;9.5分 actual 预算执行指标",
    ),
    ("产出指标得48.5分，效益指标得30分。", "48.5分 actual 产出指标/产出指标得分;30分 actual 效益指标/效益指标得分"),
    ("综合得分93.5分，90分以上为优。", "93.5分 actual 综合得分"),
]


@pytest.mark.parametrize(("sentence", "expected"), LABELS)
def test_name_before_value(extracted: Extracted, sentence: str, expected: str) -> None:
    check(extracted, sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), AFTER)
def test_value_before_name(extracted: Extracted, sentence: str, expected: str) -> None:
    check(extracted, sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), PARTS)
def test_parts_know_their_whole(extracted: Extracted, sentence: str, expected: str) -> None:
    check(extracted, sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), SHARED)
def test_distributed_and_shared_values_and_ranks(extracted: Extracted, sentence: str, expected: str) -> None:
    check(extracted, sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), CARRIED)
def test_carried_subjects_and_recipients(extracted: Extracted, sentence: str, expected: str) -> None:
    check(extracted, sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), ROLES)
def test_roles(extracted: Extracted, sentence: str, expected: str) -> None:
    check(extracted, sentence, expected)


def test_parts_told_by_the_next_sentence(extracted: Extracted) -> None:
    report = extracted("一、收支情况\n全年总收入5,000万元。其中：财政拨款4,200万元，其他收入800万元。支出4,900万元。\n")
    assert [report.whole_of(printed) for printed in ("4,200万元", "800万元", "4,900万元")] == [
        "5,000万元", "5,000万元", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("湿地保护率位居全省第三。", "全省"),
        ("湿地保护率排名全市第三。", "全市"),
        ("湿地保护率在全国排名第三。", "全国"),
        ("营林面积全省第三。", "全省"),
    ],
)
def test_rank_scope(extracted: Extracted, sentence: str, scope: str) -> None:
    row = extracted(f"一、基本情况\n{sentence}\n").statement("第三")
    assert (row["role"], row["rank_scope"]) == ("rank", scope)


@pytest.mark.parametrize(
    ("sentence", "printed", "project"),
    [
        ("林区道路养护项目，年初预算420万元，实际支出400万元。", "400万元", "林区道路养护"),
        ("“绿美乡村”项目预算120万元，支出118万元。", "118万元", "绿美乡村"),
        ("（1）古树名木保护项目：预算50万元，使用率97%。", "97%", "古树名木保护"),
        ("造林补贴项目预算1,200万元，执行率98.33%。", "98.33%", "造林补贴"),
        ("项目支出3,000万元，基本支出1,200万元。", "1,200万元", None),
        ("该项目预算120万元。", "120万元", None),
        ("全年安排各类项目资金500万元。", "500万元", None),
    ],
)
def test_project_spoken_of(extracted: Extracted, sentence: str, printed: str, project: str | None) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n").statement(printed)["project_name"] == project


def test_one_project_after_the_other(extracted: Extracted) -> None:
    report = extracted(
        "二、项目情况\n造林补贴项目预算1,200万元，执行1,180万元；防火物资储备项目预算80万元，执行79万元。\n全年预算2,000万元。\n"
    )
    assert [(row["project_name"], report.printed(row)) for row in report["statements"]] == [
        ("造林补贴", "1,200万元"),
        ("造林补贴", "1,180万元"),
        ("防火物资储备", "80万元"),
        ("防火物资储备", "79万元"),
        (None, "2,000万元"),
    ]


@pytest.mark.parametrize(
    ("sentence", "month"),
    [
        ("截至12月底，参保护林员2,300人。", "2023-12"),
        ("截至2022年6月，参保护林员2,300人。", "2022-06"),
        ("截止2023年9月30日，参保护林员2,300人。", "2023-09"),
        ("12月组织参保护林员2,300人。", None),
    ],
)
def test_as_of_month(extracted: Extracted, sentence: str, month: str | None) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n").statement("2,300人")["as_of_month"] == month


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("2022年造林1,100亩。", 2022),
        ("2023年造林1,100亩。", None),
        ("全年造林1,100亩。", None),
        ("自2021年以来造林1,100亩。", None),
        ("造林面积比2022年多，达到1,100亩。", None),
    ],
)
def test_year_of_another_period(extracted: Extracted, sentence: str, year: int | None) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n").statement("1,100亩")["period_year"] == year


def test_years_side_by_side(extracted: Extracted) -> None:
    report = extracted("一、基本情况\n2022年造林1,100亩，2023年造林1,200亩。\n")
    assert [report.statement(printed)["period_year"] for printed in ("1,100亩", "1,200亩")] == [2022, None]


@pytest.mark.parametrize(
    "sentence",
    ["工期90天，历时6个月。", "拨打12345热线。", "依据澄林发〔2021〕94号办理。", "2023年度完成。", "扣0.5分。"],
)
def test_what_measures_nothing_states_nothing(extracted: Extracted, sentence: str) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n")["statements"] == []
