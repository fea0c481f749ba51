"""Numerals by example: where they begin and end, what they are, what they are worth.

⟦ ⟧ mark the numerals of a sentence. What is expected of each is written as ``class value unit [qualifier]``, with ``-``
where there is none; a sentence must hold no further numeral. 标出的是一句话里的全部数字。
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

Extracted = Callable[..., Any]


def figures_of(extracted: Extracted, marked: str) -> tuple[list[dict[str, Any]], list[tuple[int, int]], int]:
    plain = marked.replace("⟦", "").replace("⟧", "")
    report = extracted("一、基本情况\n" + plain + "\n")
    offset = report.text.index(plain)
    spans, position, start = [], 0, 0
    for character in marked:
        if character == "⟦":
            start = position
        elif character == "⟧":
            spans.append((start, position))
        else:
            position += 1
    return [row for row in report["figures"] if row["char_start"] >= offset], spans, offset


def check(extracted: Extracted, marked: str, expected: str) -> None:
    figures, spans, offset = figures_of(extracted, marked)
    assert [(row["char_start"] - offset, row["char_end"] - offset) for row in figures] == spans, [
        row["printed"] for row in figures
    ]
    for row, wanted in zip(figures, expected.split(";"), strict=True):
        figure_class, value, unit, *qualifier = wanted.split()
        found = (row["figure_class"], row["value"], row["unit"], row["qualifier"])
        assert found == (
            figure_class,
            None if value == "-" else Decimal(value),
            None if unit == "-" else unit,
            qualifier[0] if qualifier else "exact",
        ), row["printed"]


MONEY = [
    ("全年支出⟦1,234.56万元⟧。", "money 12345600 元"),
    ("全年支出⟦1234.56万元⟧。", "money 12345600 元"),
    ("全年支出⟦1234.56 万元⟧。", "money 12345600 元"),
    ("全年支出⟦１，２３４．５６万元⟧。", "money 12345600 元"),
    ("全年支出⟦387664.62元⟧。", "money 387664.62 元"),
    ("全年支出⟦387,664.62元⟧。", "money 387664.62 元"),
    ("全年支出⟦139.433578万元⟧。", "money 1394335.78 元"),
    ("投资⟦1.56亿元⟧。", "money 156000000 元"),
    ("投资⟦0.7848亿元⟧。", "money 78480000 元"),
    ("投资⟦12 亿元⟧。", "money 1200000000 元"),
    ("投资⟦3亿4千万元⟧。", "money 340000000 元"),
    ("投资⟦3亿4000万元⟧。", "money 340000000 元"),
    ("投资⟦2万亿元⟧。", "money 2000000000000 元"),
    ("购置费⟦5千元⟧。", "money 5000 元"),
    ("购置费⟦5百万元⟧。", "money 5000000 元"),
    ("拨付⟦三百五十万元⟧。", "money 3500000 元"),
    ("拨付⟦二十五万元⟧。", "money 250000 元"),
    ("结余⟦-3.5万元⟧。", "money -35000 元"),
    ("标准为⟦300元/人/月⟧。", "count 300 元/人/月"),
    ("标准为⟦75元/人⟧。", "count 75 元/人"),
    ("标准为⟦1.2万元/公里⟧。", "count 12000 元/公里"),
    ("从⟦1,200.00万元⟧调整为⟦1,350.5万元⟧。", "money 12000000 元;money 13505000 元"),
    ("预算⟦3359.62万元⟧，执行⟦3,359.62 万元⟧。", "money 33596200 元;money 33596200 元"),
    ("收入⟦0元⟧，支出⟦0.00万元⟧。", "money 0 元;money 0 元"),
]
COUNTS = [
    ("慰问⟦133人⟧。", "count 133 人"),
    ("慰问⟦133 名⟧职工。", "count 133 人"),
    ("培训⟦16.15万人次⟧。", "count 161500 人次"),
    ("培训⟦2万人次⟧。", "count 20000 人次"),
    ("培训⟦2 万 人 次⟧。", "count 20000 人次"),
    ("服务企业⟦2.18 万家次⟧。", "count 21800 家次"),
    ("巡查⟦9,719 户次⟧。", "count 9719 户次"),
    ("造林⟦1.2万亩⟧。", "count 12000 亩"),
    ("修复湿地⟦3公顷⟧。", "count 45 亩"),
    ("新建厂房⟦1,250.5平方米⟧。", "count 1250.5 平方米"),
    ("新建厂房⟦1,250.5㎡⟧。", "count 1250.5 平方米"),
    ("流域面积⟦2平方公里⟧。", "count 3000 亩"),
    ("整修道路⟦12.5公里⟧。", "count 12500 米"),
    ("整修道路⟦12.5km⟧。", "count 12500 米"),
    ("清运垃圾⟦3.4万吨⟧。", "count 34000000 千克"),
    ("供水⟦80立方米⟧。", "count 80 立方米"),
    ("采购⟦13台⟧电脑。", "count 13 台"),
    ("配备⟦4辆⟧公务用车。", "count 4 辆"),
    ("发放⟦194张⟧卡片。", "count 194 张"),
    ("发表⟦15篇⟧文章。", "count 15 篇"),
    ("举办⟦5期⟧培训班。", "count 5 期"),
    ("受理⟦3,120件⟧申请。", "count 3120 件"),
    ("调解⟦30,215 宗⟧。", "count 30215 宗"),
    ("开展⟦3场次⟧宣讲。", "count 3 场次"),
    ("选派⟦3批次⟧人员。", "count 3 批次"),
    ("增长到⟦2倍⟧。", "count 2 倍"),
    ("平均年龄⟦43岁⟧。", "count 43 岁"),
    ("设⟦9个⟧科室。", "count 9 个"),
    ("设⟦两个⟧科室。", "count 2 个"),
    ("围绕⟦六大项⟧任务。", "count 6 项"),
    ("下属单位⟦一个⟧，", "count 1 个"),
    ("建成⟦十二个⟧站点。", "count 12 个"),
    ("建成⟦三十五公里⟧防火道。", "count 35000 米"),
    ("共有⟦两百名⟧护林员。", "count 200 人"),
]
PERCENTAGES = [
    ("执行率⟦99%⟧。", "percent 99 %"),
    ("执行率⟦99％⟧。", "percent 99 %"),
    ("执行率⟦99.80 %⟧。", "percent 99.80 %"),
    ("执行率⟦百分之五⟧。", "percent 5 %"),
    ("执行率⟦百分之二十点五⟧。", "percent 20.5 %"),
    ("比上年提高⟦0.4个百分点⟧。", "percent 0.4 百分点"),
    ("比上年提高⟦2 个百分点⟧。", "percent 2 百分点"),
    ("自然增长率⟦3.2‰⟧。", "percent 0.32 %"),
    ("增幅为⟦-4.95%⟧。", "percent -4.95 %"),
    ("完成值≥⟦100百分比⟧。", "percent 100 % at_least"),
    ("提高⟦20百分点⟧。", "percent 20 百分点"),
]
SCORES = [
    ("自评得分⟦98.78分⟧。", "score 98.78 分"),
    ("满分⟦100 分⟧，得⟦96分⟧。", "score 100 分;score 96 分"),
    ("预算执行（⟦10分⟧）。", "score 10 分"),
]
QUALIFIED = [
    ("约⟦22.03万人⟧。", "count 220300 人 approx"),
    ("大约⟦300人⟧。", "count 300 人 approx"),
    ("近⟦42.7 万人次⟧。", "count 427000 人次 nearly"),
    ("接近⟦300人⟧。", "count 300 人 nearly"),
    ("超⟦2.66 亿元⟧。", "money 266000000 元 over"),
    ("超过⟦300人⟧。", "count 300 人 over"),
    ("超出⟦300万元⟧。", "money 3000000 元 over"),
    ("逾⟦300万元⟧。", "money 3000000 元 over"),
    ("突破⟦1亿元⟧。", "money 100000000 元 over"),
    ("引进⟦13,100 多人⟧。", "count 13100 人 more"),
    ("引进⟦300余名⟧专家。", "count 300 人 more"),
    ("引进⟦1,000 多人次⟧。", "count 1000 人次 more"),
    ("投入⟦20余万元⟧。", "money 200000 元 more"),
    ("投入⟦20多亿元⟧。", "money 2000000000 元 more"),
    ("满意度⟦95%⟧以上。", "percent 95 % at_least"),
    ("满意度⟦95%⟧及以上。", "percent 95 % at_least"),
    ("满意度⟦95%⟧（含）以上。", "percent 95 % at_least"),
    ("满意度不低于⟦95%⟧。", "percent 95 % at_least"),
    ("植树不少于⟦50亩⟧。", "count 50 亩 at_least"),
    ("植树至少⟦50亩⟧。", "count 50 亩 at_least"),
    ("植树≥⟦50亩⟧。", "count 50 亩 at_least"),
    ("植树≧⟦50亩⟧。", "count 50 亩 at_least"),
    ("植树＞⟦50亩⟧。", "count 50 亩 at_least"),
    ("投诉率≤⟦3%⟧。", "percent 3 % at_most"),
    ("投诉率≦⟦3%⟧。", "percent 3 % at_most"),
    ("投诉率不超过⟦3%⟧。", "percent 3 % at_most"),
    ("投诉率低于⟦3%⟧。", "percent 3 % at_most"),
    ("投诉率⟦3%⟧以下。", "percent 3 % at_most"),
    ("成本控制在⟦30万元⟧以内。", "money 300000 元 at_most"),
    ("成本不高于⟦30万元⟧。", "money 300000 元 at_most"),
    ("成本不大于⟦30万元⟧。", "money 300000 元 at_most"),
    ("面积不小于⟦30亩⟧。", "count 30 亩 at_least"),
    ("联系⟦三十余家⟧企业。", "count 30 家 more"),
    ("误差±⟦3%⟧。", "percent 3 % approx"),
    ("走访企业近⟦百家⟧。", "count 100 家 nearly"),
    ("服务⟦百余户⟧。", "count 100 户 more"),
    ("培训⟦上千名⟧职工。", "count 1000 人 at_least"),
    ("接待游客⟦万余人次⟧。", "count 10000 人次 more"),
    ("培训⟦200人⟧左右。", "count 200 人 approx"),
    ("单价⟦3⟧-⟦5万元⟧。", "money 30000 元 at_least;money 50000 元 at_most"),
    ("单价⟦3⟧—⟦5万元⟧。", "money 30000 元 at_least;money 50000 元 at_most"),
    ("单价⟦3万元⟧至⟦5万元⟧。", "money 30000 元 at_least;money 50000 元 at_most"),
    ("比例⟦90%⟧至⟦95%⟧。", "percent 90 % at_least;percent 95 % at_most"),
    ("比例⟦90%⟧~⟦95%⟧。", "percent 90 % at_least;percent 95 % at_most"),
]
TIMES = [
    ("⟦2022年⟧完成。", "year 2022 年"),
    ("⟦2022年度⟧完成。", "year 2022 年"),
    ("⟦2022 年度⟧完成。", "year 2022 年"),
    ("⟦２０２２年⟧完成。", "year 2022 年"),
    ("⟦2021-2023年⟧实施。", "year - -"),
    ("⟦2021年至2023年⟧实施。", "year - -"),
    ("⟦2021—2023年度⟧实施。", "year - -"),
    ("⟦二〇二二年⟧完成。", "year - -"),
    ("⟦2022年3月⟧完成。", "date - -"),
    ("⟦2022年3月15日⟧完成。", "date - -"),
    ("⟦2022.3.15⟧完成。", "date - -"),
    ("截至⟦12月⟧，", "date 12 月"),
    ("⟦7月份⟧起试点。", "date 7 月"),
    ("⟦上半年⟧进度偏慢。", "date - 半年"),
    ("⟦下半年度⟧加快支付。", "date - 半年"),
    ("⟦四季度⟧完成。", "date - 季度"),
    ("⟦第三季度⟧完成。", "date - 季度"),
    ("历时⟦6个月⟧。", "duration 6 个月"),
    ("连续⟦8月⟧获奖。", "duration 8 个月"),
    ("平均用时⟦5个工作日⟧。", "count 5 个工作日"),
    ("工期⟦90天⟧。", "duration 90 天"),
    ("限时⟦30分钟⟧。", "duration 30 分钟"),
    ("为期⟦3年⟧。", "duration 3 年"),
    ("使用年限⟦10年⟧以上。", "duration 10 年 at_least"),
]
DOCUMENT_NUMBERS = [
    ("根据《工作办法》（⟦澄财预〔2022〕15号⟧）要求。", "doc_number - 号"),
    ("根据⟦澄财预【2022】15号⟧要求。", "doc_number - 号"),
    ("根据⟦澄财预[2022]15号⟧要求。", "doc_number - 号"),
    ("根据⟦澄财预﹝2022﹞15号⟧要求。", "doc_number - 号"),
    ("根据⟦澄财预（2022）15号⟧要求。", "doc_number - 号"),
    ("根据⟦澄财预(2022)15号⟧要求。", "doc_number - 号"),
    ("根据⟦澄财预〔2022〕 15 号⟧要求。", "doc_number - 号"),
    ("根据⟦财预2011285号⟧要求。", "doc_number - 号"),
    ("根据⟦澄财监〔20191343号⟧要求。", "doc_number - 号"),
    ("依据⟦澄林发〔2021〕94号⟧和⟦澄财行〔2021〕7号⟧下达。", "doc_number - 号;doc_number - 号"),
]
NAMES = [
    ("受理⟦12345⟧热线工单⟦44,802件⟧。", "name_part 12345 -;count 44802 件"),
    ("开通⟦12369⟧环保举报电话。", "name_part 12369 -"),
    ("落实“⟦1+4⟧”政策。", "name_part - -"),
    ("落实“林业生态⟦30条⟧”。", "name_part 30 条"),
    ("公益⟦一类⟧事业单位⟦2个⟧。", "name_part 1 类;count 2 个"),
    ("信用代码⟦123301001234567890⟧。", "other - -"),
    ("编号⟦51000021R000000019951⟧。", "other - -"),
    ("主管部门：⟦219001⟧-澄湖市林业局。", "other 219001 -"),
    ("联系电话：⟦0758-2345678⟧。", "other - -"),
    ("联系电话：⟦13800138000⟧。", "other - -"),
]
RANKS = [
    ("综合考核排名全省⟦第三⟧。", "rank 3 名"),
    ("综合考核位居全市⟦第一⟧。", "rank 1 名"),
    ("综合考核名列全市⟦第2名⟧。", "rank 2 名"),
    ("综合考核排名全省⟦第十二⟧。", "rank 12 名"),
    ("综合考核排名全省⟦前三⟧。", "rank 3 名 at_most"),
    ("综合考核位居全省⟦前10名⟧。", "rank 10 名 at_most"),
]
WORDS = [
    "统一部署、进一步落实、一系列举措。",
    "一定程度上一直存在一些问题。",
    "五华县、三水区、六盘水市的做法值得借鉴。",
    "十分重视、万众一心、千方百计。",
    "一方面加强监督，另一方面做好服务。",
    "三农工作、四好农村路、双随机一公开。",
    "不断提高第三方评价质量。",
    "第一时间处置，一站式服务。",
    "一般公共预算、一次性补助、统一管理。",
    "百分百满意是一贯追求。",
    "第三产业发展较快，一体化推进。",
    "一心一意、四面八方、七上八下。",
]


@pytest.mark.parametrize(("marked", "expected"), MONEY)
def test_money(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), COUNTS)
def test_counts(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), PERCENTAGES)
def test_percentages(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), SCORES)
def test_scores(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), QUALIFIED)
def test_qualifiers_and_ranges(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), TIMES)
def test_years_dates_and_durations(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), DOCUMENT_NUMBERS)
def test_document_numbers(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), NAMES)
def test_names_and_codes(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize(("marked", "expected"), RANKS)
def test_ranks(extracted: Extracted, marked: str, expected: str) -> None:
    check(extracted, marked, expected)


@pytest.mark.parametrize("sentence", WORDS)
def test_numerals_inside_words_are_no_quantities(extracted: Extracted, sentence: str) -> None:
    figures, _, _ = figures_of(extracted, sentence)
    assert [row["printed"] for row in figures if row["reason"] is None] == []


@pytest.mark.parametrize(
    ("sentence", "printed", "precision"),
    [
        ("培训16.15万人次。", "16.15万人次", "100"),
        ("执行43,123.1万元。", "43,123.1万元", "1000"),
        ("执行43,123.10万元。", "43,123.10万元", "100"),
        ("支出387664.62元。", "387664.62元", "0.01"),
        ("支出420万元。", "420万元", "10000"),
        ("执行率99.8%。", "99.8%", "0.1"),
        ("执行率99%。", "99%", "1"),
        ("投资3亿4千万元。", "3亿4千万元", "10000000"),
        ("造林16.3公顷。", "16.3公顷", "1.5"),
        ("拨付三百五十万元。", "三百五十万元", "100000"),
        ("得分9.84分。", "9.84分", "0.01"),
    ],
)
def test_precision_is_one_unit_of_the_last_digit(
    extracted: Extracted, sentence: str, printed: str, precision: str
) -> None:
    assert extracted(f"一、基本情况\n{sentence}\n").figure(printed)["precision"] == Decimal(precision)


@pytest.mark.parametrize(
    ("sentence", "printed", "printed_unit", "scale"),
    [
        ("培训16.15万人次。", "16.15万人次", "万人次", "10000"),
        ("支出1.5亿元。", "1.5亿元", "亿元", "100000000"),
        ("修路12.5公里。", "12.5公里", "公里", "1000"),
        ("慰问133人。", "133人", "人", "1"),
    ],
)
def test_printed_unit_and_scale(
    extracted: Extracted, sentence: str, printed: str, printed_unit: str, scale: str
) -> None:
    row = extracted(f"一、基本情况\n{sentence}\n").figure(printed)
    assert (row["printed_unit"], row["scale"]) == (printed_unit, Decimal(scale))
