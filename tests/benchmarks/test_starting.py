"""What starting costs: ``jixiao dev`` beside a bare ``dagster dev``, the definitions beside the imports they rest on.

Run it alone, on a quiet machine: ``uv run pytest tests/benchmarks/test_starting.py -m benchmark -s``.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR
from tests.cli.test_dev import ask, free_port

ROUNDS = 3
START_LIMIT = 1.5
DEFINITIONS_SECONDS = 1.0
BIN = Path(sys.executable).parent
EMPTY = "import dagster as dg\ndefs = dg.Definitions()\n"
LOADED = """
import time
import dagster, dagster_dbt
start = time.perf_counter()
from orchestration.definitions import build_defs
build_defs().get_repository_def()
print(time.perf_counter() - start)
"""


@pytest.mark.benchmark
def test_jixiao_dev_answers_about_as_soon_as_an_empty_location(tmp_path: Path):
    (tmp_path / "empty.py").write_text(EMPTY, encoding="utf-8")
    (tmp_path / "home").mkdir()
    ours, bare = [], []
    for _ in range(ROUNDS):
        bare.append(
            until_it_answers(["dagster", "dev", "-f", "empty.py"], tmp_path, {"DAGSTER_HOME": tmp_path / "home"})
        )
        ours.append(until_it_answers(["jixiao", "dev"], PROJECT_DIR, {"JIXIAO_WAREHOUSE": tmp_path / "warehouse"}))
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"\nbare dagster dev {statistics.median(bare):.1f} s, jixiao dev {statistics.median(ours):.1f} s: {ratio:.2f}"
    )
    assert ratio <= START_LIMIT


@pytest.mark.benchmark
def test_the_definitions_load_in_a_second(tmp_path: Path):
    environment = {**os.environ, "JIXIAO_WAREHOUSE": str(tmp_path)}
    loads = []
    for _ in range(ROUNDS + 1):  # the first one may parse the models
        done = subprocess.run(
            [sys.executable, "-c", LOADED], env=environment, cwd=PROJECT_DIR, capture_output=True, text=True, check=True
        )
        loads.append(float(done.stdout.split()[-1]))
    print(f"\ndefinitions beyond dagster and dagster-dbt: {', '.join(f'{load:.2f}' for load in loads[1:])} s")
    assert min(loads[1:]) <= DEFINITIONS_SECONDS


def until_it_answers(command: list[str], directory: Path, variables: dict[str, Path]) -> float:
    """Seconds from the start to the first answer with a code location in it."""
    port = free_port()
    environment = {**os.environ, **{name: str(value) for name, value in variables.items()}}
    start = time.perf_counter()
    with subprocess.Popen(
        [str(BIN / command[0]), *command[1:], "--port", str(port)],
        cwd=directory,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        ask(port, "{repositoriesOrError {... on RepositoryConnection {nodes {name}}}}")
        taken = time.perf_counter() - start
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    return taken
