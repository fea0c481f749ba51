"""What a document says apart from how it is laid out, as one word: the same report in two formats has the same."""

import hashlib
import re
import unicodedata

from orchestration.documents.document import Document

# Of these NFKC makes no letter or digit other than they are, nor joins it to what stands beside it: most reports hold
# nothing else.
_NOT_PLAIN = re.compile("[^\0-\x7f\u2014\u2018-\u201d\u3000-\u3011\u3014\u3015\u4e00-\u9fff！（），：；？％]")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


def text_digest(document: Document) -> str:
    """SHA-256 of the letters and digits of the text, page numbers and running heads left out."""
    gone = [(span.start, span.end) for span in document.running]
    gone += [(document.lines[mark.line - 1].start, document.lines[mark.line - 1].end) for mark in document.page_marks]
    parts, position = [], 0
    for start, end in sorted(gone):
        parts.append(document.text[position:start])
        position = max(position, end)
    parts.append(document.text[position:])
    words = "".join(parts)
    if _NOT_PLAIN.search(words):
        words = unicodedata.normalize("NFKC", words)
    return hashlib.sha256("".join(_LETTERS_AND_DIGITS.findall(words)).encode()).hexdigest()
