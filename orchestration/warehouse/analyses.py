"""The analysts' questions: each a query of ``dbt_project/analyses``, its question the first line."""

import re
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.reader import connect, literal

# A name that several have, as the seed and the mart of metrics, is the first one's: raw tables are no models.
_LAYERS = ("marts", "intermediate", "staging", "reference")
_REF = re.compile(r"""\{\{\s*ref\(\s*['"](?P<name>\w+)['"]\s*\)\s*\}\}""")


class UnknownAnalysisError(Exception):
    """There is no analysis of that name, or it asks for a table that the warehouse does not have."""


def list_analyses(settings: Settings) -> dict[str, str]:
    """Name → question, in the order of the names."""
    return {path.stem: _question(path.read_text(encoding="utf-8")) for path in _paths(settings)}


def analysis_query(settings: Settings, name: str, database: Path) -> str:
    """The query of an analysis with the tables of this warehouse in place of what dbt calls them.

    Raises :class:`UnknownAnalysisError`.
    """
    path = next((path for path in _paths(settings) if path.stem == name), None)
    if path is None:
        raise UnknownAnalysisError(f"没有这项分析 No such analysis: {name}; `jixiao sql --list` shows them")
    text = path.read_text(encoding="utf-8")
    with connect(database) as connection:
        relations = _relations(connection, set(_REF.findall(text)))
    missing = sorted(set(_REF.findall(text)) - relations.keys())
    if missing:
        raise UnknownAnalysisError(f"数据仓库中没有 The warehouse has no {', '.join(missing)}: run `jixiao build`")
    return _REF.sub(lambda match: relations[match["name"]], text)


def _paths(settings: Settings) -> list[Path]:
    return sorted((settings.dbt_dir / "analyses").glob("*.sql"))


def _question(text: str) -> str:
    return text.partition("\n")[0].removeprefix("--").strip()


def _relations(connection: duckdb.DuckDBPyConnection, names: set[str]) -> dict[str, str]:
    """Names as dbt knows them → relations of the warehouse."""
    if not names:
        return {}
    rows = connection.execute(
        "SELECT table_name, table_schema FROM information_schema.tables "
        f"WHERE table_schema IN {_LAYERS} AND table_name IN ({', '.join(map(literal, sorted(names)))})"
    ).fetchall()
    rows.sort(key=lambda row: _LAYERS.index(row[1]), reverse=True)
    return {name: f'"{schema}"."{name}"' for name, schema in rows}
