"""Rows as text: an aligned table, CSV or JSON."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# What makes a formula of a cell's text in the common spreadsheets, some of which read full-width signs too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_CSV_END = "\r\n"  # the writer quotes what holds a character of it
_C1 = re.compile("[\x7f-\x9f]")  # json.dumps escapes only the other half of the controls
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
# Line ends as ⏎, other controls as their pictures, and what turns the direction of writing around as a mark.
_SHOWN = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x0A: "⏎", 0x7F: "␡"}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
)

Rows = Sequence[Sequence[Any]]


def as_table(names: Sequence[str], rows: Rows) -> Iterator[str]:
    """Columns aligned as a terminal shows them, where a Chinese character is two places wide."""
    cells = [[visible(plain(value)) for value in row] for row in rows]
    right = [any(_is_number(row[n]) for row in rows) for n in range(len(names))]
    widths = [max([width(name), *(width(row[n]) for row in cells)]) for n, name in enumerate(names)]
    yield _line(names, widths, [False] * len(names))
    yield "─┼─".join("─" * wide for wide in widths)
    for row in cells:
        yield _line(row, widths, right)
    yield f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})"


def as_csv(names: Sequence[str], rows: Rows) -> Iterator[str]:
    """RFC 4180; NULL is empty. Words that a spreadsheet would take for a formula begin with an apostrophe."""
    for row in (names, *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator=_CSV_END).writerow(
            [_no_formula(value) if isinstance(value, str) else plain(value) for value in row]
        )
        yield line.getvalue().removesuffix(_CSV_END)


def as_json(names: Sequence[str], rows: Rows) -> Iterator[str]:
    """An array of objects; decimals are numbers with all their digits."""
    yield "["
    for n, row in enumerate(rows):
        values = (
            f"{json.dumps(name, ensure_ascii=False)}: {_json(value)}" for name, value in zip(names, row, strict=True)
        )
        yield f"  {{{', '.join(values)}}}{',' if n < len(rows) - 1 else ''}"
    yield "]"


PRINTERS: dict[str, Callable[[Sequence[str], Rows], Iterator[str]]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
}


def plain(value: object) -> str:
    """A value as people write it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(plain(item) for item in value) + "]"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def visible(text: str) -> str:
    """``text`` on one line, its control characters shown instead of obeyed by a terminal."""
    return text.translate(_SHOWN)


def width(text: str) -> int:
    """Places that a text takes on a terminal."""
    return sum(_places(character) for character in text)


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        " " * (wide - width(cell)) + cell if to_right else cell + " " * (wide - width(cell))
        for cell, wide, to_right in zip(cells, widths, right, strict=True)
    )
    return " │ ".join(padded).rstrip()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _json(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")  # json.dumps would need a binary fraction
    if isinstance(value, list):
        return "[" + ", ".join(_json(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)}: {_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _C1.sub(lambda control: f"\\u{ord(control.group()):04x}", text)
