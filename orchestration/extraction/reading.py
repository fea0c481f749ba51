"""The text as it is read: paragraphs without line ends and stray spaces, every character tied to its source.

Reports come as PDF text wrapped at some 26 characters, as one line a paragraph, or in between. The grammar works on
paragraphs whose every character remembers its place in the document, so that whatever it finds can be quoted untouched.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from orchestration.documents import Document, Span, TableCell
from orchestration.extraction.heading_markers import counts_on_from, heading_marker
from orchestration.extraction.prefilter import AtEnd

_CHAPTER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}(?:部分|章)"
)
# Lines of a cover: 单位名称：… stands alone, and so does a line that ends a title.
_COVER_LINE = re.compile(r"[\u4e00-\u9fff（）]{2,12}：[^，。；]{0,30}$|附件\d*[：]?$")
_TITLE_LINE = AtEnd(r"^[^，。；：]{4,60}(?:(?:自评|评价|情况)的?报告|自评表|绩效自评情况)(?:（[^（）]{1,12}）)?$")
_GOES_ON = re.compile(r"其中(?![一二三四五六七八九十])")
_CLOSED = AtEnd(r"[。！？；：…][”’」』）]?$")
_NUMBER_CUT = AtEnd(r"[^\d.,]\d[\d,]*[.,]$")  # 58,420,300. at the end of a line
_DECIMAL_CUT = AtEnd(r"[\u4e00-\u9fff]\d[\d,]*\.\d*$")  # 预算2600000.0⏎0元
_REST_OF_DECIMAL = re.compile(r"\d{1,4}(?:[万亿]?元|%)")
_LINES_OF_TITLE = 3
_UNITS = ("元", "万元", "亿元", "%")
_MARK = re.compile(r"[。；，：]")
_SENTENCE_END = re.compile(r"[。！？][。！？]*[”’）]?")
_COMMA_OR_STOP = re.compile(r"[，。；]")
_TABLE_ROW = re.compile(r"[|｜\t].*[|｜\t]")
_LONGEST_ENTRY = 60  # characters; a longer one that is alone in its row is a paragraph in a frame
_NARROW_LINE = 36  # columns: nothing is wrapped at fewer
_LONG_LINE = 50  # columns: no title of a section is as long
_MANY_LINES = 20  # of which a few may be longer than the others
_LONGEST_HEAD = 6  # lines before the first chapter that are title and cover
_TWO_NUMBERS = re.compile(r"(?<![\d.,])([\d.,]+) ([\d.,]+)(?![\d.,])")
_ONE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？～"}
_UNIFIED = dict(zip("()﹙﹚;?!≧≦⩾⩽═﹪﹝﹞∶︰─－–‐−〜~", "（）（）；？！≥≤≥≤=%〔〕：：—----～～", strict=True))
# PDF fonts put radicals in place of characters; NFKC leaves some of them alone.
_RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code))[0] for code in range(0x2E80, 0x2FE0)} | dict(
    zip("⻓⻔⻋⻅⻉⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻰", "长门车见贝页风飞食马鱼鸟麦黄齐龙", strict=True)
)
_READING = _HALF_WIDTH | _UNIFIED | _RADICALS
_TO_UNIFY = re.compile(f"[{''.join(map(re.escape, _READING))}]")
# A comma between digits parts thousands, even where spaces or a line end cut the number around it.
_COMMA = re.compile(r",|，(?<=[\d\s]，)")
_DIGITS_BEFORE = re.compile(r"(?<![\d.])\d{1,3}\s{0,8}\Z")
_DIGITS_AFTER = re.compile(r"\s{0,8}\d\s{0,8}\d\s{0,8}\d(?!\s{0,8}\d)")
_LONGEST_BEFORE = 11  # three digits and the spaces behind them
_COLON = re.compile(r":(?:(?<!\d:)|(?!\d))")
_DIGIT = frozenset("0123456789.,")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_GAP = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_RUN = re.compile("[^\\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in reading characters.

    ``positions[i]`` is the place in the document of ``text[i]``, never before that of ``text[i - 1]``. ``kind`` is
    ``prose``, ``table`` (one row, its cells parted by ``|`` or tabs), ``page_mark`` or ``running`` (head or foot).
    ``level``, counted from 1, is that of a heading which the format tells as one.
    """

    index: int
    kind: str
    text: str
    positions: tuple[int, ...]
    level: int | None = None

    def source(self, start: int, end: int) -> Span:
        """Span in the document of the reading characters ``start`` to ``end`` (end exclusive, not empty)."""
        return Span(self.positions[start], self.positions[end - 1] + 1)


class _Line(NamedTuple):
    text: str
    positions: Sequence[int]
    width: int
    indented: bool
    after_blank: bool
    kind: str = "prose"


