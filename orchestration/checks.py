"""Checks that SQL cannot say."""

from typing import Any

import dagster as dg

from orchestration.assets.models import table
from orchestration.assets.raw_tables import raw_key
from orchestration.warehouse.build import Build
from orchestration.warehouse.failures import ROWS_SHOWN, as_text
from orchestration.warehouse.ledger import audit
from orchestration.warehouse.reader import connect


@dg.asset_check(asset=raw_key("figures"), blocking=True, pool="warehouse")
def every_digit_in_one_figure(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
    """数字不遗漏 Every run of digits of every document lies in exactly one figure."""
    with build.progress.stage("checks"):
        build.continue_from_base()
        with connect(build.database) as connection:
            ledger = audit(connection)
    counts = {
        "documents": ledger.documents,
        "digit_runs": ledger.digit_runs,
        "figures": ledger.figures,
        "broken": len(ledger.broken),
    }
    return _recorded(
        build, dg.AssetCheckKey(raw_key("figures"), "every_digit_in_one_figure"), ledger.broken, counts
    )


@dg.asset_check(asset=raw_key("rejected_documents"), pool="warehouse")
def no_document_rejected(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
    """未能载入的文件 Files that could not be loaded; the others are published all the same."""
    rejected = list(build.report.get("rejected", []))
    key = dg.AssetCheckKey(raw_key("rejected_documents"), "no_document_rejected")
    return _recorded(build, key, rejected, {"rejected": len(rejected)}, dg.AssetCheckSeverity.WARN)


CHECKS = [every_digit_in_one_figure, no_document_rejected]


def _recorded(
    build: Build,
    key: dg.AssetCheckKey,
    broken: list[dict[str, Any]],
    counts: dict[str, Any],
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR,
) -> dg.AssetCheckResult:
    """The result for Dagster, and the same in the record of the build."""
    rows = as_text(broken[:ROWS_SHOWN])
    bad = "warned" if severity is dg.AssetCheckSeverity.WARN else "failed"
    build.report["checks"].append(
        {
            "name": key.name,
            "asset": ".".join(key.asset_key.path),
            "description": None,
            "status": bad if broken else "passed",
            "severity": severity.value,
            "failures": len(broken),
            "message": None,
            "rows": rows,
        }
    )
    metadata = {**counts, **({"rows": table(rows)} if rows else {})}
    return dg.AssetCheckResult(passed=not broken, severity=severity, metadata=metadata)
