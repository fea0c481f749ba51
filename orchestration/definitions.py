"""The Dagster code location: assets, checks, schedules and the build that they share."""

import warnings

import dagster as dg

from orchestration.assets.all_assets import build_assets
from orchestration.automation import build_automation
from orchestration.dbt_project import read_manifest
from orchestration.progress import Progress
from orchestration.resource import build_resource
from orchestration.settings import Settings


def build_defs(settings: Settings | None = None, progress: Progress | None = None) -> dg.Definitions:
    """The same location on any directories."""
    settings = settings or Settings.from_environment()
    settings.prepare_environment()
    manifest = read_manifest(settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # links to code, backfills in one run: tested here
        automation = build_automation(settings)
        return dg.Definitions(
            assets=build_assets(manifest, settings),
            jobs=automation.jobs,
            schedules=automation.schedules,
            sensors=automation.sensors,
            resources={"build": build_resource(settings, progress or Progress())},
            executor=dg.in_process_executor,
        )


@dg.definitions
def defs() -> dg.Definitions:
    """What ``dagster dev`` and ``dg dev`` load."""
    return build_defs()
