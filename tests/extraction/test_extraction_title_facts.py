"""Department, region, year and kind of a report, in the order title, cover, file name, catalogue; else a rejection."""

from collections.abc import Callable
from typing import Any

import pytest

from orchestration.documents import Document, RejectedDocument
from orchestration.documents.text_reader import read_text
from orchestration.extraction import Lexicon, extract

Extracted = Callable[..., Any]
Read = Callable[[str], Document]

BODY = """一、基本情况

澄湖市地处江南，全市林地面积35.6万亩，林业局内设9个科室，下属事业单位3个，年末在职人员133人。

二、预算执行情况

全年预算数1,204.50万元，执行数1,198.3万元，预算执行率99.49%，资金主要用于造林补助和防火物资储备。
"""


def facts(extracted: Extracted, title: str, entry: dict[str, str] | None = None) -> dict[str, Any]:
    tables = extracted("\n\n" + BODY, title=title, entry=entry)
    row: dict[str, Any] = tables["documents"][0] | tables["reports"][0]
    return row


@pytest.mark.parametrize(
    ("title", "department", "year"),
    [
        ("2023年度澄湖市林业局部门整体支出绩效自评报告", "澄湖市林业局", 2023),
        ("澄湖市林业局2023年部门整体支出绩效自评报告", "澄湖市林业局", 2023),
        ("澄湖市林业局2023年度整体支出绩效评价报告", "澄湖市林业局", 2023),
        ("关于2023年度澄湖市教育局部门整体支出绩效自评情况的报告", "澄湖市教育局", 2023),
        ("澄湖市林业局关于2023年度部门整体支出绩效自评的报告", "澄湖市林业局", 2023),
        ("澄湖市林业局部门整体支出绩效自评报告（2023年度）", "澄湖市林业局", 2023),
        ("二〇二三年度澄湖市财政局部门整体绩效自评报告", "澄湖市财政局", 2023),
        ("二○二三年度澄湖市财政局部门整体绩效自评报告", "澄湖市财政局", 2023),
        ("澄湖市人民医院2022年度部门整体支出绩效自评报告", "澄湖市人民医院", 2022),
        ("澄湖市中级人民法院2022年度部门整体支出绩效自评报告", "澄湖市中级人民法院", 2022),
        ("澄湖市总工会2022年度部门整体支出绩效自评报告", "澄湖市总工会", 2022),
        ("澄湖市科协2022年度部门整体支出绩效自评报告", "澄湖市科协", 2022),
        ("2022年度澄湖市工商联部门整体支出绩效自评报告", "澄湖市工商联", 2022),
        ("澄湖市第三中学2022年度部门整体支出绩效自评报告", "澄湖市第三中学", 2022),
        ("中共澄湖市委宣传部2022年度部门整体支出绩效自评报告", "中共澄湖市委宣传部", 2022),
        ("共青团澄湖市委员会2022年度部门整体支出绩效自评报告", "共青团澄湖市委员会", 2022),
        ("澄湖市公安局交通警察支队2022年度部门整体支出绩效自评报告", "澄湖市公安局交通警察支队", 2022),
        ("澄湖市东岭镇人民政府2022年度部门整体支出绩效自评报告", "澄湖市东岭镇人民政府", 2022),
    ],
)
def test_department_and_year_of_a_title(extracted: Extracted, title: str, department: str, year: int) -> None:
    found = facts(extracted, title)
    assert (found["department_name"], found["fiscal_year"], found["title"]) == (department, year, title)
    assert found["report_kind"] == "department"


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("澄湖市水务局城东污水处理厂提标改造项目\n2021年度支出绩效自评报告", "澄湖市水务局"),
        ("2022年澄湖市发展和改革委员会粮食储备补助资金项目支出绩效自评报告", "澄湖市发展和改革委员会"),
        ("关于澄湖市公安局交通警察支队电子警察建设项目2022年度绩效自评的报告", "澄湖市公安局交通警察支队"),
        ("2023年度澄湖县人民政府办公室政务大厅运行项目绩效自评报告", "澄湖县人民政府办公室"),
    ],
)
def test_the_office_that_a_title_names_before_its_project(extracted: Extracted, title: str, department: str) -> None:
    assert facts(extracted, title)["department_name"] == department


def test_the_office_that_signs_a_report(extracted: Extracted) -> None:
    signed = "\n\n" + 2 * BODY + "\n{}\n2024年3月8日\n"
    title = "2023年度城东污水处理厂提标改造项目绩效自评报告"
    report = extracted(signed.format("澄湖市水务局"), title=title)
    assert report["reports"][0]["department_name"] == "澄湖市水务局"
    for no_office in ("澄湖市优化空间布局", "评价组组长：李某某", "诚信会计师事务所"):
        with pytest.raises(RejectedDocument, match=r"department|部门"):
            extracted(signed.format(no_office), title=title)


