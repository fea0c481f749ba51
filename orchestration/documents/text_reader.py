"""Reader of plain text files."""

import codecs
import re

from orchestration.documents.document import Document, RejectedDocument
from orchestration.documents.pages import Lines, find_page_marks, find_pages
from orchestration.documents.rejections import rejection
from orchestration.settings import READING_LIMITS, ReadingLimits

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Characters that every report is full of, simplified and traditional, and the punctuation between them. GB18030 decodes
# Big5 without complaint, but into characters of which these are none; libraries that guess read short GBK as Korean.
_FREQUENT = frozenset(
    "，。、；：（）的年度部门門預预算支出项項目绩績效自评評报報告万萬元资資金完成率是和与與人一二三四不为為"
)
# GB18030 decodes many binary files without complaint. No text holds these characters; what copying and converting leave
# in a text (the \x07 of Word's cells) is rare, where every tenth byte of packed data is a control character.
_BINARY = re.compile("[\x00\ufffe\uffff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT_PER_CONTROL = 50
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
_SUSPECT = re.compile(f"{_BINARY.pattern}|{_CONTROL.pattern}|{_PRIVATE_USE.pattern}")


def read_text(data: bytes, source_path: str, sha256: str, limits: ReadingLimits = READING_LIMITS) -> Document:
    """Decode ``data`` and locate its lines and pages.

    Raises ``RejectedDocument`` with ``empty``, ``undecodable``, ``too_large`` or ``too_many_pages``.
    """
    text, encoding = decoded_text(data, limits)
    lines = Lines(text)
    marks = find_page_marks(lines)
    return Document(
        source_path=source_path,
        sha256=sha256,
        format="txt",
        encoding=encoding,
        byte_count=len(data),
        text=text,
        lines=lines.spans,
        pages=find_pages(lines, marks),
        page_marks=marks,
    )


def decoded_text(data: bytes, limits: ReadingLimits) -> tuple[str, str]:
    """Text and encoding name of ``data``, if it holds text within the limits.

    Raises ``RejectedDocument`` with ``empty``, ``undecodable``, ``too_large`` or ``too_many_pages``.
    """
    if len(data) > limits.text_bytes:
        raise rejection("too_large", size=len(data), unit="bytes", limit=limits.text_bytes)
    text, encoding = decode(data)
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise rejection("empty")
    line_ends, page_ends = text.count("\n") + text.count("\r"), text.count("\f")
    if line_ends > limits.lines:
        raise rejection("too_large", size=line_ends, unit="lines", limit=limits.lines)
    if page_ends > limits.pages:
        raise rejection("too_many_pages", count=page_ends, limit=limits.pages)
    return text, encoding


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding name of ``data``: byte order mark, else strict UTF-8, else GB18030, else Big5.

    Raises ``RejectedDocument('undecodable')`` when none fits or when what comes out is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding)), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _undecodable((f"{encoding}，第 {error.start} 字节", f"{encoding}, byte {error.start}")) from error
    try:
        return _checked(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    decoded = [(text, encoding) for encoding in ("gb18030", "big5") if (text := _decoded(data, encoding)) is not None]
    if not decoded:
        raise _undecodable("UTF-8, GB18030, Big5")
    # max() keeps the first of equals: GB18030 unless Big5 reads better.
    text, encoding = max(decoded, key=lambda candidate: sum(character in _FREQUENT for character in candidate[0]))
    return _checked(text), encoding


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(text: str) -> str:
    if not _SUSPECT.search(text):
        return text
    if _BINARY.search(text) or len(_CONTROL.findall(text)) * _TEXT_PER_CONTROL > len(text):
        raise _undecodable(("二进制内容", "binary content"))
    if len(_PRIVATE_USE.findall(text)) > len(_CHINESE.findall(text)):
        raise _undecodable(("多为专用区字符", "mostly private-use characters"))
    return text


def _undecodable(tried: str | tuple[str, str]) -> RejectedDocument:
    return rejection("undecodable", tried=tried)
