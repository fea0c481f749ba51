"""The dbt project as this code runs it: a manifest that is never stale, one invocation, in this process.

dbt is imported where it runs: it takes longer than everything else that a web server needs to show the definitions.
"""

import gc
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.inputs import models_version

SUCCEEDED = {"success", "pass", "warn"}


class ModelsBrokenError(Exception):
    """dbt could not even begin: the project does not parse, or the warehouse does not open."""


@dataclass(frozen=True)
class NodeResult:
    """What became of one seed, model or test."""

    unique_id: str
    status: str
    message: str | None
    failures: int
    seconds: float
    compiled_sql: str | None

    @property
    def succeeded(self) -> bool:
        """Built, or tested with no worse than a warning."""
        return self.status in SUCCEEDED


def read_manifest(settings: Settings) -> dict[str, Any]:
    """The parsed project as a dictionary, parsed anew where a file of it has changed."""
    refresh_manifest(settings)
    manifest: dict[str, Any] = json.loads(settings.manifest_path.read_bytes())
    return manifest


def refresh_manifest(settings: Settings) -> bool:
    """Parse the project if the manifest is missing or made from other files; two processes take turns."""
    version = models_version(settings)
    stamp = settings.dbt_target_dir / "version"
    if _stamped(stamp, version) and settings.manifest_path.is_file():
        return False
    settings.dbt_target_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.dbt_target_dir / ".lock"):
        if _stamped(stamp, version) and settings.manifest_path.is_file():
            return False
        stamp.unlink(missing_ok=True)
        _invoke(["parse", *_places(settings, settings.dbt_target_dir)], settings.dbt_target_dir / "jixiao.duckdb")
        stamp.write_text(version, encoding="utf-8")
    return True


def run_models(
    settings: Settings,
    database: Path,
    selection: Sequence[str],
    progress: Progress,
    total: int,
    *,
    fresh_only: bool = False,
) -> list[NodeResult]:
    """Build and test the selected nodes in ``database``; dbt's connections are closed afterwards.

    With ``fresh_only`` the models by document are made for the documents just read and added to what is there.
    """
    variables = ["--vars", json.dumps({"fresh_only": True})] if fresh_only else []
    done = 0

    def count(event: Any) -> None:
        nonlocal done
        if event.info.name == "NodeFinished":
            done += 1
            progress.step("models", done, total)

    with progress.stage("parse"):
        manifest = _parsed(settings)
    progress.step("models", 0, total)
    try:
        result = _invoke(
            ["build", *selection, *variables, *_places(settings, settings.dbt_logs_dir), "--no-write-json"],
            database,
            manifest=manifest,
            callbacks=[count],
        )
    finally:
        _close_connections()
    return [_node_result(node) for node in result.results if node.node.resource_type != "operation"]


def _close_connections() -> None:
    """Let go of the file: dbt only forgets its connections, and what they leave in cycles keeps the file open."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    environment = DuckDBConnectionManager._ENV
    DuckDBConnectionManager.close_all_connections()
    if environment is not None:
        environment.close()
    del environment
    gc.collect()


def _parsed(settings: Settings) -> Any:
    """The manifest as dbt's own object, from the file in which the parse left it."""
    from dbt.contracts.graph.manifest import Manifest  # noqa: PLC0415
    from dbt.parser.manifest import extended_mashumuro_decoder  # noqa: PLC0415

    packed = (settings.dbt_target_dir / "partial_parse.msgpack").read_bytes()
    manifest = Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()
    return manifest


def _invoke(arguments: list[str], database: Path, manifest: Any = None, callbacks: Any = None) -> Any:
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    before = os.environ.get("JIXIAO_DATABASE")
    os.environ["JIXIAO_DATABASE"] = str(database)
    try:
        outcome = dbtRunner(manifest=manifest, callbacks=callbacks).invoke(arguments)
    finally:
        if before is None:
            del os.environ["JIXIAO_DATABASE"]
        else:
            os.environ["JIXIAO_DATABASE"] = before
    if outcome.exception is not None:
        raise ModelsBrokenError(f"dbt {arguments[0]}: {outcome.exception}") from outcome.exception
    return outcome.result


def _places(settings: Settings, target: Path) -> list[str]:
    directory = str(settings.dbt_dir)
    return [
        *("--project-dir", directory, "--profiles-dir", directory),
        *("--target-path", str(target), "--log-path", str(target), "--log-level", "none"),
    ]


def _node_result(result: Any) -> NodeResult:
    return NodeResult(
        unique_id=result.node.unique_id,
        status=str(result.status),
        message=result.message,
        failures=result.failures or 0,
        seconds=result.execution_time,
        compiled_sql=getattr(result.node, "compiled_code", None),
    )


def _stamped(stamp: Path, version: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == version
