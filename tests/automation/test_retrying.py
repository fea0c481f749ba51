import errno
from types import SimpleNamespace
from typing import Any, cast

import dagster as dg
import pytest

from orchestration.retrying import ATTEMPTS_AFTER_THE_FIRST, tried_again


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (OSError(errno.ESTALE, "stale"), 1 + ATTEMPTS_AFTER_THE_FIRST),
        (OSError(errno.ENOSPC, "full"), 1),
        (ValueError("wrong"), 1),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, tries: int):
    build: Any = SimpleNamespace(broken=False)
    seen = []

    @dg.asset
    def step() -> None:
        with tried_again(cast("Any", build), seconds=0):
            seen.append(build.broken)
            build.broken = True
            raise error

    result = dg.Definitions(assets=[step], jobs=[dg.define_asset_job("all")]).resolve_job_def("all")
    assert not result.execute_in_process(raise_on_error=False).success
    assert seen == [False] * tries
    assert build.broken is (tries == 1)


def test_what_passes_the_second_time_has_passed():
    build: Any = SimpleNamespace(broken=False)
    seen = []

    @dg.asset
    def step() -> None:
        with tried_again(cast("Any", build), seconds=0):
            seen.append(1)
            if len(seen) == 1:
                raise OSError(errno.EIO, "no answer")

    job = dg.Definitions(assets=[step], jobs=[dg.define_asset_job("all")]).resolve_job_def("all")
    assert job.execute_in_process(raise_on_error=False).success
    assert len(seen) == 2
