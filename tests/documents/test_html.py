"""What web pages hold beside the report."""

from pathlib import Path

import pytest

from tests.documents.checks import cells_of, paragraphs_of, read, rejection
from tests.fixtures.forms import NATIONAL
from tests.fixtures.writers import form_html, report_html

BODY = "<p>一、基本情况</p><p>全年预算数12万元，执行数11.5万元，执行率为95.83%。</p>"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def test_menus_scripts_and_footers_are_left_aside(tmp_path: Path, report: str) -> None:
    found = read(tmp_path, "a.html", report_html(report))
    for words in ("栏目第", "88231", "搜索", "备案号", "网站地图", "text-indent", "当前位置"):
        assert words not in found.text
    assert any("left aside" in note for note in found.notes)


def test_a_form_is_found_among_menus(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", form_html(NATIONAL))
    assert found.text.splitlines()[0] == f"附件：{NATIONAL.name}"
    assert "栏目第" not in found.text


def test_layout_tables_are_no_tables(tmp_path: Path) -> None:
    menu = "".join(f'<tr><td><a href="{n}">栏目{n}</a></td></tr>' for n in range(9))
    inner = "<table><tr><td>预算数</td><td>12</td></tr><tr><td>执行数</td><td>11</td></tr></table>"
    body = f"<table><tr><td><table>{menu}</table></td><td>{BODY}{inner}</td></tr></table>"
    found = read(tmp_path, "a.html", page(body))
    assert paragraphs_of(found) == ["一、基本情况", "全年预算数12万元，执行数11.5万元，执行率为95.83%。"]
    assert cells_of(found) == {"T1!R1C1": "预算数", "T1!R1C2": "12", "T1!R2C1": "执行数", "T1!R2C2": "11"}


def test_spans_of_cells_push_later_cells_aside(tmp_path: Path) -> None:
    rows = (
        "<tr><th rowspan=3>产出</th><th colspan='2'>指标</th></tr>"
        "<tr><td rowspan=2>数量</td><td>里程<br>120公里</td></tr><tr><td>座数</td></tr>"
        "<tr><td>合计</td><td></td><td>10</td></tr>"
    )
    found = read(tmp_path, "a.html", page(BODY + f"<table>{rows}</table>"))
    places = {(c.row, c.column, c.row_span, c.column_span): found.text[c.span.start : c.span.end] for c in found.cells}
    assert places == {
        (1, 1, 3, 1): "产出", (1, 2, 1, 2): "指标", (2, 2, 2, 1): "数量", (2, 3, 1, 1): "里程 120公里",
        (3, 3, 1, 1): "座数", (4, 1, 1, 1): "合计", (4, 3, 1, 1): "10",
    }  # fmt: skip


def test_the_title_comes_with_a_content_that_lacks_it(tmp_path: Path) -> None:
    heading = "<div><h1>某局2023年度自评报告</h1><div>" + BODY + "</div></div>"
    assert paragraphs_of(read(tmp_path, "a.html", page(heading)))[0] == "某局2023年度自评报告"
    meta = '<meta name="ArticleTitle" content="某局2022年度自评报告">'
    assert paragraphs_of(read(tmp_path, "a.html", page(BODY, meta)))[0] == "某局2022年度自评报告"
    title = "<title>某局2021年度自评报告-澄湖市人民政府网站</title>"
    assert paragraphs_of(read(tmp_path, "a.html", page(BODY, title)))[0] == "某局2021年度自评报告"
    inside = "<div><h1>自评报告</h1>" + BODY + "</div>"
    assert paragraphs_of(read(tmp_path, "a.html", page(inside))).count("自评报告") == 1
    # The body that signs the report is not its title.
    signed = "<div><h1>澄湖市水务局</h1><div>" + 6 * BODY + "<p>澄湖市水务局</p></div></div>"
    assert paragraphs_of(read(tmp_path, "a.html", page(signed))).count("澄湖市水务局") == 2


def test_line_breaks_spaces_and_lists(tmp_path: Path) -> None:
    body = BODY + "甲<br>乙&nbsp;&nbsp;丙\n  丁<ol><li>其一</li><li>其二</li></ol><pre>第一行\n第二行</pre>"
    assert paragraphs_of(read(tmp_path, "a.html", page(body)))[2:] == [
        "甲", "乙 丙 丁", "1.其一", "2.其二", "第一行", "第二行",
    ]  # fmt: skip


def test_hidden_text_is_left_aside(tmp_path: Path) -> None:
    hidden = "<div style='display: none'>旧数99</div><p hidden>旧数98</p>"
    assert "旧数" not in read(tmp_path, "a.html", page(BODY + hidden)).text


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5"])
def test_declared_encodings(tmp_path: Path, encoding: str) -> None:
    declared = f'<html><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><p>預算執行12萬元</p>'
    data = declared.encode("big5" if encoding == "big5" else "gb18030")
    assert paragraphs_of(read(tmp_path, "a.htm", data)) == ["預算執行12萬元"]


def test_a_wrong_declaration_is_not_believed(tmp_path: Path) -> None:
    data = '<html><meta charset="gb2312"><p>预算执行率95.43%，资金使用规范。</p>'.encode()
    assert paragraphs_of(read(tmp_path, "a.html", data)) == ["预算执行率95.43%，资金使用规范。"]


def test_pages_without_text_are_empty(tmp_path: Path) -> None:
    assert rejection(tmp_path, "a.html", page("<script>var a = 1;</script><div></div>")).reason_code == "empty"


def test_fragments_and_unclosed_tags(tmp_path: Path) -> None:
    assert paragraphs_of(read(tmp_path, "a.html", "<p>甲<p>乙<b>丙".encode())) == ["甲", "乙丙"]


def test_text_nested_too_deep_is_not_dropped_in_silence(tmp_path: Path) -> None:
    deep, deeper = ("<div>" * depth + "深处的字" + "</div>" * depth for depth in (200, 5000))
    assert "深处的字" in read(tmp_path, "a.html", page(BODY + deep)).text
    assert rejection(tmp_path, "a.html", page(BODY + deeper)).reason_code == "damaged"
