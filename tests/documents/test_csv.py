"""Tables in plain text keep the file as it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.documents.composer import RawFile
from orchestration.documents.csv_reader import read_csv, sniff_delimiter
from orchestration.settings import READING_LIMITS, ReadingLimits
from tests.documents.checks import cells_of, check, read, rejection


def test_the_text_is_the_file(tmp_path: Path) -> None:
    text = '\ufeff项目,预算数\r\n"甲,乙","1,204.50"\r\n\r\n丙,"第一行\n第二行"\r\n'
    found = read(tmp_path, "a.csv", text.encode())
    assert (found.text, found.encoding, found.format) == (text.removeprefix("\ufeff"), "utf-8", "csv")
    assert cells_of(found) == {
        "T1!R1C1": "项目", "T1!R1C2": "预算数", "T1!R2C1": "甲,乙", "T1!R2C2": "1,204.50",
        "T1!R4C1": "丙", "T1!R4C2": "第一行\n第二行",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("甲,乙\n1,2\n", ","),
        ("甲\t乙\n1,5\t2\n", "\t"),
        ("甲;乙;丙\n1,5;2,5;3\n", ";"),
        ('"1,204";"2"\n"3,5";"4"\n', ";"),
        ("甲|乙\n1|2\n", "|"),
        ("只有一列\n12\n", ","),
        ("", ","),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert sniff_delimiter(text) == delimiter


def test_quotes_that_do_not_close_are_text(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", '甲,"乙\n"丙"丁,戊\n'.encode())
    assert list(cells_of(found).values()) == ["甲", '"乙', '"丙"丁', "戊"]


def test_a_table_without_text_is_no_form(tmp_path: Path) -> None:
    assert rejection(tmp_path, "a.csv", b",,,\n,,,\n").reason_code == "not_a_form"


def test_too_many_cells(tmp_path: Path) -> None:
    data = ("1,2\n" * 100).encode()
    assert rejection(tmp_path, "a.csv", data, ReadingLimits(cells=150)).reason_code == "too_many_cells"


@given(st.text(alphabet='甲1,;\t"\r\n ', min_size=1, max_size=60).filter(lambda text: bool(text.strip('",;\t\r\n '))))
def test_any_text_is_read(text: str) -> None:
    found = read_csv(RawFile(text.encode(), "a.csv", "0" * 64, ".csv"), READING_LIMITS)
    check(found)
    assert found.text == text
