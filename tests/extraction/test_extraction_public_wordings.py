"""Wordings met in public reports, in sentences of our own: the role and label of each figure."""

from collections.abc import Callable
from typing import Any

import pytest

from orchestration.extraction import extract

Extracted = Callable[..., Any]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # The report's own body says nothing of a figure.
        ("澄湖市林业局2023年度下达上级补助资金755.19万元。", {"755.19万元": "下达上级补助资金"}),
        ("澄湖市林业局（以下简称“市林业局”）实施项目共15个。", {"15个": "实施项目"}),
        ("澄湖市林业局机关编制12名。", {"12名": "澄湖市林业局机关编制"}),
        # A count and the amount of what is counted.
        ("年初批复预算8个项目985万元。", {"8个": "年初批复预算项目", "985万元": "年初批复预算"}),
        ("补贴企业12家350万元。", {"12家": "补贴企业", "350万元": "补贴企业"}),
        # What was compared in a sentence of its own.
        ("收入792.22万元。同比上年度增加189.25万元，增加31.39%。", {"189.25万元": "收入增加", "31.39%": "收入增加"}),
        # Two bodies, each with what it has.
        (
            "局本级内设7个科室；区公路养护中心内设4个科室。",
            {"7个": "局本级内设科室", "4个": "区公路养护中心内设科室"},
        ),
        ("现有展区28个。分为28处展区以及174台拼接屏。", {"174台": "拼接屏"}),
        ("下属县农技中心、县执法大队等7个单位。", {"7个": "下属单位"}),
        ("预算单位包括3个。", {"3个": "预算单位"}),
        ("已带动14户贫困户39人增收。", {"14户": "带动贫困户", "39人": "带动贫困户"}),
        ("10个项目均完工，其中3个项目资金执行100%。", {"3个": "项目", "100%": "项目资金执行"}),
        # Parts by what they are for.
        (
            "省级资金124万元，为甲村道路建设25万元，对乙社组织帮助0.7万元。",
            {"25万元": "甲村道路建设", "0.7万元": "乙社组织帮助"},
        ),
        ("支出减少3万元，主要原因是抗疫国债资金减少2万元。", {"2万元": "抗疫国债资金减少"}),
        ("项目支出包括委员活动经费36.3万元。", {"36.3万元": "委员活动经费"}),
        # Aims and results.
        ("出栏生猪38.5万头，完成市下达任务36万头的目标。", {"36万头": "出栏生猪"}),
        ("群众满意度为89.4%，略低于90%的年度目标。", {"90%": "群众满意度"}),
        ("保障房计划新开工6,500套，实际新开工6,820套。", {"6,500套": "保障房新开工"}),
        ("养护成本每公里1.05万元，控制在每公里1.1万元的标准以内。", {"1.1万元": "养护成本每公里"}),
        ("围绕粮食生产设置绩效指标26项。", {"26项": "设置绩效指标"}),
        ("实际完成危房改造264户，发放补助资金278.8万元。", {"278.8万元": "危房改造发放补助资金"}),
        ("实际改造数超任务43%。", {"43%": "实际改造数超任务"}),
        ("支出决算数为2,208万元，完成年初预算的118.71%。", {"118.71%": "支出决算数完成年初预算"}),
        ("在职人员控制率94.83%，该指标分值5分，得5分。", {"5分": "在职人员控制率"}),
        ("就业率为78.4%，未达到85%的目标。", {"85%": "就业率"}),
        ("造林5万亩，未完成6万亩的年度任务。", {"6万亩": "造林"}),
        ("登记失业人数1,388人，低于区下达的1,420人控制目标。", {"1,420人": "登记失业人数"}),
        ("2024年项目预算执行率力争达到95%以上。", {"95%": "项目预算执行率"}),
        ("出苗率目标不低于75%，抽样实测78.4%。", {"75%": "出苗率", "78.4%": "出苗率"}),
        # After a semicolon another thing is spoken of, and another section counts the rest.
        (
            "造林面积，年初目标2.8万亩，实际完成2.86万亩，分值6分，得6分；管护面积，年初目标6.5万亩，分值8分，得7.02分。",
            {"2.86万亩": "造林面积", "6.5万亩": "管护面积", "8分": "管护面积", "7.02分": "管护面积"},
        ),
        ("其余9个小额项目支出61万元。", {"9个": "其余小额项目"}),
        ("满意度93.4%，超过年初设定的92%的目标。", {"93.4%": "满意度", "92%": "满意度"}),
        ("绩效目标为：完成260个行政村环境整治。", {"260个": "完成行政村环境整治"}),
        (
            "区域绩效目标分解到41个县（市、区），28个县（市、区）出台办法。",
            {"41个": "县（市、区）", "28个": "县（市、区）"},
        ),
        ("全市供销系统业绩考核中，我社排名第二。", {"第二": "供销系统业绩考核"}),
        ("市信访局在全市信访工作考核中排名第四。", {"第四": "信访工作考核"}),
        ("新开通客运线路9条，累计达到31条。", {"31条": "客运线路累计"}),
        ("细化为26个指标，逐一分解到21个处室。", {"21个": "处室"}),
        ("满意率91.25%，比95%的预期目标低3.75个百分点。", {"95%": "满意率", "3.75个百分点": "满意率降低"}),
        ("实际使用外资23.6亿美元，超过年初确定的22亿美元目标。", {"22亿美元": "实际使用外资"}),
        ("投资9.37亿元，在全市8个县（区）中排名第二。", {"第二": "投资"}),
        # What is high or low is named in the clause before its value.
        ("住院率偏高，达到17.8%。", {"17.8%": "住院率"}),
        ("支出进度不高，年末仅达到85%。", {"85%": "支出进度"}),
        ("培训面不足，仅覆盖35%的乡镇。", {"35%": "覆盖乡镇"}),
        # By how much, in which direction, and than what.
        ("受理案件20件，比上年多12件。", {"12件": "受理案件增加"}),
        (
            "单批次检测成本614.66元，较预算标准625元低1.65%。",
            {"625元": "单批次检测成本", "1.65%": "单批次检测成本降低"},
        ),
        ("大班额比例由4.1%压减到3.2%。", {"4.1%": "大班额比例", "3.2%": "大班额比例"}),
        ("2026年“三公”经费预算压减5%。", {"5%": "“三公”经费预算压减"}),
        # What is paid for each.
        ("按每亩100元的标准发放种粮补贴。", {"100元": "种粮补贴标准每亩"}),
        ("按2,500元/户的标准给予补助。", {"2,500元/户": "补助标准"}),
        # Those to whom something is given, and what is done with a thing that was planned.
        (
            "为235名智力、精神残疾人提供托养服务。计划整治沟渠18条，实际整治20条。",
            {"235名": "提供托养服务精神残疾人", "18条": "整治沟渠", "20条": "整治沟渠"},
        ),
        ("共划分13个标段，辖14个行政村。", {"13个": "标段", "14个": "辖行政村"}),
        (
            "下属县综合服务中心1个事业单位。单位将11个部门预算项目纳入管理。",
            {"1个": "下属事业单位", "11个": "部门预算项目"},
        ),
        # Points of the indicator whose figures stand before them.
        (
            "数字化加工量指标值为60万拍，实际完成57.4万拍，因善本脆弱，未能完成计划，满分8分，得7.65分。",
            {"60万拍": "数字化加工量", "57.4万拍": "数字化加工量", "8分": "数字化加工量", "7.65分": "数字化加工量"},
        ),
        ("预算执行率指标满分10分，按执行比例得9.41分。", {"9.41分": "预算执行率指标"}),
        # Who grants money, in which letter, and what is done with it, are no names of it.
        (
            "省财政厅、省林草局共下达我市退耕资金2,846万元，其中岭财资环〔2022〕118号文提前下达2,150万元。",
            {"2,846万元": "下达我市退耕资金", "2,150万元": "提前下达"},
        ),
        (
            "省财政厅下达资金（其中：中央资金60万元，省级资金20万元）。第一批晋财农〔2022〕178号安排52万元。",
            {"60万元": "中央资金", "20万元": "省级资金", "52万元": "第一批安排"},
        ),
        ("县财政局会同我局将资金和绩效目标一并分解到8个乡镇、2个林场。", {"8个": "乡镇", "2个": "林场"}),
        (
            "2022届毕业生3,618人，去向落实率93.45%。当年录取4,102人，实际报到3,897人。",
            {"3,618人": "2022届毕业生", "93.45%": "去向落实率", "4,102人": "录取", "3,897人": "实际报到"},
        ),
        # Places and states of things are no names of them.
        ("领导全市7个基层检察院。", {"7个": "基层检察院"}),
        ("19台已达使用年限的办公设备未及时报废。", {"19台": "办公设备"}),
        # One name for several times, several names for one comparison.
        ("6月末、9月末支出进度分别为44.1%、66.8%。", {"44.1%": "支出进度", "66.8%": "支出进度"}),
        ("2021、2022年分别投入120万元、130万元。", {"120万元": "投入", "130万元": "投入"}),
        (
            "化学需氧量、氨氮浓度分别为41.6毫克/升、2.3毫克/升，较改造前分别下降27.4%和46.5%。",
            {"27.4%": "化学需氧量下降", "46.5%": "氨氮浓度下降"},
        ),
        ("编制部门预算项目11个，预算金额1,228.36万元。", {"1,228.36万元": "项目预算金额"}),
    ],
)
def test_labels(extracted: Extracted, sentence: str, expected: dict[str, str]) -> None:
    report = extracted(f"一、基本情况\n{sentence}\n")
    for printed, label in expected.items():
        found = {row["label"] for row in report.statements(printed)}
        assert found == {label}, printed


