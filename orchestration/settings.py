"""Every path, every environment variable and every limit of the project; nobody else joins or invents them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
MEBIBYTE = 2**20

DAGSTER_YAML = """\
# Written by jixiao; edits are overwritten.
telemetry:
  enabled: false
nux:
  enabled: false
event_log_storage:
  module: orchestration.event_log
  class: KeptOpenEventLog
  config:
    base_dir: {history}
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_concurrent_runs: 1
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      failure: 30
      success: 90
"""


@dataclass(frozen=True)
class ReadingLimits:
    """What reading one file may cost; reports have tens of pages and hundreds of cells, far below."""

    file_bytes: int = 64 * MEBIBYTE
    text_bytes: int = 16 * MEBIBYTE  # of a file of plain text, and of the text that any other gives
    inflated_bytes: int = 256 * MEBIBYTE  # of all parts of a compressed file together
    pages: int = 2_000  # sheets of a workbook are pages
    cells: int = 200_000
    lines: int = 500_000
    seconds: float = 60.0
    memory_bytes: int = 1024 * MEBIBYTE  # of the process that reads binary formats
    ocr_memory_bytes: int = 4096 * MEBIBYTE  # of the same process once it recognises characters in images
    ocr_seconds_per_page: float = 30.0  # on top of the seconds of the file


READING_LIMITS = ReadingLimits()


@dataclass(frozen=True)
class Settings:
    """Where the documents come from, where the warehouse stands and which dbt project builds it."""

    raw_dir: Path
    warehouse_dir: Path
    dbt_dir: Path = PROJECT_DIR / "dbt_project"

    @classmethod
    def from_environment(cls, raw: str | Path | None = None, warehouse: str | Path | None = None) -> "Settings":
        """Take what is given, else ``JIXIAO_RAW`` and ``JIXIAO_WAREHOUSE``, else the project's own."""
        raw = raw or os.environ.get("JIXIAO_RAW") or PROJECT_DIR / "raw"
        warehouse = warehouse or os.environ.get("JIXIAO_WAREHOUSE") or PROJECT_DIR / "warehouse"
        return cls(Path(raw).resolve(), Path(warehouse).resolve())

    @property
    def catalogue_path(self) -> Path:
        """Publisher, address and, where the text cannot tell, department and year of every document."""
        return self.raw_dir / "catalogue.csv"

    @property
    def releases_dir(self) -> Path:
        """One directory a release, its name the version."""
        return self.warehouse_dir / "releases"

    @property
    def current_link(self) -> Path:
        """The pointer that publishing moves."""
        return self.warehouse_dir / "current"

    @property
    def lock_path(self) -> Path:
        """Held by the one process that builds."""
        return self.warehouse_dir / ".lock"

    @property
    def dagster_home(self) -> Path:
        """Run history, schedules' state and logs of Dagster."""
        return self.warehouse_dir / "dagster"

    @property
    def dbt_logs_dir(self) -> Path:
        """What dbt writes beside the models: its log and compiled SQL of the last build."""
        return self.warehouse_dir / "dbt"

    @property
    def dbt_target_dir(self) -> Path:
        """The parsed project; apart from ``target/`` itself, which belongs to whoever calls dbt by hand."""
        return self.dbt_dir / "target" / "jixiao"

    @property
    def manifest_path(self) -> Path:
        """The parsed dbt project that Dagster's assets are made from."""
        return self.dbt_target_dir / "manifest.json"

    @property
    def seeds_dir(self) -> Path:
        """The dictionaries, read by extraction and by dbt."""
        return self.dbt_dir / "seeds"

    def current_release(self) -> Path | None:
        """Directory of the published release, with every link resolved; None before the first one."""
        release = self.current_link.resolve()
        return release if (release / "jixiao.duckdb").is_file() else None

    def prepare_environment(self) -> None:
        """Set what Dagster, dbt and their child processes read from the environment."""
        os.environ["JIXIAO_RAW"] = str(self.raw_dir)
        os.environ["JIXIAO_WAREHOUSE"] = str(self.warehouse_dir)
        os.environ["DAGSTER_HOME"] = str(self.dagster_home)
        os.environ["DO_NOT_TRACK"] = "1"
        # dbt names the catalogue after the file, so a parse needs the name that every release has.
        os.environ.setdefault("JIXIAO_DATABASE", str(self.dbt_target_dir / "jixiao.duckdb"))
        self.dagster_home.mkdir(parents=True, exist_ok=True)
        config = self.dagster_home / "dagster.yaml"
        # A string of JSON is one of YAML, whatever the path contains.
        wanted = DAGSTER_YAML.format(history=json.dumps(str(self.dagster_home / "history" / "runs")))
        if not config.is_file() or config.read_text(encoding="utf-8") != wanted:
            config.write_text(wanted, encoding="utf-8")
