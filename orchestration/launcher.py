"""Runs whose processes are watched, so that one that was killed does not keep the others waiting for ever."""

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dagster import DagsterRun, DefaultRunLauncher
from dagster._core.launcher.base import CheckRunHealthResult, WorkerStatus

PROCESS_TAG = "jixiao/process"
# From a run's start to its first resource, imports and the parsing of the models included, it is seconds.
NAMELESS = timedelta(minutes=10)


class WatchedRunLauncher(DefaultRunLauncher):
    """The default launcher, able to tell the daemon's monitoring whether a run is alive.

    The default one cannot: a run that was killed would stay "started", and with one run at a time nothing would
    follow it. This covers runs of the command line too, which no launcher started.
    """

    @property
    def supports_check_run_worker_health(self) -> bool:
        """By the process that the run names."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Running while its process is, or is on another machine; failed once it is gone."""
        named = run.tags.get(PROCESS_TAG)
        if named is None:
            record = self._instance.get_run_record_by_id(run.run_id)
            silent = record is not None and datetime.now(UTC) - _aware(record.update_timestamp) > NAMELESS
            dead = "运行始终没有进程 The run never had a process" if silent else None
        else:
            dead = None if is_alive(named) else f"进程已不在 Its process is gone: {named}"
        return CheckRunHealthResult(WorkerStatus.FAILED if dead else WorkerStatus.RUNNING, dead)


def this_process() -> str:
    """Machine, number and moment of start of this process: no later one has the same."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(process: str) -> bool:
    """Whether a process that named itself so is still there; one of another machine is believed to be."""
    host, number, started = process.rsplit(":", 2)
    return host != socket.gethostname() or _started(int(number)) == started


def _started(number: int) -> str | None:
    """When a process started, as the system counts; empty where it tells only that it is there, None if not."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None if Path("/proc/self/stat").exists() else _signalled(number)
    state, *_, started = stat.rpartition(")")[2].split()[:20]
    return None if state == "Z" else started


def _signalled(number: int) -> str | None:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return ""
    return ""


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