@pytest.mark.parametrize(
    ("sentence", "printed", "role"),
    [
        ("出栏生猪38.5万头，完成市下达任务36万头的目标。", "36万头", "target"),
        ("保障房计划新开工6,500套，实际新开工6,820套。", "6,500套", "target"),
        ("养护成本每公里1.05万元，控制在每公里1.1万元的标准以内。", "1.1万元", "target"),
        ("围绕粮食生产设置绩效指标26项。", "26项", "actual"),
        ("实际改造数超任务43%。", "43%", "actual"),
        ("用于低收入群体住房安全，计划补助115户。", "115户", "target"),
        ("就业率为78.4%，未达到85%的目标。", "85%", "target"),
        ("预算执行未能达到100%。", "100%", "negated"),
        ("失业人数1,388人，低于区下达的1,420人控制目标。", "1,420人", "target"),
        ("2024年执行率力争达到95%以上。", "95%", "target"),
        ("力争上级资金120万元。", "120万元", "actual"),
        ("比95%的预期目标低3.75个百分点。", "95%", "target"),
        ("较预算标准625元低1.65%。", "1.65%", "change"),
        ("案件20件，比上年多12件。", "12件", "change"),
    ],
)
def test_roles(extracted: Extracted, sentence: str, printed: str, role: str) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n").statement(printed)["role"] == role


