"""Which columns a column is made from, read out of the SQL that built it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from orchestration.warehouse.reader import ROWS

Relation = tuple[str, str]
Source = tuple[str, str, str]
Lineage = dict[str, list[Source]]
"""Column → the ``(schema, table, column)`` that its values come from, one step up.

Column :data:`ROWS` stands for the rows: a count or a constant depends on which rows there are, and the code that a
dictionary gives on which label was looked up, so such columns name the rows of the relations that the query reads.
"""
DICTIONARIES = "reference"
METHOD = b"2"  # changes with what this module finds, so that what was found before is not looked up


def column_lineage(
    compiled: Mapping[Relation, str], schema: Mapping[Relation, Mapping[str, str]], cache: Path
) -> dict[Relation, Lineage]:
    """Lineage of every relation; SQL that was analysed before is looked up in ``cache``."""
    known: dict[str, Lineage] = json.loads(cache.read_text(encoding="utf-8")) if cache.is_file() else {}
    relations = json.dumps(sorted((list(name), list(types)) for name, types in schema.items())).encode()
    keys = {
        relation: hashlib.sha256(METHOD + relations + sql.encode()).hexdigest()[:32]
        for relation, sql in compiled.items()
    }
    missing = [relation for relation, key in keys.items() if key not in known]
    for relation in missing:
        known[keys[relation]] = analyse(compiled[relation], list(schema[relation]), schema)
    if missing:
        kept = {key: known[key] for key in keys.values()}
        cache.parent.mkdir(parents=True, exist_ok=True)
        draft = cache.with_name(f"{cache.name}.new")
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.replace(cache)
    found = {
        relation: {column: [(s, t, c) for s, t, c in sources] for column, sources in known[key].items()}
        for relation, key in keys.items()
    }
    return _with_rows_behind_dictionaries(found)


def _with_rows_behind_dictionaries(found: dict[Relation, Lineage]) -> dict[Relation, Lineage]:
    """A relation made of dictionaries alone is one: what is looked up in it depends on the rows that ask, too."""
    derived = {
        relation
        for relation, columns in found.items()
        if columns.get(ROWS) and all(source[0] == DICTIONARIES for source in columns[ROWS])
    }

    def is_looked_up(source: Source) -> bool:
        return source[0] == DICTIONARIES or source[:2] in derived

    for relation in found.keys() - derived:
        columns = found[relation]
        read = [source for source in columns.get(ROWS, []) if not is_looked_up(source)]
        for name, sources in columns.items():
            if name != ROWS and sources and all(map(is_looked_up, sources)):
                columns[name] = sources + read
    return found


def analyse(sql: str, names: list[str], schema: Mapping[Relation, Mapping[str, str]]) -> Lineage:
    """Follow every column of a query to the tables that it reads; one that cannot be followed has none."""
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for (schema_name, table), types in schema.items():
        nested.setdefault(schema_name, {})[table] = dict(types)
    try:
        # All names of the warehouse's own catalogue: without it they are the same for every file.
        tree = parse_one(sql, dialect="duckdb")
        for found in tree.find_all(exp.Table):
            found.set("catalog", None)
        qualified = qualify(tree, dialect="duckdb", schema=nested, validate_qualify_columns=False, identify=False)
        scope = build_scope(qualified)
        roots = lineage(None, qualified, nested, dialect="duckdb", scope=scope, trim_selects=False, copy=False)
    except (SqlglotError, ValueError):
        return {name: [] for name in names}
    rows = sorted(
        {(table.db, table.name, ROWS) for table in tree.find_all(exp.Table) if (table.db, table.name) in schema}
    )
    read = [source for source in rows if source[0] != DICTIONARIES]
    columns = {name: _leaves(roots.get(name), schema) for name in names}
    told = {name: any(source[0] != DICTIONARIES for source in sources) for name, sources in columns.items()}
    return {ROWS: rows, **{name: sources + ([] if told[name] else read) for name, sources in columns.items()}}


def _leaves(root: Any, schema: Mapping[Relation, Mapping[str, str]]) -> list[Source]:
    found = {
        (node.expression.db, node.expression.name, node.name.rpartition(".")[2].strip('"'))
        for node in (root.walk() if root is not None else ())
        if isinstance(node.expression, exp.Table)
    }
    return sorted(source for source in found if source[2] in schema.get(source[:2], {}))
