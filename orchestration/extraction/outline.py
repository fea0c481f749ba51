"""The outline of a report as a tree of sections: headings (一、 （一） 1. （1）) and run-in items (一是 … 二是 …)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.extraction.chinese_numbers import parse_chinese_number
from orchestration.extraction.reading import Paragraph, heading_marker

_STYLES: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"第[一二三四五六七八九十\d]+(?:部分|章|节)"), 1),
    (re.compile(r"[一二三四五六七八九十]+[、．]"), 2),
    (re.compile(r"（[一二三四五六七八九十]+）"), 3),
    (re.compile(r"\d+(?:\.\d+)+"), 4),
    (re.compile(r"\d+[.、]"), 4),
    (re.compile(r"\d+$"), 2.5),
    (re.compile(r"（\d+）"), 6),
    (re.compile(r"[①-⑳]"), 7),
)
_RUN_IN = re.compile(
    r"(?P<marker>(?P<number>[一二三四五六七八九十]{1,3})是|第(?P<ordinal>[一二三四五六七八九十])(?=，)|（(?P<digits>\d{1,2})）|(?P<circled>[①-⑳]))"
)
_RUN_IN_START = re.compile(r"(?:^|[。；：，、\s]|原因|其中|表现)$")
_NO_HEADING = re.compile(r"[。；]|.{41}|(?:报告|自评表)$")
TITLE_PATH = "标题"
"""Section path of what stands before the first heading."""


@dataclass(slots=True)
class Section:
    """A heading with what stands under it, or one item of a run.

    ``start``/``end`` are reading characters of the paragraph that opens it; a run-in item ends at ``end``.
    """

    ordinal: int
    kind: str
    depth: int
    marker: str | None
    number: int | None
    title: str | None
    path: str
    parent: "Section | None"
    paragraph: int
    start: int
    end: int
    marker_end: int
    paragraphs: list[int] = field(default_factory=list)


def build_outline(paragraphs: Sequence[Paragraph]) -> list[Section]:
    """Sections of the report in document order; the first one holds the title and what precedes any heading."""
    root = Section(0, "title", 0, None, None, None, TITLE_PATH, None, 0, 0, 0, 0)
    sections = [root]
    open_sections: list[tuple[float, Section]] = [(0, root)]
    for paragraph in paragraphs:
        marker = heading_marker(paragraph.text) if paragraph.kind == "prose" else None
        if marker or _is_unnumbered(paragraph):
            rank = _rank(marker, paragraph.level)
            while open_sections[-1][0] >= rank:
                open_sections.pop()
            sections.append(_heading(paragraph, marker, len(sections), open_sections[-1][1]))
            open_sections.append((rank, sections[-1]))
        current = open_sections[-1][1]
        current.paragraphs.append(paragraph.index)
        if paragraph.kind == "prose":
            skip = current.marker_end if current.paragraph == paragraph.index else 0
            found = list(_run_in_items(paragraph, skip, current, len(sections)))
            if not found and (item := _paragraph_item(paragraphs, paragraph, sections, current)):
                found = [item]
            sections.extend(found)
    return sections


def _rank(marker: str | None, level: int | None) -> float:
    """Where a heading stands among the others: the smaller, the wider."""
    if marker is None:
        return (level or 1) + 1
    return next(rank for pattern, rank in _STYLES if pattern.match(marker)) + marker.count(".") / 10


_FUND_TITLE = re.compile(r"(?P<fund>[“”\u4e00-\u9fff]{2,12}经费)(?:使用|支出|管理|预算|执行|收支)*(?:情况|说明|分析)?$")
_FUNCTION_TITLE = re.compile(r"(?P<fund>[\u4e00-\u9fff、]{2,24})（(?:类|款|项)）[。：]?$")


def _is_unnumbered(paragraph: Paragraph) -> bool:
    """A heading that only its style tells; the title of the report may be styled as one."""
    text = paragraph.text
    return paragraph.level is not None and paragraph.index > 0 and not _NO_HEADING.search(text)


def fund_heading(section: Section) -> str | None:
    """The money that a section is about: “三公”经费情况 → “三公”经费, 普通教育（款）小学教育（项） → 小学教育."""
    match = _FUND_TITLE.match(section.title or "") or _FUNCTION_TITLE.search(section.title or "")
    return match["fund"] if match else None


def scored_heading(section: Section) -> str | None:
    """What a section with points in its title is about: 投入（15分） → 投入."""
    name, points, _ = (section.title or "").partition("（")
    return name.strip() or None if points and re.search(r"\d+(?:\.\d+)?分", section.title or "") else None


def _heading(paragraph: Paragraph, marker: str | None, ordinal: int, parent: Section) -> Section:
    rest = paragraph.text[len(marker or "") :].lstrip()
    title = re.split(r"[。；：]", rest, maxsplit=1)[0][:80]
    name = re.sub(r"[、．.]$", "", marker) if marker else title
    path = name if parent.kind == "title" else f"{parent.path}/{name}"
    return Section(
        ordinal,
        "heading",
        parent.depth + 1,
        marker,
        _marker_number(name) if marker else None,
        title or None,
        path,
        parent,
        paragraph.index,
        0,
        len(paragraph.text),
        len(marker or ""),
    )


def _run_in_items(paragraph: Paragraph, skip: int, parent: Section, ordinal: int) -> Iterator[Section]:
    text = paragraph.text
    for run in _runs(text, skip):
        for index, match in enumerate(run):
            following = run[index + 1].start() if index + 1 < len(run) else _run_end(text, run)
            body = text[match.end() : following].strip("，；。、 ")
            yield Section(
                ordinal,
                "run_in",
                parent.depth + 1,
                match["marker"],
                _run_number(match),
                re.split(r"[。；，]", body, maxsplit=1)[0][:80],
                parent.path,
                parent,
                paragraph.index,
                match.start(),
                following,
                match.end(),
            )
            ordinal += 1


def _paragraph_item(
    paragraphs: Sequence[Paragraph], paragraph: Paragraph, sections: Sequence[Section], parent: Section
) -> Section | None:
    """The paragraph as an item of a run whose items are paragraphs: 一是 …。⏎ 二是 …。"""
    match = _RUN_IN.match(paragraph.text)
    if not match or not match["number"] or (number := _run_number(match)) is None:
        return None
    last = sections[-1]
    goes_on = last.kind == "run_in" and last.number == number - 1 and last.parent is parent
    following = next((p.text for p in paragraphs[paragraph.index + 1 :] if p.kind == "prose"), "")
    if not goes_on and not (number == 1 and following.startswith("二是")):
        return None
    title = re.split(r"[。；，]", paragraph.text[match.end() :], maxsplit=1)[0][:80]
    return Section(
        len(sections),
        "run_in",
        parent.depth + 1,
        match["marker"],
        number,
        title,
        parent.path,
        parent,
        paragraph.index,
        0,
        len(paragraph.text),
        match.end(),
    )


def _runs(text: str, skip: int) -> Iterator[list[re.Match[str]]]:
    """Markers that count up from one: 一是 … 二是 …; a lone 一是 is no run."""
    run: list[re.Match[str]] = []
    for match in _RUN_IN.finditer(text, skip):
        before = text[max(skip, match.start() - 3) : match.start()]
        if before and not _RUN_IN_START.search(before):
            continue
        number, style = _run_number(match), match.lastgroup
        if run and number == len(run) + 1 and _style(match) == _style(run[0]):
            run.append(match)
        elif number == 1 and style:
            if len(run) > 1:
                yield run
            run = [match]
    if len(run) > 1:
        yield run


def _style(match: re.Match[str]) -> str:
    return next(name for name in ("number", "ordinal", "digits", "circled") if match[name])


def _run_number(match: re.Match[str]) -> int | None:
    return _marker_number(match["number"] or match["ordinal"] or match["digits"] or match["circled"])


def _run_end(text: str, run: Sequence[re.Match[str]]) -> int:
    """End of the last item: of its sentence where semicolons part the items, else of the paragraph."""
    between = [text[before.end() : after.start()] for before, after in pairwise(run)]
    if any("。" in part for part in between):
        return len(text)
    stop = text.find("。", run[-1].end())
    return len(text) if stop < 0 else stop


def _marker_number(marker: str) -> int | None:
    inner = (
        re.sub(r"[（）第部分章节、．.]", "", marker) if not re.match(r"\d+\.\d", marker) else marker.rpartition(".")[2]
    )
    if "①" <= inner[:1] <= "⑳":
        return ord(inner[0]) - ord("①") + 1
    if inner.isdigit():
        return int(inner)
    value = parse_chinese_number(inner) if inner else None
    return None if value is None else int(value)
