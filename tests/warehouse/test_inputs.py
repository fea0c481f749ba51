import os
from pathlib import Path

import pytest

from orchestration.settings import ReadingLimits, Settings
from orchestration.warehouse import inputs
from orchestration.warehouse.inputs import Inputs, NothingToReadError, read_catalogue, scan_documents


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw" / "a").mkdir(parents=True)
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def test_documents_are_all_files_but_the_folder_s_own(settings: Settings):
    for name in ("b.txt", "a/c.pdf", "catalogue.csv", "README.md", ".hidden", "a/README.md"):
        (settings.raw_dir / name).write_text(name, encoding="utf-8")
    (settings.raw_dir / ".git").mkdir()
    (settings.raw_dir / ".git" / "x.txt").write_text("x", encoding="utf-8")
    assert [file.source_path for file in scan_documents(settings)] == ["a/README.md", "a/c.pdf", "b.txt"]


def test_what_cannot_be_read_is_not_passed_over(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    (settings.raw_dir / "gone.txt").symlink_to(settings.raw_dir / "nowhere.txt")
    (settings.raw_dir / "~$report.docx").write_text("open in Word", encoding="utf-8")
    os.mkfifo(settings.raw_dir / "pipe.txt")
    scandir = os.scandir

    def refuse(path: Path):
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = {file.source_path: file.sha256 for file in scan_documents(settings)}
    assert found == {"a": None, "gone.txt": None, "pipe.txt": None}


@pytest.mark.parametrize("changed", ["reader_libraries", "READING_LIMITS"])
def test_files_are_read_again_by_other_libraries_and_limits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, changed: str
):
    before = inputs.extractor_version(settings)
    assert inputs.extractor_version(settings) == before
    other = {"reader_libraries": lambda: {"lxml": "0"}, "READING_LIMITS": ReadingLimits(pages=1)}
    monkeypatch.setattr(inputs, changed, other[changed])
    assert inputs.extractor_version(settings) != before


def test_no_directory_and_no_document(settings: Settings, tmp_path: Path):
    with pytest.raises(NothingToReadError, match="No documents"):
        scan_documents(settings)
    with pytest.raises(NothingToReadError, match="No such directory"):
        scan_documents(Settings(tmp_path / "none", tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_catalogue_entries_by_path(tmp_path: Path, encoding: str):
    path = tmp_path / "catalogue.csv"
    path.write_text("source_path,publisher,fiscal_year\na/b.txt, 某局 ,\n,无名,2022\n", encoding=encoding)
    assert read_catalogue(path) == {"a/b.txt": {"source_path": "a/b.txt", "publisher": "某局"}}


def test_the_fingerprint_follows_content_and_catalogue_alone(settings: Settings):
    report = settings.raw_dir / "a" / "x.txt"
    report.write_text("一", encoding="utf-8")
    first = Inputs.scan(settings).record.fingerprint
    report.write_text("一", encoding="utf-8")
    assert Inputs.scan(settings).record.fingerprint == first
    settings.catalogue_path.write_text("source_path,publisher\na/x.txt,某局\n", encoding="utf-8")
    second = Inputs.scan(settings).record.fingerprint
    report.write_text("二", encoding="utf-8")
    assert len({first, second, Inputs.scan(settings).record.fingerprint}) == 3