def read_paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """Paragraphs of ``document`` in order; together they hold every character that is not space.

    Of tables whose format tells their cells, they hold what stands in the cells.
    """
    lines = _read_lines(document)
    layout = _Layout.of(
        [line for line in lines if line.kind == "prose"],
        told=document.paragraphs is not None,
        laid_out=document.format == "pdf",
    )
    levels = {heading.start: heading.level for heading in document.headings}
    paragraphs: list[Paragraph] = []
    buffer: list[_Line] = []

    def flush() -> None:
        if buffer:
            text, positions = _join(buffer, layout)
            level = levels.get(positions[0]) if len(buffer) == 1 else None
            paragraphs.append(Paragraph(len(paragraphs), "prose", text, positions, level))
            buffer.clear()

    pending: list[_Line] = []  # page numbers and running heads, which stand anywhere in a sentence
    for line in lines:
        if line.kind in ("page_mark", "running"):
            pending.append(line)
            continue
        beside_heading = buffer and (line.positions[0] in levels or buffer[-1].positions[0] in levels)
        if buffer and (line.kind == "table" or beside_heading or layout.breaks(buffer, line, over_page=bool(pending))):
            flush()
        if not buffer and pending:
            paragraphs.extend(_single(paragraphs, pending))
            pending.clear()
        if line.kind == "table":
            paragraphs.extend(_single(paragraphs, [line]))
        else:
            buffer.append(line)
    flush()
    paragraphs.extend(_single(paragraphs, pending))
    return tuple(paragraphs)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of the sentences of a paragraph in reading characters."""
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        yield start, stop.end()
        start = stop.end()
    if start < len(text):
        yield start, len(text)


def sentence_at(sentences: Sequence[tuple[int, int]], position: int) -> int | None:
    """Start of the one of ``sentences`` in which ``position`` stands, ``None`` where it is none."""
    index = bisect_right(sentences, position, key=itemgetter(0)) - 1
    return sentences[index][0] if index >= 0 and position < sentences[index][1] else None


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a document are wrapped.

    ``width`` is that of a full line, 0 where lines are paragraphs; ``spaced`` says that all lines stand a blank line
    apart, ``indented`` that paragraphs begin with an indent.
    """

    width: int
    spaced: bool = False
    indented: bool = False

    @classmethod
    def of(cls, prose: Sequence[_Line], *, told: bool = False, laid_out: bool = False) -> "_Layout":
        """The layout of ``prose``.

        Where paragraphs are ``told``, only what can be nothing else is wrapped text; what is ``laid_out`` in pages is
        wrapped as soon as a line is long.
        """
        prose = _body(prose)
        if len(prose) < 2:
            return cls(0)
        widths = sorted(line.width for line in prose)
        width = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
        full = [line for line in prose if width - 12 <= line.width]
        unclosed = sum(1 for line in full if not _CLOSED.search(line.text))
        if laid_out and widths[-1] >= _LONG_LINE:
            return cls._wrapped_at(width if len(prose) >= _MANY_LINES else widths[-1], prose)
        # Lines of paragraphs end in a full stop; full lines of wrapped text end anywhere.
        # Where many short headings stand between, fewer lines are full, but none is longer than those.
        share = 0.15 if widths[-1] <= width + 16 and len(full) > 3 and width >= 40 else 0.35
        if told and (widths[-1] > width + 16 or width < 40 or unclosed < 0.7 * len(full)):
            return cls(0)
        if width > 160 or len(full) < share * len(prose) or unclosed < 0.5 * len(full):
            return cls(0)
        return cls._wrapped_at(width, prose)

    @classmethod
    def _wrapped_at(cls, width: int, prose: Sequence[_Line]) -> "_Layout":
        gaps = sum(1 for line in prose[1:] if line.after_blank)
        indents = sum(1 for line in prose if line.indented)
        return cls(width, spaced=gaps > 0.8 * (len(prose) - 1), indented=0 < indents < 0.6 * len(prose))

    def breaks(self, paragraph: Sequence[_Line], following: _Line, *, over_page: bool = False) -> bool:
        """Whether a new paragraph begins with ``following``, between which and the last line a page may end."""
        last = paragraph[-1]
        # A full line of prose may look like one of a cover (扣分原因：…); those come in rows.
        is_full = self.width > 0 and last.width >= self.width - 8 and not _COVER_LINE.match(following.text)
        is_cover = len(paragraph) == 1 and _COVER_LINE.match(last.text) and not is_full
        is_title = len(paragraph) <= _LINES_OF_TITLE and _TITLE_LINE.search("".join(line.text for line in paragraph))
        if is_cover or is_title:
            return True
        is_cut = over_page and self._cut_by_page(last, following)
        if not self.width or (following.after_blank and not self.spaced and not is_cut):
            return not is_cut
        goes_on = _GOES_ON.match(following.text) and not following.indented
        if goes_on or _is_cut(last.text, following.text):
            return False
        short = last.width < self.width - 8
        closed = bool(_CLOSED.search(last.text))
        # A short line that begins with 一、 or （一） is a heading even after a full line, such as a title.
        heads = bool(_CHAPTER.match(following.text)) and following.width < self.width - 8
        opens = closed or short or heads or (self.indented and following.indented)
        if opens and heading_marker(following.text) and not (not short and self._is_within(paragraph, following)):
            return True
        if last.text[-1] in "：；" and not (self.indented and following.indented):
            closed = False  # 其中： at the end of a line goes on below
        # Where paragraphs are indented, a sentence may end a line a little before its end by chance.
        by_chance = self.indented and not following.indented and last.width >= self.width - 16
        if short and ((closed and not by_chance) or last.width < 0.6 * self.width):
            return True
        is_heading = short and heading_marker(paragraph[0].text) and not any(_MARK.search(p.text) for p in paragraph)
        return bool(is_heading) or (closed and following.indented and (self.indented or not self.spaced))

    def _is_within(self, paragraph: Sequence[_Line], following: _Line) -> bool:
        """1.…。⏎2.…: whether a number that begins a line within an indented paragraph is the next of its run."""
        indented = not self.indented or following.indented
        return not indented and counts_on_from("".join(line.text for line in paragraph), following.text)

    def _cut_by_page(self, last: _Line, following: _Line) -> bool:
        """Whether the page between two lines ends in mid-sentence; the blank lines around its number part none."""
        # Lines of so many characters are shorter where many of them are digits.
        if last.width < 0.75 * self.width or _CLOSED.search(last.text):
            return False
        return self.width > 0 or bool(_COMMA_OR_STOP.search(last.text) and not heading_marker(following.text))