def test_points_that_the_last_items_share(extracted: Extracted) -> None:
    report = extracted("一、基本情况\n编制得18.5分，执行得17.6分，两项满分均为20分。\n")
    shared = [(row["label"], row["role"]) for row in report.statements("20分")]
    assert shared == [("编制", "maximum"), ("执行", "maximum")]


@pytest.mark.parametrize(
    ("heading", "role"),
    [("（二）年度绩效目标", "target"), ("（二）完成的绩效目标", "actual"), ("（二）下一步工作打算", "actual")],
)
def test_figures_under_a_heading_of_goals(extracted: Extracted, heading: str, role: str) -> None:
    report = extracted(f"一、基本情况\n{heading}\n重大隐患整改率达到100%，满意度不低于95%。\n")
    assert report.statement("100%")["role"] == role
    assert report.statement("95%")["role"] == ("actual" if "完成" in heading else "target")


@pytest.mark.parametrize(
    ("sentence", "printed", "label"),
    [
        ("全年支出751万元，其中人员经费648万元。", "751万元", "基本支出全年支出"),
        ("“三公”经费支出23万元。全年支出22万元。", "22万元", "全年支出"),
        ("基本支出预算760万元。", "760万元", "基本支出预算"),
    ],
)
def test_an_expenditure_is_that_of_its_heading(extracted: Extracted, sentence: str, printed: str, label: str) -> None:
    assert extracted(f"一、收支情况\n（一）基本支出\n{sentence}\n").statement(printed)["label"] == label


def test_problems_numbered_within_a_paragraph(extracted: Extracted) -> None:
    report = extracted("一、问题\n（一）存在的问题。1.部分地块未完工。2.指标不够科学，达标率1.5%。3.资料归集不及时。\n")
    assert [row["text"] for row in report["sections"] if row["kind"] == "run_in"] == [
        "部分地块未完工",
        "指标不够科学，达标率1.5%",
        "资料归集不及时",
    ]


