"""The release: what has passed every blocking check becomes what analysts read."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.assets.tables import table_of
from orchestration.partitions import AT_ONCE
from orchestration.settings import Settings
from orchestration.warehouse.build import DATABASE, Build
from orchestration.warehouse.publish import publish

RELEASE = dg.AssetKey("release")


def build_release(marts: Sequence[dg.AssetKey], settings: Settings) -> dg.AssetsDefinition:
    """The step that publishes; it does not run when anything before it is broken."""

    @dg.asset(
        key=RELEASE,
        deps=marts,
        group_name="release",
        kinds={"duckdb"},
        owners=[settings.owner],
        backfill_policy=AT_ONCE,
        pool="warehouse",
        freshness_policy=dg.FreshnessPolicy.time_window(timedelta(hours=settings.intervals.fresh_hours)),
        description=(
            "One row of history per published version. 已发布的数据仓库 The warehouse `current/jixiao.duckdb`, whole "
            "or not at all; fresh while the documents were looked at within the hours that the settings allow."
        ),
    )
    def release(build: dg.ResourceParam[Build]) -> dg.MaterializeResult[None]:
        """Summarise, rename, point ``current`` to it, keep the last five."""
        with build.stage("release"):
            directory = publish(build)
        return dg.MaterializeResult(metadata=summary_metadata(directory, build.report))

    return release


def summary_metadata(directory: Path, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the UI shows of a release; the numbers are plotted over the releases."""
    documents = record.get("documents", {})
    checks = [check["status"] for check in record.get("checks", [])]
    numbers = {
        **{f"documents {name}": count for name, count in documents.items()},
        **{name: record[name] for name in ("figures", "contradictions") if name in record},
        **{f"share {name} (%)": float(share) for name, share in record.get("shares", {}).items()},
        **{f"checks {status}": checks.count(status) for status in ("passed", "warned", "failed")},
        "seconds": record.get("timings", {}).get("total"),
    }
    changes = record.get("changes", {})
    tables = {
        "marts": [{"mart": name, "rows": count} for name, count in record.get("marts", {}).items()],
        "changes": changes.get("marts", []),
        "changed values": changes.get("values", []),
        "rejected": record.get("rejected", []),
    }
    return {
        "version": directory.name,
        "path": dg.MetadataValue.path(str(directory / DATABASE)),
        "compared with": changes.get("before") or "-",
        **{name: number for name, number in numbers.items() if number is not None},
        **{name: table_of(rows) for name, rows in tables.items() if rows},
    }
