"""Files that cannot be read are refused for a reason that a person understands, and nothing else happens."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from orchestration.documents import REASON_CODES, not_a_form, read_document, source_file
from orchestration.documents.rejections import rejection as make_rejection
from orchestration.settings import MEBIBYTE, ReadingLimits
from tests.documents.checks import check_rejection, read, rejection
from tests.fixtures.bad_files import BAD_FILES, TEXT, inflating_docx, lying_docx, package_of
from tests.fixtures.forms import NATIONAL
from tests.fixtures.writers import report_docx, workbook_xlsx


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_are_refused(tmp_path: Path, name: str) -> None:
    reason_code, make = BAD_FILES[name]
    assert rejection(tmp_path, name, make()).reason_code == reason_code


def test_every_reason_has_its_sentences() -> None:
    names = "error kind hint tried pages scanned install why size unit limit count"
    facts = dict.fromkeys(names.split(), "12 abc")
    for code in REASON_CODES:
        check_rejection(make_rejection(code, **facts))
    check_rejection(not_a_form("没有表头", "no heads of a form"))


def test_what_to_do_is_part_of_the_reason(tmp_path: Path) -> None:
    assert "docx" in rejection(tmp_path, "a.doc", BAD_FILES["letters.doc"][1]()).reason
    assert "PDF" in rejection(tmp_path, "a.png", BAD_FILES["picture.png"][1]()).reason


def test_broken_links_and_missing_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path, tmp_path / "no" / "such.pdf"):
        assert unreadable(path) == "unreadable"

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(source_file.os, "open", refuse)
    assert unreadable(secret) == "unreadable"


def unreadable(path: Path) -> str:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the kind is looked at below
        read_document(path, path.name)
    check_rejection(caught.value)  # type: ignore[arg-type]
    return str(getattr(caught.value, "reason_code", None))


def test_links_to_files_are_read(tmp_path: Path) -> None:
    read(tmp_path, "a.txt", TEXT.encode())
    link = tmp_path / "b.txt"
    link.symlink_to(tmp_path / "a.txt")
    assert read_document(link, "b.txt").text == TEXT


@pytest.mark.parametrize("change", ["grow", "replace", "shrink", "touch"])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    real = os.fdopen

    def changed(descriptor: int, mode: str) -> object:
        """The file changes between the first look at it and the reading."""
        stream = real(descriptor, mode)
        read_really = stream.read

        class Changing:
            def __enter__(self) -> "Changing":
                return self

            def __exit__(self, *_: object) -> None:
                stream.close()

            def read(self, size: int) -> bytes:
                data = bytes(read_really(size))
                if change == "grow":
                    path.write_text(TEXT * 2, encoding="utf-8")
                elif change == "shrink":
                    path.write_text("", encoding="utf-8")
                elif change == "touch":
                    os.utime(path, (1, 1))
                else:
                    other = tmp_path / "other"
                    other.write_text(TEXT, encoding="utf-8")
                    other.replace(path)
                return data

        return Changing()

    monkeypatch.setattr(source_file.os, "fdopen", changed)
    assert unreadable(path) == "changed_while_reading"


def test_too_large(tmp_path: Path) -> None:
    limits = ReadingLimits(file_bytes=50, text_bytes=40, lines=5)
    assert rejection(tmp_path, "a.txt", b"x" * 51, limits).reason_code == "too_large"
    assert rejection(tmp_path, "a.txt", b"x" * 41, limits).reason_code == "too_large"
    assert rejection(tmp_path, "a.csv", b"x" * 41, limits).reason_code == "too_large"
    assert rejection(tmp_path, "a.html", b"<html>" + b"x" * 41, limits).reason_code == "too_large"
    assert rejection(tmp_path, "a.txt", b"x\n" * 6, limits).reason_code == "too_large"
    assert rejection(tmp_path, "a.txt", b"x\f" * 6, ReadingLimits(pages=5)).reason_code == "too_many_pages"


def test_packages_that_inflate(tmp_path: Path) -> None:
    limits = ReadingLimits(inflated_bytes=20 * MEBIBYTE)
    data = inflating_docx(30 * MEBIBYTE)
    assert len(data) < MEBIBYTE
    assert rejection(tmp_path, "a.docx", data, limits).reason_code == "inflates"
    # What the directory denies comes to light while the part is read.
    assert rejection(tmp_path, "a.docx", lying_docx(30 * MEBIBYTE), limits).reason_code in ("inflates", "damaged")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packages_with_a_broken_part(tmp_path: Path, compression: int) -> None:
    with zipfile.ZipFile(io.BytesIO(report_docx(TEXT))) as source:
        parts = {entry.filename: source.read(entry) for entry in source.infolist()}
    data = bytearray(package_of(parts, compression))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = package.getinfo("word/document.xml")
    first = part.header_offset + 30 + len(part.filename)
    assert read(tmp_path, "whole.docx", bytes(data)).format == "docx"
    for place in range(first, first + part.compress_size):
        data[place] ^= 0xFF
    assert rejection(tmp_path, "a.docx", bytes(data)).reason_code == "damaged"


def test_texts_that_inflate(tmp_path: Path) -> None:
    data = workbook_xlsx([NATIONAL])
    assert rejection(tmp_path, "a.xlsx", data, ReadingLimits(text_bytes=500)).reason_code == "inflates"


def test_documents_of_one_immense_element(tmp_path: Path) -> None:
    body = b"<document><body><p><r><t>" + b"x" * (12 * MEBIBYTE) + b"</t></r></p></body></document>"
    with zipfile.ZipFile(io.BytesIO(report_docx(TEXT))) as source:
        parts = {entry.filename: source.read(entry) for entry in source.infolist()}
    data = package_of({**parts, "word/document.xml": body})
    assert rejection(tmp_path, "a.docx", data, ReadingLimits(text_bytes=MEBIBYTE)).reason_code in (
        "damaged",
        "inflates",
    )


@pytest.mark.parametrize(
    "text",
    [
        "1/9\n" * 200_000,
        "5\n" * 200_000,
        "\f5\n" * 1_900 + "5\n" * 100_000,
        "第1页" + " " * 1_000_000 + "x",
        "—" * 1_000_000,
        " " * 1_000_000 + "x",
        '"' * 1_000_000,
        ('",' * 90_000) + '"',
        "|" * 300_000 + "x",
    ],
    ids=["fractions", "numbers", "feeds", "gap", "dashes", "blanks", "quotes", "open quotes", "pipes"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_no_text_takes_long(tmp_path: Path, name: str, text: str) -> None:
    start = time.monotonic()
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    try:
        read_document(path, name)
    except Exception as error:
        check_rejection(error)  # type: ignore[arg-type]
    assert time.monotonic() - start < 10
