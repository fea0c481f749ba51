"""The last step of a build: sum up what it holds, then publish it."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.build import DATABASE, Build, read_record
from orchestration.warehouse.comparing import compare
from orchestration.warehouse.inputs import InputsRecord
from orchestration.warehouse.reader import literal, row_counts
from orchestration.warehouse.rollback import publish_again


def publish(build: Build) -> Path:
    """Publish the build and return its directory; unchanged inputs leave the old release in place."""
    build.continue_from_base()
    current = build.settings.current_release()
    if current is not None and not build.anew and build.inputs == released_inputs(build.settings):
        build.report = build.current_report()
        build.discard()
        return current
    before = build.progress.total()
    with duckdb.connect(str(build.database)) as connection:
        build.report |= contents(connection)
        connection.execute("CHECKPOINT")
    build.report["inputs"] = build.inputs.fingerprint if build.inputs else None
    if current is not None:
        build.report["changes"] = {"before": current.name, **compare(current / DATABASE, build.database)}
    build.write_record("lineage.json", build.report.pop("lineage", {}))
    total = build.progress.total()
    build.report["timings"] = {**build.progress.timings, "release": round(total - before, 3), "total": total}
    release = build.publish()
    publish_again(build.settings, released_inputs(build.settings))
    return release


def released_inputs(settings: Settings) -> InputsRecord:
    """What the current release was made from."""
    return InputsRecord.of(read_record(settings.current_release(), "inputs.json"))


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Figures, rows of every mart and contradictions found in the reports."""
    marts = [
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE schema_name = 'marts' ORDER BY 1"
        ).fetchall()
    ]
    counts = row_counts(connection, [("marts", name) for name in marts])
    statuses: dict[str, int] = {}
    if "reconciliations" in marts:
        rows = connection.execute("SELECT status, count(*) FROM marts.reconciliations GROUP BY 1 ORDER BY 1").fetchall()
        statuses = dict(rows)
    figures = connection.execute("SELECT count(*) FROM raw.figures").fetchone()
    return {
        "shares": shares(connection, marts),
        "figures": figures[0] if figures else 0,
        "marts": {name: counts["marts", name] for name in marts},
        "reconciliations": statuses,
        "contradictions": statuses.get("contradiction", 0),
    }


def shares(connection: duckdb.DuckDBPyConnection, marts: Sequence[str]) -> dict[str, Decimal]:
    """Percent of the figures that marts use, and of the labels that the dictionaries know, to one decimal."""
    counted = {
        "of figures used": ("figure_ledger", "unused_reason IS NULL"),
        "of metrics in the dictionary": ("metrics", "metric_code IS NOT NULL"),
        "of funding items in the dictionary": ("funding_sources", "funding_item IS NOT NULL"),
    }
    queries = [
        f"SELECT {literal(name)}, count(*) FILTER ({known}), count(*) FROM marts.{mart}"
        for name, (mart, known) in counted.items()
        if mart in marts
    ]
    rows = connection.execute(" UNION ALL ".join(queries)).fetchall() if queries else []
    return {name: (Decimal(100) * part / whole).quantize(Decimal("0.1")) for name, part, whole in rows if whole}