def _is_cut(line: str, following: str) -> bool:
    """Whether an amount is cut at the end of ``line``: 58,420,300.⏎00元, 预算2600000.0⏎0元, 年初预算36⏎万元."""
    if not following[0].isdecimal():
        return line[-1].isdecimal() and following.startswith(_UNITS)
    return bool(_NUMBER_CUT.search(line) or (_DECIMAL_CUT.search(line) and _REST_OF_DECIMAL.match(following)))


def _body(prose: Sequence[_Line]) -> Sequence[_Line]:
    """The lines from the first heading on: titles and what stands below them are set in lines of their own width."""
    first = next((number for number, line in enumerate(prose) if _CHAPTER.match(line.text)), 0)
    body = prose[first:] if first <= _LONGEST_HEAD else prose
    return body if any(line.width >= _NARROW_LINE for line in body) else prose


def _read_lines(document: Document) -> list[_Line]:
    """Lines that hold more than space; a row of a table is one."""
    reading = _reading_characters(document.text)
    aside = {mark.line: "page_mark" for mark in document.page_marks}
    aside |= {document.line_at(span.start): "running" for span in document.running}
    rows = _rows_by_line(document)
    lines: list[_Line] = []
    after_blank = False
    end_of_row = 0
    for number, span in enumerate(document.lines, start=1):
        if number in rows:
            cells = rows[number]
            end_of_row = max(cell.span.end for cell in cells)
            line = _read_row(reading, cells, wrapped=document.format == "pdf")
        elif span.start < end_of_row:
            continue  # a cell of several lines
        elif not reading[span.start : span.end].strip():
            after_blank = True
            continue
        else:
            line = _read_line(reading, span, after_blank)
            is_row = not document.cells and _TABLE_ROW.search(line.text)
            if kind := aside.get(number) or ("table" if is_row else None):
                line = line._replace(kind=kind)
            if lines and _ends_row(lines[-1], line):
                row = lines.pop()
                line = row._replace(text=row.text + line.text, positions=[*row.positions, *line.positions])
        if line.text:
            lines.append(line)
        after_blank = not line.text
    return lines


def _ends_row(row: _Line, line: _Line) -> bool:
    """Whether a row of a table that was begun with a bar goes on in ``line``, to the bar that ends it."""
    is_open = row.kind == "table" and row.text[0] == "|" != row.text[-1]
    return is_open and line.text.endswith("|") and not line.text.startswith("|")


def _rows_by_line(document: Document) -> dict[int, list[TableCell]]:
    """Cells of each row of the tables that the format tells, by the number of the line in which the row begins."""
    rows: dict[tuple[int, int], list[TableCell]] = {}
    for cell in document.cells:
        rows.setdefault((cell.table, cell.row), []).append(cell)
    return {document.line_at(row[0].span.start): row for row in rows.values()}


