"""The sensor in the real daemon: ``jixiao dev`` on a directory in which files come, grow and go."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.build import releases
from orchestration.warehouse.reader import connect
from tests.cli.test_dev import ask, descendants, free_port
from tests.conftest import REPORT, write_report

JIXIAO = Path(sys.executable).with_name("jixiao")
RUNS = "{runsOrError {... on Runs {results {runId status}}}}"
SECONDS = 900
QUIET = 6
TEXT = REPORT.format(year=2019, budget="43,558.83", executed="43,123.10", fairs=19)
pytestmark = pytest.mark.slow


class Daemon:
    """``jixiao dev`` that can be killed and started again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.port = free_port()

    @contextmanager
    def running(self, end: signal.Signals = signal.SIGTERM) -> Iterator[None]:
        environment = {
            **os.environ,
            "JIXIAO_RAW": str(self.settings.raw_dir),
            "JIXIAO_WAREHOUSE": str(self.settings.warehouse_dir),
            "JIXIAO_SENSOR_SECONDS": "2",
            "JIXIAO_QUIET_SECONDS": str(QUIET),
            "JIXIAO_MONITORING_SECONDS": "5",
            "JIXIAO_SETTLE_SECONDS": "2",
        }
        command = [JIXIAO, "dev", "--port", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, cwd=PROJECT_DIR, env=environment, **quiet) as process:
            try:
                ask(self.port, "{version}")
                yield
            finally:
                family = [process.pid, *descendants(process.pid)]
                if end is signal.SIGKILL:  # the power goes: nobody can tidy up
                    for pid in family:
                        os.kill(pid, signal.SIGKILL)
                process.send_signal(end)
                process.wait(timeout=60)

    def runs(self) -> list[str]:
        """How they ended, or where they are; oldest first."""
        found = ask(self.port, RUNS)["runsOrError"]["results"]
        return [run["status"] for run in reversed(found)]

    def loaded(self) -> set[str]:
        release = self.settings.current_release()
        if release is None:
            return set()
        with connect(release / "jixiao.duckdb") as connection:
            return {path for (path,) in connection.execute("SELECT source_path FROM marts.reports").fetchall()}

    def figures(self, path: str) -> int:
        release = self.settings.current_release()
        assert release is not None
        with connect(release / "jixiao.duckdb") as connection:
            row = connection.execute(
                f"SELECT count(*) FROM marts.figure_ledger WHERE source_path = '{path}'"
            ).fetchone()
        return row[0] if row else 0


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.5)


def test_what_comes_is_built_once_and_nothing_is_lost(tmp_path: Path):
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    daemon = Daemon(settings)
    write_report(settings.raw_dir, "first.txt", year=2015)
    with daemon.running(end=signal.SIGKILL):
        wait_for(lambda: daemon.runs() == ["SUCCESS"], "the first build")
        assert daemon.loaded() == {"first.txt"}

        many = {f"many/{n}.txt" for n in range(200)}
        for n, name in enumerate(sorted(many)):
            write_report(settings.raw_dir, name, year=2016, fairs=n)
        wait_for(lambda: daemon.runs()[1:] == ["STARTED"], "a run for the two hundred")
        write_report(settings.raw_dir, "late.txt", year=2017)  # while it is on
        wait_for(lambda: daemon.runs()[1:2] == ["SUCCESS"], "the run for the two hundred")
        wait_for(lambda: daemon.runs() == ["SUCCESS"] * 3 or "late.txt" in daemon.loaded(), "a run for what came late")
        wait_for(lambda: set(daemon.runs()) == {"SUCCESS"}, "the end of it")
        assert daemon.loaded() == {"first.txt", "late.txt", *many}
        assert len(daemon.runs()) <= 3, "one run for the two hundred, one for the late one"

        before = len(daemon.runs())
        slow = settings.raw_dir / "slow.txt"
        for part in range(0, len(TEXT), 12):  # longer than the sensor needs to see it, never as long as it waits
            with slow.open("a", encoding="utf-8") as growing:
                growing.write(TEXT[part : part + 12])
            time.sleep(1)
            assert len(daemon.runs()) == before, "it is still being written"
        wait_for(lambda: daemon.runs()[before:] == ["SUCCESS"], "a run for what was written slowly")
        assert daemon.figures("slow.txt") == daemon.figures("first.txt")

        write_report(settings.raw_dir, "unseen.txt", year=2018)
    published = releases(settings)
    with daemon.running():
        wait_for(lambda: "unseen.txt" in daemon.loaded(), "what came before the daemon was killed")
        wait_for(lambda: set(daemon.runs()) == {"SUCCESS"}, "the end of it")
        assert daemon.loaded() == {"first.txt", "late.txt", "slow.txt", "unseen.txt", *many}
        assert len(releases(settings)) <= len(published) + 1
