"""What our readers cost beside the libraries' own bare reading of the same file, in one run.

Run it alone, on a quiet machine: ``uv run pytest tests/benchmarks/test_reader_overhead.py -m benchmark -s``. The bare
reading gives the same raw material: all text of a file of prose; of a ruled PDF also the places of characters and
rulings, which its cells are made of; of an old workbook the formats in which its values are displayed. Those of which
the library gives the least, or in next to no time, are measured, not judged: web pages (the text with all menus),
delimited text (cells without their places), old workbooks (some ten microseconds a cell, most of it for their places).
"""

import csv
import ctypes
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
import xlrd
from lxml import etree

from orchestration.documents import read_document
from orchestration.settings import PROJECT_DIR
from tests.fixtures import writers
from tests.fixtures.forms import FORMS, NATIONAL
from tests.fixtures.grids import Grid

ROUNDS = 15
LIMIT = 1.5
REPORT = PROJECT_DIR / "raw" / "guangdong" / "zhongshan-hrss" / "2024-department.txt"


def bare_docx(path: Path) -> object:
    document = docx.Document(str(path))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs], cells


def bare_xlsx(path: Path) -> object:
    book = openpyxl.load_workbook(path, data_only=True)
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def bare_xls(path: Path) -> object:
    book = xlrd.open_workbook(str(path), formatting_info=True)

    def formatted(cell: xlrd.sheet.Cell) -> tuple[int, object, str]:
        return cell.ctype, cell.value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str

    return [[formatted(cell) for cell in row] for sheet in book.sheets() for row in sheet.get_rows()]


def bare_pdf(path: Path) -> object:
    document = pdfium.PdfDocument(path.read_bytes())
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def bare_ruled_pdf(path: Path) -> object:
    document = pdfium.PdfDocument(path.read_bytes())
    found = []
    for page in document:
        text_page = page.get_textpage()
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(text_page.count_chars()):
            pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            found.append((pdfium_c.FPDFText_GetUnicode(text_page, index), left.value, bottom.value))
        found += [item.get_bounds() for item in page.get_objects()]
    document.close()
    return found


def bare_html(path: Path) -> object:
    root = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    return [(element.tag, element.text, element.tail) for element in root.iter()]


def bare_csv(path: Path) -> object:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def long_report() -> str:
    return REPORT.read_text(encoding="utf-8-sig") * 20


def many_forms() -> list[Grid]:
    return [Grid(f"表{n}", form.rows) for n, form in enumerate(FORMS * 5)]


CASES: dict[str, tuple[Callable[[], bytes], Callable[[Path], object], bool]] = {
    "report.docx": (lambda: writers.report_docx(long_report()), bare_docx, True),
    "form.docx": (lambda: writers.form_docx(NATIONAL), bare_docx, True),
    "forms.xlsx": (lambda: writers.workbook_xlsx(many_forms()), bare_xlsx, True),
    "forms.xls": (lambda: writers.workbook_xls(many_forms()), bare_xls, False),
    "report.pdf": (lambda: writers.report_pdf(long_report(), "自评报告"), bare_pdf, True),
    "form.pdf": (lambda: writers.form_pdf(NATIONAL), bare_ruled_pdf, True),
    "report.html": (lambda: writers.report_html(long_report()), bare_html, False),
    "form.html": (lambda: writers.form_html(NATIONAL), bare_html, False),
    "form.csv": (lambda: writers.form_csv(NATIONAL), bare_csv, False),
}


@pytest.mark.benchmark
@pytest.mark.parametrize("name", CASES)
def test_a_reader_costs_at_most_half_more_than_its_library(tmp_path: Path, name: str) -> None:
    make, bare, is_judged = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    bare(path)
    document = read_document(path, name)  # the first reading starts the process that reads
    theirs, ours = [], []
    for _ in range(ROUNDS):
        theirs.append(seconds(lambda: bare(path)))
        ours.append(seconds(lambda: read_document(path, name)))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(
        f"\n{name:12} {len(document.text):7} characters, {len(document.pages):3} pages, {len(document.cells):5} cells:"
        f" bare {statistics.median(theirs) * 1000:7.1f} ms, ours {statistics.median(ours) * 1000:7.1f} ms: {ratio:.2f}"
    )
    assert not is_judged or ratio <= LIMIT


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
