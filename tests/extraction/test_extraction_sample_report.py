"""The sample report: every numeral annotated by hand is found at its place, with its class, value and unit."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestration.documents import Document, read_document
from orchestration.extraction import Lexicon, extract

SHARED = Path(__file__).parents[3] / "shared"
REPORT = SHARED / "reports" / "panyu-hrss-2022.txt"
GOLD = SHARED / "gold" / "panyu-hrss-2022.figures.jsonl"
CLASSES = {"hotline_or_name": "name_part", "date_or_month": "date"}

pytestmark = pytest.mark.skipif(not (REPORT.exists() and GOLD.exists()), reason="the annotated sample report is absent")


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(REPORT, REPORT.name)


@pytest.fixture(scope="module")
def figures(document: Document, lexicon: Lexicon) -> dict[int, dict[str, Any]]:
    return {row["char_start"]: row for row in extract(document, None, lexicon)["figures"]}


def test_every_numeral_at_its_place(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]]) -> None:
    spans = {(row["char_start"], row["char_end"]) for row in figures.values()}
    assert [row["raw"] for row in gold if (row["start"], row["end"]) not in spans] == []
    assert len(gold) == 240


def test_no_numeral_that_is_none(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]]) -> None:
    assert [row["printed"] for start, row in figures.items() if start not in {row["start"] for row in gold}] == []


def compared(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]], check: Callable[..., bool]) -> list[Any]:
    return [
        (row["raw"], figure["figure_class"], figure["value"], figure["unit"], figure["qualifier"])
        for row in gold
        if (figure := figures.get(row["start"])) is None or not check(row, figure)
    ]


def test_classes(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]]) -> None:
    def same(row: dict[str, Any], figure: dict[str, Any]) -> bool:
        wanted = "duration" if row.get("kind") == "duration" else CLASSES.get(row["class"], row["class"])
        return bool(figure["figure_class"] == wanted)

    assert compared(gold, figures, same) == []


def test_values(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]]) -> None:
    def same(row: dict[str, Any], figure: dict[str, Any]) -> bool:
        return bool(figure["value"] == (None if row["value"] is None else Decimal(str(row["value"]))))

    assert compared(gold, figures, same) == []


def test_units(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]]) -> None:
    def same(row: dict[str, Any], figure: dict[str, Any]) -> bool:
        return (figure["unit"] or "") == row["unit_norm"]

    assert compared(gold, figures, same) == []


def test_qualifiers(gold: list[dict[str, Any]], figures: dict[int, dict[str, Any]]) -> None:
    assert compared(gold, figures, lambda row, figure: figure["qualifier"] == row["qualifier"]) == []


def test_lines_and_sections(gold: list[dict[str, Any]], document: Document, lexicon: Lexicon) -> None:
    rows = extract(document, None, lexicon)
    paths = {row["section_id"]: row["section_path"] for row in rows["sections"]}
    found = {row["char_start"]: (row["line"], row["char_end"], paths[row["section_id"]]) for row in rows["figures"]}
    for row in gold:
        line, end, path = found[row["start"]]
        # A numeral broken over lines is annotated with the line of its last part.
        assert line <= row["line"] <= document.line_at(end - 1), row["raw"]
        assert path == row["section"], row["raw"]
