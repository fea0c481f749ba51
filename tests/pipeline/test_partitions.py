"""Years as partitions: how the year of a document is known, and what a run for one year does."""

from collections import Counter
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import build_defs
from orchestration.documents import read_document
from orchestration.extraction import Lexicon, extract
from orchestration.partitions import FISCAL_YEARS
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.build import releases
from orchestration.warehouse.inputs import Inputs, scan_documents
from orchestration.warehouse.publish import released_inputs
from orchestration.warehouse.reader import connect
from tests.conftest import run_build, write_report

READING = [dg.AssetKey(["raw", name]) for name in ("documents", "rejected_documents", "pages")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two years, published; names that tell nothing, the wrong year and the right one."""
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    write_report(settings.raw_dir, "a/report.txt", year=2021)
    write_report(settings.raw_dir, "a/published-2023.txt", year=2022)
    assert run_build(settings).status == "published"
    return settings


def documents(settings: Settings) -> dict[str, tuple[int, int]]:
    """Path → year and number of loads, as far as the moment of loading tells them apart."""
    release = settings.current_release()
    assert release is not None
    query = (
        "SELECT source_path, fiscal_year, epoch_us(loaded_at) FROM raw.documents JOIN raw.reports USING (document_id)"
    )
    with connect(release / "jixiao.duckdb") as connection:
        rows = connection.execute(query).fetchall()
    return {path: (year, moment) for path, year, moment in rows}


def run(settings: Settings, key: str, selection: list[dg.AssetKey] | None = None) -> None:
    """What the UI starts for one partition: everything of it is read again."""
    job = dg.define_asset_job("asked", dg.AssetSelection.all())
    defs = dg.Definitions.merge(build_defs(settings), dg.Definitions(jobs=[job]))
    result = defs.resolve_job_def("asked").execute_in_process(
        partition_key=key, asset_selection=selection, instance=dg.DagsterInstance.ephemeral()
    )
    assert result.success


def test_a_name_does_not_tell_the_year(settings: Settings):
    """Why files are read to learn it: the text has the last word, and a guess by name would be wrong here twice."""
    lexicon = Lexicon.load(settings.seeds_dir)
    found: Counter[str] = Counter()
    for file in scan_documents(settings):
        said = extract(read_document(file.path, file.source_path), None, lexicon)["reports"][0]["fiscal_year"]
        digits = "".join(character if character.isdigit() else " " for character in file.path.name).split()
        found["none" if not digits else "right" if str(said) in digits else "wrong"] += 1
    assert found == {"none": 1, "wrong": 1}


def test_a_fresh_instance_has_years_to_choose_from():
    with dg.DagsterInstance.ephemeral() as instance:
        keys = FISCAL_YEARS.get_partition_keys(dynamic_partitions_store=instance)
    assert {"2012", "2022", "2026"} <= set(keys)


def test_the_documents_of_this_repository_have_partitions():
    lexicon = Lexicon.load(PROJECT_DIR / "dbt_project" / "seeds")
    for file in scan_documents(Settings(PROJECT_DIR / "raw", Path("nowhere"))):
        rows = extract(read_document(file.path, file.source_path), file.catalogue_entry, lexicon)["reports"]
        assert {str(row["fiscal_year"]) for row in rows} <= set(FISCAL_YEARS.get_partition_keys())


def test_one_year_is_read_again_and_the_others_stay(settings: Settings):
    before = documents(settings)
    run(settings, "2022")
    after = documents(settings)
    assert after["a/report.txt"] == before["a/report.txt"]
    assert after["a/published-2023.txt"][1] > before["a/published-2023.txt"][1]
    assert len(releases(settings)) == 2
    assert released_inputs(settings) == Inputs.scan(settings).record


def test_what_is_new_goes_to_the_year_it_says(settings: Settings):
    write_report(settings.raw_dir, "a/new.txt", year=2022, fairs=7)
    write_report(settings.raw_dir, "b/other.txt", year=2020)
    write_report(settings.raw_dir, "a/report.txt", year=2021, fairs=8)
    run(settings, "2022")
    assert documents(settings).keys() == {"a/report.txt", "a/published-2023.txt", "a/new.txt"}
    assert released_inputs(settings) != Inputs.scan(settings).record, "the other years wait for their turn"
    outcome = run_build(settings)
    assert outcome.record["documents"]["loaded"] == 2
    assert documents(settings).keys() == {"a/report.txt", "a/published-2023.txt", "a/new.txt", "b/other.txt"}


def test_a_document_that_changes_its_year_changes_its_partition(settings: Settings):
    write_report(settings.raw_dir, "a/report.txt", year=2022, fairs=9)
    run(settings, "2022")
    assert {path: year for path, (year, _) in documents(settings).items()} == {
        "a/report.txt": 2022,
        "a/published-2023.txt": 2022,
    }


def test_files_that_are_gone_are_dropped_when_it_is_their_year(settings: Settings):
    (settings.raw_dir / "a" / "report.txt").unlink()
    run(settings, "2022")
    assert "a/report.txt" in documents(settings)
    run(settings, "2021")
    assert documents(settings).keys() == {"a/published-2023.txt"}


def test_a_copy_of_another_year_does_not_push_out_what_is_loaded(settings: Settings):
    (settings.raw_dir / "a" / "a-copy.txt").write_bytes((settings.raw_dir / "a" / "report.txt").read_bytes())
    run(settings, "2022")
    assert documents(settings).keys() == {"a/report.txt", "a/published-2023.txt"}


def test_reading_in_one_run_and_models_in_the_next(settings: Settings):
    """A backfill from the UI is two runs: years have partitions, models have none."""
    before = documents(settings)
    write_report(settings.raw_dir, "a/new.txt", year=2022, fairs=7)
    defs = build_defs(settings)
    graph = defs.resolve_asset_graph()
    read = [key for key in graph.get_all_asset_keys() if key.path[0] == "raw"]
    rest = [key for key in graph.get_all_asset_keys() if key.path[0] not in ("raw", "files")]
    run(settings, "2022", read)
    assert documents(settings) == before, "nothing is published yet"
    assert [path.suffix for path in settings.releases_dir.iterdir()].count(".draft") == 1
    result = defs.resolve_job_def("build").execute_in_process(
        asset_selection=rest, instance=dg.DagsterInstance.ephemeral()
    )
    assert result.success
    assert documents(settings).keys() == {*before, "a/new.txt"}
    assert not list(settings.releases_dir.glob("*.draft"))
    assert released_inputs(settings) == Inputs.scan(settings).record
    assert run_build(settings).status == "unchanged"