@pytest.mark.parametrize(
    ("title", "code", "name", "level"),
    [
        ("2023年度广州市番禺区林业局部门整体支出绩效自评报告", "440113", "广州市番禺区", "district"),
        ("湖南省永州市零陵区林业局2023年度整体支出绩效自评报告", "431102", "湖南省永州市零陵区", "district"),
        ("南京市鼓楼区教育局2023年度部门整体支出绩效自评报告", "320106", "南京市鼓楼区", "district"),
        ("鼓楼区教育局2023年度部门整体支出绩效自评报告", None, "鼓楼区", "district"),  # several districts of that name
        ("长沙市林业局2023年度部门整体支出绩效自评报告", "430100", "长沙市", "city"),
        ("浙江省林业局2023年度部门整体支出绩效自评报告", "330000", "浙江省", "province"),
        ("澄湖市林业局2023年度部门整体支出绩效自评报告", None, "澄湖市", "city"),  # invented, in no dictionary
        ("虚原省澄湖县林业局2023年度部门整体支出绩效自评报告", None, "虚原省澄湖县", "county"),
        ("虚原省林业厅2023年度部门整体支出绩效自评报告", None, "虚原省", "province"),
    ],
)
def test_region(extracted: Extracted, title: str, code: str | None, name: str | None, level: str | None) -> None:
    found = facts(extracted, title)
    assert (found["region_code"], found["region_name"], found["admin_level"]) == (code, name, level)


@pytest.mark.parametrize("attached", ["附件1-3\n", "附件1-3：", "附表2.1\n", "附件\n"])
def test_the_number_of_an_annex_is_no_part_of_the_title(extracted: Extracted, attached: str) -> None:
    title = "2023年度澄湖市林业局部门整体支出绩效自评报告"
    assert facts(extracted, f"{attached}{title}")["title"] == title


@pytest.mark.parametrize("ending", ["项目支出绩效自评汇总表", "部门整体支出绩效自评公示", "项目绩效一览表"])
def test_endings_of_titles(extracted: Extracted, ending: str) -> None:
    row = facts(extracted, f"2023年度桐溪县民政局{ending}\n2023年度说明文字自评表")
    assert (row["title"], row["department_name"]) == (f"2023年度桐溪县民政局{ending}", "桐溪县民政局")


def test_title_on_several_lines(extracted: Extracted) -> None:
    found = facts(extracted, "澄湖市林业局\n2023年度部门整体支出\n绩效自评报告")
    assert (found["department_name"], found["title"]) == (
        "澄湖市林业局",
        "澄湖市林业局2023年度部门整体支出绩效自评报告",
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2023年度澄湖市林业局部门整体支出绩效自评报告", "department"),
        ("2023年度造林补贴项目支出绩效自评报告", "project"),
        ("2023年度项目支出绩效自评表", "project"),
        ("2023年度中央财政林业转移支付绩效自评报告", "transfer"),
        ("2023年度中央对地方专项转移支付区域绩效目标自评表", "transfer"),
    ],
)
def test_kind(extracted: Extracted, title: str, kind: str) -> None:
    assert facts(extracted, title, {"department_name": "澄湖市林业局"})["report_kind"] == kind


@pytest.mark.parametrize(
    ("written", "kind"), [("transfer", "transfer"), ("项目支出", "project"), ("其他", "department"), ("", "department")]
)
def test_kind_as_people_write_it_in_the_catalogue(extracted: Extracted, written: str, kind: str) -> None:
    entry = {"department_name": "澄湖市林业局", "report_kind": written}
    assert facts(extracted, "2023年度绩效自评报告", entry)["report_kind"] == kind


def test_cover_table(extracted: Extracted) -> None:
    cover = "项目支出绩效自评表\n（2023年度）\n|项目名称|造林补贴|\n|主管部门|219001-澄湖市林业局|\n"
    found = facts(extracted, cover)
    assert (found["department_name"], found["fiscal_year"], found["report_kind"]) == ("澄湖市林业局", 2023, "project")


TITLE = "部门整体支出绩效自评报告"


def test_catalogue_where_the_text_cannot_tell(extracted: Extracted) -> None:
    entry = {
        "department_name": "澄湖市林业局", "fiscal_year": "2023", "region_name": "湖南省永州市",
        "publisher": "澄湖市财政局", "source_url": "https://example.org/1",
    }  # fmt: skip
    found = facts(extracted, TITLE, entry)
    assert (found["department_name"], found["fiscal_year"]) == ("澄湖市林业局", 2023)
    assert (found["region_code"], found["region_name"], found["admin_level"]) == ("431100", "湖南省永州市", "city")
    assert (found["publisher"], found["source_url"]) == ("澄湖市财政局", "https://example.org/1")


