"""The release: what has passed every blocking check becomes what analysts read."""

from collections.abc import Sequence

import dagster as dg

from orchestration.warehouse.build import Build
from orchestration.warehouse.publish import publish


def build_release(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The step that publishes; it does not run when anything before it is broken."""

    @dg.asset(
        name="release",
        deps=marts,
        group_name="release",
        kinds={"duckdb"},
        pool="warehouse",
        description="已发布的数据仓库 The published warehouse `current/jixiao.duckdb`, whole or not at all.",
    )
    def release(build: dg.ResourceParam[Build]) -> dg.MaterializeResult[None]:
        """Summarise, rename, point ``current`` to it, keep the last five."""
        with build.stage("release"):
            directory = publish(build)
        report = build.report
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(directory)),
                "version": directory.name,
                "marts": dg.MetadataValue.json(report["marts"]),
                "documents": dg.MetadataValue.json(report["documents"]),
                "contradictions": report["contradictions"],
            }
        )

    return release
