"""Aims told by bare words, measured times, sums and shares of what was told before, ranks among those counted."""

from collections.abc import Callable
from typing import Any

import pytest

Extracted = Callable[..., Any]

CASES = [
    # printed figure, its role, its label
    ("开展检测6.5万人次，规范治疗率94.1%，目标93%。", "93%", "target", "规范治疗率"),
    ("采集水样1,164份，年度计划1,200份。", "1,200份", "target", "采集水样"),
    ("整治河道21条，年度任务24条。", "24条", "target", "整治河道"),
    ("颗粒物浓度46.8微克/立方米，优于48微克/立方米的省定目标，同比下降4.5%。", "4.5%", "change", "颗粒物浓度下降"),
    ("计划加装电梯60台，因意见难以统一，实际完成48台。", "60台", "target", "加装电梯"),
    ("计划新建公园16处，当年竣工12处。", "12处", "actual", "竣工"),
    ("下达造林任务8.4万亩，其中人工造林6.9万亩、封山育林1.5万亩。", "1.5万亩", "target", "封山育林"),
    ("救助28万人次，超过26万人次的目标，其中住院6万人次。", "6万人次", "actual", "住院"),
    ("“三公”经费支出39万元，比预算46万元节约7万元，比上年下降8.4%。", "46万元", "target", "“三公”经费预算"),
    ("“三公”经费支出39万元，比预算46万元节约7万元，比上年下降8.4%。", "8.4%", "change", "“三公”经费支出下降"),
    ("馆舍开放289天，计划不少于300天。", "300天", "target", "馆舍开放"),
    ("优良天数243天，同比增加11天。", "11天", "change", "优良天数增加"),
    ("平均办结时间由上年的24个工作日缩短至18个工作日。", "18个工作日", "actual", "平均办结时间"),
    ("平均到场时间6.8分钟，优于8分钟的目标。", "8分钟", "target", "平均到场时间"),
    ("志愿者累计服务1.27万小时。", "1.27万小时", "actual", "志愿者累计服务"),
    ("辖11个村，共8,236户33,518人。", "8,236户", "actual", "户数"),
    ("辖11个村，共8,236户33,518人。", "33,518人", "actual", "人口"),
    ("核定专项编制486名、工勤编制14名，共500名。", "500名", "actual", "编制"),
    ("住院1,128万元，门诊296万元，占总支出的比重分别为79.2%、20.8%。", "20.8%", "actual", "门诊占比"),
    ("完成420件文物的三维数据采集。", "420件", "actual", "文物三维数据采集"),
    ("护理补贴惠及3,478人，均按每人每月100元的标准发放。", "100元", "actual", "护理补贴惠及标准每人每月"),
    ("群众满意度92.4%，在省级12项专项中排第3位。", "第3位", "rank", "群众满意度"),
    ("群众满意度91.3%，超过90%的目标值，列全市第四。", "第四", "rank", "群众满意度"),
    ("在全市造林考核的9个县（区）中，我县列第三位。", "第三位", "rank", "造林考核"),
    ("“过程”中预算控制率指标5分，得3分。", "3分", "actual", "预算控制率指标"),
    ("平均审理天数61.8天，控制在65天的目标以内，较上年缩短3.5天。", "3.5天", "change", "平均审理天数缩短"),
    ("结案率97.2%，距98%的目标尚有差距。", "98%", "target", "结案率"),
    ("计划改造危桥60座，实际完工57座。", "57座", "actual", "改造危桥"),
    ("编制整体绩效指标36个，其中量化指标31个。", "31个", "actual", "量化指标"),
    ("“三公”经费支出8.94万元，较上年的12.31万元下降27.4%。", "12.31万元", "previous", "“三公”经费支出"),
    ("“三公”经费支出8.94万元，较上年的12.31万元下降27.4%。", "27.4%", "change", "“三公”经费支出下降"),
    ("总体目标为治理面积1,429公顷，其中封育958公顷。", "958公顷", "target", "封育"),
    ("项目批复525万元，其中500万元为中央水利发展资金。", "500万元", "actual", "中央水利发展资金"),
    ("预算配置9分，得9分，其中在职人员控制率为91.67%，得5分。", "5分", "actual", "在职人员控制率"),
    ("全市工会工作在全省市州工会年度考核中位居第三。", "第三", "rank", "工会工作"),
    ("在全市环境卫生考核中，我区在8个县（区）中排名第二，较上年上升2位。", "第二", "rank", "环境卫生考核"),
    ("覆盖甲区、乙县2个县（区）27个乡镇（街道）。", "27个", "actual", "乡镇（街道）"),
    ("总氮、总磷入河量分别比上年削减11.2%和9.7%。", "9.7%", "change", "总磷入河量削减"),
    (
        "奖励扶助、特别扶助对象分别为814人、436人，发放资金分别为78万元、26万元。",
        "26万元",
        "actual",
        "特别扶助对象发放资金",
    ),
    ("计划完成4所卫生院改扩建，实际完成3所。", "4所", "target", "完成卫生院"),
    ("平均办理时限由20个工作日压减到12.5个工作日，压减37.5%。", "12.5个工作日", "actual", "平均办理时限"),
    ("在市局组织的服务项目绩效评价中，我县在8个县（市、区）中排名第二。", "第二", "rank", "市局组织的服务项目绩效评价"),
    ("受益学生7,842名，为目标任务的99.27%。", "99.27%", "actual", "受益学生完成率"),
    ("计划举办培训班6期，受疫情影响实际举办3期。", "3期", "actual", "举办培训班"),
    ("委托第三方对16个社区开展入户调查。", "16个", "actual", "开展入户调查社区"),
    ("为全县义务教育阶段7,900名学生提供营养补助。", "7,900名", "actual", "义务教育阶段学生"),
    ("在职人员152人，其中行政28人、事业124人，比上年减少4人。", "4人", "change", "在职人员减少"),
    ("按期完工率85.7%，低于年初设定的90%。", "90%", "target", "按期完工率"),
    ("“三公”经费实际支出9万元，为预算的68%，比上年减少2万元。", "2万元", "change", "“三公”经费实际支出减少"),
    ("高新技术企业达到126家，超过年度目标120家，比上年净增18家。", "120家", "target", "高新技术企业"),
    ("研发投入强度为1.86%，由高到低居全市第三位。", "第三位", "rank", "研发投入强度"),
    ("决算118万元，比预算节约23万元；比上年决算126万元减少7万元，降幅6.2%。", "7万元", "change", "决算减少"),
    ("与2022年支出8,926万元相比，减少409万元。", "409万元", "change", "支出减少"),
    ("服务质量测评得分92.8分，在参评的市直部门中列第11位。", "第11位", "rank", "服务质量测评得分"),
    ("一级指标共三项：“目标决策”15分，自评14.2分。", "14.2分", "actual", "目标决策"),
    ("预算编制7分，得满分7.0分。", "7.0分", "actual", "预算编制"),
    ("传染病报告发病率168.42/10万。", "168.42/10万", "actual", "传染病报告发病率"),
    # What was aimed at, and what was reached.
    ("人均能耗142千克，同比下降2.8%，完成了下降2%的年度目标。", "2%", "target", "人均能耗下降"),
    ("人均投资1135.6元，没有突破1200元的控制标准。", "1200元", "target", "人均投资"),
    ("每亩投入972元，批复的上限为1000元。", "1000元", "target", "每亩投入"),
    ("平均入住率41.3%，未达到45%的预期。", "45%", "target", "平均入住率"),
    ("住户调查差错率1.1%，控制在年初设定的1.5%以内，2022年为1.8%。", "1.5%", "target", "住户调查差错率"),
    ("住户调查差错率1.1%，控制在年初设定的1.5%以内，2022年为1.8%。", "1.8%", "previous", "住户调查差错率"),
    ("社区养老设施计划新建8处，建成6处。", "8处", "target", "社区养老设施新建"),
    ("计划新建高标准农田4万亩，建成3.4万亩。", "3.4万亩", "actual", "高标准农田建成"),
    ("粮食播种面积38.62万亩，完成目标任务38.5万亩。", "38.5万亩", "target", "粮食播种面积"),
    ("双季稻种植1.36万亩，比县下达任务1.3万亩多600亩。", "1.3万亩", "target", "双季稻种植"),
    ("获得金牌9枚、奖牌38枚，超过金牌8枚、奖牌35枚的参赛目标。", "8枚", "target", "获得金牌"),
    ("技能人才占从业人员比重目标28%，实际25.4%。", "25.4%", "actual", "技能人才占从业人员比重"),
    ("再就业、困难人员就业的年度任务分别为8,000人和3,000人。", "3,000人", "target", "困难人员就业"),
    ("灌溉水有效利用系数达到0.574，高于0.57的考核指标。", "0.57", "target", "灌溉水有效利用系数"),
    ("综合满意度88.6%，离90%的目标尚有差距。", "90%", "target", "综合满意度"),
    # Earlier values.
    ("城市低保标准从每人每月600元提高到650元。", "600元", "previous", "城市低保标准每人每月"),
    ("城市低保标准从每人每月600元提高到650元。", "650元", "actual", "城市低保标准每人每月"),
    ("水质达标率96.3%，项目实施前仅为88.5%。", "88.5%", "previous", "水质达标率"),
    ("人均纯收入16,284元，上年为14,327元，增长13.66%。", "14,327元", "previous", "人均纯收入"),
    ("贫困发生率由0.13%降为零。", "0.13%", "previous", "贫困发生率"),
    ("就诊率，目标88%，由上年的86.3%提高到88.9%。", "86.3%", "previous", "就诊率"),
    ("企业开办平均用时由1天压缩到0.5天。", "0.5天", "actual", "企业开办平均用时"),
    ("在职职工291人（行政26人，事业265人），比上年末减少6人。", "6人", "change", "在职职工减少"),
    ("门诊接诊2.37万人次，受封闭管理影响同比减少11.5%。", "11.5%", "change", "门诊接诊减少"),
    # Names told after the figure, or by the figures beside it.
    ("尚有180万元县级配套资金未到位。", "180万元", "actual", "未到位县级配套资金"),
    ("专项资金1200万元，其中500万元用于道路建设。", "500万元", "actual", "道路建设"),
    ("年末尚有588.95万元没有支出。", "588.95万元", "actual", "未支出资金"),
    ("项目平均得分93.6分，其中90分以上18个。", "18个", "actual", "90分以上"),
    ("386户1,502名监测对象消除风险。", "386户", "actual", "监测对象"),
    ("“三公”经费方面，甲费用14.82万元，乙费用3.65万元，两项合计18.47万元。", "18.47万元", "actual", "“三公”经费合计"),
    ("康复救助预算1120万元，支出1064万元；器具适配预算260万元，支出254万元。", "254万元", "actual", "器具适配支出"),
    ("CT机1台、彩超2台。", "2台", "actual", "彩超"),
    ("受理12315投诉1,846件，办结1,832件。", "1,832件", "actual", "12315投诉办结"),
    # Points and ranks.
    ("培训，目标60人次，实际72人次，该指标8分，得7.33分。", "7.33分", "actual", "培训"),
    ("在全省消费者满意度测评中得87.35分，名列第四。", "87.35分", "actual", "消费者满意度测评得分"),
    ("三季度全县人居环境检查，我镇名列第二。", "第二", "rank", "人居环境检查"),
    ("在全市水利建设年度考核中，除险加固单项工作排名第2位。", "第2位", "rank", "除险加固单项工作"),
    ("康复服务率由86.4%提高到92.7%，在自治区通报中位列全区第四。", "第四", "rank", "康复服务率"),
]


