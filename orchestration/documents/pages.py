"""Where the pages of a plain text begin: form feeds, printed page numbers, and the indented page starts of PDF text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add

from orchestration.documents.columns import Span, Spans
from orchestration.documents.document import Page, PageMark

_DASH = "—–―－‐\\-_·•~～"
# — 5 —, -5-, 第5页, 第 5 页 共 12 页, 5/12, Page 5. A bare number is one beside a form feed or within a paragraph.
_DECORATED = re.compile(
    rf"^\s*(?:[{_DASH}]+\s*(?P<dashed>\d{{1,4}})\s*[{_DASH}]+|第\s*(?P<named>\d{{1,4}})\s*页(?:\s*[/，,]?\s*共\s*\d{{1,4}}\s*页)?"
    r"|(?P<of>\d{1,4})\s*/\s*\d{1,4}|[Pp]age\s*(?P<english>\d{1,4}))\s*$"
)
_BARE = re.compile(r"^\s*(\d{1,4})\s*$")
_MARK_END = re.compile(rf"[\d\s页{_DASH}]")
_LONGEST_MARK = 40  # characters of a line that may be a page number, spaces around it left out
_FIRST_PAGES = 3  # a document may begin behind its cover
_PROSE_LINE = 18  # characters; cells and headings are shorter
_TABLE_SIGN = re.compile(r"[|｜\t]| {4}")
_LINE_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of a text, line ends excluded: where they stand, and what they hold."""

    def __init__(self, text: str) -> None:
        self.text = text
        line_ends = text.count("\n")
        windows = text.count("\r\n")
        if text.count("\r") == windows and windows in (0, line_ends):
            end = "\r\n" if windows else "\n"
            self.contents = text.split(end)
            lengths = list(map(len, self.contents))
            starts = list(accumulate(map(len(end).__add__, lengths[:-1]), initial=0))
            ends = list(map(add, starts, lengths))
        else:
            found = [line_end.span() for line_end in _LINE_END.finditer(text)]
            starts, ends = [0, *(end for _, end in found)], [*(start for start, _ in found), len(text)]
            self.contents = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        if starts[-1] == len(text):
            del starts[-1], ends[-1], self.contents[-1]
        self.spans = Spans(starts, ends)


def printed_page_number(line: str) -> int | None:
    """The number of a line that is nothing but a page number, decorated or bare."""
    content = line.strip()
    if len(content) > _LONGEST_MARK:
        return None
    if match := _DECORATED.match(content):
        return int(next(group for group in match.groups() if group))
    bare = _BARE.match(content)
    return int(bare.group(1)) if bare else None


def find_page_marks(lines: Lines) -> tuple[PageMark, ...]:
    """Page numbers that stand alone on a line, in document order; ``line`` is counted from 1."""
    marks, bare = [], []
    for number, line in enumerate(lines.contents, start=1):
        if not line or not _may_end_mark(line[-1]):
            continue
        printed = printed_page_number(line)
        if printed is None:
            continue
        if not _BARE.match(line.strip()) or _beside_form_feed(lines.text, lines.spans[number - 1]):
            marks.append(PageMark(number, printed))
        elif _parts_a_paragraph(lines.contents, number):
            bare.append(PageMark(number, printed))
    # 1, 2, 3 between lines of prose: the pages of a text that was wrapped on them.
    if bare and [mark.number for mark in bare] == list(range(bare[0].number, bare[0].number + len(bare))):
        marks += bare if bare[0].number <= _FIRST_PAGES else []
    return tuple(sorted(marks, key=lambda mark: mark.line))


def _parts_a_paragraph(lines: Sequence[str], number: int) -> bool:
    """Whether line ``number`` stands between two long lines of prose, the first of which ends within a sentence."""
    before = next((line.strip() for line in reversed(lines[max(0, number - 4) : number - 1]) if line), "")
    after = next((line.strip() for line in lines[number : number + 3] if line), "")
    is_prose = len(before) >= _PROSE_LINE and len(after) >= _PROSE_LINE and not _TABLE_SIGN.search(before + after)
    return is_prose and before[-1] not in "。；：！？"


@lru_cache(maxsize=1024)
def _may_end_mark(character: str) -> bool:
    return _MARK_END.match(character) is not None


def find_pages(lines: Lines, marks: Sequence[PageMark]) -> tuple[Page, ...]:
    """Pages of the text; one page where nothing marks a second."""
    starts = {form_feed.end() for form_feed in re.finditer("\f", lines.text)}
    if not starts:
        starts = _indented_page_starts(lines)
        starts |= _marked_page_starts(lines.spans, marks, starts)
    length = len(lines.text)
    bounds = [0, *sorted(start for start in starts if 0 < start < length), length]
    return tuple(Page(number, Span(*bound)) for number, bound in enumerate(pairwise(bounds), start=1))


def _beside_form_feed(text: str, line: Span) -> bool:
    start, end = line.start, line.end
    while start > 0 and text[start - 1] in "\r\n \t":
        start -= 1
    while end < len(text) and text[end] in "\r\n \t":
        end += 1
    return "\f" in text[max(0, start - 1) : end + 1]


def _indented_page_starts(lines: Lines) -> set[int]:
    """Starts of pages in PDF text whose lines stand a blank line apart.

    Such text shows a page break as a line that begins with one space and has no blank line before it.
    """
    blank = [not line or line.isspace() for line in lines.contents]
    printed = len(blank) - sum(blank)
    if printed < 10 or sum(blank) < 0.8 * printed:
        return set()
    rest = [index for index, is_blank in enumerate(blank) if not is_blank][1:]
    if sum(blank[index - 1] for index in rest) < 0.8 * printed:
        return set()
    return {
        lines.spans.starts[index]
        for index in rest
        if not blank[index - 1] and re.match(r"[ \u3000](?=\S)", lines.contents[index])
    }


def _marked_page_starts(lines: Sequence[Span], marks: Sequence[PageMark], starts: set[int]) -> set[int]:
    """Page starts told by printed page numbers.

    A number opens the page that it names if that page has not begun, else it ends the page.
    """
    known = sorted(start for start in starts if start > 0)
    found: list[int] = []
    for mark in marks:
        line = lines[mark.line - 1]
        current = 1 + bisect_right(known, line.start) + bisect_right(found, line.start)
        if mark.number == current + 1:
            opened = line.start
        elif mark.line < len(lines) and not _any_between(known, line.start, lines[mark.line].end):
            opened = lines[mark.line].start
        else:
            continue
        if opened not in starts and (not found or opened > found[-1]):
            found.append(opened)
    return set(found)


def _any_between(sorted_starts: Sequence[int], first: int, last: int) -> bool:
    return bisect_left(sorted_starts, first) < bisect_right(sorted_starts, last)
