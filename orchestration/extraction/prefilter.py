"""What a text must hold for a regular expression to match in it, read from the expression itself.

Most paragraphs lack the sign of most kinds of numerals (号, 季度, +), and most phrases do not end as the expressions
that strip their ends do. To look that up in a set takes a twentieth of the time of a search, and the expressions stay
free of any thought of speed.
"""

import re
from collections.abc import Iterable, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

Rule = TypeVar("Rule")

_DIGIT = "\\d"  # stands for all decimal digits, of which Unicode has hundreds
_A_DIGIT = re.compile(r"\d")
_LARGEST_SET = 64  # characters; a larger set is hardly ever missing from a paragraph
_SPACES = frozenset(filter(str.isspace, map(chr, range(0x3001))))
_ONE_CHARACTER = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
_FORWARDS, _BACKWARDS = 1, -1
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


class Prefiltered(Generic[Rule]):
    """Rules, each with the expression by which it is searched."""

    def __init__(self, rules: Iterable[tuple[re.Pattern[str], Rule]]) -> None:
        self._bits: dict[frozenset[str], int] = {}  # one a choice of characters
        self._rules = [(sum(map(self._bit_of, needs_of(pattern))), rule) for pattern, rule in rules]
        self._met_by: dict[str, int] = {}
        for choice, bit in self._bits.items():
            for character in choice:
                self._met_by[character] = self._met_by.get(character, 0) | bit

    def _bit_of(self, choice: frozenset[str]) -> int:
        return self._bits.setdefault(choice, 1 << len(self._bits))

    def that_may_match(self, characters: set[str]) -> list[Rule]:
        """The rules, in order, whose expressions may match in a text of these ``characters``."""
        met = 0
        for character in self._met_by.keys() & characters:
            met |= self._met_by[character]
        return [rule for needs, rule in self._rules if needs & met == needs]


class AtEnd:
    """An expression that ends in ``$``, for texts of one line: searched where the last character may be its last.

    It matches no empty text, and nothing but the end of a text.
    """

    def __init__(self, expression: str) -> None:
        self.pattern = re.compile(expression)
        parsed = _parser.parse(expression, self.pattern.flags)
        last, may_be_empty = _edge_characters(parsed, _BACKWARDS)
        if may_be_empty or not _is_at_end(parsed) or self.pattern.flags & (re.IGNORECASE | re.MULTILINE):
            raise ValueError(f"not every match has the last character of the text: {expression}")
        self._search = self.pattern.search
        self._last = last if last and _DIGIT not in last else None

    def search(self, text: str) -> re.Match[str] | None:
        """The match that ends with ``text``, ``None`` where there is none."""
        if not text or (self._last is not None and text[-1] not in self._last):
            return None
        return self._search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is all of ``text``, ``None`` where there is none."""
        return self.pattern.fullmatch(text)

    def sub(self, replacement: str, text: str) -> str:
        """``text`` with ``replacement`` in place of that match."""
        match = self.search(text)
        return text[: match.start()] + replacement if match else text


def only_where_it_begins(expression: str) -> str:
    """``expression`` with the characters before it that it may begin with: everywhere else it fails at once."""
    first, may_be_empty = _edge_characters(_parser.parse(expression), _FORWARDS)
    if not first or may_be_empty:
        return f"(?:{expression})"
    characters = "".join(_DIGIT if character == _DIGIT else re.escape(character) for character in sorted(first))
    return f"(?=[{characters}])(?:{expression})"


def any_of(words: Iterable[str]) -> str:
    """``words`` as alternatives of a regular expression, the longest first, each first character looked at once."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(found)})" for first, found in rests.items())


def characters_of(text: str) -> set[str]:
    """The characters of ``text`` as rules are compared with them."""
    characters = set(text)
    if _A_DIGIT.search(text):
        characters.add(_DIGIT)
    return characters


def needs_of(pattern: re.Pattern[str]) -> set[frozenset[str]]:
    """Sets of characters of each of which every match of ``pattern``, or what it looks at around it, holds one.

    There are none for an expression that matches almost anything.
    """
    if pattern.flags & re.IGNORECASE:
        return set()
    needed = _needed(_parser.parse(pattern.pattern, pattern.flags))
    return {choice for choice in needed if len(choice) <= _LARGEST_SET}


