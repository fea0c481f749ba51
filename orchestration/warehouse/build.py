"""One build of the warehouse: alone at work, in a directory of its own, published whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.inputs import InputsRecord

DATABASE = "jixiao.duckdb"
RELEASES_KEPT = 5
ABOUT_DOCUMENTS = ("documents", "bytes", "extractor_version", "rejected", "postponed")
"""What the record of a build says of the documents, whichever run read them."""
READING = "reading"
"""Stage of the checks that were made while the documents were read."""
BUILDING, FAILED = ".building", ".failed"
DRAFT = ".draft"
"""Of a build whose run was over before it was published: where the next one begins.

A backfill from the UI is two runs: one of what has partitions, then one of the rest.
"""


class Build:
    """A build under way; everything that is written goes through it."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self.settings = settings
        self.progress = progress
        self.created_at = datetime.now(UTC).replace(tzinfo=None)
        self.version = (
            f"{self.created_at:%Y%m%dT%H%M%S-%f}"  # in the order of their names, releases are in that of time
        )
        self.directory = settings.releases_dir / f"{self.version}{BUILDING}"
        self.database = self.directory / DATABASE
        self.spool = self.directory / "spool"
        self.inputs: InputsRecord | None = None
        self.anew = False
        self.fresh_only = False  # the file began as the last release, and models by document see new documents alone
        self.report: dict[str, Any] = {
            "version": self.version,
            "created_at": f"{self.created_at:%Y-%m-%dT%H:%M:%SZ}",
            "checks": [],
        }
        self.published = False
        self.broken = False

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A part of the build that is announced and timed; when it breaks, so has the build."""
        try:
            with self.progress.stage(name):
                yield
        except BaseException:
            self.broken = True
            raise

    @property
    def base_directory(self) -> Path | None:
        """What this build starts from: the current release or, if newer, what a run made and did not publish."""
        return self.draft or self.settings.current_release()

    @property
    def draft(self) -> Path | None:
        """What a run made since the current release and did not publish."""
        current = self.settings.current_release()
        draft = max(self.settings.releases_dir.glob(f"*{DRAFT}"), default=None)
        return draft if draft is not None and (current is None or draft.name > current.name) else None

    @property
    def base(self) -> Path | None:
        """File of what this build starts from."""
        directory = self.base_directory
        return directory / DATABASE if directory else None

    def base_inputs(self) -> InputsRecord:
        """What that was made from; empty where there is none."""
        return InputsRecord.of(read_record(self.base_directory, "inputs.json"))

    def start(self, anew: bool = False) -> None:
        """Begin with an empty file; ``anew`` publishes it even if it was made from the same as the last one."""
        self.anew = anew
        shutil.rmtree(self.directory, ignore_errors=True)
        self.spool.mkdir(parents=True)

    def continue_from_base(self, whole: bool = False) -> None:
        """Begin with what is there, where a run takes up the work in the middle; ``whole``: all models follow."""
        if self.database.is_file():
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        self.anew = True
        directory = self.base_directory
        if directory is None:
            return  # dictionaries need no documents
        self.copy(directory)
        self.inputs = self.base_inputs()
        report = read_record(directory, "release.json")
        self.report |= {key: report[key] for key in ABOUT_DOCUMENTS if key in report}
        checks = report.get("checks", [])
        self.report["checks"] = [check for check in checks if not whole or check.get("stage") == READING]
        self.report["lineage"] = read_record(directory, "lineage.json")

    def copy(self, directory: Path) -> None:
        """Make the file of a release, or what a run read, the file of this build."""
        shutil.copyfile(directory / DATABASE, self.database)
        self.database.chmod(0o644)

    def current_report(self) -> dict[str, Any]:
        """What the current release says of itself."""
        return read_record(self.settings.current_release(), "release.json")

    def base_lineage(self) -> dict[str, Any]:
        """Of every column of the last release the columns that it is made from."""
        return read_record(self.settings.current_release(), "lineage.json")

    def add_check(self, record: dict[str, Any]) -> None:
        """Put the outcome of a check on record, in the place of an earlier one of the same check."""
        name = record["asset"], record["name"]
        others = [check for check in self.report["checks"] if (check["asset"], check["name"]) != name]
        self.report["checks"] = [*others, record]

    def write_record(self, name: str, content: Any) -> None:
        """Leave a JSON file beside the database."""
        write_json(self.directory / name, content)

    def publish(self) -> Path:
        """Turn the build into the current release; readers of the old one keep it."""
        leftover = self.database.with_name(f"{DATABASE}.wal")
        if leftover.exists():
            raise RuntimeError(f"{leftover.name} is left: a connection was not closed, the file is not complete")
        shutil.rmtree(self.spool, ignore_errors=True)
        release = self._finish(self.version)
        self.database = release / DATABASE
        self.database.chmod(0o444)
        point_to(self.settings, release)
        self.published = True
        self._prune()
        return release

    def _finish(self, name: str) -> Path:
        """Write the records, see that everything is on disk, and give the directory its lasting name."""
        self.write_record("inputs.json", (self.inputs or self.base_inputs()).as_dict())
        self.write_record("release.json", self.report)
        for path in self.directory.iterdir():
            _sync(path)
        finished = self.settings.releases_dir / name
        self.directory.rename(finished)
        _sync(self.settings.releases_dir)
        return finished

    def _prune(self) -> None:
        for draft in self.settings.releases_dir.glob(f"*{DRAFT}"):
            shutil.rmtree(draft, ignore_errors=True)
        current = self.settings.current_release()
        for old in releases(self.settings)[:-RELEASES_KEPT]:
            if old != current:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Leave a broken build for inspection, with its reasons, and only the newest one.

        One that is whole but was not asked to be published is a draft, which a later run takes up.
        """
        if self.published or not self.directory.is_dir():
            return
        if not self.broken:
            if self.database.is_file():
                self._keep_draft()
            self.discard()
            return
        self.write_record("failure.json", self.report)
        shutil.rmtree(self.spool, ignore_errors=True)
        for old in self.settings.releases_dir.glob(f"*{FAILED}"):
            shutil.rmtree(old, ignore_errors=True)
        self.directory.rename(self.directory.with_suffix(FAILED))

    def _keep_draft(self) -> None:
        shutil.rmtree(self.spool, ignore_errors=True)
        before = list(self.settings.releases_dir.glob(f"*{DRAFT}"))
        self.write_record("lineage.json", self.report.pop("lineage", {}))
        self._finish(f"{self.version}{DRAFT}")
        for old in before:
            shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Drop a build that came to nothing new."""
        shutil.rmtree(self.directory, ignore_errors=True)


def releases(settings: Settings) -> list[Path]:
    """Directories of the releases, oldest first."""
    unfinished = (BUILDING, FAILED, DRAFT)
    return sorted(path for path in settings.releases_dir.glob("*") if path.suffix not in unfinished)


def point_to(settings: Settings, release: Path) -> None:
    """Make a release the current one, at one stroke; readers of the old one keep it."""
    pointer = settings.current_link.with_name(".current.new")
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(release.relative_to(settings.warehouse_dir), target_is_directory=True)
    pointer.replace(settings.current_link)
    _sync(settings.warehouse_dir)


def withdrawn(settings: Settings) -> dict[str, str]:
    """Version → fingerprint of what it was made from, of every release that was rolled back."""
    return read_record(settings.warehouse_dir, settings.withdrawn_path.name)


def finish_publication(settings: Settings) -> None:
    """Point to the newest release where a process was killed between naming it and pointing to it.

    It had passed every check and is whole: only a directory that is whole has a release's name.
    """
    current = settings.current_release()
    kept_back = withdrawn(settings)
    newer = [
        path
        for path in releases(settings)
        if path.name not in kept_back and (current is None or path.name > current.name)
    ]
    if newer:
        point_to(settings, newer[-1])


@contextmanager
def open_build(settings: Settings, progress: Progress) -> Iterator[Build]:
    """Start a build once no other process is at it, and clear up after it whatever happens."""
    settings.releases_dir.mkdir(parents=True, exist_ok=True)
    with build_lock(settings, progress):
        for dead in settings.releases_dir.glob(f"*{BUILDING}"):
            shutil.rmtree(dead, ignore_errors=True)  # its process is gone, else the lock would not be ours
        finish_publication(settings)
        build = Build(settings, progress)
        try:
            yield build
        finally:
            build.close()


@contextmanager
def build_lock(settings: Settings, progress: Progress) -> Iterator[None]:
    """Wait until this process is the only one that builds; within a process the lock can be taken again."""
    settings.warehouse_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.lock_path, is_singleton=True, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.step("waiting")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def read_record(release: Path | None, name: str) -> dict[str, Any]:
    """A JSON file of a release; empty where there is no release or no such file."""
    path = release / name if release else None
    if path is None or not path.is_file():
        return {}
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def write_json(path: Path, content: Any) -> None:
    """The counterpart of :func:`read_record`; a reader sees the old file or the new one."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    draft.replace(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
