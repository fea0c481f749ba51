"""The load: what is new or changed is read, what is not is carried over from the last release."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.warehouse import build_file
from orchestration.warehouse.build import Build
from orchestration.warehouse.inputs import InputFile, Inputs
from orchestration.warehouse.reader import connect, literal
from orchestration.warehouse.reading import Reading, Rejection, read_files

# Verdicts that may be others next time: on another file, on rights, on the moment, on the load of the machine.
UNSETTLED = ("duplicate_content", "unreadable", "changed_while_reading", "too_slow")


# Making all anew also leaves a file without gaps; from here on it costs hardly more.
CARRIED_TO_CHANGED = 4


@dataclass(frozen=True)
class Plan:
    """What is to be done with each file."""

    changed: list[InputFile]
    carried: list[InputFile]
    duplicates: list[Rejection]


def load_documents(build: Build) -> Plan:
    """Fill the tables that say which documents there are; the rows of the others wait in the spool."""
    inputs = Inputs.scan(build.settings)
    build.start(inputs)
    base = readable_base(build)
    plan = make_plan(inputs, build.base_inputs() if base else {}, base)
    reading = Reading(build.settings.seeds_dir, build.spool, inputs.extractor_version, build.created_at)
    read_files(plan.changed, plan.duplicates, reading, build.progress)
    carried = [file.source_path for file in plan.carried]
    build.fresh_only = base is not None and grows(plan, inputs, build.base_inputs())
    if build.fresh_only:
        build.copy_base()
    with build_file.transaction(build.database, base) as connection:
        if build.fresh_only:
            build_file.keep_only(connection, carried)
        else:
            build_file.create_raw_tables(connection)
            build_file.carry_over(connection, carried)
        build_file.load_identity(connection, build.spool, carried, build.created_at)
        if base is not None:
            build_file.keep_first_seen(connection)
    build.report["continues"] = base.parent.name if base is not None and build.fresh_only else None
    build.report |= summary(build, plan, base)
    return plan


def load_extracts(build: Build) -> None:
    """Fill the tables of what the documents say, all of them or none."""
    if not build.spool.is_dir():
        return  # the run takes up a published file, whose rows stand
    base = readable_base(build)
    with build_file.transaction(build.database, base) as connection:
        build_file.load_extracts(connection, build.spool, carry=base is not None and not build.fresh_only)


def make_plan(inputs: Inputs, base_inputs: dict[str, object], base: Path | None) -> Plan:
    """Compare content, catalogue and code with those of the last release."""
    known: dict[str, object] = {}
    if base is not None and base_inputs.get("extractor_version") == inputs.extractor_version:
        settled = _settled_paths(base)
        files = base_inputs.get("files")
        known = (
            {path: signature for path, signature in files.items() if path in settled} if isinstance(files, dict) else {}
        )
    plan = Plan([], [], [])
    first: dict[str, str] = {}
    for file in inputs.files:
        if file.sha256 is not None and file.sha256 in first:
            reason = f"与 {first[file.sha256]} 内容完全相同 Same content as {first[file.sha256]}"
            plan.duplicates.append(Rejection(file.source_path, file.sha256, "duplicate_content", reason))
            continue
        if file.sha256 is not None:
            first[file.sha256] = file.source_path
        same = file.sha256 is not None and known.get(file.source_path) == file.signature
        (plan.carried if same else plan.changed).append(file)
    return plan


def grows(plan: Plan, inputs: Inputs, base_inputs: dict[str, object]) -> bool:
    """Is the last release worth continuing: made by the same models, and most of its documents as they were?"""
    same_models = base_inputs.get("models_version") == inputs.models_version
    return same_models and len(plan.changed) * CARRIED_TO_CHANGED <= len(plan.carried)


def readable_base(build: Build) -> Path | None:
    """The last release's file; None where there is none or somebody holds it open for writing."""
    if build.base is None:
        return None
    try:
        connect(build.base).close()
    except duckdb.Error:
        return None
    return build.base


def summary(build: Build, plan: Plan, base: Path | None) -> dict[str, object]:
    """How many documents were read, kept, refused and dropped, for the record of the release."""
    with connect(build.database) as connection:
        paths = {path for (path,) in connection.execute("SELECT source_path FROM raw.documents").fetchall()}
        rejected = connection.execute(
            "SELECT source_path, reason_code, reason FROM raw.rejected_documents ORDER BY source_path"
        ).fetchall()
    unchanged = sum(file.source_path in paths for file in plan.carried)
    before = _document_paths(base) if base else set()
    return {
        "documents": {
            "total": len(paths),
            "loaded": len(paths) - unchanged,
            "unchanged": unchanged,
            "rejected": len(rejected),
            "removed": len(before - paths),
        },
        "rejected": [dict(zip(("source_path", "reason_code", "reason"), row, strict=True)) for row in rejected],
    }


def _settled_paths(base: Path) -> set[str]:
    """Files whose fate depends on nothing but themselves."""
    unsettled = ", ".join(map(literal, UNSETTLED))
    with connect(base) as connection:
        rows = connection.execute(
            f"SELECT source_path FROM raw.rejected_documents WHERE reason_code NOT IN ({unsettled})"
        ).fetchall()
    return {path for (path,) in rows} | _document_paths(base)


def _document_paths(base: Path) -> set[str]:
    with connect(base) as connection:
        return {path for (path,) in connection.execute("SELECT source_path FROM raw.documents").fetchall()}
