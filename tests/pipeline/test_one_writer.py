"""One writer: builds wait for each other, and one that is killed leaves nothing that keeps out the next."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.build import read_record, releases
from orchestration.warehouse.inputs import Inputs
from orchestration.warehouse.publish import released_inputs
from orchestration.warehouse.reader import connect
from tests.conftest import run_build, write_report

JIXIAO = Path(sys.executable).with_name("jixiao")
STAGES = ("starting", "preparing", "reading documents", "loading", "models and tests", "recording", "publishing")
pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    write_report(settings.raw_dir, "first.txt", year=2015)
    return settings


def start(settings: Settings, **pipes: int) -> subprocess.Popen[bytes]:
    command = [JIXIAO, "build", "--raw", settings.raw_dir, "--warehouse", settings.warehouse_dir]
    return subprocess.Popen(
        command, cwd=PROJECT_DIR, env={**os.environ, "PYTHONUTF8": "1"}, start_new_session=True, **pipes
    )


def paths(release: Path) -> set[str]:
    with connect(release / "jixiao.duckdb") as connection:
        return {path for (path,) in connection.execute("SELECT source_path FROM marts.reports").fetchall()}


def test_four_processes_at_once(settings: Settings):
    """Each brings a document of its own; what one build missed the next one has."""
    running = []
    for n in range(4):
        write_report(settings.raw_dir, f"{n}.txt", year=2018 + n)
        running.append(start(settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
    said = [process.communicate(timeout=1200)[0].decode() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    made = releases(settings)
    held = [paths(release) for release in made]
    assert held == sorted(held, key=len), "what is in a release is in those after it"
    assert settings.current_release() == made[-1]
    assert held[-1] == {"first.txt", *(f"{n}.txt" for n in range(4))}
    assert released_inputs(settings) == Inputs.scan(settings).record
    moments = [read_record(release, "release.json")["created_at"] for release in made]
    assert moments == sorted(moments)


def test_killed_at_any_stage_the_next_one_succeeds(settings: Settings):
    for n, stage in enumerate(STAGES):
        write_report(settings.raw_dir, "second.txt", year=2016, fairs=n)
        before = settings.current_release()
        process = start(settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        reached = any(stage.encode() in line for line in process.stderr)
        os.killpg(process.pid, signal.SIGKILL)
        process.stderr.close()
        process.wait(timeout=60)
        assert reached, stage
        assert settings.current_release() in (before, *releases(settings)[-1:]), "the old release or the new one, whole"
    started = time.monotonic()
    outcome = run_build(settings)
    assert outcome.status in ("published", "unchanged"), (outcome.errors, time.monotonic() - started)
    current = settings.current_release()
    assert current is not None
    assert paths(current) == {"first.txt", "second.txt"}
    assert released_inputs(settings) == Inputs.scan(settings).record
    assert not list(settings.releases_dir.glob("*.building"))
