"""Reader of .xlsx workbooks: what each cell displays, formulas by the value that the workbook keeps."""

import io
import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from orchestration.documents.columns import column_letters
from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document
from orchestration.documents.number_formats import BUILT_IN_FORMATS, GENERAL, displayed_number, displayed_text
from orchestration.documents.package import Package, local_name
from orchestration.documents.rejections import damaged
from orchestration.documents.workbook import Sheet, Workbook, count_cells, workbook_document
from orchestration.settings import ReadingLimits

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_HIDDEN_STATES = ("hidden", "veryHidden")
_TRUE = ("1", "true")


@dataclass(slots=True)
class _Book:
    """What cells refer to."""

    package: Package
    limits: ReadingLimits
    texts: list[str] = field(default_factory=list)  # shared by all sheets
    formats: list[str] = field(default_factory=list)  # by number of the style
    from_1904: bool = False
    workbook: Workbook = field(default_factory=Workbook)


def read_xlsx(package: Package, raw: RawFile, limits: ReadingLimits) -> Document:
    """One page a sheet. Raises ``RejectedDocument``, with ``not_a_form`` where no cell holds text."""
    main = package.main_part()
    root = package.xml(main)
    book = _Book(package, limits, _shared_texts(package, main), _cell_formats(package, main))
    properties = _first(root, "workbookPr")
    book.from_1904 = properties is not None and properties.get("date1904") in _TRUE
    relations = package.relationships(main)
    for element in root.iter("{*}sheet"):
        name = element.get("name") or ""
        kind, part = relations.get(_relation_id(element), ("", ""))
        if element.get("state") in _HIDDEN_STATES:
            book.workbook.hidden_sheets.append(name)
        elif kind.endswith("/worksheet"):
            book.workbook.sheets.append(_read_sheet(book, name, part))
        else:
            book.workbook.notes.append(f"{name}: 图表等未读 no worksheet, left aside")
    return workbook_document(book.workbook, raw, "xlsx", limits)


def _read_sheet(book: _Book, name: str, part: str) -> Sheet:
    sheet = Sheet(name)
    unknown: list[str] = []
    row_number = 0
    stream = io.BytesIO(book.package.xml_bytes(part))
    try:
        for _, element in etree.iterparse(
            stream,
            events=("end",),
            tag=("{*}row", "{*}mergeCell", "{*}col", "{*}drawing"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        ):
            tag = local_name(element)
            if tag == "row":
                row_number = _number(element.get("r"), row_number + 1, _LAST_ROW)
                _read_row(book, sheet, element, row_number, unknown)
                count_cells(book.workbook, sheet, book.limits)
                _forget(element)
            elif tag == "mergeCell":
                _merge(sheet, element.get("ref") or "")
            elif tag == "col" and element.get("hidden") in _TRUE:
                first = _number(element.get("min"), 1, _LAST_COLUMN)
                sheet.hidden_columns.append((first, _number(element.get("max"), first, _LAST_COLUMN)))
            elif tag == "drawing":
                sheet.notes += _drawing_notes(book.package, part)
    except etree.XMLSyntaxError as error:
        raise damaged("xlsx", f"{part}: {error}") from error
    if unknown:
        more = " …" if len(unknown) > 12 else ""
        sheet.notes.append(
            f"公式没有存下结果，未读 formulas without a kept value left aside: {', '.join(unknown[:12])}{more}"
        )
    return sheet


def _read_row(book: _Book, sheet: Sheet, row: etree._Element, number: int, unknown: list[str]) -> None:
    if row.get("hidden") in _TRUE:
        sheet.hidden_rows.add(number)
    column = 0
    for cell in row:
        if local_name(cell) != "c":
            continue
        reference = cell.get("r")
        column = _column(reference) if reference else column + 1
        text = _displayed(book, cell)
        if text is None:
            unknown.append(f"{column_letters(column)}{number}")
        elif text.strip():
            sheet.texts[number, column] = text


def _displayed(book: _Book, cell: etree._Element) -> str | None:
    """What a cell displays; None where a formula has no value."""
    value, formula, inline = None, False, None
    for child in cell:
        name = local_name(child)
        if name == "v":
            value = child.text or ""
        elif name == "f":
            formula = True
        elif name == "is":
            inline = child
    kind = cell.get("t") or "n"
    if inline is not None:
        return _rich_text(inline)
    if not value:
        return None if formula and kind != "str" else ""
    style = int(cell.get("s") or 0)
    return _shown(book, kind, value, book.formats[style] if style < len(book.formats) else GENERAL)


def _shown(book: _Book, kind: str, value: str, code: str) -> str:
    if kind == "n":
        return displayed_number(value, code, from_1904=book.from_1904)
    if kind == "s":
        number = int(value)
        return displayed_text(book.texts[number], code) if 0 <= number < len(book.texts) else ""
    if kind == "b":
        return "TRUE" if value in _TRUE else "FALSE"
    return displayed_text(_unescaped(value), code) if kind in ("str", "inlineStr") else value


def _shared_texts(package: Package, main: str) -> list[str]:
    part = package.related(main, "sharedStrings")
    return [_rich_text(item) for item in package.xml(part) if local_name(item) == "si"] if part else []


def _rich_text(item: etree._Element) -> str:
    """Text of an item with its runs; the reading aids that may stand above them are left out."""
    runs = (element for element in item.iter("{*}t") if local_name(element.getparent()) != "rPh")
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def _cell_formats(package: Package, main: str) -> list[str]:
    """Format codes by number of the style."""
    part = package.related(main, "styles")
    if part is None:
        return []
    root = package.xml(part)
    own = {
        element.get("numFmtId"): element.get("formatCode") or GENERAL
        for element in root.iter("{*}numFmt")
        if local_name(element.getparent()) == "numFmts"
    }
    styles = _first(root, "cellXfs")
    formats = []
    for style in styles if styles is not None else ():
        number = style.get("numFmtId") or "0"
        built_in = BUILT_IN_FORMATS.get(int(number), GENERAL) if number.isdigit() else GENERAL
        formats.append(own.get(number) or built_in)
    return formats


def _drawing_notes(package: Package, part: str) -> list[str]:
    """Text boxes are quoted in the note, images only counted."""
    drawing = package.related(part, "drawing")
    if drawing is None:
        return []
    root = package.xml(drawing)
    notes = []
    for shape in root.iter("{*}sp"):
        text = " ".join("".join(element.itertext()) for element in shape.iter("{*}p")).strip()
        if text:
            notes.append(f"文本框未读 text box left aside: {text[:200]}")
    images = sum(1 for _ in root.iter("{*}pic"))
    if images:
        notes.append(f"图片未读 images left aside: {images}")
    return notes


def _merge(sheet: Sheet, reference: str) -> None:
    found = _REFERENCE.findall(reference)
    if len(found) != 2:
        return
    (left, top), (right, bottom) = ((_letters(letters), int(row)) for letters, row in found)
    if top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN:
        sheet.merged[top, left] = (bottom - top + 1, right - left + 1)


def _forget(row: etree._Element) -> None:
    """Free a row that has been read, and those before it."""
    row.clear()
    parent = row.getparent()
    while parent is not None and row.getprevious() is not None:
        del parent[0]


def _column(reference: str) -> int:
    match = _REFERENCE.match(reference)
    if match is None:
        raise damaged("xlsx", (f"单元格地址无效 {reference[:20]}", f"no such cell as {reference[:20]}"))
    return _letters(match.group(1))


@lru_cache(maxsize=2048)
def _letters(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str | None, otherwise: int, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() else otherwise


def _relation_id(element: etree._Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next(root.iter(f"{{*}}{name}"), None)
