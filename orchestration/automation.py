"""What runs by itself, what a run consists of, and who is told when one fails."""

import time
from dataclasses import dataclass
from typing import Any

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES, RunsFilter

from orchestration.assets.release import RELEASE, summary_metadata
from orchestration.history import forget_old_runs
from orchestration.notification import Failure, notify
from orchestration.partitions import CHANGED, READ_TAG, whole_range
from orchestration.settings import TIME_ZONE, Settings
from orchestration.warehouse.build import read_record
from orchestration.warehouse.inputs import Inputs, NothingToReadError
from orchestration.warehouse.publish import released_inputs
from orchestration.warehouse.rollback import is_withdrawn
from orchestration.watching import Watch

BUILD = "build"


@dataclass(frozen=True)
class Automation:
    """The job, and what starts it or watches it."""

    jobs: list[UnresolvedAssetJobDefinition]
    schedules: list[dg.ScheduleDefinition]
    sensors: list[dg.SensorDefinition]


def build_automation(settings: Settings) -> Automation:
    """Of one warehouse."""
    job = dg.define_asset_job(
        BUILD,
        selection=dg.AssetSelection.all(),
        tags={READ_TAG: CHANGED},
        description="载入、转换、检查、发布 Load, transform, check, publish; of the documents only what has changed.",
    )
    return Automation([job], [nightly(settings, job)], [raw_changed(settings, job), run_failed(settings)])


def nightly(settings: Settings, job: UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    """A build every night, if anything has changed: documents, dictionaries, models or code."""

    @dg.schedule(
        name="daily_build",
        job=job,
        cron_schedule=settings.intervals.nightly,
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="每夜构建 Every night, Beijing time, where anything has changed.",
    )
    def daily_build(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        forget_old_runs(context.instance, settings.intervals.run_days)
        try:
            inputs = Inputs.scan(settings).record
        except NothingToReadError as nothing:
            return dg.SkipReason(str(nothing))
        if inputs == released_inputs(settings):
            _report_unchanged(settings, context.instance)
            return dg.SkipReason("没有变化 Nothing has changed since the last release")
        if is_withdrawn(settings, inputs):
            return dg.SkipReason("已撤回 The release made from exactly this was rolled back")
        return dg.RunRequest(run_key=None, tags=whole_range())

    return daily_build


def raw_changed(settings: Settings, job: UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """A build once files were added, changed or removed and then left alone for a while."""

    @dg.sensor(
        name="raw_changed",
        job=job,
        minimum_interval_seconds=settings.intervals.sensor_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="原始文档有变化时构建 A build for each batch of new, changed or removed documents.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        watch, news = Watch.resume(context.cursor).look(settings, time.time())
        if news is None:
            return dg.SensorResult(skip_reason=watch.reason, cursor=watch.cursor())
        if context.instance.get_runs_count(RunsFilter(statuses=NOT_FINISHED_STATUSES)):
            # Its build may or may not hold them: seen once it is over.
            return dg.SensorResult(skip_reason="有运行未完 A run is on: what is new is built after it")
        request = dg.RunRequest(run_key=news, tags=whole_range())
        return dg.SensorResult(run_requests=[request], cursor=watch.settle().cursor())

    return sensor


def run_failed(settings: Settings) -> dg.SensorDefinition:
    """Tell whoever the settings name."""
    on = settings.webhook is not None

    @dg.run_failure_sensor(
        name="run_failed",
        minimum_interval_seconds=settings.intervals.sensor_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING if on else dg.DefaultSensorStatus.STOPPED,
        description="运行失败时通知 Posts to the webhook of the settings when a run has failed.",
    )
    def sensor(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
        if settings.webhook is None:
            return dg.SkipReason("JIXIAO_WEBHOOK 未设 is not set: nobody to tell")
        run = context.dagster_run
        steps = {event.step_key or "-": _cause(event) for event in context.get_step_failure_events()}
        url = f"{settings.ui_url}/runs/{run.run_id}"
        notify(settings.webhook, Failure(run.run_id, run.job_name, context.failure_event.message or "", steps, url))
        return None

    return sensor


def _cause(event: dg.DagsterEvent) -> str:
    error: Any = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error is not None else event.message or ""


def _report_unchanged(settings: Settings, instance: dg.DagsterInstance) -> None:
    """That the release is what the documents give today, without a run to find it out."""
    current = settings.current_release()
    if current is not None:
        metadata = summary_metadata(current, read_record(current, "release.json"))
        event = dg.AssetMaterialization(RELEASE, "没有变化 unchanged", metadata={**metadata, "unchanged": True})
        instance.report_runless_asset_event(event)
