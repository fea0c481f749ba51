"""Forms whose table is lost: one cell a line, or all cells in a line. What stood under which head cannot be known.

Such text looks like prose full of figures. It is found by the heads of the forms, so that nobody reads its numbers as
statements: they stay in the ledger, with the reason that the table's layout is lost.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from orchestration.documents import Document, Span
from orchestration.extraction.form_heads import heads_of
from orchestration.extraction.lexicon import FormHeader, Lexicon
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.prefilter import only_where_it_begins
from orchestration.extraction.reading import Paragraph

LOST = "table_layout_lost"
"""Why a figure of such a table measures nothing."""

_BLOCKS = {
    "funding": frozenset({"initial", "budget", "executed"}),
    "indicator": frozenset({"target", "actual", "score"}),
}
_HEADS_NEEDED = 4
_WINDOW = 14  # lines: the heads of a form and the cells between them
_LONGEST_CELL = 40
_LONGEST_HEAD = 24
_LONGEST_RUN = 60  # characters before a head in which a run of heads that it belongs to has begun
_LONGEST_LINE_OF_PROSE = 60  # of wrapped text; one that holds a whole form is longer
_MOST_LINES_ABOVE = 15
_HALF_WIDTH = dict(zip("():|｜", "（）：  ", strict=True))
_TO_UNIFY = re.compile(r"[():|｜]")
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}(?:部分|章)|附件\d*[：:]?$"
)
_SEPARATORS = re.compile(r"[|｜\t].*?[|｜\t]")
_TOTAL = re.compile(r"(?:总分|合计|总计|总得分)")
_CELL_OF_TOTAL = re.compile(r"[\d.\s%优良中差秀好分]+|得分|等级")
# 预算, 支出: heads of a table that keeps its columns, words of any sentence where they are lost.
_TWO_CHARACTERS = re.compile(r"\^[\u4e00-\u9fff]{2}\$")
_UNDATED = frozenset({"year", "date", "doc_number", "numbering", "name_part"})


class LostTables:
    """Where the text of ``document`` holds forms without their lines and columns."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.spans: tuple[Span, ...] = ()
        reading = _TO_UNIFY.sub(lambda sign: _HALF_WIDTH[sign.group()], document.text)
        finder = _Finder(
            reading, tuple(h for h in lexicon.form_headers if not _TWO_CHARACTERS.fullmatch(h.pattern.pattern))
        )
        if finder.may_find():
            cells = iter(sorted((cell.span.start, cell.span.end) for cell in document.cells))
            finder.lines = [
                (span, reading[start : start + len(text)])
                for span in _outside(document.lines, cells)
                if (text := document.text[span.start : span.end].strip()) and not _is_row(text)
                for start in (document.text.index(text, span.start),)
            ]
            self.spans = tuple(finder.tables())

    def __contains__(self, paragraph: Paragraph) -> bool:
        """Whether ``paragraph`` begins in one of them."""
        return self.covers(paragraph.positions[0])

    def covers(self, position: int) -> bool:
        """Whether the code point at ``position`` of the document stands in one of them."""
        return any(span.start <= position < span.end for span in self.spans)


def without_lost(numerals: Sequence[Numeral], paragraph: Paragraph, lost_tables: LostTables) -> list[Numeral]:
    """``numerals`` of ``paragraph`` with those of lost tables emptied; years and names say what they say anywhere."""
    if not lost_tables.spans:
        return list(numerals)
    return [
        Numeral(n.start, n.end, "other", reason=LOST)
        if n.figure_class not in _UNDATED and lost_tables.covers(paragraph.positions[n.start])
        else n
        for n in numerals
    ]


def _is_row(text: str) -> bool:
    return _SEPARATORS.search(text) is not None


def _outside(lines: Sequence[Span], cells: Iterator[tuple[int, int]]) -> Iterator[Span]:
    """Lines in which no table cell of the format stands."""
    cell = next(cells, None)
    for line in lines:
        while cell and cell[1] <= line.start:
            cell = next(cells, None)
        if not (cell and cell[0] < line.end):
            yield line


