"""What is looked up before an expression is searched never hides a match of it."""

import re

import pytest

from orchestration.extraction import distributed, labels, numerals, periods, phrases, quantities, reading, roles
from orchestration.extraction.lexicon import Lexicon
from orchestration.extraction.prefilter import (
    AtEnd,
    Prefiltered,
    any_of,
    characters_of,
    needs_of,
    only_where_it_begins,
)
from orchestration.settings import PROJECT_DIR

MODULES = (distributed, labels, numerals, periods, phrases, quantities, reading, roles)
TEXTS = [
    path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(PROJECT_DIR.glob("tests/accuracy/documents/*.txt"))[::6]
]
LINES = sorted({line for text in TEXTS for line in text.splitlines() if line})
CLAUSES = sorted({clause for line in LINES for clause in re.split(r"\d[\d,.]*", line)})


DIGIT = r"\d"


@pytest.mark.parametrize(
    ("expression", "needs"),
    [
        ("号", [{"号"}]),
        ("[上下]半年度?", [{"半"}, {"年"}, {"上", "下"}]),
        (r"\d+号(?=文|令)", [{"号"}, {"文", "令"}, {DIGIT}]),
        ("(?:甲乙|丙)丁", [{"丁"}, {"乙", "丙"}]),
        ("(?:甲|.)乙", [{"乙"}]),
        ("(?:甲乙){2,}?丙*", [{"甲"}, {"乙"}]),
        ("(?<![甲])[^乙]", []),
        ("[\u4e00-\u9fff]", []),
        ("(?i)a", []),
        ("(?i:a)b", [{"b"}]),
    ],
)
def test_needs_of_an_expression(expression: str, needs: list[set[str]]) -> None:
    assert needs_of(re.compile(expression)) == set(map(frozenset, needs))


def test_rules_that_may_match_are_those_that_do_and_keep_their_order(lexicon: Lexicon) -> None:
    patterns = [name.pattern for name in lexicon.numeral_names] + [date[0] for date in numerals._DATES]
    rules = Prefiltered((pattern, pattern) for pattern in patterns)
    for line in LINES:
        may_match = rules.that_may_match(characters_of(line))
        assert may_match == [pattern for pattern in patterns if pattern in may_match]
        assert {pattern for pattern in patterns if pattern.search(line)} <= set(may_match)


@pytest.mark.parametrize(
    "ending",
    [value for module in MODULES for value in vars(module).values() if isinstance(value, AtEnd)],
    ids=lambda ending: ending.pattern.pattern[:24],
)
def test_searched_at_the_end_as_anywhere(ending: AtEnd) -> None:
    for clause in CLAUSES:
        found, expected = ending.search(clause), ending.pattern.search(clause)
        assert (found and found.span()) == (expected and expected.span())
        assert ending.sub("", clause) == ending.pattern.sub("", clause)


@pytest.mark.parametrize("expression", ["甲", "甲*$", "甲$|乙", "(?:甲|)$", "(?i:甲)$", "(?m)甲$"])
def test_an_expression_that_may_end_elsewhere_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="last character"):
        AtEnd(expression)


@pytest.mark.parametrize("expression", ["甲|乙丙", "(?:甲)?乙", r"\d甲", "[^甲]乙", "甲*", "(?=甲).|乙"])
def test_an_expression_is_the_same_where_it_begins(expression: str) -> None:
    guarded, plain = re.compile(only_where_it_begins(expression)), re.compile(expression)
    for text in ("甲", "乙丙", "丙乙丙甲", "乙", "1甲", "丁乙", ""):
        assert [match.span() for match in guarded.finditer(text)] == [match.span() for match in plain.finditer(text)]


def test_the_longest_of_several_words_is_found() -> None:
    words = ["个", "个百分点", "个月", "万元", "元", "m²", "(台)"]
    pattern = re.compile(any_of(words))
    for word in words:
        assert pattern.match(f"{word}的").group() == word  # type: ignore[union-attr]
