"""Growth: thousands of invented reports in one go, and what one more costs.

Run it alone, on a quiet machine: ``uv run pytest tests/benchmarks/test_growth.py -m benchmark -s``.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from tests.fixtures.invented_reports import write_invented_reports

FEW, MANY = 20, 2_000
ROUNDS = 3
LIMIT = 2.0
JIXIAO = Path(sys.executable).parent / "jixiao"


@dataclass(frozen=True)
class Measured:
    """A build in a process of its own."""

    seconds: float
    peak_bytes: int
    file_bytes: int
    stages: dict[str, float]
    continues: str | None

    def show(self, what: str, reports: int) -> None:
        print(f"\n{what}: {self.seconds:.1f} s, {reports / self.seconds:.1f} reports/s")
        print(f"  peak memory {self.peak_bytes / 2**20:,.0f} MiB, file {self.file_bytes / 2**20:,.1f} MiB")
        for stage, seconds in self.stages.items():
            print(f"  {stage:<15} {seconds:7.2f} s")


@pytest.mark.benchmark
def test_one_more_report_costs_much_the_same_whatever_there_is(tmp_path: Path):
    few, many = (Settings(tmp_path / name / "raw", tmp_path / name / "warehouse") for name in ("few", "many"))
    for settings, count in ((few, FEW), (many, MANY)):
        write_invented_reports(settings.raw_dir, count)
        build(settings).show(f"{count:,} reports in one go", count)
    added: dict[Path, list[Measured]] = {few.raw_dir: [], many.raw_dir: []}
    for n in range(ROUNDS):  # interleaved, so that what else the machine does falls on both
        for settings in (few, many):
            write_invented_reports(settings.raw_dir, 1, start=MANY + n)
            added[settings.raw_dir].append(build(settings))
            assert added[settings.raw_dir][-1].continues
    # The quickest of each: what else the machine does only ever adds.
    to_few, to_many = (min(found, key=lambda one: one.seconds) for found in added.values())
    to_few.show(f"one more to {FEW}", 1)
    to_many.show(f"one more to {MANY:,}", 1)
    ratio = to_many.seconds / to_few.seconds
    print(f"\none more to {MANY:,} costs {ratio:.2f} times as much as one more to {FEW}")
    assert ratio <= LIMIT


def build(settings: Settings) -> Measured:
    variables = {"JIXIAO_RAW": str(settings.raw_dir), "JIXIAO_WAREHOUSE": str(settings.warehouse_dir)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [JIXIAO, "build"],
        env={**os.environ, **variables},
        cwd=PROJECT_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    record = json.loads((settings.current_link / "release.json").read_text(encoding="utf-8"))
    return Measured(
        seconds,
        usage.ru_maxrss * 1024,  # of the largest of its processes
        (settings.current_link / "jixiao.duckdb").stat().st_size,
        record["timings"],
        record["continues"],
    )
