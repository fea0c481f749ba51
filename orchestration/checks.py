"""Checks that SQL cannot say; they run in the step that fills the table, before anything is made from it."""

from typing import Any

import dagster as dg

from orchestration.assets.raw_tables import raw_key
from orchestration.assets.tables import table_of
from orchestration.warehouse.build import READING, Build
from orchestration.warehouse.failures import ROWS_SHOWN, as_text
from orchestration.warehouse.ledger import audit
from orchestration.warehouse.reader import connect

EVERY_DIGIT = dg.AssetCheckSpec(
    "every_digit_in_one_figure",
    asset=raw_key("figures"),
    blocking=True,
    description="数字不遗漏 Every run of digits of every document lies in exactly one figure.",
)
NONE_REJECTED = dg.AssetCheckSpec(
    "no_document_rejected",
    asset=raw_key("rejected_documents"),
    description="未能载入的文件 Files that could not be loaded; the others are published all the same.",
)


def check_every_digit(build: Build) -> dg.AssetCheckResult:
    """Hold the figures against the texts."""
    with connect(build.database) as connection:
        ledger = audit(connection)
    counts = {
        "documents": ledger.documents,
        "digit_runs": ledger.digit_runs,
        "figures": ledger.figures,
        "broken": len(ledger.broken),
    }
    return _recorded(build, EVERY_DIGIT, dg.AssetCheckSeverity.ERROR, ledger.broken, counts)


def check_none_rejected(build: Build) -> dg.AssetCheckResult:
    """Name the files that were rejected."""
    rejected = list(build.report.get("rejected", []))
    return _recorded(build, NONE_REJECTED, dg.AssetCheckSeverity.WARN, rejected, {"rejected": len(rejected)})


def _recorded(
    build: Build,
    spec: dg.AssetCheckSpec,
    severity: dg.AssetCheckSeverity,
    broken: list[dict[str, Any]],
    counts: dict[str, Any],
) -> dg.AssetCheckResult:
    """The result for Dagster, and the same in the record of the build."""
    rows = as_text(broken[:ROWS_SHOWN])
    bad = "warned" if severity is dg.AssetCheckSeverity.WARN else "failed"
    build.broken |= bool(broken) and bad == "failed"
    build.add_check(
        {
            "name": spec.name,
            "stage": READING,
            "asset": ".".join(spec.asset_key.path),
            "description": spec.description,
            "status": bad if broken else "passed",
            "severity": severity.value,
            "failures": len(broken),
            "message": None,
            "rows": rows,
        }
    )
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=not broken,
        severity=severity,
        metadata={**counts, **({"rows": table_of(rows)} if rows else {})},
    )