class _Finder:
    def __init__(self, text: str, headers: tuple[FormHeader, ...]) -> None:
        self.text = text
        self.lines: list[tuple[Span, str]] = []
        self.heads = heads_of(headers)
        self.runs, essentials = _patterns(headers)
        self.essentials = [[found.span() for found in pattern.finditer(text)] for pattern in essentials]

    def may_find(self) -> bool:
        """Whether the words of two heads occur at all: few narratives have them."""
        return sum(1 for places in self.essentials if places) > 1

    def tables(self) -> Iterator[Span]:
        together = sorted(self._runs_of_heads())
        index = 0
        while index < len(self.lines):
            start = self._heads_begin(index, together)
            if start is None:
                return
            first = self._first_line(start, index)
            last = self._last_line(start)
            yield Span(self.lines[first][0].start, self.lines[last][0].end)
            index = last + 1

    def _runs_of_heads(self) -> Iterator[int]:
        """Where heads stand without anything between them: 一级指标二级指标三级指标年度指标值."""
        for places in self.essentials:
            for start, end in places:
                around = max(0, start - _LONGEST_RUN), end + _LONGEST_RUN
                yield from (run.start() for pattern in self.runs if (run := pattern.search(self.text, *around)))

    def _heads_begin(self, index: int, together: Sequence[int]) -> int | None:
        """The next line with which the heads of a form begin."""
        seen: list[tuple[int, str, str]] = []
        for number in range(index, len(self.lines)):
            span, text = self.lines[number]
            place = bisect_left(together, span.start)
            if (place < len(together) and together[place] < span.end) or self._has_heads(text):
                return number
            if len(text) > _LONGEST_HEAD:
                continue
            for block, essential in _BLOCKS.items():
                if field := self.heads.field(text, block):
                    seen = [head for head in seen if head[0] > number - _WINDOW]
                    seen.append((number, block, field))
                    fields = {head[2] for head in seen if head[1] == block}
                    if len(fields) >= _HEADS_NEEDED and len(fields & essential) > 1:
                        return min(head[0] for head in seen if head[1] == block)
        return None

    def _has_heads(self, text: str) -> bool:
        """Whether a line holds the heads of a block, spaces between them."""
        words = text.split()
        if len(words) < _HEADS_NEEDED:
            return False
        tokens = [word for word in words if len(word) <= _LONGEST_HEAD]
        if len(tokens) < _HEADS_NEEDED or (len(text) <= _LONGEST_LINE_OF_PROSE and re.search("[，。；]", text)):
            return False
        return any(
            len(fields := {field for token in tokens if (field := self.heads.field(token, block))}) >= _HEADS_NEEDED
            and len(fields & essential) > 1
            for block, essential in _BLOCKS.items()
        )

    def _first_line(self, start: int, earliest: int) -> int:
        """Cells may be printed before the heads that they belong to."""
        first = start
        while first > max(earliest, start - _MOST_LINES_ABOVE):
            text = self.lines[first - 1][1]
            if len(text) > _LONGEST_CELL or re.search(r"[。；]$", text) or _HEADING.match(text):
                break
            first -= 1
        return first

    def _last_line(self, start: int) -> int:
        for number in range(start + 1, len(self.lines)):
            text = self.lines[number][1]
            if _HEADING.match(text):
                return number - 1
            if _TOTAL.match(text):
                last = number
                while last + 1 < len(self.lines) and _CELL_OF_TOTAL.fullmatch(self.lines[last + 1][1]):
                    last += 1
                return last
        return len(self.lines) - 1


@lru_cache(maxsize=4)
def _patterns(headers: tuple[FormHeader, ...]) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """Heads of a block one after the other with nothing but signs between them; and the essential heads one by one."""
    runs = []
    for block in _BLOCKS:
        head = only_where_it_begins(_any_of(headers, block, {header.field for header in headers}))
        runs.append(re.compile(rf"(?:{head}(?:（[^（）]{{0,12}}）|[ABab/×%：:])*){{{_HEADS_NEEDED},}}"))
    return runs, [
        re.compile(only_where_it_begins(_any_of(headers, block, {field})))
        for block, fields in _BLOCKS.items()
        for field in sorted(fields)
    ]


def _any_of(headers: Sequence[FormHeader], block: str, fields: Collection[str]) -> str:
    words = [h.pattern.pattern for h in headers if h.block == block and h.field in fields]
    return "|".join(f"(?:{word.removeprefix('^').removesuffix('$').replace('.*', '')})" for word in words)
