"""Files of every format, bad ones and hostile ones, in one build."""

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.documents import REASON_CODES
from orchestration.settings import Settings
from orchestration.warehouse.reader import connect
from orchestration.warehouse.tracing import show_trace
from tests.conftest import REPORT, run_build
from tests.fixtures import writers
from tests.fixtures.bad_files import BAD_FILES
from tests.fixtures.forms import CHONGQING_DEPARTMENT, HUBEI, HUNAN_DEPARTMENT, NATIONAL, SICHUAN, TRANSFER

VALUES = {"year": 2022, "budget": "43,558.83", "executed": "43,123.10", "fairs": 133}
NARRATIVE = (
    REPORT.format(**VALUES) + "=SUM(A1)是公式，<script>alert(1)</script>是标记，'; DROP TABLE reports; --是语句。\n"
)
WRITERS = {"docx": writers.report_docx, "html": writers.report_html, "pdf": writers.report_pdf, "txt": str.encode}
HOSTILE_NAME = "=cmd|' calc'!A0<b>\x1b[31m.txt"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    directory = tmp_path_factory.mktemp("formats")
    raw = directory / "raw"
    raw.mkdir()
    for n, (suffix, write) in enumerate(WRITERS.items()):
        (raw / f"narrative.{suffix}").write_bytes(write(NARRATIVE.replace("某市某局", f"{'甲乙丙丁'[n]}市某局")))
    (raw / HOSTILE_NAME).write_text(NARRATIVE.replace("某市某局", "戊市某局"), encoding="utf-8")
    (raw / "forms.xlsx").write_bytes(writers.workbook_xlsx([NATIONAL, SICHUAN]))
    (raw / "hubei.xls").write_bytes(writers.workbook_xls([HUBEI]))
    (raw / "transfer.docx").write_bytes(writers.form_docx(TRANSFER))
    (raw / "hunan.pdf").write_bytes(writers.form_pdf(HUNAN_DEPARTMENT))
    (raw / "chongqing.html").write_bytes(writers.form_html(CHONGQING_DEPARTMENT))
    for name, (_, make) in BAD_FILES.items():
        (raw / f"bad {name}").write_bytes(make())
    (raw / "gone.txt").symlink_to(raw / "nowhere.txt")
    settings = Settings(raw, directory / "warehouse")
    assert run_build(settings).status == "published"
    return settings


@pytest.fixture(scope="module")
def database(settings: Settings) -> Path:
    release = settings.current_release()
    assert release is not None
    return release / "jixiao.duckdb"


def query(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with connect(database) as connection:
        return connection.execute(sql).fetchall()


def test_every_file_is_a_report_or_rejected_for_a_reason(settings: Settings, database: Path) -> None:
    loaded = {path for (path,) in query(database, "SELECT source_path FROM marts.reports")}
    rejected = dict(query(database, "SELECT source_path, reason_code FROM marts.rejected_documents"))
    assert loaded | rejected.keys() == {path.name for path in settings.raw_dir.iterdir()}
    assert not loaded & rejected.keys()
    assert rejected.pop("gone.txt") == "unreadable"
    for name, reason in rejected.items():
        # Some bad files are the same bytes under another name.
        assert reason in (BAD_FILES[name.removeprefix("bad ")][0], "duplicate_content")
    assert set(rejected.values()) <= REASON_CODES | {"duplicate_content"}
    assert all(
        "。" in reason or "Same content" in reason
        for (reason,) in query(database, "SELECT reason FROM marts.rejected_documents")
    )


@pytest.mark.parametrize(
    ("mart", "columns"),
    [
        ("budget_execution", "scope, item_name, budget_yuan, executed_yuan, stated_rate, computed_rate, status"),
        ("metrics", "metric_name, metric_code, value, unit, qualifier, section_path"),
        ("funding_sources", "scope, item_name, cut, stage, amount_yuan, precision_yuan"),
        ("findings", "kind, ordinal, text, section_path"),
        ("figure_ledger", "value, unit, precision, figure_class, section_path, used_by, metric_label"),
    ],
)
def test_marts_hold_the_same_whatever_the_format(database: Path, mart: str, columns: str) -> None:
    rows = query(
        database,
        f"SELECT department_name, {columns} FROM marts.{mart} WHERE department_name LIKE '_市某局'"
        # Page numbers are the paper's.
        + (" AND sentence IS NOT NULL" if mart == "figure_ledger" else ""),
    )
    found: dict[str, Counter[str]] = {}
    for department, *values in rows:
        found.setdefault(department, Counter())[repr(values).replace(department, "某市某局")] += 1
    assert len(found) in (0, 5)
    assert len({frozenset(counted.items()) for counted in found.values()}) <= 1
    assert found or mart == "findings"


def test_forms_of_a_workbook_are_reports_of_their_own(database: Path) -> None:
    rows = query(
        database,
        "SELECT replace(report_key, document_id, ''), sheet, department_name FROM marts.reports"
        " WHERE source_path = 'forms.xlsx' ORDER BY 1",
    )
    assert rows == [
        (f":{SICHUAN.name}", SICHUAN.name, "青溪县司法局"),
        (f":{NATIONAL.name}", NATIONAL.name, "澄湖市交通运输局"),
    ]
    scores = query(
        database,
        "SELECT sheet, project_name, budget_yuan, executed_yuan, score FROM marts.project_scores"
        f" JOIN marts.reports USING (report_key) WHERE sheet = '{NATIONAL.name}'",
    )
    assert [tuple(map(str, row)) for row in scores] == [
        (NATIONAL.name, "农村公路养护补助项目", "12045000.00", "11494600.00", "99.0900")
    ]


@pytest.mark.parametrize(
    ("path", "printed", "place"),
    [
        ("forms.xlsx", "189.46", "工作表 sheet 国家项目自评表, 单元格 cell 国家项目自评表!E8"),
        ("hubei.xls", "790.15", "工作表 sheet 湖北项目表, 单元格 cell 湖北项目表!D7"),
        ("transfer.docx", "4,078.50", "单元格 cell T1!R7C5"),
        ("hunan.pdf", "3,018.42", "第 1 页 page, 第 6 行 line, 单元格 cell T1!R4C3"),
        ("narrative.docx", "43,558.83", "第 4 段 paragraph"),
        ("narrative.pdf", "43,558.83", "第 1 页 page, 第 5 行 line"),
        ("narrative.txt", "43,558.83", "第 1 页 page, 第 5 行 line"),
    ],
)
def test_figures_are_traced_to_their_place(database: Path, path: str, printed: str, place: str) -> None:
    ((key, digits),) = query(
        database,
        "SELECT figure_key, printed FROM marts.figure_ledger"
        f" WHERE source_path = '{path}' AND starts_with(printed, '{printed}')",
    )
    lines = show_trace(database, key)
    assert lines is not None
    assert any(line.startswith("出处") and line.endswith(f"{path}, {place}") for line in lines), lines[:3]
    assert any(f"【{digits}】" in line for line in lines)


def test_hostile_content_is_text(database: Path) -> None:
    """Loaded unchanged, and nothing of it has happened."""
    assert query(database, "SELECT count(*) FROM marts.reports WHERE department_name = '戊市某局'") == [(1,)]
    ((path, text),) = query(
        database, "SELECT source_path, text FROM raw.documents WHERE text LIKE '%戊市某局%' AND format = 'txt'"
    )
    assert path == HOSTILE_NAME
    assert text == NARRATIVE.replace("某市某局", "戊市某局")
    with pytest.raises(duckdb.Error), connect(database) as connection:
        connection.execute("DROP TABLE marts.reports")
