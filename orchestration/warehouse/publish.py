"""The last step of a build: sum up what it holds, then publish it."""

from pathlib import Path
from typing import Any

import duckdb

from orchestration.warehouse.build import Build
from orchestration.warehouse.reader import row_counts


def publish(build: Build) -> Path:
    """Publish the build and return its directory; unchanged inputs leave the old release in place."""
    current = build.settings.current_release()
    if current is not None and build.inputs is not None and build.inputs.as_dict() == build.base_inputs():
        build.report = build.base_report()
        build.discard()
        return current
    before = build.progress.total()
    with duckdb.connect(str(build.database)) as connection:
        build.report |= contents(connection)
        connection.execute("CHECKPOINT")
    build.report["inputs"] = build.inputs.fingerprint if build.inputs else build.base_report().get("inputs")
    build.write_record("lineage.json", build.report.pop("lineage", {}))
    total = build.progress.total()
    build.report["timings"] = {**build.progress.timings, "release": round(total - before, 3), "total": total}
    return build.publish()


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
        "figures": figures[0] if figures else 0,
        "marts": {name: counts["marts", name] for name in marts},
        "reconciliations": statuses,
        "contradictions": statuses.get("contradiction", 0),
    }
