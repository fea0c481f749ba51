"""Dates and times of a workbook as they are displayed; there they are numbers of days."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'(?P<quoted>"[^"]*"?)|(?P<escaped>\\.)|(?P<elapsed>\[(?:h+|m+|s+)\])|(?P<bracket>\[[^\]]*\]?)|(?P<pad>[_*].)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<fraction>\.0+)|(?P<part>y+|e+|m+|d+|a{3,4}|h+|s+)|(?P<other>.)",
    re.I | re.S,
)
_NO_DATE = re.compile(r"General|G/通用格式|E[+-]", re.I)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CHINESE_DAYS = "一二三四五六日"
_SECONDS_A_DAY = 86_400
_LAST_DAY = 2_958_465  # 9999-12-31


@lru_cache(maxsize=512)
def is_date_format(code: str) -> bool:
    """Whether a section of a format displays a date or a time."""
    if _NO_DATE.search(re.sub(r'"[^"]*"?|\\.', "", code)):
        return False
    return any(match.lastgroup in ("elapsed", "part") for match in _TOKEN.finditer(code))


def displayed_date(serial: Decimal, code: str, *, from_1904: bool) -> str | None:
    """``serial``, a number of days, under the section ``code``; None where it is no date."""
    if not 0 <= serial <= _LAST_DAY:
        return None
    tokens = [(match.lastgroup or "other", match.group()) for match in _TOKEN.finditer(code)]
    decimals = max((len(text) - 1 for kind, text in tokens if kind == "fraction"), default=0)
    seconds = round(serial * _SECONDS_A_DAY, decimals)
    moment = _moment(seconds, from_1904=from_1904)
    if moment is None:
        return None
    twelve_hours = any(kind == "half" for kind, _ in tokens)
    shown = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "quoted":
            shown.append(text.strip('"'))
        elif kind == "escaped":
            shown.append(text[1:])
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[1].lower()]
            shown.append(str(int(seconds // unit)).zfill(len(text) - 2))
        elif kind == "half":
            morning, evening = text.split("/")
            shown.append(morning if moment.hour < 12 else evening)
        elif kind == "fraction":
            shown.append("." + f"{seconds % 1:.{decimals}f}".partition(".")[2])
        elif kind == "part":
            shown.append(_part(moment, text.lower(), minutes=_means_minutes(tokens, index), twelve=twelve_hours))
        elif kind == "other":
            shown.append(text)
    return "".join(shown).strip()


def _moment(seconds: Decimal, *, from_1904: bool) -> datetime | None:
    if from_1904:
        base = datetime(1904, 1, 1)  # noqa: DTZ001 - a wall clock without a zone
    else:
        # Workbooks count a 29 February 1900 that never was.
        base = datetime(1899, 12, 30) if seconds >= 60 * _SECONDS_A_DAY else datetime(1899, 12, 31)  # noqa: DTZ001
    try:
        return base + timedelta(seconds=int(seconds))
    except OverflowError:
        return None


def _means_minutes(tokens: list[tuple[str, str]], index: int) -> bool:
    """m after hours or before seconds is minutes, else months."""
    text = tokens[index][1].lower()
    if text[0] != "m" or len(text) > 2:
        return False
    parts = [(n, found.lower().strip("[")[0]) for n, (kind, found) in enumerate(tokens) if kind in ("part", "elapsed")]
    place = next(n for n, (position, _) in enumerate(parts) if position == index)
    before = parts[place - 1][1] if place else ""
    after = parts[place + 1][1] if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _part(moment: datetime, text: str, *, minutes: bool, twelve: bool) -> str:
    length, letter = len(text), text[0]
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length <= 2 else f"{moment.year:04d}"
    if letter == "m" and not minutes:
        if length >= 3:
            return _MONTHS[moment.month - 1]
        return str(moment.month).zfill(length)
    if letter == "d":
        return _DAYS[moment.weekday()] if length >= 3 else str(moment.day).zfill(length)
    if letter == "a":
        return ("星期" if length == 4 else "") + _CHINESE_DAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    number = {"h": hour, "m": moment.minute, "s": moment.second}[letter]
    return str(number).zfill(min(length, 2))
