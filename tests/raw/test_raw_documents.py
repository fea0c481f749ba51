"""The documents of ``raw/``: what their README promises about figures, wording, encodings, catalogue."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW = ROOT / "raw"
PUBLIC_REPORTS = ROOT.parent / "shared" / "reports"
LONGEST_SHARED_RUN = 9

EXAMPLES = "example/"  # invented from end to end
DONGCHENG = "beijing/dongcheng-court/2020-department.txt"
PANYU = "guangdong/panyu-hrss/2022-department.txt"
ZHONGSHAN_2021 = "guangdong/zhongshan-hrss/2021-department.txt"
ZHONGSHAN_2023 = "guangdong/zhongshan-hrss/2023-department.txt"
ZHONGSHAN_2024 = "guangdong/zhongshan-hrss/2024-department.txt"
ZHONGSHAN_2025 = "guangdong/zhongshan-hrss/2025-department.txt"
DANZHOU = "hainan/danzhou-court/2018-department.txt"
LINGLING = "hunan/lingling-forestry/2021-department-form.txt"
JISHAN = "shanxi/jishan-medical-insurance/2020-project-form.txt"

# As printed in the public documents, years and numbering aside. No rule yields them: each is written out.
FIGURES = {
    DONGCHENG: "362 342 35 31 22619.21 1178.75 4.95% 23797.96",
    PANYU: """
        9 8 6 1 43,558.83 43,123.1 99% 34,144.77 6,549.81 27,594.96 9,414.06 7,892.57 1,521.49
        98.78 49.78 49 9.84 10 4.94 25 20 5 82 22 60 420 100% 32,905 18,212 22,718.71 16.15 2.18
        133 13.32 4 20 2.66 75 112.33 13,100 9,719 42.7 30,273 30,215 99.8% 33,208 8,922 11,098 96.7% 88.5%
        85.39% 85.4% 87.25 79.87 87.64 2.17 16.16 22.03 8.22 12,256.25 8.9 432.52 76,787 1.56 98,972 3.73
        3,120 2,726 1,000 11.87 791.5 4.7 30,914 12,035 58.8% 94.8% 2 1,991 7,654 2,079 2,381 12,546 194
        93.9% 44,802 12345 30 3 7 12""",
    ZHONGSHAN_2021: "5.73 2.51% 1.94 6600",
    ZHONGSHAN_2023: "4.9 90% 24 23",
    ZHONGSHAN_2024: "54,972 4.9 11,051 1,353 94.08% 90% 2.79 28 24 23 19,946 5.5",
    ZHONGSHAN_2025: """
        66,130 20.3% 21,030 90.3% 1,445 6.8% 94.48% 0.4 7754.45 4.67 212% 1.88 5.73 2.51% 6600 1.94
        54,972 11,051 1,353 94.08%""",
    DANZHOU: """
        94.04 15 49.04 55 20 10 141 131 17 5560.46 2956.36 2604.1 2424.00 432.65 93.12 6.5
        414.35 6.25 411.27 1772.23 411.95 6 195 100% 8 100 90 80 60""",
    LINGLING: """
        4753.66 3824.26 10 100% 1873.66 2880 1768.16 2985.5 1.2 3.45 7 16.3 85% 90% 300 6 100 1100 1093 5
        2.6 2.45 50 30""",
    JISHAN: "65.66 65.07 99% 10 9 8755 8676 15 13 75 100% 95% 30 27 94 100 50",
}
FIGURE = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?%?")
QUANTITY = re.compile(r"\d[\d,.]*(?:万|亿)?(?:元|人次|人|个|家次|家|件|宗|张|场|户次|分|年度|年|条|号|项|%)?|。")
YEARS = {str(year) for year in range(2018, 2026)}
# Neither wording nor figures: official names, names of indicators and of funds may be as long as they are.
NAMES = """
    广州市番禺区人力资源和社会保障局 人力资源和社会保障 部门整体支出绩效自评 部门整体支出绩效目标
    广州市番禺区劳动保障监察综合执法大队 劳动人事关系科 职业能力建设与就业科 事业单位人事管理科
    专业技术人员管理科 广州市番禺区退休职工管理委员会办公室 广州市番禺区社会保险基金管理办公室
    广州市番禺区人事信息与统发工资管理办公室 广州市番禺区人才交流管理办公室
    广州市番禺区劳动人事争议仲裁委员会办公室 广州市番禺区公费医疗管理办公室
    广州市番禺区劳动就业服务管理中心 广州市番禺区就业训练中心
    办公室、社会保障科 工资福利科、人力管理科
    其他就业补助支出（市区共担区级部分） 番禺青年人才创新创业服务园 职业教育培训基地 毕节市、黔南州、安顺市
    “云讲堂”“云直播” 番禺人才生态 广州市人才绿卡 引进企业在职人才 服务社会申办退休人员
    养老、失业、工伤保险 养老、失业、工伤待遇 机关事业单位养老保险 城乡居民养老保险
    城镇新增就业人数 城镇登记失业人员再就业 就业困难人员再就业 失业人员再就业率 高校毕业生就业率
    企业新型学徒制培训备案 南粤家政和农村电商培训人数 促进创业人数 补贴性职业技能培训 任务完成率
    一次性留工培训补助 稳岗返还应发单位数 行政复议和行政诉讼案件维持率 仲裁案件互联网审理占比
    劳动监察信访案件 部门预算资金支出率 专项资金绩效完成情况 专项资金支出率 其他事业发展支出 事业发展支出
    就业、人才、社保、劳动关系、人事制度、技工发展 高校毕业生和就业困难人员 职业伤害保障试点
    """
HEADING_MARKER = re.compile(r"^\s*(?:[一二三四五]、|（[一二三四五]）|\d\.|（\d+）)", re.M)


def documents() -> Iterator[str]:
    for path in sorted(RAW.rglob("*")):
        is_document = path.is_file() and path.name not in {"catalogue.csv", "corrections.yml", "README.md"}
        if is_document and not path.name.startswith("."):
            yield path.relative_to(RAW).as_posix()


def read(source_path: str) -> str:
    data = (RAW / source_path).read_bytes()
    return data.decode("gb18030" if source_path == DANZHOU else "utf-8-sig")


def continuous(text: str) -> str:
    """Text without line ends, blanks and page marks."""
    return re.sub(r"\s", "", re.sub(r"^\s*— \d+ —\s*$", "", text, flags=re.M))


def wording(text: str) -> str:
    """Text with everything that two reports may share taken out: names, figures, numbering."""
    masked = continuous(HEADING_MARKER.sub("#", text))
    for name in sorted(NAMES.split(), key=len, reverse=True):
        masked = masked.replace(name, "#")
    return QUANTITY.sub("#", masked)


def catalogue() -> list[dict[str, str]]:
    with (RAW / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def readme_row(source_path: str) -> str:
    """What the README's table says on a document."""
    start = f"| `{source_path}`"
    return next(row for row in (RAW / "README.md").read_text("utf-8").splitlines() if row.startswith(start))


