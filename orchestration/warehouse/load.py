"""The load: what is new or changed is read, what is not is carried over from the last release."""

import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from orchestration.warehouse import build_file
from orchestration.warehouse.build import Build
from orchestration.warehouse.corrections import check_guards, read_corrections
from orchestration.warehouse.inputs import InputFile, Inputs, InputsRecord
from orchestration.warehouse.planning import EVERYTHING, Base, Plan, Scope, make_plan
from orchestration.warehouse.raw_tables import RAW_TABLES
from orchestration.warehouse.reader import columns, connect
from orchestration.warehouse.reading import Reading, json_lines, read_files, write_lines

# Making all anew also leaves a file without gaps; from here on it costs hardly more.
CARRIED_TO_CHANGED = 4


def load_documents(build: Build, scope: Scope = EVERYTHING) -> Plan:
    """Fill the tables that say which documents there are; the rows of the others wait in the spool."""
    inputs = Inputs.scan(build.settings)
    build.start(scope.anew)
    path = readable_base(build)
    if path is None and build.base is not None:
        scope = Scope(anew=True)  # what the other years hold cannot be carried over, so they are read too
    base = Base.of(path, build.base_inputs())
    plan = make_plan(inputs, base, scope)
    _let_settle(plan.changed, build.settings.intervals.settle_seconds)
    reading = Reading(build.settings.seeds_dir, build.spool, inputs.extractor_version, build.created_at, scope.years)
    postponed = read_files(plan.changed, plan.duplicates, reading, build.progress)
    plan.postpone(postponed, base)
    corrections = [correction.row() for correction in read_corrections(build.settings.corrections_path)]
    write_lines(build.spool / "corrections", {"corrections": list(json_lines("corrections", corrections))})
    build.inputs = InputsRecord(inputs.models_version, plan.signatures, inputs.corrections_version)
    build.fresh_only = path is not None and grows(build, plan, inputs)
    if path is not None and build.fresh_only:
        build.copy(path.parent)
    elif build.draft is not None:
        build.copy(build.draft)
    with build_file.transaction(build.database, path) as connection:
        if build.fresh_only:
            build_file.keep_only(connection, plan.carried)
        else:
            connection.execute("DROP SCHEMA IF EXISTS raw CASCADE")  # of a draft
            build_file.create_raw_tables(connection)
            build_file.carry_over(connection, plan.carried)
        build_file.load_identity(connection, build.spool, plan.carried, build.created_at)
        build_file.refuse_twins(connection, inputs.extractor_version, build.created_at)
        if path is not None:
            build_file.keep_first_seen(connection)
    build.report["continues"] = path.parent.name if path is not None and build.fresh_only else None
    build.report |= summary(build, plan, base, inputs, postponed)
    return plan


def load_extracts(build: Build) -> None:
    """Fill the tables of what the documents say, all of them or none."""
    if not build.spool.is_dir():
        return  # the run takes up a published file, whose rows stand
    base = readable_base(build)
    with build_file.transaction(build.database, base) as connection:
        build_file.load_extracts(connection, build.spool, carry=base is not None and not build.fresh_only)
        check_guards(connection, read_corrections(build.settings.corrections_path))


def grows(build: Build, plan: Plan, inputs: Inputs) -> bool:
    """Is the last release worth continuing: made by the same models, and most of its documents as they were?"""
    if build.draft is not None:
        return False  # some of its models may be missing
    same_models = build.base_inputs().models_version == inputs.models_version
    return same_models and len(plan.changed) * CARRIED_TO_CHANGED <= len(plan.carried)


def readable_base(build: Build) -> Path | None:
    """The last release's file; None where there is none, somebody writes to it, or its raw tables are other ones."""
    if build.base is None:
        return None
    try:
        with connect(build.base) as connection:
            found = {name: types for (schema, name), types in columns(connection).items() if schema == "raw"}
    except duckdb.Error:
        return None
    wanted = {table: {field.name for field in fields} for table, fields in RAW_TABLES.items()}
    return build.base if {table: set(types) for table, types in found.items()} == wanted else None


def summary(build: Build, plan: Plan, base: Base, inputs: Inputs, postponed: list[str]) -> dict[str, object]:
    """How many documents were read, kept, refused and dropped, for the record of the release; which wait."""
    with connect(build.database) as connection:
        paths = {path for (path,) in connection.execute("SELECT source_path FROM raw.documents").fetchall()}
        counted = connection.execute("SELECT coalesce(sum(byte_count), 0) FROM raw.documents").fetchone()
        rejected = connection.execute(
            "SELECT source_path, reason_code, reason FROM raw.rejected_documents ORDER BY source_path"
        ).fetchall()
    unchanged = sum(path in paths for path in plan.carried)
    return {
        "documents": {
            "total": len(paths),
            "loaded": len(paths) - unchanged,
            "unchanged": unchanged,
            "rejected": len(rejected),
            "removed": len(base.years.keys() - paths),
        },
        "bytes": int(counted[0]) if counted else 0,
        "extractor_version": inputs.extractor_version,
        "postponed": postponed,
        "rejected": [dict(zip(("source_path", "reason_code", "reason"), row, strict=True)) for row in rejected],
    }


def _let_settle(files: Sequence[InputFile], seconds: float) -> None:
    """Give whoever has just written to a file the time to go on, so that reading it finds it changed."""
    newest = 0.0
    for file in files:
        try:
            newest = max(newest, file.path.stat().st_mtime)
        except OSError:
            continue
    if 0 < (rest := newest + seconds - time.time()) <= seconds:
        time.sleep(rest)
