"""Questions to a warehouse file, asked read-only."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

PLACES = """
WITH keys (key) AS (VALUES {keys}),

figures AS (
    SELECT key, document_id, page, line, sentences.text AS sentence
    FROM keys JOIN raw.figures ON key = figure_key LEFT JOIN raw.sentences USING (document_id, sentence_id)
),

sentences AS (
    SELECT
        key, sentences.document_id, page,
        length(regexp_replace(documents.text[:sentences.char_start], '[^\n]', '', 'g')) + 1 AS line,
        sentences.text AS sentence
    FROM keys
    JOIN raw.sentences ON key = sentence_id
    JOIN raw.documents ON sentences.document_id = documents.document_id
    LEFT JOIN raw.pages ON pages.document_id = sentences.document_id
        AND sentences.char_start >= pages.char_start AND sentences.char_start < pages.char_end
    WHERE key NOT IN (SELECT key FROM figures)
),

whole AS (
    SELECT key, document_id, NULL AS page, NULL AS line, NULL AS sentence
    FROM keys JOIN raw.documents ON key = document_id
)

SELECT key, source_path, page, line, sentence
FROM (FROM figures UNION ALL FROM sentences UNION ALL FROM whole) AS found
JOIN raw.documents USING (document_id)
"""
"""Where keys lead to: a line break is a character of its own in the texts as they are stored."""
ROWS = "*"
"""In lineage, what stands for the rows of a relation rather than for one of its columns."""
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


def places(connection: duckdb.DuckDBPyConnection, keys: list[str]) -> dict[str, dict[str, Any]]:
    """Key of a figure, a sentence or a document → ``source_path, page, line, sentence``; None what it does not tell."""
    listed = ", ".join(f"({literal(key)})" for key in keys)
    cursor = connection.execute(PLACES.format(keys=listed))
    names = [column[0] for column in cursor.description or []][1:]
    return {key: dict(zip(names, place, strict=True)) for key, *place in cursor.fetchall()}


def literal(value: object) -> str:
    """A text as SQL writes it.

    Bound parameters would be as safe, but the first one makes DuckDB import pandas, which takes a second.
    """
    return "'" + str(value).replace("'", "''") + "'"


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a file for reading only, by its real path: a pointer would be remembered with its old target."""
    return duckdb.connect(str(path.resolve()), read_only=True)
