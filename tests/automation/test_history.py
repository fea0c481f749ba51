"""Runs that are over: the old ones are forgotten, the dead ones are found out."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import MagicMock

import dagster as dg
import pytest
from dagster._core.launcher.base import WorkerStatus

from orchestration import history, launcher
from orchestration.history import forget_old_runs
from orchestration.launcher import NAMELESS, PROCESS_TAG, WatchedRunLauncher, is_alive, this_process


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp() as instance:
        yield instance


@dg.asset
def thing() -> None:
    pass


def test_old_runs_are_forgotten_but_not_the_last_good_one(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(history, "KEPT_AT_LEAST", 2)
    old, good = (dg.materialize([thing], instance=instance).run_id for _ in range(2))

    @dg.asset
    def broken() -> None:
        raise RuntimeError

    later = [dg.materialize([broken], instance=instance, raise_on_error=False).run_id for _ in range(3)]
    assert forget_old_runs(instance, days=1) == 0
    assert forget_old_runs(instance, days=-1) == 1
    left = {record.dagster_run.run_id for record in instance.get_run_records()}
    assert left == {good, *later}
    assert old not in left
    assert instance.get_latest_materialization_event(thing.key) is not None


def test_a_process_is_known_by_its_start():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = launcher._started(child.pid)
    name = this_process().rsplit(":", 2)[0] + f":{child.pid}:{started}"
    assert is_alive(this_process())
    assert is_alive(name)
    assert not is_alive(name + "0"), "another process with the same number"
    child.communicate(b"\n")
    assert not is_alive(name)
    assert is_alive(f"elsewhere:{child.pid}:1"), "of another machine nothing is known"


@pytest.mark.parametrize(
    ("tags", "age", "status"),
    [
        ({PROCESS_TAG: this_process()}, timedelta(), WorkerStatus.RUNNING),
        ({PROCESS_TAG: this_process() + "0"}, timedelta(), WorkerStatus.FAILED),
        ({}, timedelta(), WorkerStatus.RUNNING),
        ({}, NAMELESS + timedelta(minutes=1), WorkerStatus.FAILED),
    ],
)
def test_a_run_is_as_alive_as_its_process(tags: dict[str, str], age: timedelta, status: WorkerStatus):
    watched = WatchedRunLauncher()
    instance = MagicMock()
    instance.get_run_record_by_id.return_value.update_timestamp = (datetime.now(UTC) - age).replace(tzinfo=None)
    watched.register_instance(instance)
    run = dg.DagsterRun("build", run_id=str(os.getpid()), tags=tags)
    assert watched.supports_check_run_worker_health
    assert watched.check_run_worker_health(run).status is status
