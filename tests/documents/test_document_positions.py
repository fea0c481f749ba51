"""Lines and pages of a text: every position lies on the line and page on which a reader would look for it."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.documents import Document
from orchestration.documents.text_reader import read_text


def document_of(text: str) -> Document:
    data = text.encode()
    return read_text(data, "澄湖/2023.txt", hashlib.sha256(data).hexdigest())


def lines_of(text: str) -> list[str]:
    document = document_of(text)
    return [text[line.start : line.end] for line in document.lines]


def pages_of(text: str) -> list[str]:
    return [text[page.span.start : page.span.end] for page in document_of(text).pages]


def page_of(text: str, words: str) -> int:
    return document_of(text).page_at(text.index(words))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲\n乙\n", ["甲", "乙"]),
        ("甲\r\n乙\r\n", ["甲", "乙"]),
        ("甲\r乙\r", ["甲", "乙"]),
        ("甲\r\n乙\n丙\r丁", ["甲", "乙", "丙", "丁"]),
        ("甲\n\n乙", ["甲", "", "乙"]),
        ("甲\r\n\r\n乙", ["甲", "", "乙"]),
        ("甲", ["甲"]),
        ("\n甲", ["", "甲"]),
        ("甲\u2028乙\x0b丙", ["甲\u2028乙\x0b丙"]),  # not line ends of a text file
    ],
)
def test_line_ends(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_at_counts_from_one(line_end: str) -> None:
    text = line_end.join(["标题", "", "预算12万元", "支出11万元"])
    document = document_of(text)
    assert [document.line_at(text.index(words)) for words in ("标题", "预算", "12", "元", "支出", "11")] == [
        1, 3, 3, 3, 4, 4,
    ]  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="预算12\n\r\f ", min_size=1, max_size=80).filter(lambda text: bool(text.strip("\n\r\f "))))
def test_lines_and_pages_cover_the_text(text: str) -> None:
    document = document_of(text)
    outside = set(range(len(text))) - {position for line in document.lines for position in range(line.start, line.end)}
    assert all(text[position] in "\n\r" for position in outside)
    assert "".join(pages_of(text)) == text
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    for page in document.pages:
        for position in (page.span.start, page.span.end - 1):
            assert document.page_at(position) == page.number
    for number, line in enumerate(document.lines, start=1):
        for position in range(line.start, line.end):
            assert document.line_at(position) == number


def test_one_page_where_nothing_marks_a_second() -> None:
    assert pages_of("甲\n乙\n") == ["甲\n乙\n"]


def test_form_feeds_end_pages() -> None:
    text = "第一张\n支出3万元\n\f第二张\n支出4万元\n\f第三张\n"
    assert len(pages_of(text)) == 3
    assert [page_of(text, words) for words in ("第一张", "3万", "第二张", "4万", "第三张")] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize("mark", ["— 1 —", "-1-", "— 1—", "－1－", "第1页", "第 1 页 共 9 页", "第1页，共9页", "1/9"])
def test_printed_page_number_ends_its_page(mark: str) -> None:
    text = f"上页支出3万元，\n{mark}\n下页支出4万元。\n"
    assert document_of(text).page_marks[0].number == 1
    assert (page_of(text, "3万"), page_of(text, "4万")) == (1, 2)


@pytest.mark.parametrize("line", ["2023", "12.5", "3万元", "2022-2023", "第5页内容如下", "—5—见附表", "100%"])
def test_lines_that_only_look_like_page_numbers(line: str) -> None:
    document = document_of(f"预算支出情况\n{line}\n合计\n")
    assert document.page_marks == ()
    assert len(document.pages) == 1


def test_bare_number_beside_a_form_feed_is_a_page_number() -> None:
    document = document_of("支出3万元。\n1\n\f支出4万元。\n2\n\f支出5万元。\n")
    assert [mark.number for mark in document.page_marks] == [1, 2]


def test_bare_number_in_the_flow_is_none() -> None:
    assert document_of("支出\n12\n万元\n").page_marks == ()


def spaced(lines: list[str], page_starts: set[int]) -> str:
    """PDF text: lines a blank line apart; the first line of a page is indented and follows without a blank line."""
    text = ""
    for index, line in enumerate(lines):
        if index:
            text += "\n" if index in page_starts else "\n\n"
        text += f" {line}" if index in page_starts else line
    return text + "\n"


def test_indented_page_starts_of_spaced_text() -> None:
    lines = [f"第{index}行文字内容较长一直写到纸边为止不再换段" for index in range(1, 31)]
    text = spaced(lines, {10, 20})
    assert len(pages_of(text)) == 3
    assert [page_of(text, lines[index]) for index in (0, 9, 10, 19, 20, 29)] == [1, 1, 2, 2, 3, 3]


def test_indented_paragraphs_of_plain_text_are_no_pages() -> None:
    text = "".join(f" 第{index}段，内容完整。\n" for index in range(1, 31))
    assert len(pages_of(text)) == 1


def test_printed_number_of_the_next_page_opens_it_and_of_this_page_ends_it() -> None:
    def starts(mark: str) -> list[int]:
        data = f"甲\n乙\n{mark}\n丙\n丁\n".encode()
        found = read_text(data, "report.txt", hashlib.sha256(data).hexdigest())
        return [found.line_at(page.span.start) for page in found.pages]

    assert starts("— 2 —") == [1, 3]
    assert starts("— 1 —") == [1, 4]
