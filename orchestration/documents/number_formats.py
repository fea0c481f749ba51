"""Numbers of a workbook as displayed: 0.9543 under 0.00% reads 95.43%, 45000 under yyyy/m/d reads 2023/3/15."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from orchestration.documents.date_formats import displayed_date, is_date_format

GENERAL = "General"
# Formats that a workbook names by number only. 14 to 22 and from 27 on as a Chinese program displays them.
BUILT_IN_FORMATS = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-", 42: "¥#,##0;-¥#,##0;¥-", 43: "#,##0.00;-#,##0.00;-", 44: "¥#,##0.00;-¥#,##0.00;¥-",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
# As many digits as a cell in the general format shows, and as a workbook keeps.
_GENERAL_DIGITS = 10
_KEPT_DIGITS = 15
_LONGEST_FORMAT = 255
_SECTION_PART = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]?|[_*].|;|.', re.S)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_PLAIN_NUMBER = re.compile(r"(?:#,##)?0(?:\.(?P<decimals>0+))?")
_PLACEHOLDERS = frozenset("0#?")


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format; ``tokens`` are placeholders and literals in order."""

    code: str
    condition: tuple[str, Decimal] | None
    is_date: bool
    tokens: tuple[tuple[str, str], ...]
    plain: "_Plain | None" = None


@dataclass(frozen=True, slots=True)
class _Plain:
    """A section such as #,##0.00 or 0.00%, which most are: words around one unbroken number."""

    before: str
    after: str
    number: str  # as ``format`` takes it
    decimals: int
    percents: int


@lru_cache(maxsize=8192)
def displayed_number(number: float | str, code: str, *, from_1904: bool = False) -> str:
    """What a cell with ``number`` under the format ``code`` shows."""
    value = _decimal(number)
    if value is None:
        return str(number)
    section, value = _choose(_sections(code[:_LONGEST_FORMAT] or GENERAL), value)
    if section is None:
        return ""
    if section.is_date:
        shown = displayed_date(abs(value), section.code, from_1904=from_1904) if value >= 0 else None
        return shown if shown is not None else _general(value)
    return _render(section, value)


def displayed_text(text: str, code: str) -> str:
    """What a cell with ``text`` shows: the text, unless the fourth section of its format says more."""
    if "@" not in code or code == "@":
        return text
    section = _sections(code[:_LONGEST_FORMAT])[-1]
    shown = "".join(text if kind == "text" else literal for kind, literal in section.tokens if kind != "digit")
    return shown if any(kind == "text" for kind, _ in section.tokens) else text


def _decimal(number: float | str) -> Decimal | None:
    try:
        value = Decimal(f"{float(number):.{_KEPT_DIGITS}g}")
    except (ValueError, ArithmeticError):
        return None
    return value if value.is_finite() else None


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts = [""]
    for match in _SECTION_PART.finditer(code):
        if match.group() == ";":
            parts.append("")
        else:
            parts[-1] += match.group()
    return tuple(_section(part) for part in parts[:4])


def _section(code: str) -> _Section:
    condition = _CONDITION.search(code)
    limit = (condition.group(1), Decimal(condition.group(2))) if condition else None
    is_date = is_date_format(code)
    if is_date:
        return _Section(code, limit, is_date, ())
    tokens = _tokens(code)
    return _Section(code, limit, is_date, tuple(tokens), _plain(tokens))


def _plain(tokens: list[tuple[str, str]]) -> _Plain | None:
    kinds = [kind for kind, _ in tokens]
    places = [index for index, kind in enumerate(kinds) if kind in ("digit", ".", ",")]
    if not places or set(kinds) - {"digit", ".", ",", "%", "literal"}:
        return None
    first, last = places[0], places[-1]
    inside = "".join(text for _, text in tokens[first : last + 1])
    shape = _PLAIN_NUMBER.fullmatch(inside)
    if shape is None:
        return None
    before, after = ("".join(text for _, text in part) for part in (tokens[:first], tokens[last + 1 :]))
    decimals = len(shape["decimals"] or "")
    grouping = "," if "," in inside else ""
    return _Plain(before, after, f"{grouping}.{decimals}f", decimals, kinds.count("%"))


def _tokens(code: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    plain = code.replace("G/通用格式", GENERAL).replace("G/標準", GENERAL)
    for piece in re.split(f"({GENERAL})", plain, flags=re.I):
        if piece.casefold() == GENERAL.casefold():
            tokens.append(("general", ""))
            continue
        for match in _SECTION_PART.finditer(piece):
            tokens.append(_token(match.group()))
    return [token for token in tokens if token != ("literal", "")]


def _token(part: str) -> tuple[str, str]:
    if part in _PLACEHOLDERS:
        return "digit", part
    if part in (".", ",", "%", "@", "E", "e"):
        return ("text" if part == "@" else part.upper()), part
    return "literal", _literal(part)


def _literal(part: str) -> str:
    if part.startswith('"'):
        return part.strip('"')
    if part.startswith("\\"):
        return part[1:]
    if part.startswith("["):
        currency = _CURRENCY.match(part)
        return currency.group(1) if currency else ""
    is_padding = part.startswith(("_", "*")) and len(part) > 1
    return "" if is_padding else part


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, Decimal]:
    """The section for ``value``, and the value without the sign that the section itself displays."""
    numeric = sections[:3] if len(sections) > 3 else [s for s in sections if not _is_text_only(s)] or sections
    conditioned = [section for section in numeric if section.condition]
    if conditioned:
        for section in numeric:
            if section.condition is None or _holds(value, section.condition):
                return section, abs(value) if section.condition and _only_negative(section.condition) else value
        return None, value
    if len(numeric) > 1 and value < 0:
        return numeric[1], abs(value)
    if len(numeric) > 2 and value == 0:
        return numeric[2], value
    return numeric[0], value


