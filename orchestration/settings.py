"""Every path, every environment variable and every limit of the project; nobody else joins or invents them."""

import json
import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PROJECT_DIR = Path(__file__).resolve().parent.parent
MEBIBYTE = 2**20

TIME_ZONE = "Asia/Shanghai"
# 财预〔2011〕285号 made whole departments evaluate their spending; the first reports are of the year before.
FIRST_FISCAL_YEAR = 2010

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
run_launcher:
  module: orchestration.launcher
  class: WatchedRunLauncher
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_concurrent_runs: 1
run_monitoring:
  enabled: true
  poll_interval_seconds: {monitoring_seconds}
  start_timeout_seconds: 300
# Only of runs whose process died: what a step could not do it cannot do again a minute later,
# and where it can (a disk that did not answer) the step itself tries again.
run_retries:
  enabled: true
  max_retries: 1
  retry_on_asset_or_op_failure: false
freshness:
  enabled: true
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
class Intervals:
    """How often things are looked at, in seconds; each has an environment variable of its own."""

    sensor_seconds: int = 30
    """``JIXIAO_SENSOR_SECONDS``: between two looks at the raw directory."""
    quiet_seconds: int = 20
    """``JIXIAO_QUIET_SECONDS``: how long nothing may have changed in it before a build begins."""
    settle_seconds: float = 2.0
    """``JIXIAO_SETTLE_SECONDS``: how old a file's last change must be before its content is taken for whole."""
    monitoring_seconds: int = 15
    """``JIXIAO_MONITORING_SECONDS``: between two looks at whether the processes of runs are alive."""
    run_days: int = 90
    """``JIXIAO_RUN_DAYS``: how long the record of a run is kept."""
    nightly: str = "0 3 * * *"
    """``JIXIAO_NIGHTLY``: when the nightly build begins, as cron writes it, Beijing time."""
    fresh_hours: int = 26
    """``JIXIAO_FRESH_HOURS``: how old the last look at the documents may be before the release counts as stale."""

    @classmethod
    def from_environment(cls) -> "Intervals":
        """Those that the environment names, else the defaults."""
        given = {each.name: os.environ.get(f"JIXIAO_{each.name.upper()}") for each in fields(cls)}
        kinds: dict[str, Any] = {each.name: type(getattr(cls, each.name)) for each in fields(cls)}
        return cls(**{name: kinds[name](value) for name, value in given.items() if value})


@dataclass(frozen=True)
class Webhook:
    """Whom to tell of a failed run, and in which form."""

    url: str
    form: str = "json"
    """``json`` (everything in fields of its own; ``text`` as Slack has it), ``wecom`` (also DingTalk) or ``feishu``."""

    @classmethod
    def from_environment(cls) -> "Webhook | None":
        """``JIXIAO_WEBHOOK`` and ``JIXIAO_WEBHOOK_FORM``; None where nobody is to be told."""
        url = os.environ.get("JIXIAO_WEBHOOK")
        return cls(url, os.environ.get("JIXIAO_WEBHOOK_FORM") or cls.form) if url else None


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

READING_SEEDS = ("units.csv", "numeral_names.csv", "form_headers.csv", "regions.csv")
"""Seeds that reading depends on: their content is part of the extractor's version."""


@dataclass(frozen=True)
class Settings:
    """Where the documents come from, where the warehouse stands and which dbt project builds it."""

    raw_dir: Path
    warehouse_dir: Path
    dbt_dir: Path = PROJECT_DIR / "dbt_project"
    intervals: Intervals = field(default_factory=Intervals.from_environment)
    webhook: Webhook | None = field(default_factory=Webhook.from_environment)

    @classmethod
    def from_environment(cls, raw: str | Path | None = None, warehouse: str | Path | None = None) -> "Settings":
        """Take what is given, else ``JIXIAO_RAW``, ``JIXIAO_WAREHOUSE`` and ``JIXIAO_DBT``, else the project's own."""
        raw = raw or os.environ.get("JIXIAO_RAW") or PROJECT_DIR / "raw"
        warehouse = warehouse or os.environ.get("JIXIAO_WAREHOUSE") or PROJECT_DIR / "warehouse"
        dbt = os.environ.get("JIXIAO_DBT") or PROJECT_DIR / "dbt_project"
        return cls(Path(raw).resolve(), Path(warehouse).resolve(), Path(dbt).resolve())

    @property
    def catalogue_path(self) -> Path:
        """Publisher, address and, where the text cannot tell, department and year of every document."""
        return self.raw_dir / "catalogue.csv"

    @property
    def corrections_path(self) -> Path:
        """Known errors of the documents."""
        return self.raw_dir / "corrections.yml"

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

    @property
    def withdrawn_path(self) -> Path:
        """Which releases were rolled back, so that nothing makes the same ones again by itself."""
        return self.warehouse_dir / "withdrawn.json"

    @property
    def owner(self) -> str:
        """Whom to ask about the assets, as Dagster writes teams and people: ``JIXIAO_OWNER``."""
        return os.environ.get("JIXIAO_OWNER") or "team:performance-data"

    @property
    def ui_url(self) -> str:
        """Where the UI is to be found, for links in notifications: ``JIXIAO_UI``."""
        return os.environ.get("JIXIAO_UI") or "http://127.0.0.1:3000"

    def environment(self) -> dict[str, str]:
        """What Dagster, dbt and their child processes read from the environment."""
        return {
            "JIXIAO_RAW": str(self.raw_dir),
            "JIXIAO_WAREHOUSE": str(self.warehouse_dir),
            "JIXIAO_DBT": str(self.dbt_dir),
            "DAGSTER_HOME": str(self.dagster_home),
            "DO_NOT_TRACK": "1",
            # The bytes of all documents are counted within a tick, which for a large directory takes a while.
            "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "600",
            "DAGSTER_SCHEDULE_GRPC_TIMEOUT_SECONDS": "600",
        }

    def prepare_environment(self) -> None:
        """Set it, and write Dagster's own settings where it looks for them."""
        os.environ.update(self.environment())
        # dbt names the catalogue after the file, so a parse needs the name that every release has.
        os.environ.setdefault("JIXIAO_DATABASE", str(self.dbt_target_dir / "jixiao.duckdb"))
        self.dagster_home.mkdir(parents=True, exist_ok=True)
        config = self.dagster_home / "dagster.yaml"
        wanted = DAGSTER_YAML.format(
            # A string of JSON is one of YAML, whatever the path contains.
            history=json.dumps(str(self.dagster_home / "history" / "runs")),
            monitoring_seconds=self.intervals.monitoring_seconds,
        )
        if not config.is_file() or config.read_text(encoding="utf-8") != wanted:
            draft = config.with_name(f".dagster.yaml.{os.getpid()}")
            draft.write_text(wanted, encoding="utf-8")
            draft.replace(config)  # another process that starts just now reads the old one or this, never half of it
