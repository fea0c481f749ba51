"""Raw files → which documents there are. What they say waits in the spool for the next step."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.assets.raw_tables import raw_key, raw_specs, row_count_results
from orchestration.checks import NONE_REJECTED, check_none_rejected
from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import IDENTITY_TABLES
from orchestration.warehouse.load import load_documents

RAW_FILES = dg.AssetSpec(
    "files",
    group_name="files",
    kinds={"file"},
    description="原始文档 The documents as received, with catalogue.csv; never edited, never generated.",
)


def build_documents(manifest: dict[str, Any]) -> dg.AssetsDefinition:
    """The step that fills the tables of documents, their pages and the files that were rejected."""

    specs = raw_specs(IDENTITY_TABLES, manifest, deps=[RAW_FILES.key])

    @dg.multi_asset(name="documents", specs=specs, check_specs=[NONE_REJECTED], pool="warehouse")
    def documents(
        build: dg.ResourceParam[Build],
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Read new and changed files, carry over the others, drop those that are gone."""
        with build.stage("documents"):
            load_documents(build)
        for result in row_count_results(build, IDENTITY_TABLES):
            counts = build.report["documents"] if result.asset_key == raw_key("documents") else {}
            yield result._replace(metadata={**(result.metadata or {}), **counts})
        yield check_none_rejected(build)

    return documents
