"""Questions to a warehouse file, asked read-only."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

SCHEMAS = ("raw", "reference", "staging", "intermediate", "marts")


def row_counts(
    connection: duckdb.DuckDBPyConnection, relations: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Rows of each ``(schema, name)``."""
    names = list(relations)
    if not names:
        return {}
    counts = " UNION ALL ".join(
        f'SELECT {n}, count(*) FROM "{schema}"."{name}"' for n, (schema, name) in enumerate(names)
    )
    return {names[n]: count for n, count in connection.execute(counts).fetchall()}


def columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, str]]:
    """Columns and types of every relation of the warehouse, by ``(schema, name)``."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    rows = connection.execute(
        "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
        f"WHERE database_name = current_database() AND schema_name IN {SCHEMAS} "
        "ORDER BY schema_name, table_name, column_index"
    ).fetchall()
    for schema, table, column, data_type in rows:
        found.setdefault((schema, table), {})[column] = data_type
    return found


def sample(connection: duckdb.DuckDBPyConnection, sql: str, limit: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names and first rows of a query."""
    cursor = connection.execute(f"SELECT * FROM ({sql.rstrip().rstrip(';')}\n) LIMIT {limit}")
    return [column[0] for column in cursor.description or []], cursor.fetchall()


def places(connection: duckdb.DuckDBPyConnection, keys: list[str]) -> dict[str, tuple[str, int, str | None]]:
    """Figure key → file, line and sentence."""
    rows = connection.execute(
        "SELECT figure_key, source_path, line, sentences.text FROM raw.figures "
        "JOIN raw.documents USING (document_id) LEFT JOIN raw.sentences USING (sentence_id) "
        f"WHERE figure_key IN ({', '.join(map(literal, keys))})"
    ).fetchall()
    return {key: (path, line, sentence) for key, path, line, sentence in rows}


def literal(value: object) -> str:
    """A text as SQL writes it.

    Bound parameters would be as safe, but the first one makes DuckDB import pandas, which takes a second.
    """
    return "'" + str(value).replace("'", "''") + "'"


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a file for reading only, by its real path: a pointer would be remembered with its old target."""
    return duckdb.connect(str(path.resolve()), read_only=True)
