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
from orchestration.warehouse.inputs import Inputs

DATABASE = "jixiao.duckdb"
RELEASES_KEPT = 5
BUILDING, FAILED = ".building", ".failed"


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
        self.inputs: Inputs | None = None
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
    def base(self) -> Path | None:
        """File of the release that this build starts from."""
        release = self.settings.current_release()
        return release / DATABASE if release else None

    def base_inputs(self) -> dict[str, Any]:
        """What that release was made from; empty where there is none."""
        return read_record(self.settings.current_release(), "inputs.json")

    def start(self, inputs: Inputs) -> None:
        """Begin with an empty file."""
        self.inputs = inputs
        shutil.rmtree(self.directory, ignore_errors=True)
        self.spool.mkdir(parents=True)

    def continue_from_base(self) -> None:
        """Begin with the last release's rows, where a run takes up the work in the middle."""
        if self.database.is_file():
            return
        if self.base is None:
            raise FileNotFoundError("Nothing is published yet: build the raw tables first")
        self.directory.mkdir(parents=True, exist_ok=True)
        self.copy_base()
        kept = ("documents", "rejected")
        self.report |= {key: value for key, value in self.base_report().items() if key in kept}
        self.report["lineage"] = self.base_lineage()

    def copy_base(self) -> None:
        """Make the last release's file the file of this build."""
        if self.base is None:
            raise FileNotFoundError("Nothing is published yet")
        shutil.copyfile(self.base, self.database)
        self.database.chmod(0o644)

    def base_report(self) -> dict[str, Any]:
        """What the last release says of itself."""
        return read_record(self.settings.current_release(), "release.json")

    def base_lineage(self) -> dict[str, Any]:
        """Of every column of the last release the columns that it is made from."""
        return read_record(self.settings.current_release(), "lineage.json")

    def write_record(self, name: str, content: Any) -> None:
        """Leave a JSON file beside the database."""
        path = self.directory / name
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")

    def publish(self) -> Path:
        """Turn the build into the current release; readers of the old one keep it."""
        leftover = self.database.with_name(f"{DATABASE}.wal")
        if leftover.exists():
            raise RuntimeError(f"{leftover.name} is left: a connection was not closed, the file is not complete")
        shutil.rmtree(self.spool, ignore_errors=True)
        inputs = self.inputs.as_dict() if self.inputs else self.base_inputs()
        self.write_record("inputs.json", inputs)
        self.write_record("release.json", self.report)
        for path in self.directory.iterdir():
            _sync(path)
        self.database.chmod(0o444)
        release = self.settings.releases_dir / self.version
        self.directory.rename(release)
        _sync(self.settings.releases_dir)
        pointer = self.settings.current_link.with_name(".current.new")
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(release.relative_to(self.settings.warehouse_dir), target_is_directory=True)
        pointer.replace(self.settings.current_link)
        _sync(self.settings.warehouse_dir)
        self.published = True
        self._prune()
        return release

    def _prune(self) -> None:
        releases = sorted(
            path for path in self.settings.releases_dir.iterdir() if path.suffix not in (BUILDING, FAILED)
        )
        current = self.settings.current_release()
        for old in releases[:-RELEASES_KEPT]:
            if old != current:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Leave a broken build for inspection, with its reasons, and only the newest one.

        A build that is whole but was not asked to be published (single assets tried out in the UI) leaves nothing.
        """
        if self.published or not self.directory.is_dir():
            return
        if not self.broken:
            self.discard()
            return
        self.write_record("failure.json", self.report)
        shutil.rmtree(self.spool, ignore_errors=True)
        for old in self.settings.releases_dir.glob(f"*{FAILED}"):
            shutil.rmtree(old, ignore_errors=True)
        self.directory.rename(self.directory.with_suffix(FAILED))

    def discard(self) -> None:
        """Drop a build that came to nothing new."""
        shutil.rmtree(self.directory, ignore_errors=True)


@contextmanager
def open_build(settings: Settings, progress: Progress) -> Iterator[Build]:
    """Start a build once no other process is at it, and clear up after it whatever happens."""
    settings.releases_dir.mkdir(parents=True, exist_ok=True)
    with build_lock(settings, progress):
        for dead in settings.releases_dir.glob(f"*{BUILDING}"):
            shutil.rmtree(dead, ignore_errors=True)  # its process is gone, else the lock would not be ours
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


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
