"""The dbt project on databases of its own: raw tables filled straight from extraction, without Dagster and releases."""

import csv
import random
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import reset_adapters
from dbt.cli.main import dbtRunner, dbtRunnerResult

from orchestration.documents import read_document
from orchestration.extraction import Lexicon, extract
from orchestration.settings import PROJECT_DIR
from orchestration.warehouse.corrections import CORRECTIONS_FILE, read_corrections
from orchestration.warehouse.inputs import NOT_DOCUMENTS
from orchestration.warehouse.raw_tables import RAW_TABLES

DBT_DIR = PROJECT_DIR / "dbt_project"
LOADED_AT = datetime(2024, 1, 1)  # noqa: DTZ001 - the column has no time zone

MARTS = {
    "reports",
    "rejected_documents",
    "funding_sources",
    "budget_execution",
    "score_items",
    "project_scores",
    "project_indicators",
    "metrics",
    "metrics_over_years",
    "unmapped_labels",
    "departments",
    "department_years",
    "revisions",
    "budget_progress",
    "corrections",
    "findings",
    "reconciliations",
    "figure_ledger",
}

Rows = dict[str, list[dict[str, Any]]]


class DbtProject:
    """dbt commands against one database file."""

    def __init__(self, database: Path, monkeypatch: pytest.MonkeyPatch, directory: Path = DBT_DIR) -> None:
        self.database = database
        self.directory = directory
        self._monkeypatch = monkeypatch

    def invoke(self, *arguments: str) -> dbtRunnerResult:
        """Run one dbt command and let go of the database afterwards."""
        self._monkeypatch.setenv("JIXIAO_DATABASE", str(self.database))
        directories = ["--project-dir", str(self.directory), "--profiles-dir", str(self.directory)]
        target = self.database.parent / "target"
        try:
            return dbtRunner().invoke(
                ["--quiet", *arguments, *directories, "--target-path", str(target), "--log-path", str(target)]
            )
        finally:
            DuckDBConnectionManager.close_all_connections()
            reset_adapters()

    def fill(self, rows: Mapping[str, list[dict[str, Any]]], order: random.Random | None = None) -> None:
        """Create the raw tables; with ``order`` their rows are shuffled."""
        with duckdb.connect(str(self.database)) as connection:
            connection.execute("create schema raw")
            for name, schema in RAW_TABLES.items():
                table_rows = list(rows.get(name, []))
                if order is not None:
                    order.shuffle(table_rows)
                connection.register("filled", pa.Table.from_pylist(table_rows, schema=schema))
                connection.execute(f"create table raw.{name} as select * from filled")
                connection.unregister("filled")

    def rows_of(self, report: str, mart: str, columns: str) -> list[tuple[Any, ...]]:
        """What ``mart`` holds of the report in the file ``report``.txt, ordered."""
        return self.query(
            f"select {columns} from marts.{mart} where report_key in"
            f" (select report_key from marts.reports where source_path = '{report}.txt') order by all"
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the built database."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(sql).fetchall()


def extract_directory(directory: Path) -> Rows:
    """Raw rows of all documents below ``directory``, with their corrections."""
    catalogue: dict[str, dict[str, str]] = {}
    if (directory / "catalogue.csv").is_file():
        with (directory / "catalogue.csv").open(encoding="utf-8", newline="") as file:
            catalogue = {row["source_path"]: row for row in csv.DictReader(file)}
    lexicon = Lexicon.load(DBT_DIR / "seeds")
    rows: Rows = {name: [] for name in RAW_TABLES}
    for path in sorted(path for path in directory.rglob("*.*") if path.name not in NOT_DOCUMENTS):
        source_path = path.relative_to(directory).as_posix()
        for name, added in extract(read_document(path, source_path), catalogue.get(source_path), lexicon).items():
            rows[name] += added
    for document in rows["documents"]:
        document.update(loaded_at=LOADED_AT, extractor_version="test", is_fresh=True)
    rows["corrections"] = [correction.row() for correction in read_corrections(directory / CORRECTIONS_FILE)]
    return rows


def built_from(reports: Mapping[str, str], directory: Path, patch: pytest.MonkeyPatch) -> DbtProject:
    """The project with all models built from ``reports``, texts by the names of their files."""
    directory.mkdir()
    for name, text in reports.items():
        (directory / f"{name}.txt").write_text(text, encoding="utf-8")
    project = DbtProject(directory.with_suffix(".duckdb"), patch)
    project.fill(extract_directory(directory))
    assert project.invoke("build", "--exclude", "resource_type:test", "resource_type:unit_test").success
    return project
