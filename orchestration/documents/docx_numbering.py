"""Numbers that a .docx file does not write but counts: 一、 （一） 1. of automatic lists, as they are displayed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from orchestration.documents.package import attribute, child_of, integer, local_name

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9
_DEEPEST_STYLE = 20


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    plain_digits: bool = False


@dataclass(slots=True)
class _List:
    """An abstract list; what its levels have counted is shared by all that use it."""

    levels: dict[int, _Level]
    counted: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of automatic lists in the order in which they are asked for."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, tuple[str, dict[int, int]]] = {}  # number → list, levels that start anew
        self._restarted: set[tuple[str, int]] = set()
        self._style_numbers = _style_numbers(styles)
        for element in numbering if numbering is not None else ():
            name = local_name(element)
            if name == "abstractNum":
                self._lists[attribute(element, "abstractNumId")] = _List(_levels(element))
            elif name == "num":
                self._uses[attribute(element, "numId")] = _use(element)

    def number(self, properties: etree._Element | None, style: str) -> str:
        """The number displayed before a paragraph with these properties and style; empty where it has none."""
        number, level = self._place(properties, style)
        use = self._uses.get(number)
        found = self._lists.get(use[0]) if use else None
        if use is None or found is None:
            return ""
        definition = found.levels.get(level)
        if definition is None:
            return ""
        if level in use[1] and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            found.counted[level] = use[1][level]
        else:
            found.counted[level] = found.counted.get(level, definition.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            found.counted.pop(deeper, None)
        return _displayed(found, level)

    def _place(self, properties: etree._Element | None, style: str) -> tuple[str, int]:
        inherited = self._style_numbers.get(style, ("", 0))
        own = child_of(properties, "numPr")
        if own is None:
            return inherited
        number, level = child_of(own, "numId"), child_of(own, "ilvl")
        return (
            attribute(number, "val") if number is not None else inherited[0],
            _level_number(attribute(level, "val")) if level is not None else inherited[1],
        )


def counted(number: int, number_format: str) -> str:
    """``number`` as a list writes it; 3 is 三, ③, iii or c."""
    write = _WAYS_TO_COUNT.get(number_format)
    return write(number) if write is not None and 0 < number < _HIGHEST else str(number)


def _displayed(found: _List, level: int) -> str:
    definition = found.levels[level]
    if definition.number_format == "bullet":
        return ""  # a sign without meaning, often of a font of signs
    shown = definition.text
    for other in range(_LEVELS):
        if f"%{other + 1}" in shown:
            known = found.levels.get(other, _Level())
            number = found.counted.get(other, known.start)
            number_format = "decimal" if definition.plain_digits else known.number_format
            shown = shown.replace(f"%{other + 1}", counted(number, number_format))
    # 1.1 needs a space before what follows, 一、 does not.
    return shown + " " if shown and shown[-1].isascii() and shown[-1].isalnum() else shown


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    levels = {}
    for element in abstract:
        if local_name(element) != "lvl":
            continue
        start, kind, text = (child_of(element, name) for name in ("start", "numFmt", "lvlText"))
        levels[_level_number(attribute(element, "ilvl"))] = _Level(
            integer(attribute(start, "val"), 1),
            attribute(kind, "val") or "decimal",
            attribute(text, "val"),
            child_of(element, "isLgl") is not None,
        )
    return levels


def _use(number: etree._Element) -> tuple[str, dict[int, int]]:
    starts = {}
    for element in number:
        start = child_of(element, "startOverride") if local_name(element) == "lvlOverride" else None
        if start is not None:
            starts[_level_number(attribute(element, "ilvl"))] = integer(attribute(start, "val"), 1)
    return attribute(child_of(number, "abstractNumId"), "val"), starts


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Style → (number, level), inherited along the styles that it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based_on: dict[str, str] = {}
    for style in styles.iterchildren("{*}style") if styles is not None else ():
        name = attribute(style, "styleId")
        based_on[name] = attribute(child_of(style, "basedOn"), "val")
        place = child_of(child_of(style, "pPr"), "numPr")
        if place is not None:
            level = _level_number(attribute(child_of(place, "ilvl"), "val"))
            own[name] = (attribute(child_of(place, "numId"), "val"), level)
    found = {}
    for name in based_on:
        ancestor = name
        for _ in range(_DEEPEST_STYLE):
            if ancestor in own:
                found[name] = own[ancestor]
                break
            ancestor = based_on.get(ancestor, "")
    return found


def _chinese(number: int, digits: str, tens: str) -> str:
    if number >= 10_000:
        return str(number)
    shown, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(shown)
            continue
        shown += (digits[0].replace("〇", "零") if gap else "") + digits[digit] + (tens[place - 1] if place else "")
        gap = False
    return shown[1:] if 10 <= number < 20 and tens[0] == "十" else shown


def _roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        while number >= value:
            shown, number = shown + letters, number - value
    return shown


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)


def _simple_chinese(number: int) -> str:
    return _chinese(number, _DIGITS, "十百千")


def _formal_chinese(number: int) -> str:
    return _chinese(number, _FORMAL, "拾佰仟")


def _level_number(text: str) -> int:
    return min(integer(text, 0), _LEVELS - 1)


_HIGHEST = 400
_WAYS_TO_COUNT: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "chineseCounting": _simple_chinese,
    "chineseCountingThousand": _simple_chinese,
    "japaneseCounting": _simple_chinese,
    "taiwaneseCountingThousand": _simple_chinese,
    "chineseLegalSimplified": _formal_chinese,
    "ideographLegalTraditional": _formal_chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}
