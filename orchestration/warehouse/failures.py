"""Rows that broke a check, with the place in the documents that they come from."""

from collections.abc import Iterable
from typing import Any

import duckdb

from orchestration.warehouse.reader import places, sample

ROWS_SHOWN = 8
KEY_COLUMNS = ("figure_key", "figure_keys")


def failing_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """A sample of what the SQL of a test finds; rows that name a figure also say where it stands."""
    try:
        names, rows = sample(connection, sql, ROWS_SHOWN)
    except duckdb.Error as error:
        return [{"error": str(error).splitlines()[0]}]
    return located(connection, [dict(zip(names, row, strict=True)) for row in rows])


def located(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add file, line and sentence of the first figure of each row."""
    keys = [key for key in map(_first_key, rows) if key]
    if not keys:
        return rows
    try:
        found = places(connection, keys)
    except duckdb.Error:  # the tables of the documents are what is broken
        return rows
    return [_with_place(row, found.get(_first_key(row) or "")) for row in rows]


def as_text(rows: Iterable[dict[str, Any]]) -> list[dict[str, str | None]]:
    """Rows with every value printed, for records and tables that know no decimals or lists."""
    return [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]


def _with_place(row: dict[str, Any], place: tuple[str, int, str | None] | None) -> dict[str, Any]:
    if place is None:
        return row
    path, line, sentence = place
    return {**row, "place": f"{path}:{line}", "sentence": sentence}


def _first_key(row: dict[str, Any]) -> str | None:
    for name in KEY_COLUMNS:
        value = row.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str):
            return value
    return None