def test_a_year_in_a_parenthesis_is_of_the_parenthesis(extracted: Extracted) -> None:
    report = extracted("一、基本情况\n实施项目15个（含2021年转列项目5个），年初预算985万元。\n")
    assert report.statement("5个")["period_year"] == 2021
    assert report.statement("985万元")["period_year"] is None


@pytest.mark.parametrize(
    ("sentence", "printed", "year", "month"),
    [
        ("6月末、9月末支出进度分别为44.1%、66.8%。", "44.1%", None, "2023-06"),
        ("1-6月、1-9月支出进度分别为45%和70%。", "70%", None, "2023-09"),
        ("9月末支出进度为70%，全年执行率98%。", "70%", None, "2023-09"),
        ("9月末支出进度为70%，全年执行率98%。", "98%", None, None),
        ("6月底完成改造120户。", "120户", None, None),
        ("2021、2022年分别投入120万元、130万元。", "120万元", 2021, None),
        ("2021、2022年分别投入120万元、130万元。", "130万元", 2022, None),
        ("2022年、2023年招聘人数分别为120人、130人。", "120人", 2022, None),
        ("工程分2021、2022两个年度实施，投入120万元。", "120万元", None, None),
        ("2022年中央下达资金120万元。", "120万元", 2022, None),
    ],
)
def test_periods(extracted: Extracted, sentence: str, printed: str, year: int | None, month: str | None) -> None:
    found = extracted(f"一、基本情况\n{sentence}\n").statement(printed)
    assert (found["period_year"], found["as_of_month"]) == (year, month)


@pytest.mark.parametrize(("heading", "role"), [("六、下一步工作打算", "target"), ("六、主要成效", "actual")])
def test_bounds_under_a_heading_of_plans_are_targets(extracted: Extracted, heading: str, role: str) -> None:
    report = extracted(f"{heading}\n（一）抓好技能培训。采取线下方式，培训退役士兵不少于100人。\n")
    assert report.statement("100人")["role"] == role


def test_a_project_among_others_ends_with_its_member(extracted: Extracted) -> None:
    sentence = "道路建设25万元，农村改厕项目资金（湖财农〔2022〕15号）21万元；市级资金260万元。"
    report = extracted(f"一、基本情况\n{sentence}\n")
    assert report.statement("21万元")["project_name"] == "农村改厕"
    assert report.statement("260万元")["project_name"] is None


@pytest.mark.parametrize(
    ("sentence", "project"),
    [
        ("农村“厕所革命”整村推进项目：预算680万元，支出680万元。", "农村“厕所革命”整村推进"),
        ("年中因上级专项资金下达调增354万元。", None),
        ("调整预算后项目预算861万元。", None),
        ("（一）优抚褒扬。预算1,746.2万元，支出1,733.9万元，执行率99.3%。", "优抚褒扬"),
        ("（一）整体收支。预算1,746.2万元，支出1,733.9万元，执行率99.3%。", None),
        ("（二）公务接待。预算6万元，支出5.2万元。", None),
    ],
)
def test_names_of_projects(extracted: Extracted, sentence: str, project: str | None) -> None:
    assert {row["project_name"] for row in extracted(f"一、基本情况\n{sentence}\n")["statements"]} == {project}


@pytest.mark.parametrize("words", ["发酵池每个规格为3*1.8*2。", "机房规格3.6×2.4m。", "成熟一个、申报一个。"])
def test_sizes_and_manners_of_speaking_measure_nothing(extracted: Extracted, words: str) -> None:
    assert extracted(f"一、基本情况\n{words}\n")["statements"] == []


def test_what_was_paid_is_no_member_of_the_list_before(extracted: Extracted) -> None:
    sentence = "下达资金4,500万元，其中中央资金2,700万元、省级资金1,800万元；当年支付3,960万元。"
    assert extracted(f"一、资金情况\n{sentence}\n").statement("3,960万元")["label"] == "支付"


def test_each_part_that_lost_points_has_its_reason(extracted: Extracted) -> None:
    sentence = (
        "扣分情况：决策指标扣分，系目标不够细化；过程指标扣分，系征收滞后，支付偏慢；产出指标扣分，系改造未按期竣工。"
    )
    found = [(row["item_name"], row["reason"]) for row in extracted(f"一、自评\n{sentence}\n")["deductions"]]
    assert found == [("决策指标", "目标不够细化"), ("过程指标", "征收滞后，支付偏慢"), ("产出指标", "改造未按期竣工")]