@pytest.mark.parametrize(("sentence", "printed", "role", "label"), CASES)
def test_what_is_told_of_what_was_told_before(
    extracted: Extracted, sentence: str, printed: str, role: str, label: str
) -> None:
    found = extracted(f"一、基本情况\n{sentence}\n").statement(printed)
    assert (found["role"], found["label"]) == (role, label)


@pytest.mark.parametrize(
    "sentence",
    ["四项一级指标得分分别为：投入14分。", "在省级12项专项中排第三。", "自评结果公示7天。", "限30日内下达。"],
)
def test_what_only_says_among_how_many_or_how_long_measures_nothing(extracted: Extracted, sentence: str) -> None:
    report = extracted(f"一、基本情况\n{sentence}\n")
    counted = [row["label"] for row in report["statements"] if report.figure_of(row)["unit"] in ("项", "天")]
    assert not any(counted)


def test_points_in_a_heading_with_those_given(extracted: Extracted) -> None:
    report = extracted("一、得分\n（一）投入（15分，自评14.2分）。目标设定6分，得5分。\n")
    told = [(row["role"], row["label"], report.printed(row)) for row in report["statements"]]
    assert told[:2] == [("maximum", "投入", "15分"), ("actual", "投入", "14.2分")]


def test_full_marks_told_together(extracted: Extracted) -> None:
    report = extracted("一、得分\n预算编制（2分）、信息公开（3分）均得满分。\n")
    told = [(row["role"], row["label"]) for row in report["statements"]]
    assert told == [("maximum", "预算编制"), ("actual", "预算编制"), ("maximum", "信息公开"), ("actual", "信息公开")]


