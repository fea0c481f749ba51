"""What runs by itself, and what a run consists of."""

import dagster as dg

from orchestration.settings import Settings
from orchestration.warehouse.build import read_record
from orchestration.warehouse.inputs import Inputs, NothingToReadError

BUILD_JOB = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    description="载入、转换、检查、发布 Load, transform, check, publish.",
)


def build_schedules(settings: Settings) -> list[dg.ScheduleDefinition]:
    """A build every night, if anything has changed."""

    @dg.schedule(
        job=BUILD_JOB,
        cron_schedule="0 3 * * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="每日凌晨三点 Every night at three, Beijing time, where anything has changed.",
    )
    def daily_build() -> dg.RunRequest | dg.SkipReason:
        try:
            inputs = Inputs.scan(settings)
        except NothingToReadError as nothing:
            return dg.SkipReason(str(nothing))
        if inputs.as_dict() == read_record(settings.current_release(), "inputs.json"):
            return dg.SkipReason("没有变化 Nothing has changed since the last release")
        return dg.RunRequest(run_key=None)

    return [daily_build]