def test_figures_are_listed_for_every_document() -> None:
    assert sorted(FIGURES) == [path for path in documents() if not path.startswith(EXAMPLES)]


def test_examples_say_that_they_are_invented() -> None:
    examples = [path for path in documents() if path.startswith(EXAMPLES)]
    assert examples
    for source_path in examples:
        assert "虚构示例" in read(source_path)
        assert "invented" in readme_row(source_path)
        assert all("虚构" in row["publisher"] for row in catalogue() if row["source_path"] == source_path)


@pytest.mark.parametrize("source_path", FIGURES)
def test_known_figures_are_printed(source_path: str) -> None:
    printed = set(FIGURE.findall(continuous(read(source_path))))
    assert set(FIGURES[source_path].split()) <= printed


@pytest.mark.parametrize("source_path", FIGURES)
def test_no_figure_is_invented(source_path: str) -> None:
    known = set(FIGURES[source_path].split()) | YEARS
    printed = set(FIGURE.findall(continuous(read(source_path))))
    # Numerals of one or two digits also number headings and name policies.
    assert {figure for figure in printed - known if len(re.sub(r"\D", "", figure)) > 2} == set()


@pytest.mark.parametrize("source_path", FIGURES)
def test_wording_is_not_copied(source_path: str) -> None:
    if not PUBLIC_REPORTS.is_dir():
        pytest.skip("no public reports to compare with")
    text = wording(read(source_path))
    size = LONGEST_SHARED_RUN + 1
    runs = {text[i : i + size] for i in range(len(text) - size + 1)}
    runs = {run for run in runs if "#" not in run}
    for report in PUBLIC_REPORTS.glob("*.txt"):
        public = wording(report.read_text("utf-8"))
        assert [run for run in sorted(runs) if run in public] == []


def test_catalogue_lists_every_document_once_in_order() -> None:
    assert [row["source_path"] for row in catalogue()] == list(documents())


def test_catalogue_agrees_with_the_documents() -> None:
    for row in catalogue():
        text = continuous(read(row["source_path"]))
        assert row["department_name"] in text
        assert f"{row['fiscal_year']}年度" in text
        assert Path(row["source_path"]).name.startswith(row["fiscal_year"])
        assert row["report_kind"] in {"department", "project", "transfer", "monitoring"}
        assert not row["source_url"] or re.match(r"https?://", row["source_url"])


@pytest.mark.parametrize("source_path", FIGURES)
def test_encoding_is_as_the_readme_says(source_path: str) -> None:
    described, data = readme_row(source_path), (RAW / source_path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == ("byte order mark" in described)
    assert (b"\r\n" in data) == ("CRLF" in described)
    assert data.count(b"\n") == data.count(b"\r\n") or b"\r" not in data
    if "GB18030" in described:
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        data.decode("gb18030")
    else:
        assert "UTF-8" in described
        data.decode("utf-8")


def test_pdf_like_document_is_laid_out_like_one() -> None:
    text = read(PANYU)
    marks = [int(number) for number in re.findall(r"^— (\d+) —$", text, re.M)]
    assert marks == list(range(1, len(marks) + 1))
    assert all(len(line) <= 54 for line in text.splitlines())
    assert set(text.split("\n")[1::2]) == {""}
    assert re.search(r"\d\n\n万", text), "a figure stands apart from its unit"
    assert re.search(r"\d 万\n\n人次", text), "a unit is broken over a line end"


@pytest.mark.parametrize("source_path", [LINGLING, JISHAN])
def test_rows_of_a_form_have_equal_cells(source_path: str) -> None:
    rows = [line for line in read(source_path).splitlines() if line.startswith("|")]
    assert len({row.count("|") for row in rows}) == 1