def test_points_of_a_project_are_not_those_of_its_rate(extracted: Extracted) -> None:
    report = extracted("一、项目\n造林项目预算268万元，支出251万元，执行率93.7%，得96分。\n")
    assert report.statement("96分")["label"] != "执行率"


def test_other_projects_end_what_is_told_of_one(extracted: Extracted) -> None:
    report = extracted("一、支出\n监管项目预算420万元，支出398万元；其余5个项目预算合计914万元，支出797万元。\n")
    told = {report.printed(row): row["project_name"] for row in report["statements"]}
    assert (told["398万元"], told["797万元"]) == ("监管", None)


def test_a_paragraph_goes_on_about_the_project_of_its_heading(extracted: Extracted) -> None:
    report = extracted(
        "一、项目\n（一）街巷整治项目。预算864万元，支出860万元。\n整治街巷11条。\n（二）其他\n受理投诉9件。\n"
    )
    assert report.statement("11条")["project_name"] == "街巷整治"
    assert report.statement("9件")["project_name"] is None


@pytest.mark.parametrize("name", ["住房保障专项", "警务辅助人员经费项目"])
def test_names_of_projects(extracted: Extracted, name: str) -> None:
    report = extracted(f"一、支出\n{name}预算2,460万元，支出2,415万元，执行率98.2%。\n")
    names = {row["project_name"] for row in report["statements"]}
    assert len(names) == 1
    assert name.startswith(names.pop())


