"""What Dagster shows of a table of schema ``raw``."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.assets.tables import made_by, preview
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import IDENTITY_TABLES, sql_type
from orchestration.warehouse.raw_tables import RAW_TABLES
from orchestration.warehouse.reader import connect, row_counts

TABLES = PROJECT_DIR / "orchestration" / "warehouse" / "raw_tables.py"
EXTRACTION = PROJECT_DIR / "orchestration" / "extraction" / "extract.py"
READERS = tuple(PROJECT_DIR / "orchestration" / name for name in ("documents/readers.py", "warehouse/load.py"))
MADE_BY = dict.fromkeys(IDENTITY_TABLES, READERS)


def raw_key(table: str) -> dg.AssetKey:
    """Asset key of a raw table, the same as its dbt source names."""
    return dg.AssetKey(["raw", table])


def raw_specs(
    tables: Iterable[str], manifest: dict[str, Any], settings: Settings, step: Path, deps: Sequence[dg.AssetKey]
) -> list[dg.AssetSpec]:
    """One asset a table, with descriptions and columns as the dbt project's sources give them."""
    sources = {node["name"]: node for node in manifest["sources"].values() if node["schema"] == "raw"}
    return [
        dg.AssetSpec(
            raw_key(table),
            deps=deps,
            group_name="raw",
            kinds={"python", "duckdb"},
            owners=[settings.owner],
            description=sources.get(table, {}).get("description"),
            metadata={
                "dagster/table_name": f"jixiao.raw.{table}",
                "dagster/column_schema": _columns(table, sources.get(table, {}).get("columns", {})),
                **made_by(step, *MADE_BY.get(table, (EXTRACTION,)), TABLES),
            },
        )
        for table in tables
    ]


def raw_results(
    build: Build, tables: Sequence[str], more: Mapping[str, Mapping[str, Any]] | None = None
) -> list[dg.MaterializeResult[None]]:
    """What a step that filled these tables reports, ``more`` of some of them."""
    with connect(build.database) as connection:
        counts = row_counts(connection, [("raw", table) for table in tables])
        return [
            dg.MaterializeResult(
                asset_key=raw_key(table),
                metadata={
                    "dagster/row_count": counts["raw", table],
                    **preview(connection, "raw", table),
                    **(more or {}).get(table, {}),
                },
            )
            for table in tables
        ]


def _columns(table: str, described: dict[str, Any]) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(
                field.name,
                sql_type(field.type),
                described.get(field.name, {}).get("description"),
                dg.TableColumnConstraints(nullable=field.nullable),
            )
            for field in RAW_TABLES[table]
        ]
    )
