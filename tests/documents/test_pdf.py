"""What laid out pages hold beside lines of text."""

import ctypes
import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from orchestration.documents import pdf_reader  # noqa: F401 - has the parser draw with the font under test
from orchestration.documents.box_font import box_font
from orchestration.documents.pdf_tables import Ruling, find_grids
from orchestration.settings import ReadingLimits
from tests.documents.checks import cells_of, read, rejection, words
from tests.fixtures.forms import NATIONAL
from tests.fixtures.grids import Grid
from tests.fixtures.writers import FONT, form_pdf, report_pdf

WIDTH, HEIGHT = A4


def pages_pdf(*draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """A file whose pages are drawn by the functions given."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    for page in draw:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines(*texts: str, top: float = 700, left: float = 80) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(left, top - 20 * number, text)

    return draw


def both(*draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def draw_all(canvas: Canvas) -> None:
        for one in draw:
            one(canvas)

    return draw_all


def table(rows: list[list[str]], top: float, left: float = 80, width: float = 100) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        columns = [left + width * n for n in range(len(rows[0]) + 1)]
        canvas.grid(columns, [top - 25 * n for n in range(len(rows) + 1)])
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                canvas.drawString(columns[j] + 4, top - 25 * i - 17, text)

    return draw


def image(canvas: Canvas) -> None:
    picture = ImageReader(Image.new("RGB", (60, 80), "lightgray"))
    canvas.drawImage(picture, 20, 20, WIDTH - 40, HEIGHT - 40)


def text_outside_marks(data: bytes, directory: Path) -> str:
    found = read(directory, "a.pdf", data)
    running = {found.line_at(span.start) for span in found.running} | {mark.line for mark in found.page_marks}
    kept = [words(found, line).strip() for number, line in enumerate(found.lines, start=1) if number not in running]
    return "\n".join(filter(None, kept))


def test_pages_are_parted_by_form_feeds(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", pages_pdf(lines("甲"), lines("乙"), lines("丙")))
    assert found.text == "甲\n\f乙\n\f丙\n"
    assert [found.page_at(found.text.index(letter)) for letter in "甲乙丙"] == [1, 2, 3]


def test_text_without_a_font_of_its_own_is_placed_alike_on_every_machine() -> None:
    page = pdfium.PdfDocument(pages_pdf(lines("优")))[0]
    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    assert pdfium_c.FPDFText_GetCharBox(text, 0, left, right, bottom, top)
    box = ImageFont.truetype(io.BytesIO(box_font()), size=1200).getmask("优").getbbox()
    drawn = [100 * (right.value - left.value), 100 * (top.value - bottom.value)]
    assert drawn == pytest.approx([box[2] - box[0], box[3] - box[1]], rel=0.02)


def test_heads_and_feet_that_differ_by_a_number_are_running(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        return both(
            lines(f"自评报告 第{number}部分", top=HEIGHT - 40),
            lines(f"第{number}页的正文", "又一行"),
            lines(f"第 {number} 页 共 3 页", top=40),
        )

    found = read(tmp_path, "a.pdf", pages_pdf(page(1), page(2), page(3)))
    assert [words(found, span) for span in found.running] == [f"自评报告 第{n}部分" for n in (1, 2, 3)]
    assert [mark.number for mark in found.page_marks] == [1, 2, 3]


def test_bare_numbers_that_count_on_are_page_numbers(tmp_path: Path) -> None:
    pages = [both(lines("正文"), lines(str(number), top=40)) for number in (5, 6, 7)]
    found = read(tmp_path, "a.pdf", pages_pdf(*pages))
    assert [mark.number for mark in found.page_marks] == [5, 6, 7]


def test_a_number_in_the_margin_that_counts_nothing_is_text(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", pages_pdf(both(lines("正文"), lines("365", top=40))))
    assert (found.page_marks, found.running) == ((), ())


def test_titles_that_repeat_below_the_margin_are_no_running_heads(tmp_path: Path) -> None:
    pages = [lines("项目支出绩效自评表", f"项目{n}", top=HEIGHT - 85) for n in "甲乙丙"]
    found = read(tmp_path, "a.pdf", pages_pdf(*pages))
    assert found.running == ()


def test_first_lines_of_paragraphs_are_indented(tmp_path: Path) -> None:
    body = both(lines("首行", left=104), lines("续行", "续行", top=680), lines("居中的标题", top=620, left=250))
    assert read(tmp_path, "a.pdf", pages_pdf(body)).text == "  首行\n续行\n续行\n居中的标题\n"


def test_a_table_stands_between_the_lines_around_it(tmp_path: Path) -> None:
    page = both(lines("前文", top=720), table([["甲", "12"], ["乙", "3.5"]], 700), lines("后文", top=600))
    found = read(tmp_path, "a.pdf", pages_pdf(page))
    assert found.text == "前文\n甲 | 12\n乙 | 3.5\n后文\n"


def test_feet_named_first_do_not_move_a_table(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        return both(
            lines(f"— {number} —", top=40), lines("前文", top=720), table([["甲", "1"]], 700), lines("后文", top=600)
        )

    data = pages_pdf(page(1), page(2))
    assert text_outside_marks(data, tmp_path) == "前文\n甲 | 1\n后文\n前文\n甲 | 1\n后文"


def test_heads_and_feet_named_last_do_not_move_a_table(tmp_path: Path) -> None:
    body = both(lines("前文", top=720), table([["甲", "1"]], 700), lines("后文", top=600))
    found = read(tmp_path, "a.pdf", pages_pdf(both(body, lines("2026年印发", top=HEIGHT - 30), lines("— 1 —", top=40))))
    assert found.text.splitlines()[:3] == ["前文", "甲 | 1", "后文"]


def test_tables_of_one_page_are_counted_from_the_top(tmp_path: Path) -> None:
    page = both(table([["丙", "丁"]], 400), lines("中间", top=500), table([["甲", "乙"]], 700))
    assert cells_of(read(tmp_path, "a.pdf", pages_pdf(page))) == {
        "T1!R1C1": "甲", "T1!R1C2": "乙", "T2!R1C1": "丙", "T2!R1C2": "丁",
    }  # fmt: skip


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    first = both(lines("表一", top=720), table([["甲", "1"], ["乙", "2"]], 150), lines("— 1 —", top=40))
    second = both(table([["丙", "3"], ["丁", "4"]], 760), lines("完", top=600), lines("— 2 —", top=40))
    found = cells_of(read(tmp_path, "a.pdf", pages_pdf(first, second)))
    assert list(found) == [f"T1!R{row}C{column}" for row in (1, 2, 3, 4) for column in (1, 2)]


def test_a_table_after_text_or_with_other_columns_is_another(tmp_path: Path) -> None:
    def second(heading: str, width: float) -> bytes:
        rest = both(lines(heading, top=770), table([["丙", "3"]], 740, width=width))
        return pages_pdf(table([["甲", "1"]], 150), rest)

    after_text = cells_of(read(tmp_path, "a.pdf", second("表二：部门情况", 100)))
    assert "T2!R1C1" in after_text
    other_columns = pages_pdf(table([["甲", "1"]], 150), table([["丙", "3"]], 740, width=140))
    assert "T2!R1C1" in cells_of(read(tmp_path, "b.pdf", other_columns))


def test_a_number_cut_by_the_edge_of_its_cell_is_whole(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([80, 112, 212], [700, 670, 640])
        canvas.setFont(FONT, 9)
        for x, y, text in [
            (82, 688, "43,558"),
            (82, 676, ".83"),
            (120, 688, "100"),
            (120, 676, "200"),
            (82, 650, "甲"),
        ]:
            canvas.drawString(x, y, text)

    assert cells_of(read(tmp_path, "a.pdf", pages_pdf(page))) == {
        "T1!R1C1": "43,558.83", "T1!R1C2": "100 200", "T1!R2C1": "甲",
    }  # fmt: skip


def test_wide_forms_on_turned_pages(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        both(lines("横排的表", top=500), table([["甲", "12"], ["乙", "3"]], 450))(canvas)

    found = read(tmp_path, "a.pdf", pages_pdf(page))
    assert cells_of(found) == {"T1!R1C1": "甲", "T1!R1C2": "12", "T1!R2C1": "乙", "T1!R2C2": "3"}
    assert found.text.startswith("横排的表\n")


def test_forms_drawn_as_thin_boxes(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for x in (80, 180, 280):
            canvas.rect(x, 650, 0.7, 50, stroke=0, fill=1)
        for y in (650, 675, 700):
            canvas.rect(80, y, 200.7, 0.7, stroke=0, fill=1)
        for x, y, text in [(90, 683, "甲"), (190, 683, "1"), (90, 658, "乙"), (190, 658, "2")]:
            canvas.drawString(x, y, text)

    assert list(cells_of(read(tmp_path, "a.pdf", pages_pdf(page))).values()) == ["甲", "1", "乙", "2"]


def test_a_frame_or_an_underline_is_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines("框中的话", "第二行")(canvas)
        canvas.rect(60, 600, 400, 150)
        canvas.line(80, 690, 200, 690)

    found = read(tmp_path, "a.pdf", pages_pdf(page))
    assert (found.cells, found.text) == ((), "框中的话\n第二行\n")


def rulings(*places: tuple[float, float, float]) -> list[Ruling]:
    return [Ruling(*place) for place in places]


def test_tables_without_outer_sides() -> None:
    [grid] = find_grids(rulings((100, 0, 90), (80, 0, 90), (60, 0, 90)), rulings((30, 60, 100), (60, 60, 100)))
    assert [(cell.row, cell.column) for cell in grid.cells] == [(i, j) for i in (1, 2) for j in (1, 2, 3)]


def test_missing_lines_merge_cells() -> None:
    rows = rulings((100, 0, 90), (80, 30, 90), (60, 0, 90))
    columns = rulings((0, 60, 100), (30, 60, 100), (60, 60, 80), (90, 60, 100))
    [grid] = find_grids(rows, columns)
    assert {(c.row, c.column, c.row_span, c.column_span) for c in grid.cells} == {
        (1, 1, 2, 1), (1, 2, 1, 2), (2, 2, 1, 1), (2, 3, 1, 1),
    }  # fmt: skip


def test_dashed_and_doubled_rulings_are_one() -> None:
    dashes = [(y, x, x + 1.5) for y in (100, 80, 79, 60) for x in range(0, 60, 3)]
    columns = [(x, y, y + 1.5) for x in (0, 30, 58.5) for y in range(58, 101, 3)]
    [grid] = find_grids(rulings(*dashes), rulings(*columns))
    assert len(grid.cells) == 4


def test_cells_that_are_no_rectangles_fall_apart() -> None:
    rows = rulings((90, 0, 90), (60, 0, 30), (30, 0, 90), (0, 0, 90))
    columns = rulings((0, 0, 90), (30, 60, 90), (30, 0, 30), (60, 0, 30), (90, 0, 90))
    [grid] = find_grids(rows, columns)
    assert all(len({cell for line in grid.owner for cell in line}) == len(grid.cells) for _ in grid.cells)
    covered = sum(cell.row_span * cell.column_span for cell in grid.cells)
    assert covered == sum(len(line) for line in grid.owner)


def test_scans_need_recognition(tmp_path: Path) -> None:
    refused = rejection(tmp_path, "a.pdf", pages_pdf(image, image, lines("封面")))
    assert refused.reason_code == "needs_ocr"
    assert "2" in refused.reason
    assert "uv sync --extra ocr" in refused.reason


def test_single_scanned_pages_and_images_are_noted(tmp_path: Path) -> None:
    small = both(lines("正文"), lambda canvas: canvas.drawImage(ImageReader(Image.new("L", (9, 9))), 300, 300, 40, 40))
    found = read(tmp_path, "a.pdf", pages_pdf(small, lines("正文"), image))
    assert any("left aside: 3" in note for note in found.notes)
    assert any("images left aside: 1" in note for note in found.notes)


def test_encrypted(tmp_path: Path, report: str) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt="geheim")
    canvas.drawString(100, 100, "12")
    canvas.save()
    assert rejection(tmp_path, "a.pdf", stream.getvalue()).reason_code == "encrypted"


def test_too_many_pages(tmp_path: Path) -> None:
    data = pages_pdf(*[lines("甲")] * 6)
    assert rejection(tmp_path, "a.pdf", data, ReadingLimits(pages=5)).reason_code == "too_many_pages"


def test_cut_files_are_truncated_even_where_they_could_be_opened(tmp_path: Path, report: str) -> None:
    data = report_pdf(report * 3)
    for share in (0.1, 0.5, 0.9, 0.99):
        assert rejection(tmp_path, "a.pdf", data[: int(len(data) * share)]).reason_code == "truncated"


def test_what_follows_the_end_is_ignored(tmp_path: Path, report: str) -> None:
    data = report_pdf(report)
    whole = read(tmp_path, "a.pdf", data)
    for tail in (b"\n\n\n", b"\0" * 5000, b"<!-- saved by a web server -->" * 100):
        assert read(tmp_path, "a.pdf", data + tail).text == whole.text
    assert read(tmp_path, "a.pdf", b"\r\n\r\n" + data).text == whole.text


@pytest.mark.parametrize("lines_of_form", ["GRID", "INNERGRID"])
def test_forms_with_and_without_outer_lines(tmp_path: Path, lines_of_form: str) -> None:
    inner = Grid(NATIONAL.name, NATIONAL.rows[11:])  # rows and columns without merged cells at the sides
    found = read(tmp_path, "a.pdf", form_pdf(inner, lines=lines_of_form))
    assert sum(1 for cell in found.cells if "公里" in words(found, cell.span)) == 3
