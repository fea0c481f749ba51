"""What the steps of a run share: the build under way."""

from collections.abc import Iterator

import dagster as dg

from orchestration.launcher import PROCESS_TAG, this_process
from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.build import Build, open_build


def build_resource(settings: Settings, progress: Progress) -> dg.ResourceDefinition:
    """A build of one warehouse for each run; it waits until no other process is at one."""

    @dg.resource(description="The build under way: a directory of its own, and the lock that keeps others out.")
    def build(context: dg.InitResourceContext) -> Iterator[Build]:
        if context.instance is not None and context.run is not None:
            context.instance.add_run_tags(context.run.run_id, {PROCESS_TAG: this_process()})
        with open_build(settings, progress) as opened:
            yield opened

    return build
