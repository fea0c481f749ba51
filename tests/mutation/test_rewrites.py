"""Every rewrite changes something in the corpus and keeps what a reader takes from it."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import layouts
import orders
import pytest
import rewrites
import wording
from composing import BODY, LAYOUTS, rewritten
from corpus import Source, sources
from facts import normalised
from lines import QUANTITY, Rewrite, each_line, head_length, is_quantity, is_table, value_of

SOURCES = sources()
HEAD = "某市林业局2023年度部门整体支出绩效自评报告\n\n"
SCALES = {"千": 10**3, "万": 10**4, "亿": 10**8, "万元": 10**4, "亿元": 10**8}


def applied(rewrite: Rewrite, line: str, seeds: int = 60) -> set[str]:
    """Everything that ``rewrite`` makes of ``line`` in a short report."""
    return {rewrite(HEAD + line, random.Random(seed)).removeprefix(HEAD) for seed in range(seeds)}


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


def one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def one_style(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", without_spaces(one_width(text)))


def base_values(text: str) -> Counter[tuple[Decimal, str]]:
    """Values of all quantities in base units."""
    values: Counter[tuple[Decimal, str]] = Counter()

    def note(line: str) -> str:
        for match in filter(is_quantity, QUANTITY.finditer(line)):
            unit = match["unit"]
            scale = SCALES.get(match["multiplier"], 1) * SCALES.get(unit, 1)
            values[value_of(match) * scale, "元" if unit in SCALES else unit] += 1
        return line

    each_line(text, note)
    return values


def bodies(text: str) -> Counter[str]:
    """Sentences without the numbers of their paragraphs."""
    lines = (re.sub(r"^\s*[（(]?\d{1,2}[）).、]", "", line) for line in text.split("\n"))
    return Counter(sentence for line in lines for sentence in line.split("。") if sentence)


KEEPS: list[tuple[Rewrite, Callable[[str], object]]] = [
    (rewrites.number_styles, one_style),
    (rewrites.units, base_values),
    (rewrites.spaces, without_spaces),
    (rewrites.punctuation, one_width),
    (wording.synonyms, normalised),
    (wording.unit_words, normalised),
    (wording.percents, normalised),
    (wording.small_counts, normalised),
    (orders.swap_items, bodies),
    (orders.swap_sentences, bodies),
    (layouts.one_line_each, without_spaces),
    (layouts.wrap_indented, without_spaces),
    (layouts.wrap_apart, without_spaces),
    (layouts.wrap_spaced, without_spaces),
    (layouts.carriage_returns, str.splitlines),
]


def test_every_rewrite_is_tested() -> None:
    assert {*BODY, *LAYOUTS, layouts.carriage_returns} == {rewrite for rewrite, _ in KEEPS}


@pytest.mark.parametrize(("rewrite", "kept"), KEEPS, ids=lambda value: value.__name__)
def test_a_rewrite_changes_something_and_keeps_the_rest(rewrite: Rewrite, kept: Callable[[str], object]) -> None:
    changed = 0
    for source in SOURCES:
        for seed in range(2):
            text = rewrite(source.paragraphs, random.Random(seed))
            changed += text != source.paragraphs
            assert kept(text) == kept(source.paragraphs), source.name
            assert text == rewrite(source.paragraphs, random.Random(seed)), "a seed gives one text"
    assert changed


@pytest.mark.parametrize("rewrite", [rewrite for rewrite, _ in KEEPS[:-1]], ids=lambda value: value.__name__)
def test_titles_and_tables_stay(rewrite: Rewrite) -> None:
    for source in SOURCES:
        before, after = source.paragraphs, rewrite(source.paragraphs, random.Random(1))
        head = head_length(before.split("\n"))
        assert [line for line in before.split("\n")[:head] if line] == [line for line in after.split("\n") if line][
            : len([line for line in before.split("\n")[:head] if line])
        ]
        tables = [[one_style(line) for line in text.split("\n") if is_table(line)] for text in (before, after)]
        assert tables[0] == tables[1]


@pytest.mark.parametrize(
    ("rewrite", "line", "made"),
    [
        (rewrites.number_styles, "支出1,234.5万元。", "支出1234.5万元。"),
        (rewrites.number_styles, "支出1234.5万元。", "支出１２３４．５万元。"),
        (rewrites.number_styles, "支出1234.5万元。", "支出 1234.5万元。"),
        (rewrites.units, "基本支出812.56万元。", "基本支出8125600元。"),
        (rewrites.units, "基本支出812.56万元。", "基本支出8,125,600.00元。"),
        (rewrites.units, "产值1.82亿元。", "产值18,200万元。"),
        (rewrites.units, "服务16.15万人次。", "服务161,500人次。"),
        (rewrites.spaces, "培训420人。", "培训 420 人。  "),
        (rewrites.punctuation, "（一）概况：新增岗位，很多；", "(一)概况:新增岗位,很多;"),
        (wording.synonyms, "满意度达94.1%。", "满意度达到94.1%。"),
        (wording.synonyms, "其中基本支出5万元。", "其中基本支出5万元。"),
        (wording.unit_words, "在职41人，退休9人。", "在职41名，退休9名。"),
        (wording.percents, "合格率95%。", "合格率百分之九十五。"),
        (wording.small_counts, "内设2个科室。", "内设两个科室。"),
        (wording.small_counts, "分为六个方面。", "分为6个方面。"),
        (orders.swap_items, "1.林下产值1.82亿元。\n2.培训420人。", "1.培训420人。\n2.林下产值1.82亿元。"),
        (
            orders.swap_sentences,
            "1.基层医疗。家庭医生签约41万人。社区中心诊疗量达358万人次。",
            "1.基层医疗。社区中心诊疗量达358万人次。家庭医生签约41万人。",
        ),
    ],
)
def test_a_rewrite_can_make(rewrite: Rewrite, line: str, made: str) -> None:
    assert made in applied(rewrite, line)


@pytest.mark.parametrize(
    ("rewrite", "line"),
    [
        (rewrites.number_styles, "依据财社〔2022〕17号，2023年12月31日前完成。"),
        (rewrites.units, "标准为67元/亩，单价625元。"),
        (rewrites.units, "规模为3-5万元。"),
        (rewrites.punctuation, "得5分，4分，9：30开始"),
        (wording.synonyms, "下达2,862万元，多达3次。"),
        (wording.synonyms, "其中A类项目5个，B类项目6个；共7个。"),
        (wording.percents, "提高3个百分点，超过99.5%，比例≥90%。"),
        (wording.small_counts, "第3项，“四个最严”，各3—5个，1个。"),
        (orders.swap_items, "1.投入10分，得9分。\n2.产出20分，得19分。"),
        (orders.swap_sentences, "1.收入5万元。其中拨款4万元。"),
        (orders.swap_sentences, "1.老旧小区改造项目预算5万元。改造小区道路21个。"),
    ],
)
def test_a_rewrite_leaves_what_would_mean_something_else(rewrite: Rewrite, line: str) -> None:
    assert applied(rewrite, line) == {line}


def test_wrapped_lines_are_of_one_width() -> None:
    line = "（一）资金下达情况。" + "省财政厅、省农业农村厅分三批向我县下达农业生产发展资金8,462万元。" * 4
    for seed in range(20):
        rows = layouts.wrap_indented(HEAD + line, random.Random(seed)).removeprefix(HEAD).split("\n")
        widths = [sum(2 - character.isascii() for character in row) for row in rows if row]
        assert all(42 <= width <= 84 for width in widths[:-1])
        assert max(widths[:-1]) - min(widths[:-1]) <= 4


@pytest.mark.parametrize("source", SOURCES[:3], ids=lambda source: source.name)
def test_a_seed_gives_one_text(source: Source) -> None:
    assert rewritten(source, 7) == rewritten(source, 7)
    assert rewritten(source, 7) != rewritten(source, 8)
