"""The facts of a text, and what makes two of them the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from corpus import Source
from lines import SEEDS
from wording import SAME_UNIT

from orchestration.extraction import Lexicon, extract

Row = Mapping[str, Any]
Fact = tuple[Any, ...]
Facts = dict[Fact, list[str]]
LEXICON = Lexicon.load(SEEDS)
_NO_QUANTITIES = {"numbering", "year", "date", "doc_number", "name_part", "other"}
_SAME_WORDS = (
    ("大约", "约"),
    ("达到", "达"),
    ("上升", "增长"),
    ("共计", "合计"),
    ("截止", "截至"),
    ("支出率", "执行率"),
    ("执行金额", "执行数"),
    ("预算数", "预算"),
    ("其中:", "其中"),
)
_COUNT = re.compile(r"(?<!第)(?:百分之[一二三四五六七八九十]+|[二两三四五六七八九十](?=[个项家名所场处座支辆台类]))")
_UNIT_WORD = {first: min(first, second) for first, second in SAME_UNIT.items()}
_UNIT_WORD |= {second: min(first, second) for first, second in SAME_UNIT.items()}
_UNIT = re.compile("#(" + "|".join(sorted(map(re.escape, _UNIT_WORD), key=len, reverse=True)) + ")")


def normalised(text: str | None) -> str | None:
    """``text`` without spaces, width, quotes, numbers; its synonyms as one."""
    if text is None:
        return None
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text.replace("㎡", "平方米")))
    text = re.sub("[“”\"'‘’]", "", text)
    text = _COUNT.sub(lambda match: "#%" if match.group().startswith("百") else "#", text)
    text = re.sub(r"\d[\d,.]*(?<=\d)", "#", text)
    text = re.sub(r"#[千万亿](?![克米瓦])(?=[\u4e00-\u9fff])", "#", text)
    for word, other in _SAME_WORDS:
        text = text.replace(word, other)
    return _UNIT.sub(lambda match: "#" + _UNIT_WORD[match[1]], text)


def facts_of(source: Source, text: str, *, numbering: bool = True) -> Facts:
    """Facts of ``text`` read as a document of ``source``: where each of them stands, as often as it is said."""
    tables = extract(source.document(text), source.entry, LEXICON)
    found: Facts = {}
    statements: dict[str, list[Row]] = {}
    by_id: dict[str, Row] = {}
    for row in tables["statements"]:
        statements.setdefault(row["figure_key"], []).append(row)
        by_id[row["statement_id"]] = row
    figures = {figure["figure_key"]: figure for figure in tables["figures"]}
    said = {sentence["sentence_id"]: sentence["text"] for sentence in tables["sentences"]}

    def note(fact: Fact, where: str) -> None:
        found.setdefault(fact, []).append(where)

    for column in ("title", "department_name", "fiscal_year", "report_kind", "region_name"):
        note(("document", column, normalised(str(tables["reports"][0][column]))), "")
    for key, figure in figures.items():
        kind, where = figure["figure_class"], said.get(figure["sentence_id"] or "", "")
        if kind == "numbering" and not numbering:
            continue
        if kind in _NO_QUANTITIES:
            note((kind, figure["value"]), where)
            continue
        quantity = (kind, figure["value"], figure["unit"])
        for statement in statements.get(key, []):
            note((*quantity, *_statement(statement, by_id)), where)
        if key not in statements:
            note(quantity, where)
    for cell in tables["form_cells"]:
        value = figures[cell["figure_key"]]["value"] if cell["figure_key"] else None
        note(("cell", cell["block"], cell["field"], normalised(cell["text"]), value), cell["text"])
    for deduction in tables["deductions"]:
        note(("deduction", normalised(deduction["reason"])), deduction["reason"])
    for listed in tables["enumerations"]:
        items = tuple(normalised(item) for item in listed["items"])
        value = figures[listed["figure_key"]]["value"]
        note(("list", value, normalised(listed["subject"]), items, listed["alternative_count"]), "")
    return found


def _statement(statement: Row, by_id: Mapping[str, Row]) -> Fact:
    parent = by_id.get(statement["parent_statement_id"] or "", {})
    return (
        statement["role"],
        normalised(statement["item_name"]),
        normalised(statement["label"]),
        normalised(statement["project_name"]),
        normalised(parent.get("label")),
        normalised(statement["rank_scope"]),
        statement["period_year"],
        statement["as_of_month"],
    )


def difference(before: Facts, after: Facts) -> tuple[list[tuple[Fact, str]], list[tuple[Fact, str]]]:
    """Facts lost and gained from ``before`` to ``after``, each with its sentence."""
    counts = Counter({fact: len(places) for fact, places in before.items()})
    counts.subtract(Counter({fact: len(places) for fact, places in after.items()}))
    lost = [(fact, before[fact][0]) for fact, count in counts.items() for _ in range(count)]
    gained = [(fact, after[fact][0]) for fact, count in counts.items() for _ in range(-count)]
    return lost, gained


def shown(differences: Sequence[tuple[Fact, str]], sign: str, most: int = 4) -> list[str]:
    """The first ``most`` of ``differences`` in lines for people."""
    lines = []
    for fact, where in differences[:most]:
        words = " ".join(str(part) for part in fact if part is not None)
        short = re.sub(r"\s", "", where)
        lines.append(f"    {sign} {words}" + (f"  〔{short[:70]}〕" if short else ""))
    return lines + [f"    {sign} … {len(differences) - most} more"] * (len(differences) > most)
