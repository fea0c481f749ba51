"""Raw files → which documents there are. What they say waits in the spool for the next step."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.assets.raw_tables import raw_specs, row_count_results
from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import IDENTITY_TABLES
from orchestration.warehouse.load import load_documents

RAW_FILES = dg.AssetSpec(
    "files",
    group_name="files",
    kinds={"file"},
    description="原始文档 The documents as received, with catalogue.csv. Nothing here is edited or generated.",
)


def build_documents(manifest: dict[str, Any]) -> dg.AssetsDefinition:
    """The step that fills the tables of documents, their pages and the files that were rejected."""

    @dg.multi_asset(
        name="documents", specs=raw_specs(IDENTITY_TABLES, manifest, deps=[RAW_FILES.key]), pool="warehouse"
    )
    def documents(build: dg.ResourceParam[Build]) -> Iterator[dg.MaterializeResult[None]]:
        """Read new and changed files, carry over the others, drop those that are gone."""
        with build.progress.stage("documents"):
            plan = load_documents(build)
        counts = build.report["documents"]
        for result in row_count_results(build, IDENTITY_TABLES):
            extra = (
                {"files_read": len(plan.changed), **counts}
                if result.asset_key == dg.AssetKey(["raw", "documents"])
                else {}
            )
            yield result._replace(metadata={**(result.metadata or {}), **extra})

    return documents