def _commonness(choice: frozenset[str]) -> tuple[int, list[str]]:
    return (_LARGEST_SET if _DIGIT in choice else len(choice)), sorted(choice)


def _needed(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    choices: list[frozenset[str]] = []
    for operation, argument in items:
        choices.extend(_needed_by(operation, argument))
    return choices


def _needed_by(operation: Any, argument: Any) -> list[frozenset[str]]:
    """What one operation of a parsed expression needs; nothing for those that match almost anything."""
    if operation is sre.LITERAL:
        return [frozenset(chr(argument))]
    if operation is sre.IN:
        members = _members(argument)
        return [members] if members else []
    if operation is sre.BRANCH:
        return _needed_by_any(argument[1])
    return _needed(_inside(operation, argument))


def _inside(operation: Any, argument: Any) -> Sequence[tuple[Any, Any]]:
    """The operations inside one without which it does not match."""
    if operation is sre.SUBPATTERN:
        return () if argument[1] & re.IGNORECASE else argument[3]
    if operation in _REPEATS:
        return argument[2] if argument[0] else ()
    return argument[1] if operation is sre.ASSERT else argument if operation is sre.ATOMIC_GROUP else ()


def _needed_by_any(alternatives: Iterable[Iterable[tuple[Any, Any]]]) -> list[frozenset[str]]:
    """The rarest of what each of ``alternatives`` needs, as one choice; nothing where one of them needs nothing."""
    rarest: list[frozenset[str]] = []
    for alternative in alternatives:
        choices = _needed(alternative)
        if not choices:
            return []
        rarest.append(min(choices, key=_commonness))
    return [frozenset().union(*rarest)]


def _is_at_end(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether all that ``items`` match ends where the text does."""
    if not items:
        return False
    operation, argument = items[-1]
    if operation is sre.BRANCH:
        return all(map(_is_at_end, argument[1]))
    if operation is sre.SUBPATTERN:
        return _is_at_end(argument[3])
    return bool(operation is sre.AT and argument is sre.AT_END)


def _edge_characters(items: Sequence[tuple[Any, Any]], step: int) -> tuple[frozenset[str] | None, bool]:
    """Characters with which what ``items`` match may begin (``step`` forwards) or end (backwards), ``None`` for any.

    And whether they may match nothing.
    """
    edge: frozenset[str] | None = frozenset()
    for operation, argument in items[::step]:
        own, may_be_empty = _edge_of(operation, argument, step)
        edge = None if edge is None or own is None else edge | own
        if not may_be_empty:
            return edge, False
    return edge, True


def _edge_of(operation: Any, argument: Any, step: int) -> tuple[frozenset[str] | None, bool]:
    if operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return frozenset(), True
    if operation in _ONE_CHARACTER:
        members = _members(
            [(operation, argument)] if operation is sre.LITERAL else argument if operation is sre.IN else []
        )
        return members or None, False
    if operation is sre.BRANCH:
        found = [_edge_characters(alternative, step) for alternative in argument[1]]
        sets = [edge for edge, _ in found if edge is not None]
        return frozenset().union(*sets) if len(sets) == len(found) else None, any(empty for _, empty in found)
    inside = argument[2] if operation in _REPEATS else _inside(operation, argument)
    if not inside:
        return None, True
    edge, may_be_empty = _edge_characters(inside, step)
    return edge, may_be_empty or (operation in _REPEATS and argument[0] == 0)


def _members(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The characters of a class, ``None`` where they are too many or those that are left out."""
    members: set[str] = set()
    for operation, argument in items:
        if operation is sre.LITERAL:
            members.add(chr(argument))
        elif operation is sre.RANGE and argument[1] - argument[0] < _LARGEST_SET:
            members.update(map(chr, range(argument[0], argument[1] + 1)))
        elif operation is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            members.add(_DIGIT)
        elif operation is sre.CATEGORY and argument is sre.CATEGORY_SPACE:
            members |= _SPACES
        else:
            return None
    return frozenset(members)
