"""What a document says apart from how it is laid out, as one word: the same report in two formats has the same."""

import hashlib
import unicodedata

from orchestration.documents.document import Document


def text_digest(document: Document) -> str:
    """SHA-256 of the letters and digits of the text, page numbers and running heads left out."""
    gone = [(span.start, span.end) for span in document.running]
    gone += [(document.lines[mark.line - 1].start, document.lines[mark.line - 1].end) for mark in document.page_marks]
    parts, position = [], 0
    for start, end in sorted(gone):
        parts.append(document.text[position:start])
        position = max(position, end)
    parts.append(document.text[position:])
    words = unicodedata.normalize("NFKC", "".join(parts))
    return hashlib.sha256("".join(filter(str.isalnum, words)).encode()).hexdigest()