def test_the_catalogue_may_name_a_place_that_no_dictionary_holds(extracted: Extracted) -> None:
    entry = {"department_name": "民政局", "fiscal_year": "2023", "region_name": "虚构省澄湖县"}
    found = facts(extracted, TITLE, entry)
    assert (found["region_code"], found["region_name"], found["admin_level"]) == (None, "虚构省澄湖县", "county")


def test_title_goes_before_the_catalogue(extracted: Extracted) -> None:
    entry = {"department_name": "澄湖市财政局", "fiscal_year": "2020"}
    found = facts(extracted, "2022年度澄湖市林业局部门整体支出绩效自评报告", entry)
    assert (found["department_name"], found["fiscal_year"]) == ("澄湖市林业局", 2022)


def test_file_name_goes_before_the_catalogue(lexicon: Lexicon) -> None:
    data = f"{TITLE}\n\n{BODY}".encode()
    document = read_text(data, "澄湖/2021年度澄湖市林业局部门整体绩效自评报告.txt", "0" * 64)
    entry = {"department_name": "澄湖市财政局", "fiscal_year": "2020"}
    (found,) = extract(document, entry, lexicon)["reports"]
    assert (found["department_name"], found["fiscal_year"]) == ("澄湖市林业局", 2021)


@pytest.mark.parametrize(
    ("title", "entry", "code"),
    [
        ("澄湖市林业局部门整体支出绩效自评报告", None, "no_fiscal_year"),
        (TITLE, None, "no_fiscal_year"),
        (TITLE, {"department_name": "澄湖市林业局", "fiscal_year": ""}, "no_fiscal_year"),
        (TITLE, {"department_name": "", "fiscal_year": "2023"}, "no_department"),
        ("2023年度部门整体支出绩效自评报告", None, "no_department"),
        ("20xx年度**县林业局部门整体支出绩效自评报告", None, "no_fiscal_year"),
        ("二〇××年度澄湖市林业局部门整体支出绩效自评报告", None, "no_fiscal_year"),
        ("XX县林业局2023年度部门整体支出绩效自评报告", None, "no_department"),
        ("2023年**局部门整体支出绩效自评报告", None, "no_department"),
    ],
)
def test_rejected_rather_than_guessed(
    extracted: Extracted, title: str, entry: dict[str, str] | None, code: str
) -> None:
    with pytest.raises(RejectedDocument) as caught:
        facts(extracted, title, entry)
    assert caught.value.reason_code == code


@pytest.mark.parametrize(
    ("title", "is_masked"),
    [
        ("20XX年度澄湖市林业局部门整体支出绩效自评报告", True),
        ("2023年度XX县林业局部门整体支出绩效自评报告", True),
        ("澄湖市林业局部门整体支出绩效自评报告", False),
    ],
)
def test_reason_says_what_is_masked(extracted: Extracted, title: str, *, is_masked: bool) -> None:
    with pytest.raises(RejectedDocument) as caught:
        facts(extracted, title)
    assert ("遮盖" in caught.value.reason) == is_masked


def test_catalogue_tells_what_is_masked(extracted: Extracted) -> None:
    entry = {"department_name": "澄湖市林业局", "fiscal_year": "2023"}
    found = facts(extracted, "20XX年度**市林业局部门整体支出绩效自评报告", entry)
    assert (found["department_name"], found["fiscal_year"]) == ("澄湖市林业局", 2023)


def test_units_of_measurement_are_no_bodies(extracted: Extracted) -> None:
    form = "2023年度部门整体绩效目标自评表\n绩效指标|指标名称|计量单位|指标性质|年初指标值|权重|得分\n"
    with pytest.raises(RejectedDocument) as rejected:
        extracted(form, title="")
    assert rejected.value.reason_code == "no_department"


@pytest.mark.parametrize(
    ("body", "department"),
    [
        ("根据省财政厅要求，澄湖县交通运输局组织实施了本项目，澄湖县财政局负责拨款。", "澄湖县交通运输局"),
        ("澄湖县交通运输局会同澄湖县水利局组织实施。澄湖县水利局负责验收。", None),
        ("县交通运输局组织实施。", None),
    ],
)
def test_the_only_office_of_the_place_that_acts(extracted: Extracted, body: str, department: str | None) -> None:
    text, title = f"一、情况\n{body}\n", "澄湖县2022年农村公路养护补助资金项目绩效自评报告\n\n"
    if department:
        assert extracted(text, title=title)["reports"][0]["department_name"] == department
    else:
        with pytest.raises(RejectedDocument) as rejected:
            extracted(text, title=title)
        assert rejected.value.reason_code == "no_department"


def test_a_title_whose_last_word_stands_on_a_line_of_its_own(extracted: Extracted) -> None:
    found = extracted("一、情况\n支出9万元。\n", title="2022年度澄湖市林业局部门整体支出绩效自评\n报告\n\n")["reports"][
        0
    ]
    assert found["title"] == "2022年度澄湖市林业局部门整体支出绩效自评报告"
