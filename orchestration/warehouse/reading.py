"""Documents → rows, in processes when there are many; rows travel as files of JSON lines, not as pickles."""

import json
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.documents import RejectedDocument, read_document
from orchestration.progress import Progress
from orchestration.warehouse.inputs import InputFile
from orchestration.warehouse.ledger import hold
from orchestration.warehouse.raw_tables import RAW_KEYS, RAW_TABLES

if TYPE_CHECKING:
    from orchestration.extraction import Lexicon

# Starting a process costs about as much as reading this many documents of ten pages.
DOCUMENTS_WORTH_A_POOL = 8
LARGEST_BATCH = 32


@dataclass(frozen=True)
class Rejection:
    """Why a file is not in the warehouse."""

    source_path: str
    sha256: str | None
    reason_code: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What all batches of a build share."""

    seeds_dir: Path
    spool: Path
    extractor_version: str
    loaded_at: datetime
    years: frozenset[int] | None = None
    """Fiscal years that the build is about; documents of others are read but not loaded. None = all."""


@dataclass
class Readings:
    """What became of the files that were read and are not loaded."""

    rejections: list[Rejection] = field(default_factory=list)
    postponed: list[str] = field(default_factory=list)
    """Paths of files that changed while they were read, and of those of other years: matters for another build."""

    def add(self, other: "Readings") -> None:
        """Take up those of a batch."""
        self.rejections += other.rejections
        self.postponed += other.postponed


@dataclass(frozen=True)
class Batch:
    """Work for one process: some files, and where their rows go."""

    files: tuple[InputFile, ...]
    reading: Reading
    directory: Path


def read_files(files: list[InputFile], refused: list[Rejection], reading: Reading, progress: Progress) -> list[str]:
    """Write the rows of every file below the spool, those of rejected and ``refused`` files too.

    Returns the paths of the files that are left to another build.
    """
    workers = min(os.cpu_count() or 1, len(files)) if len(files) >= DOCUMENTS_WORTH_A_POOL else 1
    size = max(1, min(LARGEST_BATCH, len(files) // (workers * 4))) if workers > 1 else LARGEST_BATCH
    batches = [
        Batch(tuple(files[start : start + size]), reading, reading.spool / f"{start:08d}")
        for start in range(0, len(files), size)
    ]
    readings = Readings(list(refused))
    done = 0
    progress.step("documents", 0, len(files))
    for batch, found in _run(batches, workers):
        readings.add(found)
        done += len(batch.files)
        progress.step("documents", done, len(files))
    moments = dict.fromkeys(("first_seen_at", "last_seen_at"), reading.loaded_at)
    stamp = {"extractor_version": reading.extractor_version, **moments}
    rows = [{**vars(rejection), **stamp} for rejection in readings.rejections]
    write_lines(reading.spool / "rejected", {"rejected_documents": list(json_lines("rejected_documents", rows))})
    return sorted(readings.postponed)


def _run(batches: list[Batch], workers: int) -> Iterator[tuple[Batch, Readings]]:
    if workers == 1:
        yield from ((batch, read_batch(batch)) for batch in batches)
        return
    # Spawned, because a fork would copy the locks of the threads that Dagster runs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = {pool.submit(read_batch, batch): batch for batch in batches}
        for future in as_completed(futures):
            yield futures[future], future.result()


def read_batch(batch: Batch) -> Readings:
    """Read, extract and spool the files of one batch."""
    # Imported where it reads: its patterns take longer to compile than the definitions to load.
    from orchestration.extraction import Lexicon  # noqa: PLC0415

    lexicon = Lexicon.load(batch.reading.seeds_dir)
    lines: dict[str, list[str]] = defaultdict(list)
    readings = Readings()
    for file in batch.files:
        found = _read_file(file, batch.reading, lexicon)
        if not file.is_still_the_same():
            readings.postponed.append(file.source_path)
        elif isinstance(found, Rejection):
            readings.rejections.append(found)
        elif found is None:
            readings.postponed.append(file.source_path)
        else:
            for table, more in found.items():
                lines[table] += more
    write_lines(batch.directory, lines)
    return readings


def _read_file(file: InputFile, reading: Reading, lexicon: "Lexicon") -> dict[str, list[str]] | Rejection | None:
    """Table → lines; why it cannot be loaded; or None where it is of a year that the build is not about."""
    from orchestration.extraction import extract  # noqa: PLC0415

    stamp = {"extractor_version": reading.extractor_version, "loaded_at": reading.loaded_at, "is_fresh": True}
    try:
        document = read_document(file.path, file.source_path)
        extracted = extract(document, file.catalogue_entry, lexicon)
        if reading.years is not None and not {row["fiscal_year"] for row in extracted["reports"]} & reading.years:
            return None
        hold(document.text, extracted["figures"])
        extracted["documents"] = [{**row, **stamp} for row in extracted["documents"]]
        return {table: list(json_lines(table, rows)) for table, rows in extracted.items()}
    except RejectedDocument as rejected:
        return Rejection(file.source_path, file.sha256, rejected.reason_code, rejected.reason)
    except Exception as error:  # one document that the code cannot digest must not keep out the others
        reason = f"读取时出错 Reading failed: {type(error).__name__}: {error}"
        return Rejection(file.source_path, file.sha256, "failed", reason)


def write_lines(directory: Path, lines: Mapping[str, list[str]]) -> None:
    """One file a table."""
    directory.mkdir(parents=True, exist_ok=True)
    for table, rows in lines.items():
        (directory / f"{table}.json").write_text("".join(rows), encoding="utf-8")


def json_lines(table: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows of one document as lines; what is not of the contract raises."""
    schema = RAW_TABLES[table]
    known, required = set(schema.names), {field.name for field in schema if not field.nullable}
    key, keys = RAW_KEYS.get(table), set[object]()
    for row in rows:
        missing = sorted(name for name in required if row.get(name) is None)
        unknown = sorted(row.keys() - known)
        if missing or unknown:
            raise ValueError(f"a row of {table} lacks {missing} and has unknown {unknown}")
        if key is not None and row[key] in keys:
            raise ValueError(f"two rows of {table} have the {key} {row[key]}")
        keys.add(row.get(key or ""))
        yield json.dumps(row, ensure_ascii=False, default=_plain) + "\n"


def spooled(spool: Path, table: str) -> list[Path]:
    """Files that the batches wrote for a table, in the order of the documents."""
    return sorted(spool.glob(f"*/{table}.json"))


def _plain(value: object) -> str:
    """Decimals by their digits, never as binary fractions."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a table")
