"""A whole build from outside Dagster: look first whether there is anything to do, then run the job."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.build import FAILED, build_lock, read_record
from orchestration.warehouse.inputs import Inputs
from orchestration.warehouse.publish import released_inputs


@dataclass
class Outcome:
    """How a build ended: ``published``, ``unchanged`` or ``failed``."""

    status: str
    directory: Path | None
    record: dict[str, Any]
    seconds: float
    errors: list[str] = field(default_factory=list)


def build_warehouse(settings: Settings, progress: Progress) -> Outcome:
    """Build and publish, unless the last release was made from exactly the same."""
    start = time.perf_counter()
    with build_lock(settings, progress):
        inputs = Inputs.scan(settings)
        current = settings.current_release()
        if current is not None and released_inputs(settings) == inputs.record:
            return Outcome("unchanged", current, read_record(current, "release.json"), _since(start))
        before = set(settings.releases_dir.glob(f"*{FAILED}"))
        errors = _run_job(settings, progress)
        if not errors:
            published = settings.current_release()
            record = read_record(published, "release.json")
            return Outcome("published", published, record, _since(start))
        # One that failed earlier says nothing of this build, which may not have come as far as a file.
        failed = max(set(settings.releases_dir.glob(f"*{FAILED}")) - before, default=None)
        return Outcome("failed", failed, read_record(failed, "failure.json"), _since(start), errors)


def _run_job(settings: Settings, progress: Progress) -> list[str]:
    """Run the job in this process and return what broke."""
    settings.prepare_environment()
    with progress.stage("imports"):
        import dagster as dg  # noqa: PLC0415 - only a build that has something to do pays for it

        from orchestration.dbt_project import ModelsBrokenError  # noqa: PLC0415
        from orchestration.definitions import build_defs  # noqa: PLC0415
        from orchestration.partitions import whole_range  # noqa: PLC0415
    try:
        with progress.stage("definitions"):
            job = build_defs(settings, progress).resolve_job_def("build")
    except ModelsBrokenError as broken:
        return [str(broken)]
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    with progress.stage("whole run"), dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(run_config=quiet, instance=instance, tags=whole_range(), raise_on_error=False)
    if result.success:
        return []
    steps = [event for event in result.all_events if event.is_step_failure]
    if steps:
        return [f"{event.step_key}: {_first_cause(event.step_failure_data.error)}" for event in steps]
    runs = [event.job_failure_data.error for event in result.all_events if event.is_run_failure]
    return [_first_cause(error) for error in runs] or ["the run ended early"]


def _first_cause(error: Any) -> str:
    """The words of the exception that the others were raised from."""
    if error is None:
        return "the run ended early"
    while error.cause is not None:
        error = error.cause
    words: str = error.message.strip()
    return words.partition(": ")[2] if error.cls_name == "Failure" else words


def _since(start: float) -> float:
    return round(time.perf_counter() - start, 2)
