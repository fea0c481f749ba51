"""The Dagster code location: assets, checks, schedules and the build that they share."""

from collections.abc import Iterator

import dagster as dg

from orchestration.assets.documents import RAW_FILES, build_documents
from orchestration.assets.extracts import build_extracts
from orchestration.assets.models import build_models
from orchestration.assets.release import build_release
from orchestration.automation import BUILD_JOB, build_schedules
from orchestration.dbt_project import read_manifest
from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.build import Build, open_build


def build_defs(settings: Settings | None = None, progress: Progress | None = None) -> dg.Definitions:
    """The same location on any directories."""
    settings = settings or Settings.from_environment()
    settings.prepare_environment()
    manifest = read_manifest(settings)

    @dg.resource(description="The build under way: a directory of its own, and the lock that keeps others out.")
    def build() -> Iterator[Build]:
        with open_build(settings, progress or Progress()) as opened:
            yield opened

    models = build_models(manifest)
    marts = [key for key in models.keys if key.path[0] == "marts"]
    return dg.Definitions(
        assets=[RAW_FILES, build_documents(manifest), build_extracts(manifest), models, build_release(marts)],
        jobs=[BUILD_JOB],
        schedules=build_schedules(settings),
        resources={"build": build},
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What ``dagster dev`` and ``dg dev`` load."""
    return build_defs()
