"""The outline of a report as a tree of sections: headings (一、 （一） 1. （1）) and run-in items (一是 … 二是 …)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.extraction.chinese_numbers import parse_chinese_number
from orchestration.extraction.heading_markers import heading_marker
from orchestration.extraction.prefilter import only_where_it_begins
from orchestration.extraction.reading import Paragraph

_STYLES: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"第[一二三四五六七八九十\d]+(?:部分|章|节)"), 1),
    (re.compile(r"[一二三四五六七八九十]+(?:[、．]|$)"), 2),
    (re.compile(r"（[一二三四五六七八九十]+）"), 3),
    (re.compile(r"\d+(?:\.\d+)+"), 4),
    (re.compile(r"\d+[.、]"), 4),
    (re.compile(r"\d+$"), 2.5),
    (re.compile(r"（\d+）"), 6),
    (re.compile(r"[①-⑳]"), 7),
)
_RUN_IN = re.compile(
    only_where_it_begins(
        r"(?P<marker>(?P<number>[一二三四五六七八九十]{1,3})(?:是|要(?![素求点件闻害么]))|[第其](?P<ordinal>[一二三四五六七八九十])(?=[，是])|（(?P<digits>\d{1,2})）|(?P<circled>[①-⑳])|(?<=[。；：])(?P<points>\d{1,2})[.．](?=[\u4e00-\u9fff“])"
        r"|(?<=[。；])（(?P<chapters>[一二三四五六七八九十]{1,2})）)"
    )
)
_RUN_IN_START = re.compile(r"(?:^|[。；：，、\s]|原因|其中|表现)$")
_BARE_MARKER = re.compile(r"[\d①-⑳一二三四五六七八九十]+")
_MARK_OF_NUMBER = re.compile(r"[、．.]$")
_AROUND_NUMBER = re.compile(r"[（）第部分章节、．.]")
_DECIMAL = re.compile(r"\d+\.\d")
_TITLE_END = re.compile(r"[。；：]")
_CLAUSE_END = re.compile(r"[。；，]")
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
            below = next((p.text for p in paragraphs[paragraph.index + 1 : paragraph.index + 2]), "")
            found = list(_run_in_items(paragraph, skip, current, len(sections), below))
            if not found and current.paragraph == paragraph.index:
                found = list(_inline_items(paragraph, current, len(sections)))
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
_NATURE_TITLE = re.compile(
    r"(?:部门|单位)?(?P<fund>基本支出|项目支出)(?:预算)?(?:执行|使用|管理|安排|支出)*(?:情况|说明|分析)?[。：]?"
)
_FUNCTION_TITLE = re.compile(r"(?P<fund>[\u4e00-\u9fff、]{2,24})（(?:类|款|项)）[。：]?$")


def _is_unnumbered(paragraph: Paragraph) -> bool:
    """A heading that only its style tells; the title of the report may be styled as one."""
    text = paragraph.text
    return paragraph.level is not None and paragraph.index > 0 and not _NO_HEADING.search(text)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a section tells of the figures under it.

    ``heading`` is what it gives points for, ``fund`` the money that it is about (“三公”经费), ``title`` its title and
    ``goals`` what kind of aims it sets; ``of_department`` says whose report it is.
    """

    heading: str | None = None
    fund: str | None = None
    title: str | None = None
    goals: str | None = None
    of_department: bool = True


def topic_of(section: Section, *, of_department: bool = True) -> Topic:
    """What ``section`` and the headings above it tell of its figures.

    In a report that is not ``of_department`` 项目支出情况 is no part of the budget: all money there is the project's.
    """
    fund = _fund_heading(section) if of_department or not _NATURE_TITLE.fullmatch(section.title or "") else None
    return Topic(_scored_heading(section), fund, section.title, _sets_goals(section), of_department)


def _fund_heading(section: Section) -> str | None:
    """The money that a section is about: “三公”经费情况 → “三公”经费, 普通教育（款）小学教育（项） → 小学教育."""
    title = section.title or ""
    match = _FUND_TITLE.match(title) or _FUNCTION_TITLE.search(title) or _NATURE_TITLE.fullmatch(title)
    return match["fund"] if match else None


_AIMS_TITLE = re.compile(r"(?:年度|绩效|总体|预期|工作|主要|任务)目标(?:设定|设置)?$")
_PLANS_TITLE = re.compile(r"下一步|工作打算|工作计划$|改进(?:措施|建议|方向)")
_DONE_TITLE = re.compile(r"完成|实现|自评|评价|执行|成效")


def _sets_goals(section: Section) -> str | None:
    """``aims`` under a heading that tells what is aimed at (年度目标), ``plans`` under one of plans (下一步工作打算).

    ``None`` where the nearest heading that tells either is about what was done.
    """
    above: Section | None = section
    while above is not None:
        title = above.title or ""
        if _PLANS_TITLE.search(title):
            return "plans"
        if _DONE_TITLE.search(title):
            break
        if _AIMS_TITLE.search(title):
            return "aims"
        above = above.parent
    return None


def _scored_heading(section: Section) -> str | None:
    """What a section with points in its title is about: 投入（15分） → 投入."""
    name, points, _ = (section.title or "").partition("（")
    return name.strip() or None if points and re.search(r"\d+(?:\.\d+)?分", section.title or "") else None