def _is_text_only(section: _Section) -> bool:
    kinds = {kind for kind, _ in section.tokens}
    return "text" in kinds and not kinds & {"digit", "general"}


def _only_negative(condition: tuple[str, Decimal]) -> bool:
    return condition[0] in ("<", "<=") and condition[1] <= 0


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    operator, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[operator]


def _render(section: _Section, value: Decimal) -> str:
    sign = "-" if value < 0 else ""
    if plain := section.plain:
        number = format(_rounded(abs(value).scaleb(2 * plain.percents), plain.decimals), plain.number)
        is_zero = not number.strip("0.,")
        return ("" if is_zero else sign) + f"{plain.before}{number}{plain.after}".strip()
    kinds = [kind for kind, _ in section.tokens]
    if "digit" not in kinds:
        general = _general(abs(value)) if value < 0 else _general(value)
        shown = "".join(general if kind in ("general", "text") else text for kind, text in section.tokens)
        return (sign + shown if {"general", "text"} & set(kinds) else shown).strip()
    if "E" in kinds:
        return sign + _scientific(section, abs(value))
    if ("literal", "/") in section.tokens and ("digit", "?") in section.tokens:
        return sign + _general(abs(value))  # fractions
    shown = _positional(section, abs(value))
    # -0.4 under 0 displays 0 without its sign.
    return ((sign if any("1" <= character <= "9" for character in shown) else "") + shown).strip()


def _positional(section: _Section, value: Decimal) -> str:
    tokens = section.tokens
    digits = [index for index, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((index for index, (kind, _) in enumerate(tokens) if kind == "."), None)
    whole = [index for index in digits if point is None or index < point]
    decimals = [index for index in digits if point is not None and index > point]
    last = whole[-1] if whole else -1
    grouped = any(kind == "," and whole and whole[0] < index < last for index, (kind, _) in enumerate(tokens))
    thousands = 0
    for after in {last + 1, digits[-1] + 1}:
        while tokens[after : after + 1] and tokens[after][0] == ",":
            thousands, after = thousands + 1, after + 1  # noqa: PLW2901
    percents = sum(1 for kind, _ in tokens if kind == "%")
    value = value.scaleb(2 * percents - 3 * thousands)
    text = format(_rounded(value, len(decimals)), "f")
    integer, _, fraction = text.partition(".")
    integer = integer.lstrip("0").rjust(sum(1 for index in whole if tokens[index][1] == "0"), "0")
    return _laid_out(tokens, whole, decimals, point, (integer, fraction), grouped=grouped)


def _laid_out(
    tokens: tuple[tuple[str, str], ...],
    whole: list[int],
    decimals: list[int],
    point: int | None,
    digits: tuple[str, str],
    *,
    grouped: bool,
) -> str:
    integer, fraction = digits
    kept = len(fraction)
    while kept and fraction[kept - 1] == "0" and tokens[decimals[kept - 1]][1] != "0":
        kept -= 1
    places = _spread(integer, whole, grouped=grouped)
    places |= {index: fraction[n] for n, index in enumerate(decimals) if n < kept}
    shown = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "digit":
            shown.append(places.get(index, ""))
        elif index == point:
            # The digits of a format without any before its point, such as .00, still begin with the point.
            shown.append((integer if not whole else "") + ("." if kept or not decimals else ""))
        elif kind in ("literal", "%"):
            shown.append(text)
    return "".join(shown)


def _spread(integer: str, whole: list[int], *, grouped: bool) -> dict[int, str]:
    """Digits of the integer part at the placeholders, those that are too many at the first."""
    if not whole:
        return {}
    if grouped:
        return {whole[0]: f"{int(integer):,}".rjust(len(integer), "0") if integer else ""}
    extra = max(0, len(integer) - len(whole))
    placed = {whole[0]: integer[: extra + 1]} if len(integer) >= len(whole) else {}
    rest = integer[extra + 1 :] if placed else integer
    for digit, index in zip(reversed(rest), reversed(whole), strict=False):
        placed[index] = digit
    return placed


def _scientific(section: _Section, value: Decimal) -> str:
    mantissa = next(index for index, (kind, _) in enumerate(section.tokens) if kind == "E")
    before = section.tokens[:mantissa]
    point = next((index for index, (kind, _) in enumerate(before) if kind == "."), len(before))
    decimals = sum(1 for kind, _ in before[point:] if kind == "digit")
    exponent_digits = sum(1 for kind, _ in section.tokens[mantissa:] if kind == "digit")
    number, _, exponent = f"{value:.{decimals}E}".partition("E")
    return f"{number}E{'-' if exponent.startswith('-') else '+'}{exponent.lstrip('+-').zfill(exponent_digits)}"


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) if abs(value) < 10**20 else value


def _general(value: Decimal) -> str:
    if value == value.to_integral_value() and abs(value) < 10**_KEPT_DIGITS:
        return format(value.to_integral_value(), "f")
    if abs(value) >= 10**_KEPT_DIGITS or abs(value) < Decimal("1e-9"):
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        plain = mantissa.rstrip("0").rstrip(".")
        return f"{plain}E{exponent[0]}{exponent[1:].zfill(2)}"
    whole_digits = max(1, value.adjusted() + 1)
    # A cell shows 123456789.1 of 123456789.12; of amounts of money the cents are kept.
    decimals = max(0, _GENERAL_DIGITS - whole_digits)
    shown = format(value if value == _rounded(value, 2) else _rounded(value, decimals), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
