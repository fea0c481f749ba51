"""Running heads, feet and page numbers of laid out pages: lines in the margin that come again on other pages."""

import re
from collections import Counter
from collections.abc import Sequence

from orchestration.documents.pages import printed_page_number
from orchestration.documents.pdf_page import Line, PdfPage

_SAME_HEIGHT = 3.0
_NUMBERS = re.compile(r"\d+")


def find_running(pages: Sequence[PdfPage]) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Page numbers and other running lines, both by index of page and block; the former with what they say."""
    margin = {
        (page_index, block_index): line
        for page_index, page in enumerate(pages)
        for block_index, line in enumerate(page.blocks)
        if isinstance(line, Line) and page.in_margin(line)
    }
    numbers = _page_numbers(margin)
    looks = Counter(_look(line) for place, line in margin.items() if place not in numbers)
    needed = 2 if len(pages) < 8 else 3
    running = {place for place, line in margin.items() if place not in numbers and looks[_look(line)] >= needed}
    return numbers, running


def _page_numbers(margin: dict[tuple[int, int], Line]) -> dict[tuple[int, int], int]:
    """Lines that say nothing but a number, which is decorated, that of the page, or counts on from page to page."""
    said = {place: number for place, line in margin.items() if (number := printed_page_number(line.text)) is not None}
    shifts = Counter(number - page for (page, _), number in said.items())
    return {
        (page, block): number
        for (page, block), number in said.items()
        if number == page + 1 or shifts[number - page] > 1 or not margin[page, block].text.strip().isdecimal()
    }


def _look(line: Line) -> tuple[str, int]:
    return _NUMBERS.sub("#", "".join(line.text.split())), round(line.bottom / _SAME_HEIGHT)