def _heading(paragraph: Paragraph, marker: str | None, ordinal: int, parent: Section) -> Section:
    rest = paragraph.text[len(marker or "") :].lstrip()
    title = _TITLE_END.split(rest, maxsplit=1)[0][:80]
    name = _MARK_OF_NUMBER.sub("", marker) if marker else title
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


def _run_in_items(paragraph: Paragraph, skip: int, parent: Section, ordinal: int, below: str) -> Iterator[Section]:
    text = paragraph.text
    for run in _runs(text, skip, below):
        for index, match in enumerate(run):
            following = run[index + 1].start() if index + 1 < len(run) else _run_end(text, run)
            body = text[match.end() : following].strip("，；。、 ")
            yield Section(
                ordinal,
                "run_in",
                parent.depth + 1,
                match["marker"],
                _run_number(match),
                _CLAUSE_END.split(body, maxsplit=1)[0][:80],
                parent.path,
                parent,
                paragraph.index,
                match.start(),
                following,
                match.end(),
            )
            ordinal += 1


def _inline_items(paragraph: Paragraph, heading: Section, ordinal: int) -> Iterator[Section]:
    """Items of a list that begins or goes on with the ``heading`` of the paragraph: （一）健全保障。（二）加强引进。"""
    following = following_markers(paragraph.text, heading)
    if not following:
        return
    items = [(heading.start, heading.marker_end, heading.number), *following]
    ends = [*(start for start, _, _ in items[1:]), len(paragraph.text)]
    for (start, marker_end, number), end in zip(items, ends, strict=True):
        body = paragraph.text[marker_end:end].strip("，；。、 ")
        title = _CLAUSE_END.split(body, maxsplit=1)[0][:80]
        marker = paragraph.text[start:marker_end]
        yield Section(
            ordinal,
            "run_in",
            heading.depth + 1,
            marker,
            number,
            title,
            heading.path,
            heading,
            paragraph.index,
            start,
            end,
            marker_end,
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
    title = _CLAUSE_END.split(paragraph.text[match.end() :], maxsplit=1)[0][:80]
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


def _runs(text: str, skip: int, below: str) -> Iterator[list[re.Match[str]]]:
    """Markers that count up from one: 一是 … 二是 …; a lone 一是 is no run.

    ``below`` is the paragraph after ``text``, in which the run may go on.
    """
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
    # 未完成的指标。（1）…；⏎（2）…: the list goes on in the next paragraph.
    style = _style(run[0]) if run else ""
    of_digits = style in ("digits", "circled")
    next_item = _RUN_IN.match("。" + below, 1) if of_digits or style == "points" else None
    counts_on = next_item and _style(next_item) == style and _run_number(next_item) == len(run) + 1
    if len(run) > 1 or (of_digits and text.endswith("；")) or counts_on:
        yield run


def marker_spans(paragraph: Paragraph, sections: Sequence[Section]) -> dict[tuple[int, int], int | None]:
    """Spans of the markers in ``paragraph`` of the ``sections`` that it opens, with their numbers."""
    opened = [section for section in sections if section.marker and section.paragraph == paragraph.index]
    return {(s.start, s.start + len(s.marker or "")): s.number for s in opened}


def following_markers(text: str, section: Section) -> list[tuple[int, int, int]]:
    """Where the markers that count on from that of a heading stand in its own paragraph: （1）…；（2）….

    Start, end and number of each; empty for anything but a heading with a number in digits or a circle.
    """
    if section.kind != "heading" or not section.marker or not section.number:
        return []
    before_markers = text[section.marker_end - 1 : -1]
    if "。" not in before_markers and "；" not in before_markers:
        return []
    found: list[tuple[int, int, int]] = []
    for match in _RUN_IN.finditer(text, section.marker_end):
        is_next = _run_number(match) == section.number + len(found) + 1 and text[match.start() - 1] in "。；"
        if is_next and _BARE_MARKER.sub("", match["marker"]) == _BARE_MARKER.sub("", section.marker):
            found.append((match.start(), match.end(), section.number + len(found) + 1))
    return found


def _style(match: re.Match[str]) -> str:
    return next(name for name in ("number", "ordinal", "digits", "circled", "points", "chapters") if match[name])


def _run_number(match: re.Match[str]) -> int | None:
    return _marker_number(match[_style(match)])


def _run_end(text: str, run: Sequence[re.Match[str]]) -> int:
    """End of the last item: of its sentence where semicolons part the items, else of the paragraph."""
    between = [text[before.end() : after.start()] for before, after in pairwise(run)]
    if any("。" in part for part in between):
        return len(text)
    stop = text.find("。", run[-1].end())
    return len(text) if stop < 0 else stop


def _marker_number(marker: str) -> int | None:
    inner = marker.rpartition(".")[2] if _DECIMAL.match(marker) else _AROUND_NUMBER.sub("", marker)
    if "①" <= inner[:1] <= "⑳":
        return ord(inner[0]) - ord("①") + 1
    if inner.isdigit():
        return int(inner)
    value = parse_chinese_number(inner) if inner else None
    return None if value is None else int(value)
