"""What every reader returns: the text of a document, untouched, with its lines, pages and cells located in it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from orchestration.documents.columns import Span, Spans, TableCells


class RejectedDocument(Exception):  # noqa: N818 - a verdict on a file, not a failure of the program
    """A file that cannot become a document.

    ``reason_code`` is one word for grouping, ``reason`` a sentence (Chinese and English) for people.
    """

    def __init__(self, reason_code: str, reason: str) -> None:
        super().__init__(reason_code, reason)
        self.reason_code = reason_code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the document, or a sheet of a workbook, counted from 1; only sheets have a ``name``."""

    number: int
    span: Span
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page number printed in the flow of the text (``— 5 —``): where its line stands and what it says."""

    line: int
    number: int


class Heading(NamedTuple):
    """A paragraph that the format tells as a heading: where it begins, and its level, counted from 1."""

    start: int
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file and the positions of everything in it.

    ``lines`` holds the span of each line without its line end; ``text`` is never changed, so that any span of it
    can be quoted. Of a ``.txt`` or ``.csv`` file it is the file as decoded; of other formats it is composed: pages and
    sheets joined by form feeds, paragraphs one a line, rows of tables one a line with `` | `` between cells.

    ``paragraphs`` are those that the format itself tells, rows of tables left out; None where it tells none.
    ``headings`` are those among them that are styled as such; reports number their headings, styled or not.
    ``running`` are running heads and footers other than the numbers in ``page_marks``. ``notes`` say, for people, what
    of the file is not in ``text``.
    """

    source_path: str
    sha256: str
    format: str
    encoding: str
    byte_count: int
    text: str
    lines: Spans
    pages: tuple[Page, ...]
    page_marks: tuple[PageMark, ...]
    cells: TableCells = field(default_factory=TableCells)
    paragraphs: Spans | None = None
    headings: tuple[Heading, ...] = ()
    running: Spans = field(default_factory=Spans)
    notes: tuple[str, ...] = ()

    @property
    def document_id(self) -> str:
        """First 16 hexadecimal digits of the file's SHA-256."""
        return self.sha256[:16]

    def line_at(self, position: int) -> int:
        """Number of the line, counted from 1, in which the code point at ``position`` stands."""
        return bisect_right(self.lines.starts, position)

    def page_at(self, position: int) -> int:
        """Number of the page, counted from 1, on which the code point at ``position`` stands."""
        return max(1, bisect_right(self.pages, position, key=lambda page: page.span.start))
