"""What a build is made from: the documents, the code that reads them and the dbt project, each by content."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from orchestration.documents import reader_libraries
from orchestration.documents.text_reader import decode
from orchestration.settings import PROJECT_DIR, READING_LIMITS, READING_SEEDS, Settings
from orchestration.warehouse.corrections import CORRECTIONS_FILE, Correction, CorrectionsError, read_corrections

NOT_DOCUMENTS = {"catalogue.csv", "README.md", CORRECTIONS_FILE}
DBT_SUFFIXES = {".sql", ".yml", ".yaml", ".csv", ".md", ".py"}


class NothingToReadError(Exception):
    """The raw directory is missing or holds no document."""


@dataclass(frozen=True)
class InputFile:
    """A file of the raw directory; ``sha256`` is None where its bytes cannot be read."""

    path: Path
    source_path: str
    sha256: str | None
    catalogue_entry: Mapping[str, str] | None
    corrections: tuple[Correction, ...] = ()

    @property
    def signature(self) -> str:
        """Content, catalogue entry and corrections: what its rows in the warehouse depend on, besides the code."""
        entry = json.dumps(self.catalogue_entry, sort_keys=True, ensure_ascii=False)
        corrections = [repr(correction) for correction in self.corrections]
        return f"{self.sha256}:{_digest(part.encode() for part in (entry, *corrections))[:16]}"

    def is_still_the_same(self) -> bool:
        """Whether its bytes are those that were counted: a file may be written while it is being read."""
        return _file_digest(self.path) == self.sha256


@dataclass(frozen=True)
class InputsRecord:
    """What a release was made from: the versions of models and corrections and the signature of every file.

    Each file has its own, because a year may be read again with newer code than the years beside it.
    """

    models_version: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    corrections_version: str | None = None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "InputsRecord":
        """As a release keeps it; one in an older form equals no other, so that everything is read again."""
        files = record.get("files")
        files = files if isinstance(files, dict) else {}
        return cls(record.get("models_version"), files, record.get("corrections_version"))

    def as_dict(self) -> dict[str, Any]:
        """For a JSON file."""
        return {
            "models_version": self.models_version,
            "corrections_version": self.corrections_version,
            "files": dict(self.files),
        }

    @property
    def fingerprint(self) -> str:
        """One word for all of it."""
        return _digest([json.dumps(self.as_dict(), sort_keys=True).encode()])


@dataclass(frozen=True)
class Inputs:
    """Everything that decides what a release contains."""

    files: tuple[InputFile, ...]
    extractor_version: str
    models_version: str
    corrections_version: str = ""

    def signature(self, file: InputFile) -> str:
        """What the rows of a file depend on, the code that reads it among it."""
        return f"{file.signature}:{self.extractor_version}"

    @cached_property
    def record(self) -> "InputsRecord":
        """What a release remembers of its inputs, so that the next build can compare."""
        files = {file.source_path: self.signature(file) for file in self.files}
        return InputsRecord(self.models_version, files, self.corrections_version)

    @classmethod
    def scan(cls, settings: Settings) -> "Inputs":
        """Look at everything; raises :class:`NothingToReadError` where there is no document at all."""
        return cls(
            tuple(scan_documents(settings)),
            extractor_version(settings),
            models_version(settings),
            _digest(_contents([settings.corrections_path], root=settings.raw_dir))[:16],
        )


def scan_documents(settings: Settings) -> list[InputFile]:
    """Every document below the raw directory in the order of its path."""
    if not settings.raw_dir.is_dir():
        raise NothingToReadError(f"找不到文档目录 No such directory of documents: {settings.raw_dir}")
    catalogue = read_catalogue(settings.catalogue_path)
    corrections = _corrections_by_file(settings.corrections_path)
    files = []
    for path in document_paths(settings):
        # A name that is not UTF-8 must not keep its document out of the warehouse.
        name = path.relative_to(settings.raw_dir).as_posix()
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        sha256 = _file_digest(path)
        files.append(InputFile(path, name, sha256, catalogue.get(name), corrections.get(sha256, ())))
    if not files:
        raise NothingToReadError(f"文档目录中没有任何文档 No documents in {settings.raw_dir}")
    return sorted(files, key=lambda file: file.source_path)


def document_paths(settings: Settings) -> Iterator[Path]:
    """What is to be read below the raw directory, in no order; nothing where there is no such directory."""
    if not settings.raw_dir.is_dir():
        return
    for path in _paths_below(settings.raw_dir):
        if path.relative_to(settings.raw_dir).as_posix() not in NOT_DOCUMENTS:
            yield path


def _paths_below(directory: Path) -> Iterator[Path]:
    """Everything that is not a directory, broken links too, and directories that cannot be looked into."""
    closed: list[Path] = []
    for parent, directories, names in os.walk(directory, onerror=lambda error: closed.append(Path(error.filename))):
        directories[:] = [name for name in directories if not name.startswith(".")]
        # ~$report.docx is kept by Word while report.docx is open.
        yield from (Path(parent, name) for name in names if not name.startswith((".", "~$")))
    yield from closed


def _corrections_by_file(path: Path) -> dict[str | None, tuple[Correction, ...]]:
    """Corrections by the hash of their file; none where they cannot be read, which is for the load to complain of."""
    found: dict[str | None, tuple[Correction, ...]] = {}
    try:
        for correction in read_corrections(path):
            found[correction.sha256] = (*found.get(correction.sha256, ()), correction)
    except CorrectionsError:
        return {}
    return found


def read_catalogue(path: Path) -> dict[str, dict[str, str]]:
    """Source path → the entry's filled cells; in whatever encoding a spreadsheet left it."""
    if not path.is_file():
        return {}
    text, _ = decode(path.read_bytes())
    return {
        row["source_path"].strip(): {key: value.strip() for key, value in row.items() if key and (value or "").strip()}
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if (row.get("source_path") or "").strip()
    }


def extractor_version(settings: Settings) -> str:
    """Changes whenever the code, a library, a limit or a dictionary changes that turns bytes into raw rows."""
    package = PROJECT_DIR / "orchestration"
    sources = [*(package / "documents").rglob("*.py"), *(package / "extraction").rglob("*.py")]
    seeds = [settings.seeds_dir / name for name in READING_SEEDS]
    contents = _contents([*sources, package / "warehouse" / "raw_tables.py", *seeds])
    surroundings = f"{reader_libraries()} {READING_LIMITS}"
    return _digest([*contents, surroundings.encode()])[:16]


def models_version(settings: Settings) -> str:
    """Changes whenever a file of the dbt project changes."""
    generated = settings.dbt_dir / "target"
    files = (
        path
        for path in settings.dbt_dir.rglob("*")
        if path.suffix in DBT_SUFFIXES and generated not in path.parents and path.is_file()
    )
    return _digest(_contents(files, root=settings.dbt_dir))[:16]


def _contents(paths: Iterable[Path], root: Path = PROJECT_DIR) -> Iterator[bytes]:
    for path in sorted(paths):
        if path.is_file():
            name = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
            yield name.as_posix().encode()
            yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _file_digest(path: Path) -> str | None:
    try:
        if not path.is_file():
            return None  # opening a pipe would wait for somebody to write to it
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
