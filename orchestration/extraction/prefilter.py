"""What a text must hold for a regular expression to match in it, read from the expression itself.

Most paragraphs lack the sign of most kinds of numerals (号, 季度, +). To look that up in the set of their characters
takes a twentieth of the time of a search, and the expressions stay free of any thought of speed.
"""

import re
from collections.abc import Iterable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Needs = tuple[frozenset[str], ...]
"""Sets of characters, of each of which any match needs one."""

_DIGIT = "\\d"  # stands for all decimal digits, of which Unicode has hundreds
_A_DIGIT = re.compile(r"\d")
_LARGEST_SET = 64  # characters; a larger set is hardly ever missing from a paragraph
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def characters_of(text: str) -> set[str]:
    """The characters of ``text`` as ``may_match`` compares them."""
    characters = set(text)
    if _A_DIGIT.search(text):
        characters.add(_DIGIT)
    return characters


def may_match(needs: Needs, characters: set[str]) -> bool:
    """Whether a text of these ``characters`` holds what the expression with these ``needs`` cannot match without."""
    for choice in needs:  # noqa: SIM110 - a generator takes longer than all that it would look at
        if choice.isdisjoint(characters):
            return False
    return True


def needs_of(pattern: re.Pattern[str]) -> Needs:
    """What every match of ``pattern`` and what it looks at around it hold, the rarest first; empty for anything."""
    if pattern.flags & re.IGNORECASE:
        return ()
    choices = set(_needed(_parser.parse(pattern.pattern, pattern.flags)))
    return tuple(sorted((choice for choice in choices if len(choice) <= _LARGEST_SET), key=_commonness))


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


def _inside(operation: Any, argument: Any) -> Iterable[tuple[Any, Any]]:
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
        else:
            return None
    return frozenset(members)
