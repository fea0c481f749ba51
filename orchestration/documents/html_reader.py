"""Reader of web pages: paragraphs and tables of the content, without what surrounds it."""

import re
from collections.abc import Iterator

from lxml import etree

from orchestration.documents.composer import Cell, Composer, RawFile, one_line
from orchestration.documents.document import Document
from orchestration.documents.html_content import (
    begins_with_title,
    elements,
    is_layout,
    main_content,
    page_title,
    remove_surroundings,
    squeezed,
    text_length,
)
from orchestration.documents.rejections import damaged, rejection
from orchestration.documents.text_reader import decode
from orchestration.settings import ReadingLimits

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_CHINESE_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-8": "utf-8"}
_HEAD = 4096
_MOST_DAMAGED = 0.001  # share of characters that may be undecodable
_LEVELS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}  # h1 is the title of the page
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
        "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_MOST_SPANNED = 1000


def read_html(raw: RawFile, limits: ReadingLimits) -> Document:
    """Read the content of a page.

    Raises ``RejectedDocument`` with ``undecodable``, ``damaged``, ``too_large``, ``too_many_cells`` or ``empty``.
    """
    if len(raw.data) > limits.text_bytes:
        raise rejection("too_large", size=len(raw.data), unit="bytes", limit=limits.text_bytes)
    text, encoding = _decoded(raw.data)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise damaged("html", error) from error
    if root is None:
        raise rejection("empty")
    # The parser drops what is nested too deep and carries on.
    fatal = next((entry.message for entry in parser.error_log if entry.level_name == "FATAL"), None)
    if fatal:
        raise damaged("html", fatal)
    return _Reader(limits).read(root, raw, encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data[:_HEAD])
    encoding = _CHINESE_CHARSETS.get(declared.group(1).decode("ascii").lower()) if declared else None
    if encoding and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode(encoding, "replace")
        # Pages lie about their encoding, and good ones may have a byte or two that belong to none.
        if text.count("\ufffd") <= _MOST_DAMAGED * len(text):
            return text.removeprefix("\ufeff"), encoding
    return decode(data)


class _Reader:
    """Walks through one page."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.composer = Composer(limits, tells_paragraphs=True)
        self.words: list[str] = []  # of the paragraph at hand
        self.level: int | None = None  # of the heading at hand

    def read(self, root: etree._Element, raw: RawFile, encoding: str) -> Document:
        body = root.find("body")
        body = root if body is None else body
        title = page_title(root)
        for unseen in list(body.iter("script", "style", "noscript", "template")):
            unseen.clear(keep_tail=True)
        everything = text_length(body)
        remove_surroundings(body)
        content = main_content(body)
        if title and not begins_with_title(content, title):
            self.composer.paragraph(one_line(title))
        images = sum(1 for _ in content.iter("img"))
        left_out = everything - text_length(content)
        self._flow(content)
        self._end_paragraph()
        if left_out > 0:
            self.composer.notes.append(f"网页栏目等未读 characters around the content left aside: {left_out}")
        if images:
            self.composer.notes.append(f"图片未读 images left aside: {images}")
        return self.composer.document(raw, "html", encoding=encoding)

    def _flow(self, element: etree._Element) -> None:
        tag = element.tag
        is_block = tag in _BLOCKS
        if is_block:
            self._end_paragraph()
        self.level = _LEVELS.get(tag, self.level if not is_block else None)
        if tag == "li":
            self.words.append(_list_number(element))
        self._say(element.text, element)
        for child in element:
            if child.tag == "br":
                self._end_paragraph()
            elif child.tag == "table" and not is_layout(child):
                self._end_paragraph()
                self.composer.table(_table_cells(child))
            elif isinstance(child.tag, str):
                self._flow(child)
            self._say(child.tail, element)
        if is_block:
            self._end_paragraph()
            self.level = None

    def _say(self, text: str | None, element: etree._Element) -> None:
        if not text:
            return
        if element.tag == "pre":
            *whole, last = text.split("\n")
            for line in whole:
                self.words.append(line)
                self._end_paragraph()
            self.words.append(last)
        else:
            self.words.append(text)

    def _end_paragraph(self) -> None:
        if self.words:
            text = one_line(squeezed("".join(self.words)))
            self.words.clear()
            if text:
                self.composer.paragraph(text, self.level)


def _list_number(item: etree._Element) -> str:
    """The number that a numbered list displays before an item."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or "1"
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}."


def _table_cells(table: etree._Element) -> Iterator[Cell]:
    """Cells at their places: those that reach down push the cells of later rows aside."""
    reaching: dict[int, int] = {}  # column → last row that a cell from above reaches
    for row_number, row in enumerate(table.iter("tr"), start=1):
        column = 1
        for cell in elements(row):
            if cell.tag not in ("td", "th"):
                continue
            while reaching.get(column, 0) >= row_number:
                column += 1
            width, height = _spanned(cell.get("colspan")), _spanned(cell.get("rowspan"))
            if height > 1:
                reaching |= dict.fromkeys(range(column, column + width), row_number + height - 1)
            text = _cell_text(cell) if len(cell) else squeezed(cell.text or "")
            yield Cell(row_number, column, one_line(text), height, width)
            column += width


def _cell_text(cell: etree._Element) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element is not cell and (element.tag in _BLOCKS or element.tag == "br"):
            pieces.append(" ")
        if event == "start":
            pieces.append(element.text or "")
        elif element is not cell:
            pieces.append(element.tail or "")
    return squeezed("".join(pieces))


def _spanned(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPANNED) if text and text.isdecimal() and len(text) < 9 else 1
