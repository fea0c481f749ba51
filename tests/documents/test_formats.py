"""The same report and the same form are read from every format in which they come."""

from pathlib import Path

import pytest

from tests.documents.checks import paragraphs_of, read, squeezed, words
from tests.fixtures import writers
from tests.fixtures.forms import FORMS, NATIONAL, SICHUAN
from tests.fixtures.grids import Grid

CELLS = ("xlsx", "xls", "docx", "pdf", "html")
"""Formats that have cells of their own."""


def test_narrative_as_text(tmp_path: Path, narrative: str) -> None:
    document = read(tmp_path, "report.txt", narrative.encode("gb18030"))
    assert (document.format, document.text, document.paragraphs) == ("txt", narrative, None)


def test_narrative_as_word_document(tmp_path: Path, narrative: str) -> None:
    document = read(tmp_path, "report.docx", writers.report_docx(narrative))
    assert document.format == "docx"
    assert paragraphs_of(document) == writers.paragraphs(narrative)
    assert [line for line in document.text.splitlines() if line] == writers.paragraphs(narrative)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_narrative_as_web_page(tmp_path: Path, narrative: str, encoding: str) -> None:
    document = read(tmp_path, "report.html", writers.report_html(narrative, encoding))
    assert (document.format, document.encoding) == ("html", encoding)
    assert paragraphs_of(document) == writers.paragraphs(narrative)


def test_narrative_as_laid_out_pages(tmp_path: Path, narrative: str) -> None:
    document = read(tmp_path, "report.pdf", writers.report_pdf(narrative, "自评报告（内部资料）"))
    assert document.format == "pdf"
    assert len(document.pages) > 1
    assert document.text.count("\f") == len(document.pages) - 1
    assert [mark.number for mark in document.page_marks] == list(range(1, len(document.pages) + 1))
    assert {words(document, span) for span in document.running} == {"自评报告（内部资料）"}
    outside = {mark.line for mark in document.page_marks} | {document.line_at(s.start) for s in document.running}
    prose = [words(document, line) for number, line in enumerate(document.lines, start=1) if number not in outside]
    assert squeezed("".join(prose)) == squeezed(narrative)


@pytest.mark.parametrize("suffix", CELLS)
@pytest.mark.parametrize("grid", FORMS, ids=lambda grid: grid.name)
def test_form_has_its_cells_in_every_format(tmp_path: Path, grid: Grid, suffix: str) -> None:
    document = read(tmp_path, f"form.{suffix}", writers.FORM_WRITERS[suffix](grid))
    found = {
        (cell.row, cell.column, cell.row_span, cell.column_span, squeezed(words(document, cell.span)))
        for cell in document.cells
    }
    assert found == {(c.row, c.column, c.row_span, c.column_span, squeezed(c.text)) for c in grid.cells()}


@pytest.mark.parametrize("grid", FORMS, ids=lambda grid: grid.name)
def test_form_as_delimited_text(tmp_path: Path, grid: Grid) -> None:
    for delimiter, encoding in ((",", "utf-8-sig"), ("\t", "gb18030"), (";", "utf-16")):
        document = read(tmp_path, "form.csv", writers.form_csv(grid, delimiter, encoding))
        found = {(cell.row, cell.column): words(document, cell.span) for cell in document.cells}
        assert found == {(cell.row, cell.column): cell.text for cell in grid.cells()}


@pytest.mark.parametrize("name", ["forms.xlsx", "forms.xls"])
def test_two_forms_in_one_workbook_are_two_pages(tmp_path: Path, name: str) -> None:
    write = writers.workbook_xlsx if name.endswith("x") else writers.workbook_xls
    document = read(tmp_path, name, write([NATIONAL, SICHUAN]))
    assert [page.name for page in document.pages] == [NATIONAL.name, SICHUAN.name]
    for number, (page, grid) in enumerate(zip(document.pages, (NATIONAL, SICHUAN), strict=True), start=1):
        cells = [cell for cell in document.cells if cell.sheet == page.name]
        assert len(cells) == len(list(grid.cells()))
        assert {cell.table for cell in cells} == {number}
        assert all(document.page_at(cell.span.start) == number for cell in cells)
    assert "四川项目表!C9" in {cell.address for cell in document.cells}


def test_rows_are_lines_and_merged_cells_stand_once(tmp_path: Path) -> None:
    grid = Grid.parse("表", "标题|<|<\n甲|乙|丙\n^|丁|\n戊||己")
    for suffix in CELLS:
        document = read(tmp_path, f"form.{suffix}", writers.FORM_WRITERS[suffix](grid))
        lines = [line for line in document.text.splitlines() if "表" not in line]
        rows = [line for line in lines if line.strip("—\f 1")]
        assert rows == ["标题", "甲 | 乙 | 丙", " | 丁", "戊 |  | 己"], suffix


def test_whatever_the_name_says_a_file_is_what_it_is(tmp_path: Path, report: str) -> None:
    written = {
        "docx": writers.report_docx(report),
        "pdf": writers.report_pdf(report),
        "html": writers.report_html(report),
        "xlsx": writers.workbook_xlsx([NATIONAL]),
        "xls": writers.workbook_xls([NATIONAL]),
    }
    for kind, data in written.items():
        for name in ("report", "report.txt", "report.doc", "report.xls", "report.pdf", "report.csv"):
            assert read(tmp_path, name, data).format == kind
    for name in ("report.doc", "report.docx", "report.pdf"):
        assert read(tmp_path, name, report.encode()).format == "txt"
    assert read(tmp_path, "form.xls", writers.form_csv(NATIONAL, "\t", "gb18030")).format == "csv"


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    for suffix in CELLS:
        name, data = f"form.{suffix}", writers.FORM_WRITERS[suffix](NATIONAL)
        assert read(tmp_path, name, data) == read(tmp_path, name, data)
