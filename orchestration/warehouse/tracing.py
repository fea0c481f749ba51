"""From a figure to its place in the document and to the marts; from a column back to the raw tables."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.warehouse.build import read_record
from orchestration.warehouse.printing import plain, visible
from orchestration.warehouse.reader import ROWS, connect, literal, sample

MATCHES_LISTED = 20
KEY_START = re.compile(r"(?=.*[a-f:])[0-9a-f]{4,16}(:.*)?")  # what could not be a number
FULL_WIDTH, HALF_WIDTH = "０１２３４５６７８９，．％", "0123456789,.%"
PLAIN = f"regexp_replace(translate(printed, '{FULL_WIDTH}', '{HALF_WIDTH}'), '[\\s,]', '', 'g')"
FIGURES = """
SELECT
    figure_key, source_path, format, page, sheet, coalesce(paragraph, 0) AS paragraph, line, cell,
    figures.char_start, figures.char_end, printed,
    value, unit, precision, qualifier, figure_class, reason, section_path,
    sentences.char_start AS sentence_start, sentences.char_end AS sentence_end,
    substr(documents.text, sentences.char_start + 1, sentences.char_end - sentences.char_start) AS sentence
FROM raw.figures
JOIN raw.documents USING (document_id)
JOIN raw.pages USING (document_id, page)
LEFT JOIN raw.sections USING (section_id)
LEFT JOIN raw.sentences USING (sentence_id)
"""


def show_trace(database: Path, key: str) -> list[str] | None:
    """Where a figure stands and what rests on it; a list where several fit, None where none does."""
    with connect(database) as connection:
        figures = find(connection, key)
        if not figures:
            return None
        if len(figures) > 1:
            return list(_choices(figures))
        return [*_place(figures[0]), *_marts(connection, figures[0]["figure_key"])]


def find(connection: duckdb.DuckDBPyConnection, key: str) -> list[dict[str, Any]]:
    """Figures with this key, else those whose key begins so, else those that print this number."""
    number = literal(plain_number(key))
    for condition in (
        f"figure_key = {literal(key)}",
        f"starts_with(figure_key, {literal(key)})" if KEY_START.fullmatch(key) else "false",
        # With or without its unit, its grouping commas and the line ends inside it.
        f"{PLAIN} = {number} OR regexp_full_match({PLAIN}, '[^0-9]*' || regexp_escape({number}) || '[^0-9.].*')",
    ):
        query = f"{FIGURES} WHERE {condition} ORDER BY source_path, figures.char_start"
        names, rows = sample(connection, query, 1000)
        if rows:
            return [dict(zip(names, row, strict=True)) for row in rows]
    return []


def plain_number(printed: str) -> str:
    """A number without white space and commas, in half-width digits; :data:`PLAIN` is the same in SQL."""
    return re.sub(r"[\s,]", "", printed.translate(str.maketrans(FULL_WIDTH, HALF_WIDTH)))


def show_lineage(release: Path, column: str) -> list[str] | None:
    """The tree of columns above ``mart.column``, or above ``schema.table.column``."""
    lineage = read_record(release, "lineage.json")
    parts = column.lower().split(".")
    relation, name = ".".join(parts[:-1]), parts[-1]
    if len(parts) == 2:
        relation = f"marts.{relation}"
    if name not in lineage.get(relation, {}):
        return None
    return [f"{relation}.{name}", *_tree(lineage, relation, name, "", frozenset({(relation, name)}))]


def _tree(
    lineage: Mapping[str, Any], relation: str, column: str, indent: str, path: frozenset[tuple[str, str]]
) -> Iterator[str]:
    above = lineage.get(relation, {}).get(column, [])
    sources = [(f"{schema}.{table}", name) for schema, table, name in above]
    for n, (table, name) in enumerate(sources):
        last = n == len(sources) - 1
        branch, deeper = ("└─ ", "   ") if last else ("├─ ", "│  ")
        deeper = indent + deeper
        if name == ROWS:
            above_all = ", ".join(_raw_tables(lineage, table, set()))
            yield f"{indent}{branch}{table} 行 rows{f' ← {above_all}' if above_all else ''}"
            continue
        yield f"{indent}{branch}{table}.{name}"
        if (table, name) not in path:  # a recursive query reads itself
            yield from _tree(lineage, table, name, deeper, path | {(table, name)})


def _raw_tables(lineage: Mapping[str, Any], relation: str, seen: set[str]) -> list[str]:
    """The raw tables whose rows decide which rows a relation has."""
    found: set[str] = set()
    seen.add(relation)
    for schema, table, _ in lineage.get(relation, {}).get(ROWS, []):
        name = f"{schema}.{table}"
        if schema == "raw":
            found.add(name)
        elif name not in seen:
            found.update(_raw_tables(lineage, name, seen))
    return sorted(found)


def _choices(figures: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{len(figures)} 处 figures fit; trace one by its key:"
    for figure in figures[:MATCHES_LISTED]:
        yield f"{figure['figure_key']}  {visible(figure['source_path'])}:{figure['line']}  {_marked(figure)}"
    if len(figures) > MATCHES_LISTED:
        yield f"… {len(figures) - MATCHES_LISTED} more"


def _place(figure: Mapping[str, Any]) -> Iterator[str]:
    yield f"数字 figure     {_on_one_line(figure['printed'])}  ({figure['figure_key']})"
    yield f"出处 place      {visible(figure['source_path'])}, {_where(figure)}"
    yield f"位置 span       {figure['char_start']}–{figure['char_end']}"
    yield f"章节 section    {figure['section_path'] or ''}"
    yield f"句子 sentence   {_marked(figure)}"
    if figure["value"] is None:
        yield f"含义 meaning    {figure['figure_class']}: {figure['reason'] or ''}"
    else:
        value = f"{_trimmed(figure['value'])} {figure['unit'] or ''}".strip()
        precision = f"± {_trimmed(figure['precision'] / 2)}" if figure["precision"] is not None else ""
        yield f"含义 meaning    {figure['figure_class']}: {value} {precision} ({figure['qualifier']})"


def _where(figure: Mapping[str, Any]) -> str:
    """The place as people find it: sheet and cell, page and line, or the paragraph of a file that has no pages."""
    cell = [f"单元格 cell {figure['cell']}"] if figure["cell"] else []
    if figure["sheet"]:
        return ", ".join([f"工作表 sheet {figure['sheet']}", *cell])
    if figure["format"] in ("docx", "html"):
        return ", ".join(cell or [f"第 {figure['paragraph'] + 1} 段 paragraph"])
    return ", ".join([f"第 {figure['page']} 页 page", f"第 {figure['line']} 行 line", *cell])


def _marked(figure: Mapping[str, Any]) -> str:
    """The sentence with the figure in brackets, line ends removed."""
    sentence = figure["sentence"]
    if sentence is None:
        return f"【{figure['printed']}】"
    start = figure["char_start"] - figure["sentence_start"]
    end = figure["char_end"] - figure["sentence_start"]
    marked = f"{sentence[:start]}【{sentence[start:end]}】{sentence[end:]}"
    return visible("".join(line.strip() for line in marked.splitlines()))


def _marts(connection: duckdb.DuckDBPyConnection, key: str) -> Iterator[str]:
    """Every row of every mart that names the figure, whichever marts there are."""
    columns = connection.execute(
        "SELECT table_name, list(column_name) FROM information_schema.columns "
        "WHERE table_schema = 'marts' AND column_name IN ('figure_key', 'figure_keys') GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for mart, names in columns:
        conditions = []
        if "figure_key" in names:
            conditions.append(f"figure_key = {literal(key)}")
        if "figure_keys" in names:
            conditions.append(f"list_contains(figure_keys, {literal(key)})")
        found, rows = sample(connection, f'SELECT * FROM marts."{mart}" WHERE {" OR ".join(conditions)}', 50)
        for row in rows:
            yield ""
            yield f"marts.{mart}"
            yield from (
                f"  {name:<20} {_trimmed(value) if isinstance(value, Decimal) else _on_one_line(plain(value))}"
                for name, value in zip(found, row, strict=True)
                if value is not None and name not in ("figure_key", "figure_keys", "report_key", "sentence")
            )


def _on_one_line(text: object) -> str:
    """Line ends inside a figure shown as ⏎: they belong to what is printed."""
    return visible(re.sub(r"\s*[\r\n]+\s*", "⏎", str(text)))


def _trimmed(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
