import csv
import json
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.warehouse.printing import as_csv, as_json, as_table, width

NAMES = ["item_name", "amount_yuan"]
ROWS = [("基本支出", Decimal("65498100.00")), ("项目支出, 其他", Decimal("0.10")), (None, None)]


def test_columns_stay_aligned_with_chinese_text():
    head, rule, *lines = as_table(NAMES, ROWS)
    assert width(rule) == width(lines[0])
    bars = {width(line[: line.index("│")]) for line in [head, *lines[:2]]}
    assert len(bars) == 1
    assert lines[0].endswith("65498100.00")
    assert lines[-1] == "(3 rows)"


def test_csv_reads_back():
    read = list(csv.reader(as_csv(NAMES, ROWS)))
    assert read == [NAMES, ["基本支出", "65498100.00"], ["项目支出, 其他", "0.10"], ["", ""]]


def test_json_keeps_every_digit():
    rows = [(Decimal("12345678901234567890.12"), [Decimal("1.10"), None], datetime(2022, 1, 2), True)]  # noqa: DTZ001
    text = "\n".join(as_json(["a", "b", "c", "d"], rows))
    assert json.loads(text, parse_float=Decimal) == [
        {"a": Decimal("12345678901234567890.12"), "b": [Decimal("1.10"), None], "c": "2022-01-02T00:00:00", "d": True}
    ]
    assert json.loads("\n".join(as_json(["a"], []))) == []


@given(st.lists(st.tuples(st.none() | st.text(max_size=8), st.none() | st.decimals(allow_nan=False, places=4))))
def test_any_rows_print(rows: list[tuple[str | None, Decimal | None]]):
    assert len(list(as_table(NAMES, rows))) == len(rows) + 3
    assert len(json.loads("\n".join(as_json(NAMES, rows)))) == len(rows)


@pytest.mark.parametrize("words", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")'])
def test_csv_holds_no_formulas(words: str):
    (cell,) = list(csv.reader(as_csv(["a"], [(words,)])))[1]
    assert cell == f"'{words}"


def test_csv_keeps_numbers_as_they_are():
    row = ("-3.5", "+20.3%", "-1,178.75", Decimal("-2.50"), "≥95%", "—")
    printed = [format(value, "f") if isinstance(value, Decimal) else value for value in row]
    assert list(csv.reader(as_csv(["a"] * 6, [row])))[1] == printed


def test_terminals_are_not_commanded():
    hostile = "\x1b[31m红\x9b2J\n\u202e倒\x07"
    (*_, line, _) = as_table(["a"], [(hostile,)])
    assert line == "␛[31m红\ufffd2J⏎\ufffd倒␇"
    text = "".join(as_json(["a"], [(hostile,)]))
    assert json.loads(text) == [{"a": hostile}]
    assert not set(text) & set("\x1b\x9b\x07")
