"""The bytes of a text file become its text, or are rejected for a reason."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.documents import Document, RejectedDocument, read_document
from orchestration.documents.text_reader import decode

SIMPLIFIED = "2023年度澄湖市林业局部门整体支出绩效自评报告\n全年预算数1,204.50万元，执行数1,198.3万元。\n"


def read(directory: Path, data: bytes, name: str = "report.txt") -> Document:
    path = directory / name
    path.write_bytes(data)
    return read_document(path, f"澄湖/{name}")


def rejection(directory: Path, data: bytes, name: str = "report.txt") -> RejectedDocument:
    with pytest.raises(RejectedDocument) as caught:
        read(directory, data, name)
    return caught.value


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (SIMPLIFIED.encode("utf-8"), SIMPLIFIED, "utf-8"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode("utf-8"), SIMPLIFIED, "utf-8"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16"),
        (codecs.BOM_UTF32_LE + SIMPLIFIED.encode("utf-32-le"), SIMPLIFIED, "utf-32"),
        (SIMPLIFIED.encode("gb18030"), SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("gbk"), SIMPLIFIED, "gb18030"),
        ("预算3万元\n".encode("gbk"), "预算3万元\n", "gb18030"),  # short: guessing libraries read Korean
        ("㐀𠮷乡".encode("gb18030"), "㐀𠮷乡", "gb18030"),  # four-byte sequences
        (b"budget 12.5", "budget 12.5", "utf-8"),
    ],
)
def test_encodings_in_order_of_trust(tmp_path: Path, data: bytes, text: str, encoding: str) -> None:
    document = read(tmp_path, data)
    assert (document.text, document.encoding, document.byte_count) == (text, encoding, len(data))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        b"\x7fELF\x02\x01\x01\x00\x00",
        b"\xff\xfe\x00\xd8\x41\x00",  # UTF-16 with a surrogate that stands alone
        codecs.BOM_UTF8 + b"\xff\xff",
        b"\xff\xff\xff\xff",
        "绩效".encode() + b"\x00\x01\x02" + "报告".encode(),
        (SIMPLIFIED * 50 + "\x00").encode(),
        bytes(range(1, 256)) * 4,
    ],
)
def test_binary_content_is_undecodable(tmp_path: Path, data: bytes) -> None:
    assert rejection(tmp_path, data).reason_code == "undecodable"


def test_few_control_characters_are_text(tmp_path: Path) -> None:
    """What copying from other programs leaves behind is kept as it is."""
    text = SIMPLIFIED * 20 + "\x01名称\x07完成\x1b[31m 5 场\x08。"
    for encoding in ("utf-8", "gb18030"):
        assert read(tmp_path, text.encode(encoding)).text == text


@pytest.mark.parametrize("data", [b"", b"\n\r\n \t\n", "\u3000\u3000\n".encode(), codecs.BOM_UTF8, b"\f\n"])
def test_no_text_is_empty(tmp_path: Path, data: bytes) -> None:
    assert rejection(tmp_path, data).reason_code == "empty"


def test_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(RejectedDocument) as caught:
        read_document(tmp_path / "absent.txt", "absent.txt")
    assert caught.value.reason_code == "unreadable"


def test_directory_is_unreadable(tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(RejectedDocument) as caught:
        read_document(folder, "folder.txt")
    assert caught.value.reason_code == "unreadable"


@pytest.mark.parametrize("name", ["report.mp4", "report", "report.text~"])
def test_format_without_a_reader(tmp_path: Path, name: str) -> None:
    found = rejection(tmp_path, SIMPLIFIED.encode(), name)
    assert found.reason_code == "unsupported_format"


def test_suffix_in_capitals(tmp_path: Path) -> None:
    assert read(tmp_path, SIMPLIFIED.encode(), "REPORT.TXT").text == SIMPLIFIED


def test_reasons_are_in_both_languages(tmp_path: Path) -> None:
    for data in (b"", b"\x00\x01\x02"):
        reason = rejection(tmp_path, data).reason
        assert any("\u4e00" <= character <= "\u9fff" for character in reason)
        assert any(word in reason for word in ("The file", "file"))


def test_same_bytes_have_the_same_id_under_any_name(tmp_path: Path) -> None:
    first, second = read(tmp_path, SIMPLIFIED.encode()), read(tmp_path, SIMPLIFIED.encode(), "other.txt")
    assert first.document_id == second.document_id == first.sha256[:16]
    assert read(tmp_path, SIMPLIFIED.encode() + b" ").document_id != first.document_id


TEXTS = st.text(
    alphabet=st.sampled_from("预算绩效自评万元亿%0123456789,.，。；（）\n\r \t\u3000\f２３"), min_size=1, max_size=200
).filter(lambda text: bool(text.strip(" \n\r\t\u3000\f")))


@settings(deadline=None, max_examples=60)
@given(text=TEXTS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_text_is_untouched(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text
