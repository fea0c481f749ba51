"""What is known of a file before anything in it is understood, as rows for schema ``raw``."""

from collections.abc import Mapping
from typing import Any

from orchestration.documents import Document, text_digest

Row = dict[str, Any]


def document_rows(document: Document, catalogue_entry: Mapping[str, str]) -> dict[str, list[Row]]:
    """Rows of ``documents``, without what the loader adds, and of ``pages``."""
    return {
        "documents": [
            {
                "document_id": document.document_id,
                "sha256": document.sha256,
                "source_path": document.source_path,
                "source_url": catalogue_entry.get("source_url") or None,
                "publisher": catalogue_entry.get("publisher") or None,
                "format": document.format,
                "encoding": document.encoding,
                "byte_count": document.byte_count,
                "char_count": len(document.text),
                "line_count": len(document.lines),
                "page_count": len(document.pages),
                "notes": list(document.notes),
                "text": document.text,
                "text_digest": text_digest(document),
                "published_on": catalogue_entry.get("published_on") or None,
            }
        ],
        "pages": [
            {
                "document_id": document.document_id,
                "page": page.number,
                "sheet": page.name,
                "char_start": page.span.start,
                "char_end": page.span.end,
            }
            for page in document.pages
        ],
    }
