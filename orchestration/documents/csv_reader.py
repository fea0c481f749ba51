"""Reader of tables in plain text (.csv, .tsv); the text stays as it is in the file, cells are spans of it."""

import re
from collections import Counter
from itertools import count, repeat
from typing import NamedTuple

from orchestration.documents.columns import Span, TableCells
from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document, Page
from orchestration.documents.pages import Lines
from orchestration.documents.rejections import not_a_form, rejection
from orchestration.documents.text_reader import decoded_text
from orchestration.settings import ReadingLimits

_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 50
_QUOTED = re.compile(r'"(?:[^"\n]|"")*"')


def read_csv(raw: RawFile, limits: ReadingLimits) -> Document:
    """Decode the file and locate its cells; a table of one column is a table too.

    Raises ``RejectedDocument`` with ``empty``, ``undecodable``, ``too_large``, ``too_many_pages``, ``too_many_cells``
    or ``not_a_form``.
    """
    text, encoding = decoded_text(raw.data, limits)
    lines = Lines(text)
    cells = _cells(text, lines, limits)
    if not cells:
        raise not_a_form("没有任何有内容的单元格", "no cell holds anything")
    return Document(
        source_path=raw.source_path,
        sha256=raw.sha256,
        format="csv",
        encoding=encoding,
        byte_count=len(raw.data),
        text=text,
        lines=lines.spans,
        pages=(Page(1, Span(0, len(text))),),
        page_marks=(),
        cells=cells,
    )


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts the most of the first lines into equally many cells; a comma where none does."""
    lines = [line for line in _QUOTED.sub("", text[:100_000]).splitlines() if line.strip()][:_SAMPLE_LINES]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        return max(((many, count) for count, many in counts.items()), default=(0, 0))

    return max(_DELIMITERS, key=agreement)


def _cells(text: str, lines: Lines, limits: ReadingLimits) -> TableCells:
    """Cells that hold text; a row takes several lines where a quoted cell does."""
    delimiter = sniff_delimiter(text)
    mark = re.escape(delimiter)
    field = re.compile(rf'[ ]*+"(?P<quoted>(?>[^"]++|"")*+)"[ ]*+(?={mark}|[\r\n]|\Z)|(?P<plain>[^{mark}\r\n]*+)')
    starts, ends, rows, columns = places = _Places([], [], [], [])
    row, position = 0, (1 if text.startswith("\ufeff") else 0)
    for line, line_start, line_end in zip(lines.contents, *lines.spans.columns, strict=True):
        if line_end < position:
            continue  # within a quoted cell
        row += 1
        if position > line_start or '"' in line:
            position = _locate_quoted(text, max(position, line_start), field, places)
        else:
            start = line_start
            for column, content in enumerate(line.split(delimiter), start=1):
                if content and (shown := content.strip()):
                    first = start if shown == content else start + content.index(shown)
                    starts.append(first)
                    ends.append(first + len(shown))
                    columns.append(column)
                start += len(content) + 1
        rows.extend(repeat(row, len(starts) - len(rows)))
        if len(starts) > limits.cells:
            raise rejection("too_many_cells", limit=limits.cells)
    ones = [1] * len(starts)
    return TableCells(starts, ends, ones, rows, columns, ones, ones, [None] * len(starts))


class _Places(NamedTuple):
    """Where cells stand, column by column."""

    starts: list[int]
    ends: list[int]
    rows: list[int]
    columns: list[int]


def _locate_quoted(text: str, position: int, field: re.Pattern[str], places: _Places) -> int:
    """Locate the cells of the row at ``position``; returns where the next may begin."""
    for column in count(1):
        match = field.match(text, position)
        if match is None:
            break
        start, end = _stripped(text, *match.span(match.lastgroup or 0))
        if end > start:
            places.starts.append(start)
            places.ends.append(end)
            places.columns.append(column)
        position = match.end() + 1
        if match.end() >= len(text) or text[match.end()] in "\r\n":
            break
    return position


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
