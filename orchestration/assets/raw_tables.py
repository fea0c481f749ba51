"""What Dagster shows of a table of schema ``raw``."""

from collections.abc import Iterable, Sequence
from typing import Any

import dagster as dg

from orchestration.warehouse.build import Build
from orchestration.warehouse.build_file import sql_type
from orchestration.warehouse.raw_tables import RAW_TABLES
from orchestration.warehouse.reader import connect, row_counts


def raw_key(table: str) -> dg.AssetKey:
    """Asset key of a raw table, the same as its dbt source names."""
    return dg.AssetKey(["raw", table])


def raw_specs(tables: Iterable[str], manifest: dict[str, Any], deps: Sequence[dg.AssetKey]) -> list[dg.AssetSpec]:
    """One asset a table, with descriptions and columns as the dbt project's sources give them."""
    sources = {node["name"]: node for node in manifest["sources"].values() if node["schema"] == "raw"}
    return [
        dg.AssetSpec(
            raw_key(table),
            deps=deps,
            group_name="raw",
            kinds={"python", "duckdb"},
            description=sources.get(table, {}).get("description"),
            metadata={
                "dagster/table_name": f"jixiao.raw.{table}",
                "dagster/column_schema": _columns(table, sources.get(table, {}).get("columns", {})),
            },
        )
        for table in tables
    ]


def row_count_results(build: Build, tables: Sequence[str]) -> list[dg.MaterializeResult[None]]:
    """What a step that filled these tables reports."""
    with connect(build.database) as connection:
        counts = row_counts(connection, [("raw", table) for table in tables])
    return [
        dg.MaterializeResult(asset_key=raw_key(table), metadata={"dagster/row_count": counts["raw", table]})
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
