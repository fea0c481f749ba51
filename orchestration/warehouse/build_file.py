"""The file of a build: the tables of schema ``raw``, and how rows get into them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.warehouse.raw_tables import RAW_TABLES
from orchestration.warehouse.reader import literal
from orchestration.warehouse.reading import spooled

IDENTITY_TABLES = ("documents", "rejected_documents", "pages", "corrections")
# Columns whose values begin with the id of a document, as macros/by_document.sql of the models knows them too.
DOCUMENT_KEYS = ("document_id", "report_key", "statement_id", "node_id", "deduction_id")
EXTRACT_TABLES = tuple(table for table in RAW_TABLES if table not in IDENTITY_TABLES)


@contextmanager
def transaction(path: Path, published: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose work is kept whole or not at all; the last release is attached as ``published``."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        if published is not None:
            connection.execute(f"ATTACH {literal(published)} AS published (READ_ONLY)")
        connection.begin()
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """All of them, empty, as the contract says."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    for table, schema in RAW_TABLES.items():
        columns = ", ".join(
            f'"{field.name}" {sql_type(field.type)}{"" if field.nullable else " NOT NULL"}' for field in schema
        )
        connection.execute(f"CREATE TABLE raw.{table} ({columns})")


def sql_type(arrow: pa.DataType) -> str:
    """DuckDB's name of an Arrow type."""
    if pa.types.is_decimal(arrow):
        return f"DECIMAL({arrow.precision}, {arrow.scale})"
    if pa.types.is_list(arrow):
        return f"{sql_type(arrow.value_type)}[]"
    names = {pa.string(): "VARCHAR", pa.int32(): "INTEGER", pa.int64(): "BIGINT", pa.bool_(): "BOOLEAN"}
    return "TIMESTAMP" if pa.types.is_timestamp(arrow) else names[arrow]


def carry_over(connection: duckdb.DuckDBPyConnection, carried: Sequence[str]) -> None:
    """Take documents and pages of unchanged files from the last release."""
    if not carried:
        return
    connection.execute(
        "INSERT INTO raw.documents BY NAME SELECT * REPLACE (false AS is_fresh) "
        f"FROM published.raw.documents WHERE source_path IN ({_list(carried)})"
    )
    connection.execute(
        "INSERT INTO raw.pages BY NAME FROM published.raw.pages "
        "WHERE document_id IN (SELECT document_id FROM raw.documents)"
    )


def keep_only(connection: duckdb.DuckDBPyConnection, carried: Sequence[str]) -> None:
    """Leave of a copy of the last release what is of unchanged files, in every table and mart."""
    gone = [
        document
        for (document,) in connection.execute(
            f"SELECT document_id FROM raw.documents WHERE source_path NOT IN ({_list(carried)})"
        ).fetchall()
    ]
    _forget(connection, gone)
    connection.execute("DELETE FROM raw.rejected_documents")
    connection.execute("DELETE FROM raw.corrections")
    connection.execute("UPDATE raw.documents SET is_fresh = false WHERE is_fresh")


def load_identity(connection: duckdb.DuckDBPyConnection, spool: Path, carried: Sequence[str], now: datetime) -> None:
    """Add documents and pages from the spool; files rejected now, and those ``carried`` that were rejected before."""
    if carried:
        connection.execute(
            "INSERT INTO raw.rejected_documents BY NAME "
            f"SELECT * REPLACE (CAST({literal(now)} AS TIMESTAMP) AS last_seen_at) "
            f"FROM published.raw.rejected_documents WHERE source_path IN ({_list(carried)})"
        )
    for table in IDENTITY_TABLES:
        _insert_spooled(connection, spool, table)


def keep_first_seen(connection: duckdb.DuckDBPyConnection) -> None:
    """A file that was rejected before, with the same bytes, keeps the day on which that was first seen."""
    connection.execute(
        "UPDATE raw.rejected_documents AS now SET first_seen_at = before.first_seen_at "
        "FROM published.raw.rejected_documents AS before "
        "WHERE before.source_path = now.source_path AND before.sha256 IS NOT DISTINCT FROM now.sha256"
    )


def load_extracts(connection: duckdb.DuckDBPyConnection, spool: Path, carry: bool) -> None:
    """Fill the tables of what documents say: from the spool or, where not in it, the last release."""
    if carry:
        connection.execute("CREATE TEMP TABLE fresh (document_id VARCHAR)")
        for path in spooled(spool, "documents"):
            connection.execute(f"INSERT INTO fresh SELECT document_id FROM {_json(path, 'documents')}")
    for table in EXTRACT_TABLES:
        if carry:
            connection.execute(
                f"INSERT INTO raw.{table} BY NAME SELECT * FROM published.raw.{table} WHERE document_id IN "
                "(SELECT document_id FROM raw.documents EXCEPT SELECT document_id FROM fresh)"
            )
        _insert_spooled(connection, spool, table, "WHERE document_id IN (SELECT document_id FROM raw.documents)")


def refuse_twins(connection: duckdb.DuckDBPyConnection, extractor_version: str, now: datetime) -> None:
    """Of documents with the same words in several formats keep the first by path; the others count as rejected."""
    connection.execute(
        "CREATE TEMP TABLE twins AS "
        "SELECT document_id, sha256, source_path, first_value(source_path) OVER same AS first "
        "FROM raw.documents WINDOW same AS (PARTITION BY text_digest ORDER BY source_path) "
        "QUALIFY row_number() OVER same > 1"
    )
    connection.execute(
        "INSERT INTO raw.rejected_documents BY NAME SELECT source_path, sha256, 'duplicate_text' AS reason_code, "
        "'与 ' || first || ' 文字完全相同 Same words as ' || first AS reason, "
        f"{literal(extractor_version)} AS extractor_version, "
        f"CAST({literal(now)} AS TIMESTAMP) AS first_seen_at, CAST({literal(now)} AS TIMESTAMP) AS last_seen_at "
        "FROM twins"
    )
    _forget(connection, [document for (document,) in connection.execute("SELECT document_id FROM twins").fetchall()])
    connection.execute("DROP TABLE twins")


def _forget(connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> None:
    """Delete what any table says of them."""
    if documents:
        for table, column in _tables_by_document(connection):
            connection.execute(f"DELETE FROM {table} WHERE left({column}, 16) IN ({_list(documents)})")


def _tables_by_document(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Tables whose rows are of one document each, with the first column that begins with its id."""
    return connection.execute(
        "SELECT '\"' || schema_name || '\".\"' || table_name || '\"', arg_min(column_name, column_index) "
        "FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, schema_name, table_name) "
        f"WHERE database_name = current_database() AND column_name IN ({_list(DOCUMENT_KEYS)}) GROUP BY 1 ORDER BY 1"
    ).fetchall()


def _list(values: Iterable[str]) -> str:
    return ", ".join(map(literal, values))


def _insert_spooled(connection: duckdb.DuckDBPyConnection, spool: Path, table: str, condition: str = "") -> None:
    for path in spooled(spool, table):
        connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM {_json(path, table)} {condition}")


def _json(path: Path, table: str) -> str:
    """Lines of JSON as a relation with the types of the contract; a line may hold a whole document."""
    types = ", ".join(f"\"{field.name}\": '{sql_type(field.type)}'" for field in RAW_TABLES[table])
    longest = max(16_777_216, path.stat().st_size + 1)
    return (
        f"read_json({literal(path)}, format = 'newline_delimited', maximum_object_size = {longest}, "
        f"columns = {{{types}}})"
    )