@pytest.mark.parametrize(
    ("body", "place"), [("政协澧县委员会", "澧县"), ("中共寻甸回族彝族自治县委组织部", "寻甸回族彝族自治县")]
)
def test_place_of_a_party_or_council_body(read: Extracted, lexicon: Any, body: str, place: str) -> None:
    title = f"{body}2023年度部门整体支出绩效自评报告"
    assert extract(read(f"{title}\n\n一、概况\n在职12人。\n"), None, lexicon)["reports"][0]["region_name"] == place


ACCOUNTS = """\
一、“三公”经费情况
2023年度“三公”经费支出预算为186万元，支出决算为132万元，完成预算的70.97%，决算数比上年减少15万元。
其中：公务用车运行维护费支出98万元；公务接待费支出34万元。
二、支出具体情况
1、教育支出（类）普通教育（款）小学教育（项）。
年初预算为1,030万元，支出决算为1,143万元，完成年初预算的110.97%。
三、基本支出
基本支出1,489万元，其中：人员经费1,242万元，主要包括基本工资、津贴补贴；公用经费247万元，主要包括办公费。
单位价值100万元以上专用设备3台。
"""


@pytest.mark.parametrize(
    ("printed", "label", "whole"),
    [
        ("132万元", "“三公”经费支出决算", None),
        ("15万元", "“三公”经费决算数减少", None),
        ("98万元", "公务用车运行维护费支出", "132万元"),
        ("1,030万元", "小学教育年初预算", None),
        ("1,143万元", "小学教育支出决算", None),
        ("1,242万元", "人员经费", "1,489万元"),
        ("247万元", "公用经费", "1,489万元"),
    ],
)
def test_final_accounts(extracted: Extracted, printed: str, label: str, whole: str | None) -> None:
    report = extracted(ACCOUNTS)
    assert (report.statement(printed)["label"], report.whole_of(printed)) == (label, whole)


def test_what_makes_equipment_large_is_no_amount(extracted: Extracted) -> None:
    assert extracted(ACCOUNTS).figure("100万元以上")["figure_class"] == "name_part"


def test_page_numbers_within_paragraphs(extracted: Extracted) -> None:
    lines = [
        "　　全年受理各类案件六千余件，审执结案件五千余件，诉前调解成功率为68.21%，较上年度有",
        "1",
        "所提高；员额法官人均结案244.2件，审判质效位居全盟前列，当事人满意度为93.6%，较上年",
        "2",
        "提高1.2个百分点，再审发回改判率控制在较低水平，案件平均审理天数逐年缩短，运行平稳。",
    ]
    text = "\n".join(["一、履职情况", *lines])
    assert {row["figure_class"] for row in extracted(text)["figures"] if row["printed"] in "12"} == {"numbering"}
    assert extracted(text).statement("1.2个百分点")["role"] == "change"


@pytest.mark.parametrize(
    ("sentence", "printed", "role", "label"),
    [
        ("重点工作任务包括：组织开展应急演练不少于80场，隐患整改率达到100%。", "80场", "target", "组织开展应急演练"),
        ("计划完成坝坡护砌9万平方米，整修溢洪道21处。", "21处", "target", "整修溢洪道"),
        ("森林火灾受害率0.12‰，低于0.9‰的控制目标。", "0.9‰", "target", "森林火灾受害率"),
        ("在2022年度全省安全生产考核中，我市排名全省第四。", "第四", "rank", "全省安全生产考核"),
        ("将任务分解到全县68所义务教育学校。", "68所", "actual", "义务教育学校"),
        ("除校舍面积和按时发放率两项外，指标均达到预期。", "两项", "actual", None),
        ("残疾人两项补贴惠及1.08万人。", "1.08万人", "actual", "残疾人两项补贴惠及"),
    ],
)
def test_aims_ranks_and_lists(extracted: Extracted, sentence: str, printed: str, role: str, label: str | None) -> None:
    row = extracted(f"一、履职情况\n{sentence}\n").statement(printed)
    assert (row["role"], row["label"]) == (role, label)


def test_funds_in_general_are_no_project(extracted: Extracted) -> None:
    sentence = "过程指标扣分原因：一是部分上级专项资金下达较晚，预算执行率指标满分10分，得9.46分。"
    assert extracted(f"一、自评\n{sentence}\n").statement("9.46分")["project_name"] is None
