"""One read-only query."""

from pathlib import Path
from typing import Any

import duckdb

from orchestration.warehouse.reader import connect


class BadQueryError(Exception):
    """The query cannot be answered; the message is DuckDB's."""


def ask(database: Path, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names and rows of the answer."""
    try:
        with connect(database) as connection:
            # The file is read-only already; neither may a query reach for other files.
            connection.execute("SET enable_external_access = false")
            cursor = connection.execute(query)
            return [column[0] for column in cursor.description or []], cursor.fetchall()
    except duckdb.Error as error:
        raise BadQueryError(str(error)) from error
