"""Raw files → which documents there are. What they say waits in the spool for the next step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.assets.raw_tables import raw_results, raw_specs
from orchestration.assets.tables import table_of
from orchestration.checks import NONE_REJECTED, check_none_rejected
from orchestration.partitions import AT_ONCE, FISCAL_YEARS, scope_of
from orchestration.retrying import tried_again
from orchestration.settings import Settings
from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import IDENTITY_TABLES
from orchestration.warehouse.load import load_documents

RAW_FILES = dg.AssetSpec(
    "files",
    group_name="files",
    kinds={"file"},
    description="原始文档 The documents as received, with catalogue.csv; never edited, never generated.",
)


def build_documents(manifest: dict[str, Any], settings: Settings) -> dg.AssetsDefinition:
    """The step that fills the tables of documents, their pages and the files that were rejected."""

    specs = raw_specs(IDENTITY_TABLES, manifest, settings, Path(__file__), deps=[RAW_FILES.key])

    @dg.multi_asset(
        name="documents",
        specs=specs,
        check_specs=[NONE_REJECTED],
        partitions_def=FISCAL_YEARS,
        backfill_policy=AT_ONCE,
        pool="warehouse",
    )
    def documents(
        context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Read new and changed files, carry over the others, drop those that are gone."""
        with tried_again(build), build.stage("documents"):
            load_documents(build, scope_of(context))
        rejected = build.report["rejected"]
        more = {
            "documents": {
                **build.report["documents"],
                "bytes": build.report["bytes"],
                "seconds": build.progress.timings["documents"],
                "reader version": build.report["extractor_version"],
            },
            "rejected_documents": {"rejected": table_of(rejected)} if rejected else {},
        }
        yield from raw_results(build, IDENTITY_TABLES, more)
        yield check_none_rejected(build)

    return documents
