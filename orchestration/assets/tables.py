"""Rows as Dagster's UI shows them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from orchestration.settings import PROJECT_DIR
from orchestration.warehouse.reader import sample

PREVIEW_ROWS = 5
TEXT_SHOWN = 120


def table_of(rows: Sequence[Mapping[str, Any]]) -> dg.TableMetadataValue:
    """A table of rows, with every value in print: the UI knows neither decimals nor lists."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return dg.MetadataValue.table(
        records=[dg.TableRecord({name: _shown(row.get(name)) for name in names}) for row in rows],
        schema=dg.TableSchema([dg.TableColumn(name) for name in names]),
    )


def preview(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dict[str, dg.TableMetadataValue]:
    """The first few rows of a table, as metadata; nothing where it is empty."""
    names, rows = sample(connection, f'SELECT * FROM "{schema}"."{table}"', PREVIEW_ROWS)
    return {"preview": table_of([dict(zip(names, row, strict=True)) for row in rows])} if rows else {}


def made_by(*files: Path) -> dict[str, Any]:
    """Links to the files that make an asset, as metadata."""
    references: list[dg.LocalFileCodeReference | dg.UrlCodeReference] = [
        dg.LocalFileCodeReference(file_path=str(path), line_number=1, label=_label(path)) for path in files
    ]
    return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=references)}


def _label(path: Path) -> str:
    return path.relative_to(PROJECT_DIR).as_posix() if path.is_relative_to(PROJECT_DIR) else path.name


def _shown(value: object) -> str | int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    text = str(value)
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"
