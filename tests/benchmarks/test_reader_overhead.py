"""What our readers cost beside the libraries' own bare reading of the same file, in one run.

Run it alone, on a quiet machine:
``uv run --group benchmark pytest tests/benchmarks/test_reader_overhead.py -m benchmark -s``

The bare reading is what one would write with the library alone to have the same content: all text of a file of prose,
with its lines and the pages that are told; of a ruled PDF also the places of characters and rulings, which its cells
are made of; of an old workbook the values as displayed, and merged cells; of a web page its content without menus, by
the library that is made for it; of delimited text, whose delimiter nobody tells, every cell with its place in the file.
The quickest of many rounds count: what else the machine does only ever adds.

Plain text has no library but Python itself, which opens it line by line in tenths of a millisecond.
"""

import csv
import ctypes
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
import xlrd

from orchestration.documents import read_document
from orchestration.settings import PROJECT_DIR
from tests.fixtures import writers
from tests.fixtures.forms import FORMS, NATIONAL
from tests.fixtures.grids import Grid

ROUNDS = 40
LIMIT = 1.5
PAGE_NUMBER = re.compile(r"\s*[—-]\s*\d+\s*[—-]\s*")
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

    def shown(cell: xlrd.sheet.Cell) -> str:
        if cell.ctype != xlrd.XL_CELL_NUMBER:
            return str(cell.value)
        code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if code == "General":
            return f"{cell.value:g}"
        decimals = code.partition(".")[2].count("0")
        return f"{cell.value:.{decimals}%}" if "%" in code else f"{cell.value:{',' * (',' in code)}.{decimals}f}"

    return [
        (sheet.merged_cells, [[shown(cell) for cell in row] for row in sheet.get_rows()]) for sheet in book.sheets()
    ]


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
    trafilatura = pytest.importorskip("trafilatura", reason="trafilatura stands in the dependency group benchmark")
    return trafilatura.extract(path.read_bytes(), fast=True, include_comments=False, include_tables=True)


def bare_csv(path: Path) -> object:
    text = path.read_bytes().decode("utf-8-sig")
    cells, position = [], 0
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text[:4096])), start=1):
        for column, field in enumerate(row, start=1):
            if field:
                start = text.index(field, position)
                position = start + len(field)
                cells.append((start, position, number, column, field))
    return cells


def bare_txt(path: Path) -> object:
    lines, marks, start = [], [], 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in file:
            content = line.rstrip("\r\n")
            lines.append((start, start + len(content), content))
            if PAGE_NUMBER.fullmatch(content):
                marks.append(start)
            start += len(line)
    return lines, marks


def long_report() -> str:
    return REPORT.read_text(encoding="utf-8-sig") * 20


def many_forms() -> list[Grid]:
    return [Grid(f"表{n}", form.rows) for n, form in enumerate(FORMS * 5)]


CASES: dict[str, tuple[Callable[[], bytes], Callable[[Path], object]]] = {
    "report.docx": (lambda: writers.report_docx(long_report()), bare_docx),
    "form.docx": (lambda: writers.form_docx(NATIONAL), bare_docx),
    "forms.xlsx": (lambda: writers.workbook_xlsx(many_forms()), bare_xlsx),
    "forms.xls": (lambda: writers.workbook_xls(many_forms()), bare_xls),
    "report.pdf": (lambda: writers.report_pdf(long_report(), "自评报告"), bare_pdf),
    "form.pdf": (lambda: writers.form_pdf(NATIONAL), bare_ruled_pdf),
    "report.html": (lambda: writers.report_html(long_report()), bare_html),
    "form.html": (lambda: writers.form_html(NATIONAL), bare_html),
    "form.csv": (lambda: writers.form_csv(NATIONAL), bare_csv),
    "report.txt": (lambda: long_report().encode(), bare_txt),
}


@pytest.mark.benchmark
@pytest.mark.parametrize("name", CASES)
def test_a_reader_costs_at_most_half_more_than_its_library(tmp_path: Path, name: str) -> None:
    make, bare = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    bare(path)
    document = read_document(path, name)  # the first reading starts the process that reads
    theirs, ours = [], []
    for _ in range(ROUNDS):
        theirs.append(seconds(lambda: bare(path)))
        ours.append(seconds(lambda: read_document(path, name)))
    ratio = min(ours) / min(theirs)
    print(
        f"\n{name:12} {len(document.text):7} characters, {len(document.pages):3} pages, {len(document.cells):5} cells:"
        f" bare {min(theirs) * 1000:7.2f} ms, ours {min(ours) * 1000:7.2f} ms: {ratio:.2f}"
    )
    assert ratio <= LIMIT


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
