"""Reader of plain text files."""

import codecs
import re

from orchestration.documents.document import Document, RejectedDocument, Span
from orchestration.documents.pages import find_page_marks, find_pages

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
_LINE_END = re.compile(r"\r\n|\n|\r")
# Control characters that no text file holds; GB18030 decodes many binary files without complaint.
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")


def read_text(data: bytes, source_path: str, sha256: str) -> Document:
    """Decode ``data`` and locate its lines and pages.

    Raises ``RejectedDocument`` with ``empty`` or ``undecodable``.
    """
    text, encoding = decode(data)
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise RejectedDocument("empty", "文件没有任何文字。The file holds no text.")
    lines = locate_lines(text)
    marks = find_page_marks(text, lines)
    return Document(
        source_path=source_path,
        sha256=sha256,
        format="txt",
        encoding=encoding,
        byte_count=len(data),
        text=text,
        lines=lines,
        pages=find_pages(text, lines, marks),
        page_marks=marks,
    )


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding name of ``data``: byte order mark, else strict UTF-8, else GB18030, else Big5.

    Raises ``RejectedDocument('undecodable')`` when none fits or when what comes out is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding)), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _undecodable(f"{encoding} 第 {error.start} 字节 byte {error.start}") from error
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


def locate_lines(text: str) -> tuple[Span, ...]:
    """Spans of the lines of ``text``, line ends excluded."""
    lines, start = [], 0
    for line_end in _LINE_END.finditer(text):
        lines.append(Span(start, line_end.start()))
        start = line_end.end()
    if start < len(text):
        lines.append(Span(start, len(text)))
    return tuple(lines)


def _checked(text: str) -> str:
    if _BINARY.search(text):
        raise _undecodable("二进制内容 binary content")
    if len(_PRIVATE_USE.findall(text)) > len(_CHINESE.findall(text)):
        raise _undecodable("多为专用区字符 mostly private-use characters")
    return text


def _undecodable(tried: str) -> RejectedDocument:
    return RejectedDocument("undecodable", f"无法解码为文本（{tried}）。The file cannot be decoded as text ({tried}).")
