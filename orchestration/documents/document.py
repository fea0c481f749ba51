"""What every reader returns: the text of a document, untouched, with its lines and pages located in it."""

from bisect import bisect_right
from dataclasses import dataclass


class RejectedDocument(Exception):  # noqa: N818 - a verdict on a file, not a failure of the program
    """A file that cannot become a document.

    ``reason_code`` is one word for grouping, ``reason`` a sentence (Chinese and English) for people.
    """

    def __init__(self, reason_code: str, reason: str) -> None:
        super().__init__(reason_code, reason)
        self.reason_code = reason_code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points of the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the document, counted from 1."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page number printed in the flow of the text (``— 5 —``): where its line stands and what it says."""

    line: int
    number: int


@dataclass(frozen=True, slots=True)
class Document:
    """The decoded text of one file and the positions of everything in it.

    ``lines`` holds the span of each line without its line end; ``text`` is never changed, so that any span of it
    can be quoted.
    """

    source_path: str
    sha256: str
    format: str
    encoding: str
    byte_count: int
    text: str
    lines: tuple[Span, ...]
    pages: tuple[Page, ...]
    page_marks: tuple[PageMark, ...]

    @property
    def document_id(self) -> str:
        """First 16 hexadecimal digits of the file's SHA-256."""
        return self.sha256[:16]

    def line_at(self, position: int) -> int:
        """Number of the line, counted from 1, in which the code point at ``position`` stands."""
        return bisect_right(self.lines, position, key=lambda line: line.start)

    def page_at(self, position: int) -> int:
        """Number of the page, counted from 1, on which the code point at ``position`` stands."""
        return max(1, bisect_right(self.pages, position, key=lambda page: page.span.start))
