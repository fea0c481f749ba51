"""Reader of .pdf files with a text layer; pages without one go to character recognition where it is installed."""

import re

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from orchestration.documents import ocr
from orchestration.documents.box_font import use_box_font
from orchestration.documents.composer import Composer, RawFile, one_line
from orchestration.documents.document import Document, PageMark
from orchestration.documents.pdf_page import Line, PdfPage, Table, read_page
from orchestration.documents.rejections import INSTALL_OCR, damaged, rejection
from orchestration.documents.running_lines import find_running
from orchestration.settings import ReadingLimits

_END = b"%%EOF"
_TAIL = 2048
# A scan's own text is at most a stamp of the program that made it.
_FEW_CHARACTERS = 30
_SCANNED_SHARE = 0.5
_SAME_COLUMN = 3.0
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_WORD = re.compile(r"\w")

use_box_font()


def read_pdf(raw: RawFile, limits: ReadingLimits) -> Document:
    """Read all pages, parted by form feeds.

    Raises ``RejectedDocument`` with ``truncated``, ``encrypted``, ``damaged``, ``too_many_pages``, ``needs_ocr``,
    ``undecodable`` or ``empty``.
    """
    _check_end(raw.data)
    file = _opened(raw.data)
    try:
        count = len(file)
        if count > limits.pages:
            raise rejection("too_many_pages", count=count, limit=limits.pages)
        pages, recognised = _pages(file, limits)
    finally:
        file.close()
    _check_characters(pages)
    return _composed(pages, recognised, raw, limits)


def _check_end(data: bytes) -> None:
    """A file cut short may still open, with pages missing."""
    end = data.rfind(_END)
    if end < 0 or (len(data) - end > _TAIL and b"endobj" in data[end:]):
        raise rejection("truncated", kind="pdf")


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise rejection("encrypted", kind="pdf") from error
        raise damaged("pdf", error) from error


def _pages(file: pdfium.PdfDocument, limits: ReadingLimits) -> tuple[list[PdfPage], list[int]]:
    """All pages, and the numbers of those that were recognised from images."""
    pages, scanned = [], []
    for number in range(1, len(file) + 1):
        try:
            page = file[number - 1]
            found = read_page(page)
        except pdfium.PdfiumError as error:
            raise damaged("pdf", (f"第 {number} 页：{error}", f"page {number}: {error}")) from error
        if _is_scan(found):
            scanned.append(number)
            if ocr.is_installed():
                recognised = ocr.recognised_page(page, limits)
                found = recognised if recognised.blocks else found
        pages.append(found)
        page.close()
    if not ocr.is_installed() and len(scanned) > _SCANNED_SHARE * len(pages):
        raise rejection("needs_ocr", pages=len(pages), scanned=len(scanned), install=INSTALL_OCR)
    return pages, scanned


def _is_scan(page: PdfPage) -> bool:
    return page.image_share > _SCANNED_SHARE and _length(page) < _FEW_CHARACTERS


def _length(page: PdfPage) -> int:
    return sum(
        len(block.text) if isinstance(block, Line) else sum(len(cell.text) for cell in block.cells)
        for block in page.blocks
    )


def _check_characters(pages: list[PdfPage]) -> None:
    """Fonts without a table of characters give text that is none."""
    text = "".join(block.text for page in pages for block in page.blocks if isinstance(block, Line))
    unreadable = len(_UNREADABLE.findall(text))
    if unreadable and unreadable > len(_WORD.findall(text)):
        raise rejection("undecodable", tried=("PDF 字体没有字符对照表", "its fonts tell no characters"))


def _composed(pages: list[PdfPage], recognised: list[int], raw: RawFile, limits: ReadingLimits) -> Document:
    numbers, running = find_running(pages)
    composer = Composer(limits)
    marks = []
    margin = _left_margin(pages)
    table: Table | None = None  # written last, with nothing but heads and feet after it
    table_page, rows = 0, 0
    for page_index, page in enumerate(pages):
        composer.start_page()
        for block_index, block in enumerate(page.blocks):
            place = (page_index, block_index)
            if isinstance(block, Table):
                goes_on = table is not None and table_page < page_index and _same_columns(table, block)
                rows = _write_table(composer, block, rows if goes_on else 0)
                table, table_page = block, page_index
                continue
            if place in numbers:
                composer.line(one_line(block.text))
                marks.append(PageMark(composer.line_number, numbers[place]))
            elif place in running:
                composer.running.append(composer.line(one_line(block.text)))
            elif text := one_line(block.text):
                composer.line(("  " if _is_indented(block, margin) else "") + text)
                table = None
    composer.notes += _notes(pages, recognised)
    return composer.document(raw, "pdf", page_marks=tuple(marks))


def _write_table(composer: Composer, block: Table, rows: int) -> int:
    """Write a table, below the ``rows`` of its first part on the page before; returns the rows that it has now."""
    if rows:
        composer.continue_table([cell._replace(row=cell.row + rows) for cell in block.cells])
    else:
        composer.table(block.cells)
    return rows + len(block.grid.rows) - 1


def _same_columns(first: Table, second: Table) -> bool:
    ours, theirs = first.grid.columns, second.grid.columns
    return len(ours) == len(theirs) and all(abs(a - b) <= _SAME_COLUMN for a, b in zip(ours, theirs, strict=True))


def _left_margin(pages: list[PdfPage]) -> float:
    lefts = sorted(
        block.left for page in pages for block in page.blocks if isinstance(block, Line) and block.top > block.bottom
    )
    return lefts[len(lefts) // 10] if lefts else 0.0


def _is_indented(line: Line, margin: float) -> bool:
    """The first line of a paragraph stands two characters in; titles stand in the middle."""
    return line.size > 0 and 1.5 * line.size < line.left - margin < 3.2 * line.size


def _notes(pages: list[PdfPage], recognised: list[int]) -> list[str]:
    notes = []
    listed = ", ".join(map(str, recognised[:20])) + (" …" if len(recognised) > 20 else "")
    if recognised and ocr.is_installed():
        notes.append(f"以下页由图像识别得出，请核对 recognised from images, to be checked: {listed}")
    elif recognised:
        notes.append(f"以下页是图像，未读 pages that are images left aside: {listed} ({INSTALL_OCR})")
    images = sum(page.images for number, page in enumerate(pages, start=1) if number not in recognised)
    if images:
        notes.append(f"图片未读 images left aside: {images}")
    return notes
