"""Reader of .xls workbooks of the old kind."""

import io

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
    workbook = Workbook()
    for number in range(book.nsheets):
        try:
            found = book.sheet_by_index(number)
        except (xlrd.XLRDError, AssertionError) as error:
            raise damaged("xls", error) from error
        if found.visibility:
            workbook.hidden_sheets.append(found.name)
        else:
            sheet = _read_sheet(book, found)
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


def _read_sheet(book: xlrd.Book, found: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(found.name)
    sheet.hidden_rows = {row + 1 for row, info in found.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [(column + 1, column + 1) for column, info in found.colinfo_map.items() if info.hidden]
    for top, bottom, left, right in found.merged_cells:
        sheet.merged[top + 1, left + 1] = (bottom - top, right - left)
    for row in range(found.nrows):
        for column, cell in enumerate(found.row(row)):
            if cell.ctype not in _WITHOUT_TEXT and (text := _displayed(book, cell)).strip():
                sheet.texts[row + 1, column + 1] = text
    return sheet


def _displayed(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    code = _format(book, cell.xf_index)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return displayed_text(cell.value, code)
    return displayed_number(cell.value, code, from_1904=bool(book.datemode))


def _format(book: xlrd.Book, style: int | None) -> str:
    if style is None or not 0 <= style < len(book.xf_list):
        return GENERAL
    key = book.xf_list[style].format_key
    if key in _DATES_BY_NUMBER:
        return BUILT_IN_FORMATS[key]
    known = book.format_map.get(key)
    return str(known.format_str) if known else GENERAL
