"""Readers: the bytes of a file become a ``Document``. They know nothing of what reports say."""

from pathlib import Path

from orchestration.documents.bounded import read_bounded
from orchestration.documents.columns import Span, Spans, TableCell, TableCells
from orchestration.documents.csv_reader import read_csv
from orchestration.documents.document import Document, Heading, Page, PageMark, RejectedDocument
from orchestration.documents.file_type import outer_kind
from orchestration.documents.readers import reader_libraries
from orchestration.documents.rejections import REASON_CODES, not_a_form
from orchestration.documents.same_text import text_digest
from orchestration.documents.source_file import read_raw
from orchestration.documents.text_reader import read_text
from orchestration.settings import READING_LIMITS, ReadingLimits

__all__ = [
    "REASON_CODES",
    "Document",
    "Heading",
    "Page",
    "PageMark",
    "RejectedDocument",
    "Span",
    "Spans",
    "TableCell",
    "TableCells",
    "not_a_form",
    "read_document",
    "reader_libraries",
    "text_digest",
]


def read_document(path: Path, source_path: str, limits: ReadingLimits = READING_LIMITS) -> Document:
    """Read the file at ``path``; ``source_path`` is the name under which it is known (relative to the raw directory).

    Raises ``RejectedDocument`` with one of ``REASON_CODES`` and nothing else, whatever the file holds.
    """
    raw = read_raw(path, source_path, limits)
    kind = outer_kind(raw)
    if kind == "txt":
        return read_text(raw.data, source_path, raw.sha256, limits)
    if kind == "csv":
        return read_csv(raw, limits)
    return read_bounded(raw, limits)
