"""One report in several file formats: values and labels are the same, only the places differ."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from orchestration.documents import RejectedDocument, read_document
from orchestration.extraction import Lexicon, extract
from orchestration.extraction.reading import read_paragraphs
from tests.fixtures import writers
from tests.fixtures.forms import FORMS, NATIONAL, SICHUAN
from tests.fixtures.grids import Grid

DOCUMENTS = sorted((Path(__file__).parents[1] / "accuracy" / "documents").glob("*.txt"))
ENTRY = {"department_name": "澄湖市财政局", "fiscal_year": "2020"}
HEAD = "内部资料 2031年第7期"

Facts = dict[str, Counter[tuple[Any, ...]]]

NARRATIVES: dict[str, Callable[[str], bytes]] = {
    "report.docx": writers.report_docx,
    "report.html": writers.report_html,
    "report.pdf": lambda text: writers.report_pdf(text, HEAD),
}


@pytest.fixture
def facts(tmp_path: Path, lexicon: Lexicon) -> Callable[[str, bytes], Facts]:
    """What a file of this name and content says, without the places where it says it."""

    def facts_of(name: str, data: bytes) -> Facts:
        (tmp_path / name).write_bytes(data)
        tables = extract(read_document(tmp_path / name, name), ENTRY, lexicon)
        # What stands in running heads and page numbers belongs to the paper, not to the report.
        figures = {row["figure_key"]: row for row in tables["figures"] if row["sentence_id"]}
        labels = {row["statement_id"]: row["label"] for row in tables["statements"]}
        value = {key: (row["figure_class"], row["value"], row["unit"]) for key, row in figures.items()}
        columns = ("title", "department_name", "fiscal_year", "report_kind", "region_name", "admin_level")
        said = ("role", "label", "item_name", "subject", "project_name", "rank_scope", "as_of_month", "period_year")
        located = ("form_number", "row_number", "block", "field")
        return {
            "reports": Counter(tuple(row[column] for column in columns) for row in tables["reports"]),
            "figures": Counter(
                (*value[key], row["precision"], row["qualifier"], row["reason"]) for key, row in figures.items()
            ),
            "statements": Counter(
                (*value[row["figure_key"]], *(row[c] for c in said), labels.get(row["parent_statement_id"]))
                for row in tables["statements"]
            ),
            "sections": Counter(
                (row["kind"], row["section_path"], row["marker"], row["title"]) for row in tables["sections"]
            ),
            "lists": Counter((row["subject"], *row["items"]) for row in tables["enumerations"]),
            "deductions": Counter((row["reason"],) for row in tables["deductions"]),
            "grades": Counter((row["project_name"], row["grade"]) for row in tables["grades"]),
            "form_cells": Counter(
                (*(row[column] for column in located), "".join(row["text"].split()), value.get(row["figure_key"]))
                for row in tables["form_cells"]
            ),
        }

    return facts_of


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_narrative_says_the_same_in_every_format(path: Path, facts: Callable[[str, bytes], Facts]) -> None:
    paragraphs = read_paragraphs(read_document(path, path.name))
    text = "\n".join(p.text for p in paragraphs if p.kind in ("prose", "table"))
    expected = facts("report.txt", text.encode())
    assert expected["statements"]
    for name, write in NARRATIVES.items():
        assert facts(name, write(text)) == expected, name


@pytest.mark.parametrize("grid", FORMS, ids=lambda grid: grid.name)
def test_form_says_the_same_in_every_format(grid: Grid, facts: Callable[[str, bytes], Facts]) -> None:
    files = {suffix: write(grid) for suffix, write in writers.FORM_WRITERS.items() if suffix != "txt"}
    found = {suffix: facts(f"form.{suffix}", data) for suffix, data in files.items()}
    assert found["xlsx"]["form_cells"]
    for name, others in found.items():
        for kind in ("reports", "form_cells"):
            assert others[kind] == found["xlsx"][kind], name


def test_each_form_of_a_workbook_is_a_report(tmp_path: Path, lexicon: Lexicon) -> None:
    notes = Grid.parse("填表说明", "说明|填报2023年数据\n联系电话|0731-84213")
    for name, write in (("book.xlsx", writers.workbook_xlsx), ("book.xls", writers.workbook_xls)):
        (tmp_path / name).write_bytes(write([NATIONAL, notes, SICHUAN]))
        document = read_document(tmp_path / name, name)
        tables = extract(document, None, lexicon)
        keys = {sheet: f"{document.document_id}:{sheet}" for sheet in (NATIONAL.name, SICHUAN.name)}
        assert [(row["report_key"], row["sheet"], row["department_name"]) for row in tables["reports"]] == [
            (keys[NATIONAL.name], NATIONAL.name, "澄湖市交通运输局"),
            (keys[SICHUAN.name], SICHUAN.name, "青溪县司法局"),
        ]
        of_report = {row["figure_key"]: row["report_key"] for row in tables["figures"]}
        assert of_report[f"{document.document_id}:{SICHUAN.name}!A1#1"] == keys[SICHUAN.name]
        # A sheet without a form goes with the form before it: none of its figures is lost.
        assert of_report[f"{document.document_id}:填表说明!B2#1"] == keys[NATIONAL.name]


@pytest.mark.parametrize("lines", [1, 30])
def test_instructions_before_a_form_do_not_hide_its_title(tmp_path: Path, lexicon: Lexicon, lines: int) -> None:
    rows = "\n".join(f"{number}.请各单位于2024年3月31日前报送，逾期不再受理。" for number in range(1, lines + 1))
    path = tmp_path / "form.xlsx"
    path.write_bytes(writers.workbook_xlsx([Grid.parse("填报说明", rows), NATIONAL]))
    (report,) = extract(read_document(path, path.name), None, lexicon)["reports"]
    assert (report["title"], report["fiscal_year"], report["department_name"], report["report_kind"]) == (
        "项目支出绩效自评表", 2023, "澄湖市交通运输局", "project",
    )  # fmt: skip


def test_cell_of_several_figures_counts_them(tmp_path: Path, lexicon: Lexicon) -> None:
    (tmp_path / "one.xlsx").write_bytes(writers.workbook_xlsx([NATIONAL]))
    document = read_document(tmp_path / "one.xlsx", "one.xlsx")
    figures = [row for row in extract(document, None, lexicon)["figures"] if row["cell"] == "国家项目自评表!B11"]
    assert [(row["figure_key"].partition(":")[2], row["printed"]) for row in figures] == [
        ("国家项目自评表!B11#1", "120公里"),
        ("国家项目自评表!B11#2", "3座"),
    ]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [("1,204 .50", ["1204.50"]), ("12,04 7.5", ["12047.5"]), ("118 120", ["118", "120"]), ("3.5 4.5", ["3.5", "4.5"])],
)
def test_numbers_cut_by_narrow_columns_are_one(tmp_path: Path, lexicon: Lexicon, cell: str, numbers: list[str]) -> None:
    grid = Grid.parse("澄湖市林业局2023年度项目支出绩效自评表", f"长度|{cell}")
    (tmp_path / "narrow.docx").write_bytes(writers.form_docx(grid))
    document = replace(read_document(tmp_path / "narrow.docx", "narrow.docx"), format="pdf")
    figures = extract(document, None, lexicon)["figures"]
    assert [str(row["value"]) for row in figures if row["cell"]] == numbers


def test_lines_of_a_word_file_that_cut_sentences_are_one_paragraph(tmp_path: Path, lexicon: Lexicon) -> None:
    """Text pasted from a laid out page: every line is a paragraph of the file."""
    path = next(path for path in DOCUMENTS if path.stem == "court-2018")
    text = read_document(path, path.name).text
    (tmp_path / "pasted.docx").write_bytes(writers.report_docx(text))
    (tmp_path / "pasted.txt").write_text(text, encoding="utf-8")
    said = [
        Counter((row["role"], row["label"]) for row in extract(document, ENTRY, lexicon)["statements"])
        for document in (read_document(tmp_path / name, name) for name in ("pasted.txt", "pasted.docx"))
    ]
    assert said[0] == said[1]


HEADED = (
    (0, "澄湖市林业局2023年度部门整体支出绩效自评报告"),
    (1, "部门概况"),
    (0, "全局有在职人员36人。"),
    (2, "机构设置"),
    (0, "下设3个科室。"),
    (1, "存在的问题"),
    (0, "一是预算编制不够精细；二是项目进度偏慢。"),
    (1, "三、改进措施"),
    (0, "加强预算编制。"),
)


def headed_docx() -> bytes:
    document = docx.Document()
    for level, text in HEADED:
        document.add_paragraph(text, style=f"Heading {level}" if level else None)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def headed_html() -> bytes:
    blocks = (f"<h{level + 1}>{text}</h{level + 1}>" if level else f"<p>{text}</p>" for level, text in HEADED)
    return f"<html><body><div>{''.join(blocks)}</div></body></html>".encode()


@pytest.mark.parametrize(("name", "write"), [("headed.docx", headed_docx), ("headed.html", headed_html)])
def test_headings_without_numbers_are_told_by_their_style(
    tmp_path: Path, lexicon: Lexicon, name: str, write: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(write())
    sections = extract(read_document(tmp_path / name, name), None, lexicon)["sections"]
    assert [(row["depth"], row["marker"], row["section_path"], row["title"]) for row in sections] == [
        (0, None, "标题", HEADED[0][1]),
        (1, None, "部门概况", "部门概况"),
        (2, None, "部门概况/机构设置", "机构设置"),
        (1, None, "存在的问题", "存在的问题"),
        (2, "一是", "存在的问题", "预算编制不够精细"),
        (2, "二是", "存在的问题", "项目进度偏慢"),
        (1, "三、", "三", "改进措施"),
    ]


@pytest.mark.parametrize("name", ["staff.xlsx", "staff.xls", "staff.csv"])
def test_tables_that_are_no_form_are_refused(tmp_path: Path, lexicon: Lexicon, name: str) -> None:
    grid = Grid.parse("人员", "2023年度澄湖市林业局人员名册|<|<\n单位名称|姓名|工龄\n林业站|张某|12\n苗圃|李某|8")
    write = {
        "xlsx": writers.workbook_xlsx,
        "xls": writers.workbook_xls,
        "csv": lambda grids: writers.form_csv(grids[0]),
    }
    (tmp_path / name).write_bytes(write[name.partition(".")[2]]([grid]))
    with pytest.raises(RejectedDocument) as caught:
        extract(read_document(tmp_path / name, name), ENTRY, lexicon)
    assert caught.value.reason_code == "not_a_form"
