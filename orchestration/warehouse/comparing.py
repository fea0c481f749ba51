"""What changed between two releases: rows by mart, and values before and after."""

from pathlib import Path
from typing import Any

import duckdb

from orchestration.warehouse.lasting_keys import KEYS_OF_DOCUMENTS, PLACES
from orchestration.warehouse.pairing import NEW, OLD, PAIRS, SAME_REPORTS, Mart, find_marts, pair_rows, prepare, quoted
from orchestration.warehouse.reader import literal

VALUES_SHOWN = 100
MARTS = ("mart", "rows_before", "rows_after", "added", "removed", "changed", "columns")
VALUES = ("mart", "row", "column", "before", "after", "key")
FOUND = "found"
"""Table of the values that changed, as far as they are shown: the columns of ``VALUES``, and ``place`` in the mart."""
# What people know a row by, where the mart has it; keys are for machines.
_WHOSE = ("department_name", "fiscal_year")
_HASH = "[0-9a-f]{16}"


def compare(before: Path, after: Path, shown: int = VALUES_SHOWN) -> dict[str, list[dict[str, Any]]]:
    """Two files of the warehouse held against each other.

    A row is the same row if it has the same primary key, else if it says the same, else if it is the only one on either
    side with the same lasting key (``lasting_keys.py``): that of a file which was revised. What shares its lasting key
    with another row counts as removed and added.

    ``marts``: one row per mart: ``mart, rows_before, rows_after, added, removed, changed`` (rows; ``changed`` is None
    where a mart has no key of either sort, and a changed row one removed and one added) and ``columns`` (which came,
    went or changed). ``values``: up to ``shown`` of the values that changed, of every mart some: ``mart, row`` (what it
    is about), ``column, before, after`` as text, ``key`` (in the newer release).
    """
    with duckdb.connect() as connection:
        for side, path in ((OLD, before), (NEW, after)):
            connection.execute(f"ATTACH {literal(path.resolve())} AS {side} (READ_ONLY)")
        connection.execute(
            f"CREATE TEMP TABLE {FOUND} ({', '.join(f'{quoted(n)} VARCHAR' for n in VALUES)}, place BIGINT)"
        )
        prepare(connection)
        counts = []
        for mart in find_marts(connection):
            pair_rows(connection, mart)
            counts += _rows(connection, _counts(mart))
            if mart.is_paired and mart.compared and shown > 0:
                connection.execute(f"INSERT INTO {FOUND} {_values(mart, shown)}")
        columns = ", ".join(map(quoted, VALUES))
        # The first ones of every mart: one with many changes must not hide those of the others.
        first = f"SELECT * FROM {FOUND} ORDER BY place, mart LIMIT {shown}"
        values = _rows(connection, f"SELECT {columns} FROM ({first}) ORDER BY mart, place")
        return {"marts": sorted(counts, key=lambda row: str(row["mart"])), "values": values}


def _counts(mart: Mart) -> str:
    """A query of one row."""
    sizes = [f"(SELECT count(*) FROM {mart.table(side)})" if side in mart.sides else "0" for side in (OLD, NEW)]
    paired = f"(SELECT count(*) FROM {PAIRS})"
    changed = f"(SELECT count(*) FROM {_pairs(mart)} WHERE {_differ(mart)})" if mart.is_paired else "NULL"
    tail = literal(mart.difference) if mart.difference else "NULL"
    return (
        f"SELECT {literal(mart.name)} AS mart, {sizes[0]} AS rows_before, {sizes[1]} AS rows_after, "
        f"{sizes[1]} - {paired} AS added, {sizes[0]} - {paired} AS removed, {changed} AS changed, {tail} AS columns"
    )


def _values(mart: Mart, shown: int) -> str:
    """A query of one row per value that changed; only rows that changed are taken apart into values."""
    taken = ", ".join(
        f"{{'column': {literal(c)}, 'old': CAST(o.{quoted(c)} AS VARCHAR), 'new': CAST(n.{quoted(c)} AS VARCHAR), "
        f"'differs': {_differs(c)}}}"
        for c in mart.compared
    )
    key = " || ' ' || ".join(f"CAST(n.{quoted(key)} AS VARCHAR)" for key in mart.keys) or "NULL"
    known = ", ".join(f"CAST(n.{quoted(column)} AS VARCHAR)" for column in _words(mart))
    words = f"concat_ws(' · ', {known})" if known else "NULL"
    return (
        f'SELECT {literal(mart.name)}, words, pair."column", pair.old, pair.new, key, '
        "row_number() OVER (ORDER BY words, key, new_row, position) AS place "
        f"FROM (SELECT new_row, {key} AS key, {words} AS words, "
        f"unnest([{taken}]) AS pair, generate_subscripts([{taken}], 1) AS position "
        f"FROM {_pairs(mart)} WHERE {_differ(mart)}) AS taken_apart WHERE pair.differs ORDER BY place LIMIT {shown}"
    )


def _words(mart: Mart) -> list[str]:
    """Columns by which people know a row."""
    lasting = mart.lasting[-1] if mart.lasting else ()
    known = (*_WHOSE, *lasting)
    return [c for c in dict.fromkeys(known) if c in mart.columns and not c.endswith("_key")]


def _pairs(mart: Mart) -> str:
    return (
        f"{PAIRS} JOIN {mart.table(OLD)} AS o ON o.rowid = old_row JOIN {mart.table(NEW)} AS n ON n.rowid = new_row "
        f"CROSS JOIN (SELECT map(list(old_key[:16]), list(new_key[:16])) AS renamed "
        f"FROM (SELECT DISTINCT old_key[:16] AS old_key, min(new_key[:16]) AS new_key FROM {SAME_REPORTS} GROUP BY 1))"
    )


def _differ(mart: Mart) -> str:
    return " OR ".join(map(_differs, mart.compared)) or "false"


def _differs(column: str) -> str:
    """Whether a column says something else of a paired row."""
    old, new = f"o.{quoted(column)}", f"n.{quoted(column)}"
    distinct = f"{old} IS DISTINCT FROM {new}"
    if column in PLACES:
        return f"(by_key AND {distinct})"
    if column not in KEYS_OF_DOCUMENTS:
        return f"({distinct})"
    before, after = (f"list_distinct(regexp_extract_all(CAST({side} AS VARCHAR), '{_HASH}'))" for side in (old, new))
    # The same documents, some of them revised: then the figures in them cannot be held against each other.
    translated = f"list_transform({before}, lambda d: coalesce(renamed[d], d))"
    revised = f"list_sort({translated}) = list_sort({after}) AND list_sort({before}) <> list_sort({after})"
    return f"(CASE WHEN {distinct} THEN NOT coalesce({revised}, false) ELSE false END)"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
