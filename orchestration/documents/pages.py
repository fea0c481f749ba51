"""Where the pages of a plain text begin: form feeds, printed page numbers, and the indented page starts of PDF text."""

import re
from collections.abc import Sequence
from itertools import pairwise

from orchestration.documents.document import Page, PageMark, Span

_DASH = "—–―－‐\\-_·•~～"
# — 5 —, -5-, 第5页, 第 5 页 共 12 页, 5/12, Page 5. A bare number is a page number only beside a form feed.
_DECORATED = re.compile(
    rf"^\s*(?:[{_DASH}]+\s*(?P<dashed>\d{{1,4}})\s*[{_DASH}]+|第\s*(?P<named>\d{{1,4}})\s*页(?:\s*[/，,]?\s*共\s*\d{{1,4}}\s*页)?"
    r"|(?P<of>\d{1,4})\s*/\s*\d{1,4}|[Pp]age\s*(?P<english>\d{1,4}))\s*$"
)
_BARE = re.compile(r"^\s*(\d{1,4})\s*$")


def find_page_marks(text: str, lines: Sequence[Span]) -> tuple[PageMark, ...]:
    """Page numbers that stand alone on a line, in document order; ``line`` is counted from 1."""
    marks = []
    for number, line in enumerate(lines, start=1):
        content = text[line.start : line.end]
        if match := _DECORATED.match(content):
            marks.append(PageMark(number, int(next(group for group in match.groups() if group))))
        elif (bare := _BARE.match(content)) and _beside_form_feed(text, line):
            marks.append(PageMark(number, int(bare.group(1))))
    return tuple(marks)


def find_pages(text: str, lines: Sequence[Span], marks: Sequence[PageMark]) -> tuple[Page, ...]:
    """Pages of ``text``; one page where nothing marks a second."""
    starts = {position + 1 for position, character in enumerate(text) if character == "\f"}
    if not starts:
        starts = _indented_page_starts(text, lines)
        starts |= _marked_page_starts(lines, marks, starts)
    bounds = [0, *sorted(start for start in starts if 0 < start < len(text)), len(text)]
    return tuple(Page(number, Span(*bound)) for number, bound in enumerate(pairwise(bounds), start=1))


def _beside_form_feed(text: str, line: Span) -> bool:
    before = text[: line.start].rstrip("\r\n \t")
    after = text[line.end :].lstrip("\r\n \t")
    return "\f" in text[line.start : line.end] or before.endswith("\f") or after.startswith("\f")


def _indented_page_starts(text: str, lines: Sequence[Span]) -> set[int]:
    """Starts of pages in PDF text whose lines stand a blank line apart.

    Such text shows a page break as a line that begins with one space and has no blank line before it.
    """
    contents = [text[line.start : line.end] for line in lines]
    printed = [index for index, content in enumerate(contents) if content.strip()]
    spaced = sum(1 for index in printed[1:] if not contents[index - 1].strip())
    if len(printed) < 10 or spaced < 0.8 * len(printed):
        return set()
    return {
        lines[index].start
        for index in printed[1:]
        if contents[index - 1].strip() and re.match(r"[ \u3000](?=\S)", contents[index])
    }


def _marked_page_starts(lines: Sequence[Span], marks: Sequence[PageMark], starts: set[int]) -> set[int]:
    """Page starts told by printed page numbers.

    A number opens the page that it names if that page has not begun, else it ends the page.
    """
    found: set[int] = set()
    for mark in marks:
        line = lines[mark.line - 1]
        current = 1 + sum(1 for start in starts | found if 0 < start <= line.start)
        if mark.number == current + 1:
            found.add(line.start)
        elif mark.line < len(lines) and not any(line.start <= start <= lines[mark.line].end for start in starts):
            found.add(lines[mark.line].start)
    return found
