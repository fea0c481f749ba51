"""Rewrites of figures and characters: number styles, units, spaces, widths of punctuation."""

import random
import re
from decimal import Decimal

from lines import MARKER, each_line, each_quantity, value_of

_FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_STEPS = {"元": 1, "万元": 10**4, "亿元": 10**8}
_COUNTED = "人次|人|户|亩|件|册次|剂次|平方米|批次|株|份"
_MOST_DECIMALS = 6
_HALF = str.maketrans("（），；：％", "(),;:%")


def number_styles(text: str, rng: random.Random) -> str:
    """Group digits or not, print them in full width, set spaces before the figure or its unit."""
    share = rng.choice((0.3, 1.0))

    def change(match: re.Match[str]) -> str:
        if rng.random() > share:
            return match.group()
        number, gap, unit = match["number"], match["gap"], match["multiplier"] + match["unit"]
        style = rng.choice(("group", "full", "gap", "lead", "close"))
        whole, point, decimals = number.partition(".")
        if style == "group":
            plain = whole.replace(",", "")
            whole = plain if "," in whole else f"{int(plain):,}"
            return f"{whole}{point}{decimals}{gap}{unit}"
        if style == "full":
            return f"{number.translate(_FULL_WIDTH)}{gap}{unit.translate(_FULL_WIDTH)}"
        if style == "gap":
            return f"{number} {unit}"
        if style == "lead":
            return f" {number}{gap}{unit}"
        return f"{number}{unit}"

    return each_line(text, lambda line: each_quantity(line, change), tables=True)


def units(text: str, rng: random.Random) -> str:
    """Print amounts of money in 元, 万元 or 亿元, and counts with 万 or without: exactly the same value."""
    share = rng.choice((0.3, 1.0))

    def change(match: re.Match[str]) -> str:
        if rng.random() > share:
            return match.group()
        unit = match["multiplier"] + match["unit"]
        if unit in _STEPS:
            return _money(match, unit, rng)
        counted = re.fullmatch(rf"(万?)({_COUNTED})", unit)
        return _count(match, counted, rng) if counted else match.group()

    return each_line(text, lambda line: each_quantity(line, change))


def _money(match: re.Match[str], unit: str, rng: random.Random) -> str:
    value = value_of(match) * _STEPS[unit]
    # Smaller units give figures that nobody prints for yuan below 万; larger ones need enough of them.
    fitting = [name for name, step in _STEPS.items() if name != unit and (step == 1 or value >= step)]
    if unit == "亿元" and value >= 10**10:
        fitting.remove("元")
    if not fitting:
        return match.group()
    other = rng.choice(fitting)
    number = _exact(value / _STEPS[other])
    if number is None:
        return match.group()
    if other == "元" and "." not in number and rng.random() < 0.3:
        number += ".00"
    return _grouped(number, rng) + match["gap"] + other


def _count(match: re.Match[str], counted: re.Match[str], rng: random.Random) -> str:
    value = value_of(match)
    if counted[1]:
        number = _exact(value * 10**4)
        unit = counted[2]
    else:
        number = _exact(value / 10**4) if value >= 10**4 else None
        unit = "万" + counted[2]
    if number is None or (counted[1] and "." in number):
        return match.group()
    return _grouped(number, rng) + match["gap"] + unit


def _exact(value: Decimal) -> str | None:
    """``value`` in digits, ``None`` where it has more decimals than anybody prints."""
    number = f"{value:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return number if len(number.partition(".")[2]) <= _MOST_DECIMALS else None


def _grouped(number: str, rng: random.Random) -> str:
    whole, point, decimals = number.partition(".")
    return (f"{int(whole):,}" if rng.random() < 0.5 else whole) + point + decimals


def spaces(text: str, rng: random.Random) -> str:
    """Set single spaces between Chinese characters and figures, and two at the ends of lines."""
    share = rng.choice((0.3, 1.0))
    ends = rng.random() < 0.5

    def change(line: str) -> str:
        marker = MARKER.match(line)
        start = marker.end() if marker else 0
        spaced = re.sub(
            r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=[\d%])(?=[\u4e00-\u9fff])",
            lambda _: " " if rng.random() < share else "",
            line[start:],
        )
        return line[:start] + spaced + ("  " if ends else "")

    return each_line(text, change)


def punctuation(text: str, rng: random.Random) -> str:
    """Print parentheses, commas, semicolons, colons and percent signs in half width or in full."""
    share = rng.choice((0.3, 1.0))

    def half(match: re.Match[str]) -> str:
        character, line = match.group(), match.string
        around = line[: match.start()].rstrip()[-1:] + line[match.end() :].lstrip()[:1]
        if character in "，：" and any(neighbour.isdigit() for neighbour in around):
            return character  # beside digits a half-width comma groups them and a colon tells the time
        return character.translate(_HALF) if rng.random() < share else character

    def full(match: re.Match[str]) -> str:
        return "％" if rng.random() < share else "%"

    if rng.random() < 0.7:
        return each_line(text, lambda line: re.sub("[（），；：％]", half, line))
    return each_line(text, lambda line: re.sub("%", full, line), tables=True)
