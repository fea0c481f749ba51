"""Spooled rows → the tables of what the documents say: sections, figures, statements, form cells."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.assets.raw_tables import raw_key, raw_specs, row_count_results
from orchestration.checks import EVERY_DIGIT, check_every_digit
from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import EXTRACT_TABLES
from orchestration.warehouse.load import load_extracts


def build_extracts(manifest: dict[str, Any]) -> dg.AssetsDefinition:
    """The step that fills them, in one transaction."""

    specs = raw_specs(EXTRACT_TABLES, manifest, deps=[raw_key("documents")])

    @dg.multi_asset(name="extracts", specs=specs, check_specs=[EVERY_DIGIT], pool="warehouse")
    def extracts(
        build: dg.ResourceParam[Build],
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Load the rows of new and changed documents, carry over those of the others, audit every digit."""
        with build.stage("extracts"):
            build.continue_from_base()
            load_extracts(build)
        yield from row_count_results(build, EXTRACT_TABLES)
        with build.stage("checks"):
            yield check_every_digit(build)

    return extracts
