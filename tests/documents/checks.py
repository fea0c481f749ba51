"""What must hold of every document, whatever its format."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from orchestration.documents import REASON_CODES, Document, RejectedDocument, Span, read_document
from orchestration.settings import READING_LIMITS, ReadingLimits

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
ENGLISH = re.compile(r"[A-Za-z]{3}")


def read(directory: Path, name: str, data: bytes, limits: ReadingLimits = READING_LIMITS) -> Document:
    """Read ``data`` under ``name`` and check what holds of every document."""
    path = directory / name
    path.write_bytes(data)
    document = read_document(path, f"澄湖/{name}", limits)
    check(document)
    return document


def rejection(directory: Path, name: str, data: bytes, limits: ReadingLimits = READING_LIMITS) -> RejectedDocument:
    """The reason for which ``data`` is refused; its sentence is in both languages."""
    with pytest.raises(RejectedDocument) as caught:
        read(directory, name, data, limits)
    check_rejection(caught.value)
    return caught.value


def check_rejection(rejected: RejectedDocument) -> None:
    assert rejected.reason_code in REASON_CODES
    chinese, _, english = rejected.reason.partition("。")
    assert CHINESE.search(chinese)
    assert ENGLISH.search(english)
    assert not PLACEHOLDER.search(rejected.reason)


def check(document: Document) -> None:
    text = document.text
    assert "".join(text[page.span.start : page.span.end] for page in document.pages) == text
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    places = set()
    for cell in document.cells:
        shown = words(document, cell.span)
        assert shown
        assert shown == shown.strip()
        if document.format != "csv":
            assert "\n" not in shown
        assert min(cell.table, cell.row, cell.column, cell.row_span, cell.column_span) >= 1
        assert cell.address not in places
        places.add(cell.address)
    spans = [cell.span for cell in document.cells] + list(document.paragraphs or ()) + list(document.running)
    spans.sort(key=lambda span: span.start)
    for before, after in pairwise(spans):
        assert before.end <= after.start
    for paragraph in document.paragraphs or ():
        line = document.lines[document.line_at(paragraph.start) - 1]
        assert words(document, paragraph) == words(document, line).strip()
    for mark in document.page_marks:
        assert str(mark.number) in words(document, document.lines[mark.line - 1])


def words(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def paragraphs_of(document: Document) -> list[str]:
    return [words(document, span) for span in document.paragraphs or ()]


def cells_of(document: Document) -> dict[str, str]:
    return {cell.address: words(document, cell.span) for cell in document.cells}


def squeezed(text: str) -> str:
    return "".join(text.split())
