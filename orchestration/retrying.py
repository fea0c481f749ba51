"""Trying again what may pass on another try, and nothing else."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.warehouse.build import Build

ATTEMPTS_AFTER_THE_FIRST = 2
SECONDS_BETWEEN = 5.0
# A disk or a share that did not answer in time. One that is full or forbidden stays so, like a test that failed.
PASSING = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.ESTALE, errno.ETIMEDOUT})


@contextmanager
def tried_again(build: Build, seconds: float | None = None) -> Iterator[None]:
    """Have Dagster begin the step anew where the system says that something did not answer; the step starts clean."""
    try:
        yield
    except OSError as error:
        if error.errno not in PASSING:
            raise
        build.broken = False
        wait = SECONDS_BETWEEN if seconds is None else seconds
        raise dg.RetryRequested(ATTEMPTS_AFTER_THE_FIRST, seconds_to_wait=wait) from error
