"""What everything around dbt costs: a whole build of one small report against a bare ``dbt build`` of the same models.

Run it alone, on a quiet machine: ``uv run pytest tests/benchmarks -m benchmark -s``.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from tests.conftest import run_build, write_report

ROUNDS = 3
LIMIT = 2.0
BIN = Path(sys.executable).parent


@pytest.mark.benchmark
def test_a_build_costs_at_most_twice_a_bare_dbt_build(tmp_path: Path):
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    write_report(settings.raw_dir, "report.txt")
    assert run_build(settings).status == "published"
    database = tmp_path / "bare" / "jixiao.duckdb"
    database.parent.mkdir()
    shutil.copyfile(settings.current_link / "jixiao.duckdb", database)

    bare, whole, stages = [], [], []
    bare_dbt_build(database)  # the first one parses the whole project, which none of ours does either
    for n in range(ROUNDS):
        bare.append(bare_dbt_build(database))
        write_report(settings.raw_dir, "report.txt", fairs=200 + n)
        whole.append(jixiao_build(settings))
        record = json.loads((settings.current_link / "release.json").read_text(encoding="utf-8"))
        stages.append(record["timings"])
    ratio = statistics.median(whole) / statistics.median(bare)
    print(
        f"\nbare dbt build {statistics.median(bare):.1f} s, jixiao build {statistics.median(whole):.1f} s: {ratio:.2f}"
    )
    for stage in stages[0]:
        print(f"  {stage:<15} {statistics.median(timings[stage] for timings in stages):6.2f} s")
    assert ratio <= LIMIT


def bare_dbt_build(database: Path) -> float:
    directory = PROJECT_DIR / "dbt_project"
    return seconds(
        [
            *(BIN / "dbt", "--quiet", "build", "--exclude-resource-type", "unit_test"),
            *("--project-dir", directory, "--profiles-dir", directory),
            *("--target-path", database.parent / "target", "--log-path", database.parent / "logs"),
        ],
        {"JIXIAO_DATABASE": str(database)},
    )


def jixiao_build(settings: Settings) -> float:
    return seconds(
        [BIN / "jixiao", "build"],
        {"JIXIAO_RAW": str(settings.raw_dir), "JIXIAO_WAREHOUSE": str(settings.warehouse_dir)},
    )


def seconds(command: list[str | Path], variables: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        list(map(str, command)), env={**os.environ, **variables}, check=True, capture_output=True, cwd=PROJECT_DIR
    )
    return time.perf_counter() - start
