"""Reader of .xls workbooks of the old kind."""

import io
from typing import Any

import xlrd

from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document
from orchestration.documents.number_formats import BUILT_IN_FORMATS, GENERAL, displayed_number, displayed_text
from orchestration.documents.rejections import damaged, rejection
from orchestration.documents.workbook import Sheet, Workbook, count_cells, workbook_document
from orchestration.settings import ReadingLimits

_WITHOUT_TEXT = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
# Formats that only their number names are displayed as a Chinese program does, not as the library writes them out.
_DATES_BY_NUMBER = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


def read_xls(raw: RawFile, limits: ReadingLimits) -> Document:
    """One page a sheet.

    Raises ``RejectedDocument``, with ``encrypted``, ``truncated`` or ``damaged`` where the file cannot be opened and
    ``not_a_form`` where no cell holds text.
    """
    book = _opened(raw)
    workbook, display = Workbook(), _Display(book)
    for number in range(book.nsheets):
        try:
            found = book.sheet_by_index(number)
        except (xlrd.XLRDError, AssertionError) as error:
            raise damaged("xls", error) from error
        if found.visibility:
            workbook.hidden_sheets.append(found.name)
        else:
            sheet = _read_sheet(found, display)
            count_cells(workbook, sheet, limits)
            workbook.sheets.append(sheet)
        book.unload_sheet(number)
    return workbook_document(workbook, raw, "xls", limits)


def _opened(raw: RawFile) -> xlrd.Book:
    last_error: Exception | None = None
    for encoding in (None, "gb18030"):  # old files name code pages that no longer exist
        try:
            return xlrd.open_workbook(
                file_contents=raw.data,
                formatting_info=True,
                on_demand=True,
                logfile=io.StringIO(),
                encoding_override=encoding,
                ragged_rows=True,
            )
        except (LookupError, UnicodeDecodeError) as error:
            last_error = error
        except Exception as error:
            raise _refusal(error) from error
    raise _refusal(last_error)


def _refusal(error: Exception | None) -> Exception:
    if isinstance(error, MemoryError):
        return error
    if error is not None and "encrypted" in str(error).lower():
        return rejection("encrypted", kind="xls")
    return damaged("xls", error)


def _read_sheet(found: xlrd.sheet.Sheet, display: "_Display") -> Sheet:
    sheet = Sheet(found.name)
    sheet.hidden_rows = {row + 1 for row, info in found.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [(column + 1, column + 1) for column, info in found.colinfo_map.items() if info.hidden]
    for top, bottom, left, right in found.merged_cells:
        if top < bottom and left < right:
            sheet.merged[top + 1, left + 1] = (bottom - top, right - left)
    for row in range(found.nrows):
        values = found.row_values(row)
        for column, kind in enumerate(found.row_types(row)):
            if kind in _WITHOUT_TEXT:
                continue
            if kind == xlrd.XL_CELL_TEXT and display.leaves_texts:
                text = values[column]
            else:
                text = display.text(kind, values[column], found.cell_xf_index(row, column))
            if text and not text.isspace():
                sheet.texts[row + 1, column + 1] = text
    return sheet


class _Display:
    """What cells of one workbook display."""

    def __init__(self, book: xlrd.Book) -> None:
        self.from_1904 = bool(book.datemode)
        self.formats = [self._format(book, style.format_key) for style in book.xf_list]
        # Few workbooks have a format that adds words to texts; in all others a text shows itself, whatever its style.
        self.leaves_texts = all("@" not in code or code == "@" for code in self.formats)

    def text(self, kind: int, value: Any, style: int) -> str:
        """Text of a cell with ``value`` in the format of ``style``."""
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        if kind == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#N/A"))
        code = self.formats[style] if 0 <= style < len(self.formats) else GENERAL
        if kind == xlrd.XL_CELL_TEXT:
            return displayed_text(value, code)
        return displayed_number(value, code, from_1904=self.from_1904)

    @staticmethod
    def _format(book: xlrd.Book, key: int) -> str:
        if key in _DATES_BY_NUMBER:
            return BUILT_IN_FORMATS[key]
        known = book.format_map.get(key)
        return str(known.format_str) if known else GENERAL
