"""Which row of one release is which row of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from orchestration.warehouse.lasting_keys import KEYS_OF_DOCUMENTS, LASTING_KEYS, MOMENTS, PLACES

SCHEMA = "marts"
REPORTS, REPORT_KEY = "reports", "report_key"
OLD, NEW = "before", "after"
PAIRS = "pairs"
"""Table of the mart at hand: ``old_row, new_row, by_key``, row identifiers of either side."""
SAME_REPORTS = "same_reports"
"""Table of reports that go by another key in the newer release: ``old_key, new_key``."""


@dataclass(frozen=True)
class Mart:
    """A table of either file: what of it can be compared, and what cannot."""

    name: str
    keys: tuple[str, ...]
    """Primary key; empty where there is none, or not the same in both."""
    lasting: tuple[tuple[str, ...], ...]
    """Keys that outlast a change of the document, the most exact first, as far as both sides have their columns."""
    columns: tuple[str, ...]
    """Columns that both have in the same type."""
    difference: str | None
    """Columns that came, went or changed their type, in words."""
    sides: frozenset[str]
    """Files that have it: before, after."""

    @property
    def compared(self) -> tuple[str, ...]:
        """Columns without the key, and without moments."""
        return tuple(column for column in self.columns if column not in (*self.keys, *MOMENTS))

    @property
    def values(self) -> tuple[str, ...]:
        """Columns that say the same of the same fact, wherever it stands."""
        apart = (*self.keys, *MOMENTS, *KEYS_OF_DOCUMENTS, *PLACES)
        return tuple(column for column in self.columns if column not in apart)

    @property
    def is_paired(self) -> bool:
        """Whether a row can be found again with other values."""
        return bool(self.keys or self.lasting)

    def table(self, side: str) -> str:
        """As SQL names it."""
        return f"{side}.{SCHEMA}.{quoted(self.name)}"


def find_marts(connection: duckdb.DuckDBPyConnection) -> list[Mart]:
    """The tables of both files, attached as ``before`` and ``after``; reports first, which name those of the others."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    columns = connection.execute(
        "SELECT database_name, table_name, column_name, data_type FROM duckdb_columns() "
        "SEMI JOIN duckdb_tables() AS tables USING (database_name, schema_name, table_name) "
        f"WHERE database_name IN ('{OLD}', '{NEW}') AND schema_name = '{SCHEMA}' ORDER BY table_name, column_index"
    ).fetchall()
    for side, table, column, kind in columns:
        found.setdefault(table, {}).setdefault(side, {})[column] = kind
    keys = connection.execute(
        f"SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE database_name = '{NEW}' "
        f"AND schema_name = '{SCHEMA}' AND constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    marts = [_mart(name, sides, tuple(dict(keys).get(name, ()))) for name, sides in found.items()]
    return sorted(marts, key=lambda mart: (mart.name != REPORTS, mart.name))


def _mart(table: str, sides: Mapping[str, Mapping[str, str]], key: tuple[str, ...]) -> Mart:
    old, new = sides.get(OLD, {}), sides.get(NEW, {})
    shared = tuple(column for column in new if old.get(column) == new[column])
    words = [f"+{name}" for name in new if name not in old] + [f"-{name}" for name in old if name not in new]
    words += [f"{name}: {old[name]} → {new[name]}" for name in new if old.get(name, new[name]) != new[name]]
    return Mart(
        table,
        key if set(key) <= set(shared) else (),
        tuple(lasting for lasting in LASTING_KEYS.get(table, ()) if set(lasting) <= set(shared)),
        shared,
        ", ".join(words) or None if old and new else "+" if new else "-",
        frozenset(sides),
    )


def pair_rows(connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
    """Fill ``pairs``: rows of the same key, then rows that say the same, then rows of the same lasting key."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {PAIRS} (old_row BIGINT, new_row BIGINT, by_key BOOLEAN)")
    if len(mart.sides) < 2:
        return
    if mart.keys:
        keys = ", ".join(map(quoted, mart.keys))
        connection.execute(
            f"INSERT INTO {PAIRS} SELECT o.rowid, n.rowid, true "
            f"FROM {mart.table(OLD)} AS o JOIN {mart.table(NEW)} AS n USING ({keys})"
        )
    if mart.values and _any_left(connection, mart):
        said = (*((REPORT_KEY,) if _names_report(mart) else ()), *mart.values)
        _pair_the_rest(connection, mart, said, "row_number() OVER (PARTITION BY {key} ORDER BY row)", "true")
    for lasting in mart.lasting:
        if not _any_left(connection, mart):
            break
        only = f"n = 1 AND k{len(lasting) - 1} IS NOT NULL"
        _pair_the_rest(connection, mart, lasting, "count(*) OVER (PARTITION BY {key})", only)
    if mart.name == REPORTS and REPORT_KEY in mart.columns:
        _note_same_reports(connection, mart)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Before the first mart: no report is known under two keys yet."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {SAME_REPORTS} (old_key VARCHAR, new_key VARCHAR)")


def _any_left(connection: duckdb.DuckDBPyConnection, mart: Mart) -> bool:
    """Whether both sides have rows without a pair; mostly one has none, and the windows over all rows are saved."""
    old, new, paired = (f"(SELECT count(*) FROM {table})" for table in (mart.table(OLD), mart.table(NEW), PAIRS))
    row = connection.execute(f"SELECT least({old}, {new}) > {paired}").fetchone()
    return bool(row and row[0])


def _pair_the_rest(
    connection: duckdb.DuckDBPyConnection, mart: Mart, key: Sequence[str], number: str, condition: str
) -> None:
    """Pair rows not paired yet that agree in ``key`` and in their ``number`` within it."""
    old, new = (_rest(mart, side, key, number) for side in (OLD, NEW))
    agree = " AND ".join(f"o.k{n} IS NOT DISTINCT FROM n.k{n}" for n in range(len(key)))
    connection.execute(
        f"INSERT INTO {PAIRS} SELECT o.row, n.row, false "
        f"FROM (SELECT * FROM ({old}) WHERE {condition}) AS o JOIN (SELECT * FROM ({new}) WHERE {condition}) AS n "
        f"ON o.n = n.n AND {agree}"
    )


def _rest(mart: Mart, side: str, key: Sequence[str], number: str) -> str:
    """Query of the rows of one side that have no pair: ``row, k0, k1, …, n``."""
    paired, same = ("old_row", SAME_REPORTS) if side == OLD else ("new_row", None)
    translated = [
        f"coalesce(new_key, {quoted(column)})" if same and column == REPORT_KEY else quoted(column) for column in key
    ]
    columns = ", ".join(f"{column} AS k{n}" for n, column in enumerate(translated))
    renamed = f" LEFT JOIN {same} ON old_key = {quoted(REPORT_KEY)}" if same and REPORT_KEY in key else ""
    names = ", ".join(f"k{n}" for n in range(len(key)))
    return (
        f"SELECT *, {number.format(key=names)} AS n FROM (SELECT rows.rowid AS row, {columns} "
        f"FROM {mart.table(side)} AS rows ANTI JOIN {PAIRS} ON rows.rowid = {paired}{renamed})"
    )


def _note_same_reports(connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
    connection.execute(
        f"INSERT INTO {SAME_REPORTS} SELECT o.{REPORT_KEY}, n.{REPORT_KEY} FROM {PAIRS} "
        f"JOIN {mart.table(OLD)} AS o ON o.rowid = old_row JOIN {mart.table(NEW)} AS n ON n.rowid = new_row "
        f"WHERE o.{REPORT_KEY} <> n.{REPORT_KEY}"
    )


def _names_report(mart: Mart) -> bool:
    return mart.name != REPORTS and REPORT_KEY in mart.columns


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
