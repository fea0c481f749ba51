"""What Word documents hold beside plain paragraphs."""

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from orchestration.documents.docx_numbering import counted
from tests.documents.checks import cells_of, paragraphs_of, read

NUMBERED = """
<w:abstractNum %s w:abstractNumId="90">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%%1.%%2.%%3"/></w:lvl>
</w:abstractNum>
"""
NUMBER = '<w:num %s w:numId="%d"><w:abstractNumId w:val="90"/>%s</w:num>'
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
BOX_CONTENT = "<w:txbxContent><w:p><w:r><w:t>框内预算12万元</w:t></w:r></w:p></w:txbxContent>"
BOX = (
    '<w:r %s xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
    f'<mc:Choice Requires="wps"><w:drawing>{BOX_CONTENT}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict>{BOX_CONTENT}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NAMESPACES = nsdecls("w")


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_xml(document: WordDocument, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def paragraph(inner: str) -> str:
    return f"<w:p {NAMESPACES}>{inner}</w:p>"


def test_paragraphs_and_tables_stand_in_the_order_of_the_body(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、基本情况", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "预算数", "12万元"
    document.add_paragraph("二、主要成效")
    found = read(tmp_path, "a.docx", saved(document))
    assert found.text == "一、基本情况\n预算数 | 12万元\n二、主要成效\n"
    assert paragraphs_of(found) == ["一、基本情况", "二、主要成效"]
    assert cells_of(found) == {"T1!R1C1": "预算数", "T1!R1C2": "12万元"}


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERED % NAMESPACES))
    numbering.append(parse_xml(NUMBER % (NAMESPACES, 91, "")))
    numbering.append(parse_xml(NUMBER % (NAMESPACES, 92, RESTART)))

    def add(text: str, level: int, number: int = 91) -> None:
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        add_xml(document, paragraph(f"<w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r>"))

    for text, level in [
        ("概况", 0),
        ("职能", 1),
        ("收支", 1),
        ("基本支出", 2),
        ("成效", 0),
        ("就业", 1),
        ("招聘会", 2),
    ]:
        add(text, level)
    add("另一份", 0, 92)
    add("又一段", 0, 92)
    assert paragraphs_of(read(tmp_path, "a.docx", saved(document))) == [
        "一、概况", "（一）职能", "（二）收支", "1.2.1 基本支出", "二、成效", "（一）就业", "2.1.1 招聘会",
        "一、另一份", "二、又一段",
    ]  # fmt: skip


def test_numbers_come_from_styles_too(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERED % NAMESPACES))
    numbering.append(parse_xml(NUMBER % (NAMESPACES, 91, "")))
    properties = document.styles["Heading 1"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {NAMESPACES}><w:numId w:val="91"/></w:numPr>'))
    document.add_heading("概况", 1)
    document.add_heading("成效", 1)
    assert paragraphs_of(read(tmp_path, "a.docx", saved(document))) == ["一、概况", "二、成效"]


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"), (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCounting", "一百一十"),
        (2, "chineseLegalSimplified", "贰"), (3, "decimalEnclosedCircle", "③"), (4, "decimalFullWidth", "４"),
        (4, "lowerRoman", "iv"), (9, "upperRoman", "IX"), (3, "lowerLetter", "c"), (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"), (7, "unheard of", "7"), (7, "bullet", ""), (0, "chineseCounting", "0"),
        (10**9, "lowerRoman", "1000000000"),
    ],
)  # fmt: skip
def test_counting(number: int, number_format: str, shown: str) -> None:
    assert counted(number, number_format) == shown


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    add_xml(document, paragraph(f"<w:r><w:t>框外</w:t></w:r>{BOX % NAMESPACES}"))
    assert paragraphs_of(read(tmp_path, "a.docx", saved(document))) == ["框外", "框内预算12万元"]


def test_text_boxes_in_cells_are_part_of_the_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "甲"
    table.cell(0, 1).paragraphs[0]._p.append(parse_xml(BOX % NAMESPACES))
    assert cells_of(read(tmp_path, "a.docx", saved(document))) == {"T1!R1C1": "甲", "T1!R1C2": "框内预算12万元"}


def test_changes_show_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>99</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2" w:author="a"><w:r><w:t>12</w:t></w:r></w:ins>'
    add_xml(document, paragraph(f"<w:r><w:t>支出</w:t></w:r>{deleted}{inserted}<w:r><w:t>万元</w:t></w:r>"))
    assert paragraphs_of(read(tmp_path, "a.docx", saved(document))) == ["支出12万元"]


def test_line_breaks_end_paragraphs_and_become_spaces_in_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("第一行\n第二行")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "养护里程\n120公里"
    table.cell(0, 0).add_paragraph("改造")
    found = read(tmp_path, "a.docx", saved(document))
    assert paragraphs_of(found) == ["第一行", "第二行"]
    assert cells_of(found) == {"T1!R1C1": "养护里程 120公里 改造"}


def test_a_frame_of_one_cell_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "框中的第一段。"
    frame.add_paragraph("框中的第二段。")
    found = read(tmp_path, "a.docx", saved(document))
    assert paragraphs_of(found) == ["框中的第一段。", "框中的第二段。"]
    assert found.cells == ()


def test_nested_tables_are_text_of_the_cell_around_them(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "外"
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    assert cells_of(read(tmp_path, "a.docx", saved(document))) == {"T1!R1C1": "外", "T1!R1C2": "内一 内二"}


def test_two_tables_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_table(1, 2).cell(0, 1).text = text
    assert cells_of(read(tmp_path, "a.docx", saved(document))) == {"T1!R1C2": "甲", "T2!R1C2": "乙"}


def test_what_is_left_aside_is_noted(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、基本情况    3", style="toc 1")
    document.add_paragraph("正文")
    hidden = document.add_paragraph("可见").add_run("藏着的话")
    hidden.font.hidden = True
    document.sections[0].header.paragraphs[0].text = "内部资料 2023"
    found = read(tmp_path, "a.docx", saved(document))
    assert paragraphs_of(found) == ["正文", "可见"]
    notes = "\n".join(found.notes)
    for words in ("目录行", "隐藏文字", "页眉", "内部资料 2023"):
        assert words in notes


def test_controls_ticks_and_tabs(tmp_path: Path) -> None:
    document = docx.Document()
    control = "<w:sdt><w:sdtContent><w:r><w:t>控件里的字</w:t></w:r></w:sdtContent></w:sdt>"
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>常年项目</w:t></w:r>'
    add_xml(document, paragraph(f"{control}<w:r><w:tab/></w:r>{tick}"))
    whole = "<w:sdt %s><w:sdtContent><w:p><w:r><w:t>整段控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    add_xml(document, whole % NAMESPACES)
    assert paragraphs_of(read(tmp_path, "a.docx", saved(document))) == ["控件里的字    ☑常年项目", "整段控件"]
