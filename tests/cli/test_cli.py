"""The command line as its users meet it: a process, its output and its exit status."""

import json
import os
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.asking import ask
from orchestration.warehouse.tracing import show_lineage

JIXIAO = Path(sys.executable).with_name("jixiao")
CPU_SECONDS = 0.5


def jixiao(*arguments: object, warehouse: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if warehouse is not None:
        environment["JIXIAO_WAREHOUSE"] = str(warehouse)
    return subprocess.run(
        [str(JIXIAO), *map(str, arguments)],
        cwd=PROJECT_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def warehouse(small_warehouse: Settings) -> Path:
    return small_warehouse.warehouse_dir


def test_sql_table(warehouse: Path):
    answer = jixiao("sql", "select fiscal_year, source_path from marts.reports order by 1", warehouse=warehouse)
    assert answer.returncode == 0
    assert [line.split() for line in answer.stdout.splitlines()[2:4]] == [
        ["2021", "│", "a/2021.txt"],
        ["2022", "│", "a/2022.txt"],
    ]


def test_sql_json_keeps_decimals(warehouse: Path):
    query = "select budget_yuan from marts.budget_execution where fiscal_year = 2022 and scope = 'department'"
    answer = jixiao("sql", query, "--format", "json", warehouse=warehouse)
    assert json.loads(answer.stdout, parse_float=Decimal) == [{"budget_yuan": Decimal("435588300.00")}]


def test_sql_csv(warehouse: Path):
    answer = jixiao("sql", "select 1.50::decimal(9, 2) as a, '甲,乙' as b", "--format", "csv", warehouse=warehouse)
    assert answer.stdout == 'a,b\n1.50,"甲,乙"\n'


@pytest.mark.parametrize(
    "query",
    ["selct 1", "select * from no_such_table", "drop table marts.reports", "copy (select 1) to '/tmp/x.csv'"],
)
def test_sql_refuses_what_it_cannot_answer(warehouse: Path, query: str):
    answer = jixiao("sql", query, warehouse=warehouse)
    assert answer.returncode == 2
    assert "Error" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_reader_that_has_seen_enough_is_no_error(warehouse: Path):
    command = f"'{JIXIAO}' sql 'select range from range(100000)' | head -n 1; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "JIXIAO_WAREHOUSE": str(warehouse)}
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_trace_by_number_and_by_key(warehouse: Path):
    by_number = jixiao("trace", "43558.83", warehouse=warehouse)
    assert by_number.returncode == 0
    assert "全年预算数【43,558.83" in by_number.stdout.replace(" ", "")
    assert "a/2022.txt, 第 1 页 page, 第 5 行 line" in by_number.stdout
    assert "marts.budget_execution" in by_number.stdout
    key = by_number.stdout.splitlines()[0].split("(")[1].rstrip(")")
    assert jixiao("trace", key, warehouse=warehouse).stdout == by_number.stdout


def test_trace_of_a_number_printed_twice_lists_both(warehouse: Path):
    answer = jixiao("trace", "99%", warehouse=warehouse)
    assert answer.returncode == 0
    assert "a/2021.txt:5" in answer.stdout
    assert "a/2022.txt:5" in answer.stdout


def test_lineage_leads_back_to_raw(warehouse: Path):
    answer = jixiao("lineage", "budget_execution.budget_yuan", warehouse=warehouse)
    assert answer.stdout.startswith("marts.budget_execution.budget_yuan\n")
    assert "raw.figures.value" in answer.stdout


def test_every_mart_column_leads_back_to_raw(small_warehouse: Settings):
    """In one process: ``jixiao lineage`` for some two hundred columns."""
    release = small_warehouse.current_release()
    assert release is not None
    query = "select table_name || '.' || column_name as name from duckdb_columns() where schema_name = 'marts'"
    names = [row[0] for row in ask(release / "jixiao.duckdb", query)[1]]
    lost = [name for name in names if "raw." not in "\n".join((show_lineage(release, name) or [""])[1:])]
    assert len(names) > 100
    assert lost == []


@pytest.mark.parametrize(
    "arguments", [("trace", "123456789"), ("lineage", "reports.no_such_column"), ("no-such-verb",)]
)
def test_wrong_usage_exits_2(warehouse: Path, arguments: tuple[str, ...]):
    assert jixiao(*arguments, warehouse=warehouse).returncode == 2


@pytest.mark.parametrize("arguments", [("sql", "select 1"), ("trace", "1"), ("lineage", "reports.title")])
def test_nothing_published_exits_2_and_says_so(tmp_path: Path, arguments: tuple[str, ...]):
    answer = jixiao(*arguments, warehouse=tmp_path / "none")
    assert answer.returncode == 2
    assert "Nothing is published" in answer.stderr
    assert not (tmp_path / "none").exists()


def test_build_without_documents_exits_2(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    for raw, words in ((tmp_path / "none", "No such directory"), (tmp_path / "empty", "No documents")):
        answer = jixiao("build", "--raw", raw, warehouse=tmp_path / "warehouse")
        assert answer.returncode == 2
        assert words in answer.stderr


def test_build_with_nothing_to_do_is_quick_and_sums_up(small_warehouse: Settings):
    answer = jixiao(
        "build", "--raw", small_warehouse.raw_dir, "--warehouse", small_warehouse.warehouse_dir, warehouse=None
    )
    assert answer.returncode == 0
    assert "nothing changed" in answer.stdout
    assert "empty.txt" in answer.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("sql", "select count(*) from marts.reports")])
def test_starts_fast(warehouse: Path, arguments: tuple[str, ...]):
    """Processor time, the least of three: other processes on the machine must not count."""
    assert min(cpu_seconds(warehouse, arguments) for _ in range(3)) < CPU_SECONDS


def cpu_seconds(warehouse: Path, arguments: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert jixiao(*arguments, warehouse=warehouse).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
