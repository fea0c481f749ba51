"""Paragraphs in reading characters: the same words however the lines are wrapped, and every character at its source."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.documents import Document
from orchestration.extraction.reading import Paragraph, read_paragraphs, sentence_spans

Read = Callable[[str], Document]

TITLE = "2023年度澄湖市林业局部门整体绩效自评报告"
PARAGRAPHS = [
    "一、基本情况",
    "（一）部门概况",
    (
        "澄湖市林业局内设9个科室，下属事业单位3个，年末在职人员133人，主要负责全市造林绿化、森林防火、湿地保护和"
        "林木种苗管理等工作，承担林长制办公室的日常事务。"
    ),
    "（二）预算执行情况",
    (
        "2023年度全年预算数43,558.83万元，执行数43,123.1万元，预算执行率99%；其中基本支出6,549.81万元，项目支出"
        "36,573.29万元，资金主要用于造林补助、防火物资储备、古树名木保护和林区道路养护等方面。"
    ),
    "二、存在的主要问题",
    "（一）预算编制不够精细",
    (
        "一是部分项目前期准备不够充分，开工时间偏晚，下半年集中支付的压力较大；二是个别绩效指标量化程度不高，佐证材料"
        "收集不够及时，对指标完成值的核实还不够到位。"
    ),
]


def texts_of(document: Document) -> list[str]:
    return [paragraph.text for paragraph in read_paragraphs(document)]


def wrapped(paragraph: str, width: int, unbroken: str = r"[\d.,]+%?|.") -> list[str]:
    """Lines of at most ``width`` full-width characters, cut anywhere but within ``unbroken``, as PDF text has them."""
    lines = [""]
    used = 0
    for piece in re.findall(unbroken, paragraph):
        size = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in piece)
        if used + size > 2 * width:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += size
    return lines


def laid_out(width: int | None, between_lines: str, between_paragraphs: str) -> str:
    lines = [
        between_lines.join(wrapped(paragraph, width) if width else [paragraph]) for paragraph in [TITLE, *PARAGRAPHS]
    ]
    return between_paragraphs.join(lines) + between_paragraphs


@pytest.mark.parametrize("width", [26, 28, 30, 32, 36])
@pytest.mark.parametrize(
    ("between_lines", "between_paragraphs"),
    [("\n", "\n"), ("\n\n", "\n\n"), ("\r\n", "\r\n"), ("\r\n\r\n", "\r\n\r\n"), ("\n", "\n\n")],
)
def test_hard_wrapped_reads_like_unwrapped(read: Read, width: int, between_lines: str, between_paragraphs: str) -> None:
    unwrapped = texts_of(read(laid_out(None, "\n", "\n")))
    found = texts_of(read(laid_out(width, between_lines, between_paragraphs)))
    assert found == unwrapped == [TITLE, *PARAGRAPHS]


def test_full_stop_at_the_end_of_a_line_and_indented_paragraph_starts(read: Read) -> None:
    indented = "\n".join("\n".join(wrapped("\u3000\u3000" + paragraph, 28)) for paragraph in PARAGRAPHS)
    assert texts_of(read(indented + "\n")) == PARAGRAPHS


@pytest.mark.parametrize("line_gap", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("shift", range(12))
def test_numbers_cut_by_line_ends_are_whole(read: Read, line_gap: str, shift: int) -> None:
    body = (
        "林" * shift
        + "业部门统筹安排资金43558.83万元，实际支出43123.1万元，执行率99.80%，惠及群众126530人次，" * 6
        + "成效较好。"
    )
    lines = wrapped(body, 26, unbroken=".")
    assert texts_of(read(line_gap.join(["一、预算执行", *lines]) + line_gap)) == ["一、预算执行", body]


def test_page_number_in_mid_sentence_is_no_part_of_it(read: Read) -> None:
    lines = wrapped(PARAGRAPHS[4], 26)
    broken = [
        *wrapped(PARAGRAPHS[2], 26),
        PARAGRAPHS[3],
        *lines[:2],
        "— 5 —",
        *lines[2:],
        *PARAGRAPHS[5:6],
        *wrapped(PARAGRAPHS[6], 26),
    ]
    found = read_paragraphs(read("\n\n".join(broken) + "\n"))
    assert PARAGRAPHS[4] in [paragraph.text for paragraph in found]
    assert [paragraph.text for paragraph in found if paragraph.kind == "page_mark"] == ["—5—"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("举办招聘会2场，提供岗位580个；接待", "来信来访38件，办结36件。", True),
        ("举办招聘会2场，提供岗位580个。", "来信来访38件，办结36件。", False),
        ("主要职责", "来信来访38件，办结36件。", False),
        ("举办招聘会2场，提供岗位580个，接待", "三、自评工作组织情况", False),
    ],
)
def test_a_page_that_ends_in_mid_sentence_of_unwrapped_lines(
    read: Read, before: str, after: str, *, joined: bool
) -> None:
    lines = [PARAGRAPHS[0], PARAGRAPHS[2], before, "- 2 -", after, PARAGRAPHS[6]]
    assert (before + after in texts_of(read("\n".join(lines) + "\n"))) == joined


def test_a_number_cut_at_its_decimal_point_is_one(read: Read) -> None:
    lines = [*wrapped(PARAGRAPHS[2], 26), "（1）基本支出预算58,420,300.", "00元，实际支出58,105,477.20元。"]
    text = "\n".join([PARAGRAPHS[0], *lines, *wrapped(PARAGRAPHS[6], 26)])
    assert "（1）基本支出预算58,420,300.00元，实际支出58,105,477.20元。" in texts_of(read(text + "\n"))


def test_blank_lines_around_a_page_number_part_no_sentence(read: Read) -> None:
    body = (
        "".join(f"第{n}批补助资金已按规定拨付到位，" for n in "一二三四五六七八九")
        + "预算完成率扣0.8分，原因是采购偏晚。"
    )
    lines = wrapped(body, 26, unbroken=".")
    cut = len(lines) - 1
    text = "\n".join([PARAGRAPHS[0], *lines[:cut], "", "— 2 —", "", *lines[cut:], *wrapped(PARAGRAPHS[6], 26)])
    assert texts_of(read(text + "\n"))[1] == body


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("执行数４３，１２３．１万元，执行率９９％", "执行数43,123.1万元，执行率99%"),
        ("共 9 个 科 室 ，下 属 单 位 3 个", "共9个科室，下属单位3个"),
        ("执行率99%,其中:基本支出12,345.6万元(含结转)", "执行率99%，其中：基本支出12,345.6万元（含结转）"),
        ("完成≧50亩；成本≦30万元", "完成≥50亩；成本≤30万元"),
        ("\u3000\u3000年末在职133人", "年末在职133人"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("⼈员⽀出3⽉", "人员支出3月"),
        ("投入12,3亿", "投入12,3亿"),
    ],
)
def test_reading_characters(read: Read, line: str, reading: str) -> None:
    assert texts_of(read(line + "\n")) == [reading]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲完成。乙未完成！为什么？", ["甲完成。", "乙未完成！", "为什么？"]),
        ("甲说“完成。”乙继续", ["甲说“完成。”", "乙继续"]),
        ("甲；乙，丙：丁", ["甲；乙，丙：丁"]),
        ("支出1.5万元。共3.2%", ["支出1.5万元。", "共3.2%"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@pytest.mark.parametrize("row", ["| 指标 | 分值 | 得分 |", "指标｜分值｜得分", "指标\t分值\t得分"])
def test_table_rows_stay_apart_from_prose(read: Read, row: str) -> None:
    found = read_paragraphs(read(f"自评情况如下\n{row}\n{row}\n以上为自评情况\n"))
    assert [paragraph.kind for paragraph in found] == ["prose", "table", "table", "prose"]


def test_a_row_wrapped_over_lines_is_one(read: Read) -> None:
    found = read_paragraphs(read("| 指标 | 原因 |\n| 时长 | 版权未谈\n妥 |\n| 场次 | |\n"))
    assert [paragraph.text for paragraph in found] == ["|指标|原因|", "|时长|版权未谈妥|", "|场次||"]


def reads_its_source(document: Document, paragraph: Paragraph) -> bool:
    return all(
        character in (" ", source)
        or unicodedata.normalize("NFKC", source) in (character, unicodedata.normalize("NFKC", character))
        or not source.isalnum()
        for character, source in zip(
            paragraph.text, (document.text[position] for position in paragraph.positions), strict=True
        )
    )


LINES = st.lists(
    st.text(alphabet="一二是（）1234567890０９,，.．。；：、%％ \u3000\t|万元人次预算执行数①第页—-", max_size=40),
    max_size=14,
)


@settings(deadline=None, max_examples=150)
@given(lines=LINES, line_end=st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
def test_every_character_is_read_once_and_knows_its_place(read: Read, lines: list[str], line_end: str) -> None:
    document = read("绩效" + line_end + line_end.join(lines))
    paragraphs = read_paragraphs(document)
    positions = [
        position
        for paragraph in paragraphs
        for character, position in zip(paragraph.text, paragraph.positions, strict=True)
        if character not in " \t"
    ]
    printed = [position for position, character in enumerate(document.text) if not character.isspace()]
    assert sorted(positions) == printed
    assert all(list(paragraph.positions) == sorted(paragraph.positions) for paragraph in paragraphs)
    assert all(reads_its_source(document, paragraph) for paragraph in paragraphs)
    assert [paragraph.index for paragraph in paragraphs] == list(range(len(paragraphs)))
