"""Spooled rows → the tables of what the documents say: sections, figures, statements, form cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.assets.raw_tables import raw_key, raw_results, raw_specs
from orchestration.checks import EVERY_DIGIT, check_every_digit
from orchestration.partitions import AT_ONCE, FISCAL_YEARS, note_years
from orchestration.retrying import tried_again
from orchestration.settings import Settings
from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import EXTRACT_TABLES
from orchestration.warehouse.load import load_extracts
from orchestration.warehouse.reader import connect


def build_extracts(manifest: dict[str, Any], settings: Settings) -> dg.AssetsDefinition:
    """The step that fills them, in one transaction."""

    specs = raw_specs(EXTRACT_TABLES, manifest, settings, Path(__file__), deps=[raw_key("documents")])

    @dg.multi_asset(
        name="extracts",
        specs=specs,
        check_specs=[EVERY_DIGIT],
        partitions_def=FISCAL_YEARS,
        backfill_policy=AT_ONCE,
        pool="warehouse",
    )
    def extracts(
        context: dg.AssetExecutionContext,
        build: dg.ResourceParam[Build],
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Load the rows of new and changed documents, carry over those of the others, audit every digit."""
        with tried_again(build), build.stage("extracts"):
            build.continue_from_base()
            load_extracts(build)
        with connect(build.database) as connection:
            years = connection.execute("SELECT fiscal_year, count(*) FROM raw.reports GROUP BY 1").fetchall()
        note_years(context, raw_key("reports"), dict(years))
        timed = {"seconds": build.progress.timings["extracts"], "reader version": build.report.get("extractor_version")}
        yield from raw_results(build, EXTRACT_TABLES, dict.fromkeys(EXTRACT_TABLES, timed))
        with build.stage("checks"):
            yield check_every_digit(build)

    return extracts
