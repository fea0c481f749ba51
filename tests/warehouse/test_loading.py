"""The load alone: what is read again, carried over, refused and dropped."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import extraction
from orchestration.documents import RejectedDocument
from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse import reading
from orchestration.warehouse.build import Build, open_build
from orchestration.warehouse.build_file import sql_type
from orchestration.warehouse.load import load_documents, load_extracts
from orchestration.warehouse.raw_tables import RAW_TABLES
from orchestration.warehouse.reader import connect
from orchestration.warehouse.reading import json_lines
from tests.conftest import write_report


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were read, in order."""
    names: list[str] = []
    real = reading.read_document

    def recorded(path: Path, source_path: str) -> Any:
        names.append(source_path)
        return real(path, source_path)

    monkeypatch.setattr(reading, "read_document", recorded)
    return names


def load(settings: Settings) -> dict[str, Any]:
    with open_build(settings, Progress()) as build:
        load_documents(build)
        load_extracts(build)
        report: dict[str, Any] = build.report
        build.publish()
    return report


def contents(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    release = settings.current_release()
    assert release is not None
    with connect(release / "jixiao.duckdb") as connection:
        return {
            table: sorted(connection.execute(f"SELECT {_lasting(schema.names)} FROM raw.{table}").fetchall(), key=repr)
            for table, schema in RAW_TABLES.items()
        }


def _lasting(names: list[str]) -> str:
    """What the moment of a build does not change."""
    return ", ".join(name for name in names if not name.endswith("_at") and name != "is_fresh")


def test_only_what_changed_is_read_again(settings: Settings, read: list[str]):
    write_report(settings.raw_dir, "a.txt")
    write_report(settings.raw_dir, "b.txt", year=2021)
    assert load(settings)["documents"] == {"total": 2, "loaded": 2, "unchanged": 0, "rejected": 0, "removed": 0}
    read.clear()
    write_report(settings.raw_dir, "b.txt", year=2020)
    write_report(settings.raw_dir, "c.txt", year=2019)
    (settings.raw_dir / "a.txt").touch()
    assert load(settings)["documents"] == {"total": 3, "loaded": 2, "unchanged": 1, "rejected": 0, "removed": 0}
    assert read == ["b.txt", "c.txt"]


def test_a_step_at_a_time_or_all_at_once_is_the_same(settings: Settings, tmp_path: Path):
    write_report(settings.raw_dir, "b.txt", year=2021)
    load(settings)
    write_report(settings.raw_dir, "a.txt")
    write_report(settings.raw_dir, "gone.txt", year=2018)
    load(settings)
    (settings.raw_dir / "gone.txt").unlink()
    assert load(settings)["documents"]["removed"] == 1
    once = Settings(settings.raw_dir, tmp_path / "once")
    load(once)
    assert contents(settings) == contents(once)


def test_processes_give_what_one_process_gives(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for n in range(reading.DOCUMENTS_WORTH_A_POOL):
        write_report(settings.raw_dir, f"{n}.txt", fairs=100 + n)
    load(settings)
    monkeypatch.setattr(reading, "DOCUMENTS_WORTH_A_POOL", 1000)
    alone = Settings(settings.raw_dir, tmp_path / "alone")
    load(alone)
    assert contents(settings) == contents(alone)


def test_a_changed_catalogue_entry_is_a_changed_document(settings: Settings, read: list[str]):
    write_report(settings.raw_dir, "a.txt")
    load(settings)
    settings.catalogue_path.write_text("source_path,publisher\na.txt,某市某局\n", encoding="utf-8")
    load(settings)
    assert read == ["a.txt", "a.txt"]


def test_bad_files_are_refused_with_a_reason_and_keep_their_day(settings: Settings):
    write_report(settings.raw_dir, "a.txt")
    write_report(settings.raw_dir, "copy.txt")
    (settings.raw_dir / "empty.txt").touch()
    (settings.raw_dir / "table.xyz").write_text("x", encoding="utf-8")
    report = load(settings)
    assert {row["source_path"]: row["reason_code"] for row in report["rejected"]} == {
        "copy.txt": "duplicate_content",
        "empty.txt": "empty",
        "table.xyz": "unsupported_format",
    }
    first = seen(settings)
    (settings.raw_dir / "a.txt").unlink()
    load(settings)
    assert set(seen(settings)) == {"empty.txt", "table.xyz"}  # the copy is now the document
    assert all(first[path][0] == now[0] and first[path][1] < now[1] for path, now in seen(settings).items())


def seen(settings: Settings) -> dict[str, tuple[Any, Any]]:
    with connect(settings.current_link / "jixiao.duckdb") as connection:
        rows = connection.execute("SELECT source_path, first_seen_at, last_seen_at FROM raw.rejected_documents")
        return {path: (first, last) for path, first, last in rows.fetchall()}


def test_a_document_that_the_code_cannot_digest_stops_nobody(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    write_report(settings.raw_dir, "a.txt")
    write_report(settings.raw_dir, "b.txt", year=2021)
    real = extraction.extract

    def fragile(document: Any, entry: Any, lexicon: Any) -> Any:
        if document.source_path == "a.txt":
            raise IndexError("list index out of range")
        return real(document, entry, lexicon)

    monkeypatch.setattr(extraction, "extract", fragile)
    report = load(settings)
    assert report["documents"]["total"] == 1
    assert "IndexError" in report["rejected"][0]["reason"]


def test_extraction_may_refuse_too(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    write_report(settings.raw_dir, "a.txt")

    def refuse(*_: object) -> None:
        raise RejectedDocument("no_fiscal_year", "没有年度 No year")

    monkeypatch.setattr(extraction, "extract", refuse)
    assert load(settings)["rejected"][0]["reason_code"] == "no_fiscal_year"


def test_a_writer_on_the_published_file_costs_a_full_load_only(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    write_report(settings.raw_dir, "a.txt")
    load(settings)

    def locked(path: Path) -> duckdb.DuckDBPyConnection:
        raise duckdb.IOException("Could not set lock on file")

    with open_build(settings, Progress()) as build:
        monkeypatch.setattr(
            "orchestration.warehouse.load.connect", lambda p: locked(p) if p == build.base else connect(p)
        )
        load_documents(build)
        load_extracts(build)
        assert build.report["documents"]["loaded"] == 1


def test_rows_that_break_the_contract_are_not_loaded():
    with pytest.raises(ValueError, match="lacks"):
        list(json_lines("pages", [{"document_id": "d", "page": None, "char_start": 0, "char_end": 1}]))
    with pytest.raises(ValueError, match="unknown"):
        list(json_lines("pages", [{"document_id": "d", "page": 1, "char_start": 0, "char_end": 1, "x": 1}]))


def test_keys_tell_the_rows_of_a_document_apart():
    row = dict.fromkeys(RAW_TABLES["deductions"].names, "") | {"deduction_id": "d:1", "paragraph": 0, "ordinal": 1}
    with pytest.raises(ValueError, match="two rows of deductions have the deduction_id d:1"):
        list(json_lines("deductions", [row, row]))


def test_every_type_of_the_contract_has_a_name_in_sql():
    types = {sql_type(field.type) for schema in RAW_TABLES.values() for field in schema}
    assert types == {"VARCHAR", "INTEGER", "BIGINT", "BOOLEAN", "TIMESTAMP", "VARCHAR[]", "DECIMAL(38, 10)"}


def test_a_run_that_starts_in_the_middle_takes_up_the_published_rows(settings: Settings):
    write_report(settings.raw_dir, "a.txt")
    load(settings)
    with open_build(settings, Progress()) as build:
        build.continue_from_base()
        load_extracts(build)
        assert figures(build) > 0


def figures(build: Build) -> int:
    with connect(build.database) as connection:
        row = connection.execute("SELECT count(*) FROM raw.figures").fetchone()
    assert row is not None
    count: int = row[0]
    return count


def test_the_same_words_in_another_file_are_loaded_once(settings: Settings):
    text = write_report(settings.raw_dir, "b.txt").read_text(encoding="utf-8")
    write_report(settings.raw_dir, "other.txt", year=2019)
    other_bytes = text.replace("\n", "\r\n\r\n").encode("gb18030")
    (settings.raw_dir / "c.txt").write_bytes(other_bytes)
    page = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    (settings.raw_dir / "d.html").write_text(f"<html><meta charset=utf-8><body>{page}</body></html>", encoding="utf-8")
    report = load(settings)
    assert report["documents"]["total"] == 2
    assert [(r["source_path"], r["reason_code"]) for r in report["rejected"]] == [
        ("c.txt", "duplicate_text"),
        ("d.html", "duplicate_text"),
    ]
    assert "b.txt" in report["rejected"][0]["reason"]
    assert {row[2] for row in contents(settings)["documents"]} == {"b.txt", "other.txt"}
    # The first by path stands, whichever came first, and the next one where it goes.
    (settings.raw_dir / "a.txt").write_bytes(other_bytes.replace(b"\r\n\r\n", b"\n\n"))
    load(settings)
    assert {row[2] for row in contents(settings)["documents"]} == {"a.txt", "other.txt"}
    held = contents(settings)
    assert {row[0] for row in held["sentences"]} == {row[0] for row in held["reports"]}
    for name in ("a.txt", "b.txt"):
        (settings.raw_dir / name).unlink()
    load(settings)
    assert {row[2] for row in contents(settings)["documents"]} == {"c.txt", "other.txt"}
