"""What a build does with each file: read it, carry its rows over from the last one, or refuse it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from orchestration.warehouse.inputs import InputFile, Inputs, InputsRecord
from orchestration.warehouse.reader import connect, literal
from orchestration.warehouse.reading import Rejection

# Verdicts that may be others next time: on another file, on rights, on the moment, on the load of the machine.
UNSETTLED = ("duplicate_content", "duplicate_text", "unreadable", "changed_while_reading", "too_slow")


@dataclass(frozen=True)
class Scope:
    """Which documents a build is about, and how thoroughly."""

    years: frozenset[int] | None = None
    """Fiscal years; documents of all others stay as they are. None = everything."""
    anew: bool = False
    """Whether what has not changed is read again too."""


EVERYTHING = Scope()


@dataclass(frozen=True)
class Base:
    """What the last build knows of its files: signatures of all, and how those that it settled ended."""

    signatures: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Path → fiscal years of the reports of every document that was loaded; a workbook may hold several."""
    rejected: frozenset[str] = frozenset()
    """Paths that were refused for what they are, and would be again."""

    @classmethod
    def of(cls, database: Path | None, record: InputsRecord) -> "Base":
        """As its file and its record say; knows nothing where there is no file."""
        if database is None:
            return cls()
        with connect(database) as connection:
            years = years_of_documents(connection)
            rejected = connection.execute(
                "SELECT source_path FROM raw.rejected_documents "
                f"WHERE reason_code NOT IN ({', '.join(map(literal, UNSETTLED))})"
            ).fetchall()
        return cls(record.files, years, frozenset(path for (path,) in rejected))


@dataclass
class Plan:
    """What is to be done with each file, and what the release will remember of them all."""

    changed: list[InputFile] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    duplicates: list[Rejection] = field(default_factory=list)
    signatures: dict[str, str] = field(default_factory=dict)

    def keep(self, path: str, base: Base) -> None:
        """Leave the rows of a file as they are in the base."""
        self.carried.append(path)
        if path in base.signatures:
            self.signatures[path] = base.signatures[path]

    def postpone(self, paths: list[str], base: Base) -> None:
        """Leave files that were read to another build: what the base knows of them stays."""
        for path in paths:
            self.signatures.pop(path, None)
            if path in base.years or path in base.rejected:
                self.keep(path, base)


def make_plan(inputs: Inputs, base: Base, scope: Scope) -> Plan:
    """Compare content, catalogue and code with those of the base.

    The year of a document is what it says of itself, so that of a file which was never loaded is not known before
    it is read: such a file is read whatever the years of the scope, and left alone if it turns out to be of another.
    """
    plan = Plan()
    first: dict[str, str] = {}
    for file in _in_order(inputs, base, scope):
        path = file.source_path
        if file.sha256 is not None and file.sha256 in first:
            reason = f"与 {first[file.sha256]} 内容完全相同 Same content as {first[file.sha256]}"
            plan.duplicates.append(Rejection(path, file.sha256, "duplicate_content", reason))
        else:
            if file.sha256 is not None:
                first[file.sha256] = path
            if _stays(file, inputs.signature(file), base, scope):
                plan.keep(path, base)
                continue
            plan.changed.append(file)
        plan.signatures[path] = inputs.signature(file)
    plan.changed.sort(key=lambda file: file.source_path)
    for path in _gone_elsewhere(inputs, base, scope):
        plan.keep(path, base)
    return plan


def _in_order(inputs: Inputs, base: Base, scope: Scope) -> list[InputFile]:
    """In that of their paths; where only some years are built, no new file may turn a loaded one into its copy."""
    if scope.years is None:
        return list(inputs.files)
    return sorted(inputs.files, key=lambda file: (file.source_path not in base.years, file.source_path))


def _stays(file: InputFile, signature: str, base: Base, scope: Scope) -> bool:
    """Whether the file's rows are carried over unread."""
    known = base.signatures.get(file.source_path) if file.sha256 is not None else None
    years = base.years.get(file.source_path)
    if years is None and file.source_path not in base.rejected:
        return False
    if scope.years is not None and years and not years & scope.years:
        # Code, dictionaries and catalogue are a matter of its own year; other bytes may be of any year.
        return known is not None and known.partition(":")[0] == file.sha256
    if scope.anew and (scope.years is None or years is not None):
        return False
    return known == signature


def _gone_elsewhere(inputs: Inputs, base: Base, scope: Scope) -> Iterator[str]:
    """Documents of other years whose files are gone: to be dropped when it is those years' turn."""
    if scope.years is None:
        return
    there = {file.source_path for file in inputs.files}
    yield from (path for path, years in base.years.items() if path not in there and not years & scope.years)


def years_of_documents(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[int]]:
    """Path → fiscal years of the reports in it, of every document that is loaded."""
    rows = connection.execute(
        "SELECT source_path, list(fiscal_year) FROM raw.documents LEFT JOIN raw.reports USING (document_id) GROUP BY 1"
    ).fetchall()
    return {path: frozenset(year for year in years if year is not None) for path, years in rows}
