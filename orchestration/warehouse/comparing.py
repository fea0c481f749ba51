"""What changed between two releases: rows by mart, and values before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.warehouse.reader import literal

VALUES_SHOWN = 100
SCHEMA = "marts"
MARTS = ("mart", "rows_before", "rows_after", "added", "removed", "changed", "columns")
VALUES = ("mart", "key", "column", "before", "after")
# Moments at which something was loaded or seen are no facts of the reports.
MOMENTS = ("loaded_at", "first_seen_at", "last_seen_at")


@dataclass(frozen=True)
class Mart:
    """A table of either file: what of it can be compared, and what cannot."""

    name: str
    keys: tuple[str, ...]
    """Primary key; empty where there is none, or not the same in both: then only whole rows can be compared."""
    compared: tuple[str, ...]
    """Columns that both have in the same type, without the key."""
    difference: str | None
    """Columns that came, went or changed their type, in words."""
    sides: frozenset[str]
    """Files that have it: before, after."""


def compare(before: Path, after: Path, shown: int = VALUES_SHOWN) -> dict[str, list[dict[str, Any]]]:
    """Two files of the warehouse held against each other; a row is the same row if it has the same primary key.

    ``marts``: one row per mart: ``mart, rows_before, rows_after, added, removed, changed`` (rows; ``changed`` is None where
    a mart has no key, and a changed row one removed and one added) and ``columns`` (which came, went or changed). ``values``: up to ``shown`` of the
    values that changed: ``mart, key, column, before, after`` as text.
    """
    with duckdb.connect() as connection:
        for side, path in (("before", before), ("after", after)):
            connection.execute(f"ATTACH {literal(path.resolve())} AS {side} (READ_ONLY)")
        marts = _marts(connection)
        keyed = [mart for mart in marts if mart.keys]
        counts = " UNION ALL ".join(_counts(mart) for mart in marts)
        values = " UNION ALL ".join(_values(mart) for mart in keyed if mart.compared)
        return {
            "marts": _rows(connection, f"{counts} ORDER BY mart") if counts else [],
            "values": _rows(connection, f'{values} ORDER BY mart, key, "column" LIMIT {shown}') if values else [],
        }


def _marts(connection: duckdb.DuckDBPyConnection) -> list[Mart]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    columns = connection.execute(
        "SELECT database_name, table_name, column_name, data_type FROM duckdb_columns() "
        f"WHERE database_name IN ('before', 'after') AND schema_name = '{SCHEMA}' ORDER BY table_name, column_index"
    ).fetchall()
    for side, table, column, kind in columns:
        found.setdefault(table, {}).setdefault(side, {})[column] = kind
    keys = connection.execute(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE database_name = 'after' "
        f"AND schema_name = '{SCHEMA}' AND constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    return [_mart(name, sides, tuple(dict(keys).get(name, ()))) for name, sides in found.items()]


def _mart(name: str, sides: Mapping[str, Mapping[str, str]], key: tuple[str, ...]) -> Mart:
    old, new = sides.get("before", {}), sides.get("after", {})
    shared = [column for column in new if old.get(column) == new[column]]
    words = [f"+{column}" for column in new if column not in old] + [f"-{column}" for column in old if column not in new]
    words += [f"{column}: {old[column]} → {new[column]}" for column in new if old.get(column, new[column]) != new[column]]
    return Mart(
        name,
        key if set(key) <= set(shared) else (),
        tuple(column for column in shared if column not in (*key, *MOMENTS)),
        ", ".join(words) or None if old and new else "+" if new else "-",
        frozenset(sides),
    )


def _counts(mart: Mart) -> str:
    """A query of one row."""
    head = f"SELECT {literal(mart.name)} AS mart, "
    tail = f"{literal(mart.difference) if mart.difference else 'NULL'} AS columns"
    if not mart.keys:
        old, new = (_whole_rows(mart, side) for side in ("before", "after"))
        counts = {"rows_before": old, "rows_after": new, "added": f"{new} EXCEPT ALL {old}"}
        counts["removed"] = f"{old} EXCEPT ALL {new}"
        rows = ", ".join(f"(SELECT count(*) FROM ({query}) AS rows) AS {name}" for name, query in counts.items())
        return f"{head}{rows}, NULL AS changed, {tail}"
    key = _quoted(mart.keys[0])  # of a primary key, so NULL only where the whole row is missing
    return (
        f"{head}count(b.{key}) AS rows_before, count(a.{key}) AS rows_after, "
        f"count(*) FILTER (b.{key} IS NULL) AS added, count(*) FILTER (a.{key} IS NULL) AS removed, "
        f"count(*) FILTER (a.{key} IS NOT NULL AND b.{key} IS NOT NULL AND ({_differ(mart)})) AS changed, {tail} "
        f"FROM {_joined(mart, 'FULL')}"
    )


def _whole_rows(mart: Mart, side: str) -> str:
    if side not in mart.sides:
        return "(SELECT 1 AS nothing WHERE false)"
    columns = ", ".join(map(_quoted, mart.compared)) if len(mart.sides) == 2 and mart.compared else "1 AS nothing"
    return f"(SELECT {columns} FROM {side}.{SCHEMA}.{_quoted(mart.name)})"


def _values(mart: Mart) -> str:
    """A query of one row per value that changed; only rows that changed are taken apart into values."""
    pairs = ", ".join(
        f"{{'column': {literal(c)}, 'old': CAST(b.{_quoted(c)} AS VARCHAR), 'new': CAST(a.{_quoted(c)} AS VARCHAR)}}"
        for c in mart.compared
    )
    key = " || ' ' || ".join(f"CAST(a.{_quoted(key)} AS VARCHAR)" for key in mart.keys)
    return (
        f'SELECT {literal(mart.name)} AS mart, key, pair."column" AS "column", pair.old AS before, pair.new AS after '
        f"FROM (SELECT {key} AS key, unnest([{pairs}]) AS pair FROM {_joined(mart, 'INNER')} WHERE {_differ(mart)}) "
        "AS taken_apart WHERE pair.old IS DISTINCT FROM pair.new"
    )


def _joined(mart: Mart, kind: str) -> str:
    name, keys = _quoted(mart.name), ", ".join(map(_quoted, mart.keys))
    return f"before.{SCHEMA}.{name} AS b {kind} JOIN after.{SCHEMA}.{name} AS a USING ({keys})"


def _differ(mart: Mart) -> str:
    return " OR ".join(f"b.{_quoted(c)} IS DISTINCT FROM a.{_quoted(c)}" for c in mart.compared) or "false"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
