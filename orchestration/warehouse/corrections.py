"""Known errors of the documents: ``raw/corrections.yml`` → rows of ``raw.corrections``, each behind a guard.

A correction says what stands in a document and what should stand there. Where the document no longer prints what the
correction expects, the build fails: the error may be mended at its source, or the correction may be of another figure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import yaml

from orchestration.warehouse.reader import literal

CORRECTIONS_FILE = "corrections.yml"
_OPTIONAL = {"corrected_on"}


class CorrectionsError(Exception):
    """A correction that cannot be read or whose guard does not hold; the message names file, entry and both values."""


@dataclass(frozen=True)
class Correction:
    """An entry of the file, all of it as text; ``figure`` is a figure key or its part behind the document's id."""

    document: str
    sha256: str
    figure: str
    expect: str
    correct: str
    what_is_wrong: str
    reason: str
    authority: str
    corrected_on: str | None = None

    @property
    def document_id(self) -> str:
        """Of the document whose bytes the correction was written for."""
        return self.sha256[:16]

    @property
    def figure_key(self) -> str:
        """Key of the figure in the warehouse."""
        prefix = f"{self.document_id}:"
        return self.figure if self.figure.startswith(prefix) else prefix + self.figure

    @property
    def correct_number(self) -> Decimal:
        """The right number, in the unit that the document prints; raises ``InvalidOperation`` for anything else."""
        return Decimal(self.correct.replace(",", ""))

    def row(self) -> dict[str, Any]:
        """The entry for table ``corrections``."""
        number = self.correct_number
        return {
            "figure_key": self.figure_key,
            "document_id": self.document_id,
            "expected": self.expect,
            "correct_number": number,
            "correct_step": Decimal(1).scaleb(min(0, int(number.as_tuple().exponent))),
            **{name: getattr(self, name) for name in ("what_is_wrong", "reason", "authority", "corrected_on")},
        }


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """All entries; none where there is no file.

    Raises :class:`CorrectionsError` for what is no such file, for entries that lack something or say too much, and for
    two corrections of one figure.
    """
    if not path.is_file():
        return ()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorrectionsError(f"{path.name}: 不是有效的 YAML not valid YAML: {error}") from error
    entries = (content or {}).get("corrections") if isinstance(content or {}, dict) else None
    if not isinstance(entries, list):
        raise CorrectionsError(f"{path.name}: 缺少 corrections 列表 there is no list `corrections`")
    found = tuple(_entry(path.name, number, entry) for number, entry in enumerate(entries, start=1))
    keys = [correction.figure_key for correction in found]
    for number, key in enumerate(keys, start=1):
        if key in keys[: number - 1]:
            raise CorrectionsError(f"{path.name}, 第 {number} 条 entry {number}: 重复 {key} is corrected twice")
    return found


def _entry(file: str, number: int, entry: object) -> Correction:
    place = f"{file}, 第 {number} 条 entry {number}"
    if not isinstance(entry, Mapping):
        raise CorrectionsError(f"{place}: 不是键值表 not a mapping: {entry!r}")
    known = {field.name for field in fields(Correction)}
    given = {str(key): str(value).strip() for key, value in entry.items() if value is not None}
    missing, unknown = sorted(known - _OPTIONAL - given.keys()), sorted(given.keys() - known)
    if missing or unknown:
        raise CorrectionsError(f"{place}: 缺少 lacks {missing}, 多出 has unknown {unknown}")
    correction = Correction(**given)
    try:
        is_number = correction.correct_number.is_finite()
    except InvalidOperation:
        is_number = False
    if not is_number:
        raise CorrectionsError(f"{place}: correct 不是数字 is no number: {correction.correct!r}")
    return correction


def check_guards(connection: duckdb.DuckDBPyConnection, corrections: Iterable[Correction]) -> None:
    """Hold every correction against the figures of the build; raises :class:`CorrectionsError` naming all that fail."""
    broken = list(_broken(connection, list(corrections)))
    if broken:
        raise CorrectionsError("\n".join(broken))


def _broken(connection: duckdb.DuckDBPyConnection, corrections: list[Correction]) -> Iterator[str]:
    if not corrections:
        return
    keys = ", ".join(literal(correction.figure_key) for correction in corrections)
    figures = {
        key: (printed, is_quantity)
        for key, printed, is_quantity in connection.execute(
            "SELECT figure_key, printed, value IS NOT NULL AND precision IS NOT NULL FROM raw.figures "
            f"WHERE figure_key IN ({keys})"
        ).fetchall()
    }
    documents = {name for (name,) in connection.execute("SELECT sha256 FROM raw.documents").fetchall()}
    for number, correction in enumerate(corrections, start=1):
        place = f"{CORRECTIONS_FILE}, 第 {number} 条 entry {number} ({correction.document}, {correction.figure})"
        printed, is_quantity = figures.get(correction.figure_key, (None, False))
        if correction.sha256 not in documents:
            yield f"{place}: 应为文件 expected the file with SHA-256 {correction.sha256}, 未载入 which is not loaded"
        elif printed is None:
            yield f"{place}: 应为 expected {correction.expect!r}, 该处没有数字 but there is no figure"
        elif "".join(printed.split()) != "".join(correction.expect.split()):
            yield f"{place}: 应为 expected {correction.expect!r}, 现为 found {printed!r}"
        elif not is_quantity:
            yield f"{place}: {printed!r} 不是数值 measures nothing, so it cannot be corrected"
