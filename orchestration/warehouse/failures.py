"""Rows that broke a check, with the place in the documents that they come from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb

from orchestration.warehouse.reader import places, sample

ROWS_SHOWN = 8
# Every key begins with its document; what follows is the figure's or the sentence's, and perhaps the n-th of it.
# In a workbook #n is part of the figure's key, in a statement's it comes after.
KEY = re.compile(r"([0-9a-f]{16})(:[^#]+)?((?:#\d+)*)")


def failing_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """A sample of what the SQL of a test finds; rows that name a figure also say where it stands."""
    try:
        names, rows = sample(connection, sql, ROWS_SHOWN)
    except duckdb.Error as error:
        return [{"error": str(error).splitlines()[0]}]
    return located(connection, [dict(zip(names, row, strict=True)) for row in rows])


def located(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put before each row the file, page, line and sentence of the most exact key in it, as far as they are known."""
    keys = [list(dict.fromkeys(_keys(row))) for row in rows]
    wanted = sorted({key for found in keys for key in found})
    if not wanted:
        return rows
    try:
        known = places(connection, wanted)
    except duckdb.Error:  # the tables of the documents are what is broken
        return rows
    return [{**_place(found, known), **row} for row, found in zip(rows, keys, strict=True)]


def as_text(rows: Iterable[dict[str, Any]]) -> list[dict[str, str | None]]:
    """Rows with every value printed, for records and tables that know no decimals or lists."""
    return [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]


def _place(keys: Iterable[str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found = [known[key] for key in keys if key in known]
    return dict(next((place for place in found if place["line"] is not None), found[0] if found else {}))


def _keys(row: Mapping[str, Any]) -> Iterator[str]:
    """What may be a key of a figure or a sentence, those of whole documents after them."""
    values = [item for value in row.values() for item in (value if isinstance(value, list) else [value])]
    matches = [match for value in values if isinstance(value, str) and (match := KEY.fullmatch(value))]
    for match in matches:
        if match[2]:
            yield from (match[0], match[0].rpartition("#")[0], match[1] + match[2])
    yield from (match[1] for match in matches)