def _read_row(reading: str, cells: Sequence[TableCell], *, wrapped: bool) -> _Line:
    """The cells of one row, ``|`` between them for every column."""
    text, column, end = "", cells[0].column, cells[0].span.start
    positions: list[int] = []
    for cell in cells:
        found = _read_line(reading, cell.span, after_blank=False)
        content, places = _without_gaps_in_numbers(found) if wrapped else (found.text, found.positions)
        gap = cell.column - column
        text += "|" * gap + content.replace("|", "｜")
        positions += [end] * gap
        positions += places
        column, end = cell.column, cell.span.end
    is_prose = len(cells) == 1 and len(text) > _LONGEST_ENTRY and bool(_CLOSED.search(text)) and not cells[0].sheet
    return _Line(text, tuple(positions), 0, False, False, "prose" if is_prose else "table")


def _without_gaps_in_numbers(line: _Line) -> tuple[str, Sequence[int]]:
    """A cell of a laid out page in which narrow columns have cut numbers in two."""
    gaps = {
        pair.end(1) for pair in _TWO_NUMBERS.finditer(line.text) if _ONE_NUMBER.fullmatch(pair.group(1) + pair.group(2))
    }
    kept = [i for i in range(len(line.text)) if i not in gaps]
    return "".join(line.text[i] for i in kept), tuple(line.positions[i] for i in kept)


def _reading_characters(text: str) -> str:
    """``text`` with one form for each sign, character for character: half-width letters, full-width punctuation."""
    reading = _TO_UNIFY.sub(lambda sign: _READING[sign.group()], text)
    reading = _COMMA.sub(lambda comma: "," if _parts_thousands(reading, comma.start()) else "，", reading)
    return _COLON.sub("：", reading)


def _parts_thousands(text: str, comma: int) -> bool:
    if not _DIGITS_BEFORE.search(text, max(0, comma - _LONGEST_BEFORE), comma):
        return False
    before_digit = text[comma] == "," and text[comma + 1 : comma + 2].isdecimal()
    return before_digit or _DIGITS_AFTER.match(text, comma + 1) is not None


def _read_line(reading: str, span: Span, after_blank: bool) -> _Line:
    """The line at ``span`` without spaces, but for those that set cells, names and numbers apart."""
    raw = reading[span.start : span.end]
    printed = raw.strip()
    # GB 18030 takes two bytes for a Chinese character and one for a letter, as a line of print takes columns.
    width = len(printed.encode("gb18030", "replace"))
    indented = raw.startswith(("  ", "\u3000", "\t"))
    positions: Sequence[int]
    if _GAP.search(printed):
        text, positions = _without_gaps(reading, span)
    else:
        start = span.start + raw.find(printed)
        text, positions = printed, range(start, start + len(printed))
    return _Line(text, positions, width, indented, after_blank)


def _without_gaps(reading: str, span: Span) -> tuple[str, list[int]]:
    text, end = "", span.start
    positions: list[int] = []
    for run in _RUN.finditer(reading, span.start, span.end):
        start = run.start()
        if text and (gap := _visible(reading[end:start])):
            if "\t" in gap:
                text += "\t"
                positions.append(reading.index("\t", end))
            elif _keeps_space(text[-1], reading[start], len(gap) + gap.count("\u3000")):
                text += " "
                positions.append(start - 1)
        text += run.group()
        positions.extend(range(start, run.end()))
        end = run.end()
    return text, positions


def _visible(gap: str) -> str:
    return gap if gap.isspace() else _INVISIBLE.sub("", gap)


def _keeps_space(before: str, after: str, gap: int) -> bool:
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return True
    # Wide gaps set cells and names apart; single spaces inside Chinese text mean nothing.
    return gap >= 4 and before not in ",，。；：、（" and after not in "，。；：、）"


def _join(lines: Sequence[_Line], layout: _Layout) -> tuple[str, tuple[int, ...]]:
    text, positions = lines[0].text, list(lines[0].positions)
    for line in lines[1:]:
        both_ascii = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalnum()
        # Chinese text never sets two numbers side by side: digits on both sides of a wrapped line's end are one number.
        is_cut = layout.width > 0 and text[-1] in _DIGIT and line.text[0] in _DIGIT
        if both_ascii and not is_cut:
            text += " "
            positions.append(positions[-1])
        text += line.text
        positions.extend(line.positions)
    return text, tuple(positions)


def _single(existing: Sequence[Paragraph], lines: Sequence[_Line]) -> list[Paragraph]:
    return [Paragraph(len(existing) + n, line.kind, line.text, tuple(line.positions)) for n, line in enumerate(lines)]