def test_reasons_under_a_heading_that_announces_them(extracted: Extracted) -> None:
    text = "（二）扣分情况\n一是依据不充分，扣0.5分；二是受工程滞后影响，执行率指标8分，实得7.49分。\n"
    report = extracted(f"一、结论\n{text}")
    assert [row["ordinal"] for row in report["deductions"]] == [1, 2]


def test_reasons_after_both_points(extracted: Extracted) -> None:
    text = "目标设定8分，得7.5分，个别指标未细化；资产管理5分，得5分，台账不够齐全；预算配置7分，得6分，支出率偏低。"
    report = extracted(f"一、结论\n{text}\n")
    told = [(row["reason"], row["item_name"]) for row in report["deductions"]]
    assert told == [("个别指标未细化", "目标设定"), ("支出率偏低", "预算配置")]


def test_points_that_changed_are_not_what_the_parts_add_up_to(extracted: Extracted) -> None:
    report = extracted("一、结论\n自评得分95.3分，比上年提高1.8分。其中：投入得45.3分，产出得50分。\n")
    assert report.statement("1.8分")["role"] == "change"
    assert report.whole_of("45.3分") == "95.3分"


def test_points_lost_in_proportion_have_a_reason(extracted: Extracted) -> None:
    report = extracted("一、结论\n扣分的具体原因：执行率未达到100%，按比例扣0.43分；台账不全，扣1分。\n")
    assert [row["reason"] for row in report["deductions"]] == ["执行率未达到100%", "台账不全"]
