"""Releases as operators handle them: listed, compared, taken back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.build import DATABASE, build_lock, read_record, releases, withdrawn
from orchestration.warehouse.comparing import MARTS, VALUES, compare
from orchestration.warehouse.printing import as_table
from orchestration.warehouse.rollback import NoSuchReleaseError, roll_back

Table = tuple[Sequence[str], list[list[Any]]]


def list_releases(settings: Settings) -> Iterator[str]:
    """A table of them, newest first; ``*`` is the current one, ``-`` one that was rolled back."""
    current, kept_back = settings.current_release(), withdrawn(settings)
    names = ("", "version", "created_at", "documents", "figures", "contradictions", "warned")
    rows = []
    for path in reversed(releases(settings)):
        record = read_record(path, "release.json")
        mark = "*" if path == current else "-" if path.name in kept_back else ""
        warned = sum(check["status"] == "warned" for check in record.get("checks", []))
        counts = [record.get("documents", {}).get("total"), record.get("figures"), record.get("contradictions")]
        rows.append([mark, path.name, record.get("created_at"), *counts, warned])
    return as_table(names, rows)


def roll_back_and_tell(settings: Settings, version: str | None) -> tuple[str, str]:
    """Flip the pointer once no build is under way, and leave a mark in the history of the asset."""
    with build_lock(settings, Progress()):
        old, new = roll_back(settings, version)
    settings.prepare_environment()

    import dagster as dg  # noqa: PLC0415 - a refusal need not wait for it

    from orchestration.assets.release import RELEASE, summary_metadata  # noqa: PLC0415

    release = settings.releases_dir / new
    metadata = {"rolled back from": old, **summary_metadata(release, read_record(release, "release.json"))}
    with dg.DagsterInstance.get() as instance:
        event = dg.AssetMaterialization(RELEASE, f"退回 rolled back from {old} to {new}", metadata=metadata)
        instance.report_runless_asset_event(event)
    return old, new


def differences(settings: Settings, before: str | None, after: str | None, shown: int) -> list[Table]:
    """Names and rows of two tables: what changed by mart, and which values."""
    new = _release(settings, after, None)
    old = _release(settings, before, new)
    found = compare(old / DATABASE, new / DATABASE, shown)
    return [
        (names, [[row[name] for name in names] for row in found[table]])
        for table, names in (("marts", MARTS), ("values", VALUES))
    ]


def _release(settings: Settings, version: str | None, newer: Path | None) -> Path:
    """The one of that version; of none, the current one or the one right before ``newer``."""
    known = releases(settings)
    if version is None and newer is None:
        found = settings.current_release()
    elif version is None:
        found = max((path for path in known if newer is not None and path < newer), default=None)
    else:
        found = next((path for path in known if path.name == version), None)
    if found is None:
        there = ", ".join(path.name for path in known) or "-"
        raise NoSuchReleaseError(f"没有这个版本 No such release: {version or 'before the first'}; there are {there}")
    return found
