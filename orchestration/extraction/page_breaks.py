"""Figures that the end of a page cuts in two: its number and the running heads stand between their parts."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from orchestration.documents import Span
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.reading import Paragraph


class PageBreaks:
    """The page numbers and running heads among ``paragraphs``, and where figures around them stand."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._aside = [paragraph for paragraph in paragraphs if paragraph.kind in ("page_mark", "running")]
        self._aside.sort(key=lambda paragraph: paragraph.positions[0])
        self._starts = [paragraph.positions[0] for paragraph in self._aside]
        self._cut = {paragraph.index for paragraph in paragraphs if self._within(_span_of_all(paragraph))}

    def span_of(self, paragraph: Paragraph, numeral: Numeral) -> Span:
        """Where a figure stands: to the end of the page where all its digits do (742.2万 of 742.2万元), else whole."""
        span = paragraph.source(numeral.start, numeral.end)
        if paragraph.index not in self._cut or not (cut := self._within(span)):
            return span
        places = range(numeral.start, numeral.end)
        before = [place for place in places if paragraph.positions[place] < cut[0].positions[0]]
        is_before = all(place in before for place in places if paragraph.text[place].isdecimal())
        return paragraph.source(before[0], before[-1] + 1) if is_before else span

    def inside(self, figures: Iterable[tuple[Paragraph, Numeral]]) -> set[int]:
        """Indices of the page numbers and running heads that stand between digits of one of ``figures``."""
        return {
            aside.index
            for paragraph, numeral in figures
            if paragraph.index in self._cut
            for aside in self._within(self.span_of(paragraph, numeral))
        }

    def _within(self, span: Span) -> list[Paragraph]:
        first = bisect_left(self._starts, span.start + 1)
        return self._aside[first : bisect_left(self._starts, span.end)]


def _span_of_all(paragraph: Paragraph) -> Span:
    return Span(paragraph.positions[0], paragraph.positions[-1] + 1)
