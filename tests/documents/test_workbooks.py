"""What workbooks show and what they hide."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.settings import ReadingLimits
from tests.documents.checks import cells_of, read, rejection
from tests.fixtures.writers import saved_xlsx


def book_of(*sheets: str) -> tuple[openpyxl.Workbook, list[Worksheet]]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    return book, [book.create_sheet(name) for name in sheets]


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """A package with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(entry.filename, content)
    return stream.getvalue()


def test_numbers_and_dates_as_displayed(tmp_path: Path) -> None:
    book, [sheet] = book_of("Sheet1")
    for row, (value, code) in enumerate(
        [
            (0.9543, "0.00%"), (43558.83, "#,##0.00"), (98.784, "0.00"), (datetime.date(2023, 3, 15), "yyyy/m/d"),
            (datetime.date(2023, 3, 15), 'yyyy"年"m"月"d"日"'), (12, "General"), (True, "General"), ("文字", "@"),
        ],
        start=1,
    ):  # fmt: skip
        sheet.cell(row, 2, value).number_format = code
    found = read(tmp_path, "a.xlsx", saved_xlsx(book))
    assert list(cells_of(found).values()) == [
        "95.43%", "43,558.83", "98.78", "2023/3/15", "2023年3月15日", "12", "TRUE", "文字",
    ]  # fmt: skip
    assert found.cells[4].address == "Sheet1!B5"


def test_numbers_and_dates_of_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表一")
    for row, (value, code) in enumerate(
        [(0.9543, "0.00%"), (43558.83, "#,##0.00"), (datetime.date(2023, 3, 15), "YYYY/M/D"), (12, "General")]
    ):
        sheet.write(row, 0, value, xlwt.easyxf(num_format_str=code))
    stream = io.BytesIO()
    book.save(stream)
    found = read(tmp_path, "a.xls", stream.getvalue())
    assert list(cells_of(found).values()) == ["95.43%", "43,558.83", "2023/3/15", "12"]


def test_formulas_show_the_value_that_is_kept(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"], sheet["A2"], sheet["A3"] = 1.5, 2, "=SUM(A1:A2)"
    sheet["A4"] = "=A1&A2"
    data = saved_xlsx(book)
    found = read(tmp_path, "a.xlsx", edited(data, "xl/worksheets/sheet1.xml", "<v></v>", "<v>3.5</v>"))
    assert cells_of(found)["表!A3"] == "3.5"
    without = read(tmp_path, "b.xlsx", data)
    assert "表!A3" not in cells_of(without)
    assert any("A3, A4" in note for note in without.notes)


def test_hidden_sheets_rows_and_columns_are_left_aside_and_named(tmp_path: Path) -> None:
    book, [shown, hidden] = book_of("公开", "底稿")
    for row in range(1, 5):
        for column in range(1, 5):
            shown.cell(row, column, f"{row}行{column}列")
    shown.row_dimensions[2].hidden = True
    shown.column_dimensions["C"].hidden = True
    hidden["A1"], hidden.sheet_state = "草稿数", "hidden"
    found = read(tmp_path, "a.xlsx", saved_xlsx(book))
    assert set(cells_of(found)) == {f"公开!{letter}{row}" for letter in "ABD" for row in (1, 3, 4)}
    notes = "\n".join(found.notes)
    assert "草稿数" not in found.text
    for words in ("底稿", "hidden rows left aside: 2", "hidden columns left aside: 3"):
        assert words in notes


def test_hidden_parts_of_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    shown, hidden = book.add_sheet("公开"), book.add_sheet("底稿")
    hidden.write(0, 0, "草稿数")
    hidden.visibility = 1
    for row in range(3):
        for column in range(3):
            shown.write(row, column, f"{row}{column}")
    shown.row(1).hidden = True
    shown.col(1).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    found = read(tmp_path, "a.xls", stream.getvalue())
    assert set(cells_of(found)) == {"公开!A1", "公开!C1", "公开!A3", "公开!C3"}
    assert len(found.notes) == 3


def test_a_merged_cell_shows_while_any_part_of_it_does(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"] = "合并的字"
    sheet.merge_cells("A1:A3")
    sheet["B3"] = "旁"
    sheet.row_dimensions[1].hidden = True
    found = read(tmp_path, "a.xlsx", saved_xlsx(book))
    assert [(cell.row, cell.row_span) for cell in found.cells] == [(1, 3), (3, 1)]


def test_line_ends_in_cells_become_one_space(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"] = "产出\r\n指标\n\n（50分）"
    assert cells_of(read(tmp_path, "a.xlsx", saved_xlsx(book))) == {"表!A1": "产出 指标 （50分）"}


def test_rich_text_without_reading_aids(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"] = "绩效"
    rich = "<si><r><t>绩</t></r><r><t>效</t></r><rPh sb='0' eb='1'><t>jixiao</t></rPh></si>"
    data = edited(saved_xlsx(book), "xl/sharedStrings.xml", "<si><t>绩效</t></si>", rich)
    assert cells_of(read(tmp_path, "a.xlsx", data)) == {"表!A1": "绩效"}


def test_text_boxes_of_sheets_are_quoted_in_the_notes(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"] = "甲"
    chart = openpyxl.chart.BarChart()
    sheet.add_chart(chart, "C3")
    box = "<sp xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:p><a:r><a:t>备注：含结转50万元</a:t></a:r></a:p></sp>"
    data = edited(saved_xlsx(book), "xl/drawings/drawing1.xml", "</oneCellAnchor>", f"{box}</oneCellAnchor>")
    assert any("备注：含结转50万元" in note for note in read(tmp_path, "a.xlsx", data).notes)


def test_sheets_without_text_keep_their_pages(tmp_path: Path) -> None:
    book, [_, second] = book_of("空表", "有字")
    second["B2"] = "甲"
    found = read(tmp_path, "a.xlsx", saved_xlsx(book))
    assert [page.name for page in found.pages] == ["空表", "有字"]
    assert found.page_at(found.cells[0].span.start) == 2


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_workbook_without_any_text_is_no_form(tmp_path: Path, name: str) -> None:
    if name == "a.xlsx":
        book, _ = book_of("空")
        data = saved_xlsx(book)
    else:
        old = xlwt.Workbook()
        old.add_sheet("空")
        stream = io.BytesIO()
        old.save(stream)
        data = stream.getvalue()
    assert rejection(tmp_path, name, data).reason_code == "not_a_form"


def test_too_many_cells(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    for row in range(1, 30):
        sheet.append([row] * 10)
    limits = ReadingLimits(cells=250)
    assert rejection(tmp_path, "a.xlsx", saved_xlsx(book), limits).reason_code == "too_many_cells"


def test_a_merged_range_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"] = "甲"
    sheet.merge_cells("A1:B2")
    data = edited(saved_xlsx(book), "xl/worksheets/sheet1.xml", 'ref="A1:B2"/>', 'ref="A1:XFD1048576"/>')
    [cell] = read(tmp_path, "a.xlsx", data).cells
    assert (cell.row_span, cell.column_span) == (1_048_576, 16_384)


def test_the_strict_dialect_is_read_too(tmp_path: Path) -> None:
    book, [sheet] = book_of("表")
    sheet["A1"] = "甲"
    data = saved_xlsx(book)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        data = edited(data, part, main, strict)
    assert cells_of(read(tmp_path, "a.xlsx", data)) == {"表!A1": "甲"}
