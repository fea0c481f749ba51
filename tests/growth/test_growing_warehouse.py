"""A warehouse that grew document by document holds what one holds that was made from all of them at once."""

import json
import shutil
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.reader import columns
from tests.conftest import run_build
from tests.fixtures.invented_reports import invented_report, write_invented_reports

MADE_BY_THE_BUILD = {"loaded_at", "is_fresh", "extractor_version", "first_seen_at", "last_seen_at"}
MADE_FROM_DOCUMENTS = {"raw", "staging", "intermediate", "marts"}


def test_a_grown_warehouse_is_as_one_made_at_once(tmp_path: Path) -> None:
    grown = Settings(tmp_path / "raw", tmp_path / "grown")
    shutil.copytree(PROJECT_DIR / "raw", grown.raw_dir)
    write_invented_reports(grown.raw_dir, 10)
    assert run_build(grown).record["continues"] is None

    write_invented_reports(grown.raw_dir, 1, start=10)
    (grown.raw_dir / invented_report(1).source_path).write_text(invented_report(1, seed=1).text, encoding="utf-8")
    (grown.raw_dir / invented_report(2).source_path).unlink()
    before = grown.current_release()
    outcome = run_build(grown)
    assert outcome.status == "published", outcome.errors
    assert before is not None
    assert outcome.record["continues"] == before.name

    at_once = Settings(grown.raw_dir, tmp_path / "at_once")
    assert run_build(at_once).record["continues"] is None
    assert differences(grown, at_once) == {}
    assert lineage(grown) == lineage(at_once)


def differences(one: Settings, other: Settings) -> dict[str, tuple[int, int]]:
    """Rows that only one of two warehouses holds, by relation."""
    with duckdb.connect(str(database(one)), read_only=True) as connection:
        connection.execute(f"ATTACH '{database(other)}' AS other (READ_ONLY)")
        found = {}
        for (schema, name), types in columns(connection).items():
            if schema not in MADE_FROM_DOCUMENTS:
                continue
            names = ", ".join(f'"{column}"' for column in types if column not in MADE_BY_THE_BUILD)
            mine, theirs = (f"SELECT {names} FROM {where}{schema}.{name}" for where in ("", "other."))
            missing = tuple(
                len(connection.execute(f"{left} EXCEPT ALL {right}").fetchall())
                for left, right in ((mine, theirs), (theirs, mine))
            )
            if missing != (0, 0):
                found[f"{schema}.{name}"] = missing
    # Labels of documents that are gone are kept, and nothing asks for them.
    kept = found.pop("intermediate.int_labels_matched", (0, 0))
    assert kept[1] == 0
    return found


def database(settings: Settings) -> Path:
    return (settings.current_link / "jixiao.duckdb").resolve()


def lineage(settings: Settings) -> object:
    return json.loads((settings.current_link / "lineage.json").read_text(encoding="utf-8"))
