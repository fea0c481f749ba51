"""Reader of tables in plain text (.csv, .tsv); the text stays as it is in the file, cells are spans of it."""

import re
from collections import Counter
from collections.abc import Iterator

from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document, Page, Span, TableCell
from orchestration.documents.pages import locate_lines
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
    cells = []
    for cell in _cells(text, sniff_delimiter(text)):
        cells.append(cell)
        if len(cells) > limits.cells:
            raise rejection("too_many_cells", limit=limits.cells)
    if not cells:
        raise not_a_form("没有任何有内容的单元格", "no cell holds anything")
    return Document(
        source_path=raw.source_path,
        sha256=raw.sha256,
        format="csv",
        encoding=encoding,
        byte_count=len(raw.data),
        text=text,
        lines=locate_lines(text),
        pages=(Page(1, Span(0, len(text))),),
        page_marks=(),
        cells=tuple(cells),
    )


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts the most of the first lines into equally many cells; a comma where none does."""
    lines = [line for line in _QUOTED.sub("", text[:100_000]).splitlines() if line.strip()][:_SAMPLE_LINES]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        return max(((many, count) for count, many in counts.items()), default=(0, 0))

    return max(_DELIMITERS, key=agreement)


def _cells(text: str, delimiter: str) -> Iterator[TableCell]:
    mark = re.escape(delimiter)
    field = re.compile(rf'[ ]*+"(?P<quoted>(?>[^"]++|"")*+)"[ ]*+(?={mark}|[\r\n]|\Z)|(?P<plain>[^{mark}\r\n]*+)')
    position, row, column = (1 if text.startswith("\ufeff") else 0), 1, 1
    while True:
        match = field.match(text, position)
        if match is None:
            return
        span = _stripped(text, *match.span(match.lastgroup or 0))
        if span.end > span.start:
            yield TableCell(span, 1, row, column)
        position = match.end()
        if position >= len(text):
            return
        if text[position] == delimiter:
            position, column = position + 1, column + 1
        else:
            position += 2 if text.startswith("\r\n", position) else 1
            row, column = row + 1, 1


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
