"""Corrections: what an entry needs, and the guard that stops a build."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.build import open_build
from orchestration.warehouse.corrections import CorrectionsError, read_corrections
from orchestration.warehouse.inputs import Inputs
from orchestration.warehouse.load import load_documents, load_extracts
from orchestration.warehouse.reader import connect
from tests.conftest import write_report


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    write_report(settings.raw_dir, "a.txt", fairs=1330)
    return settings


def entry(settings: Settings, **changes: Any) -> dict[str, Any]:
    file = Inputs.scan(settings).files[0]
    assert file.sha256 is not None
    at = file.path.read_text(encoding="utf-8").index("1330")
    texts = {"what_is_wrong": "多一个零", "reason": "附表为133场", "authority": "某市财政局"}
    entry = {"document": "a.txt", "sha256": file.sha256, "figure": at, "expect": "1330场", "correct": "133"}
    return entry | texts | changes


def write(settings: Settings, *entries: dict[str, Any]) -> None:
    settings.corrections_path.write_text(yaml.safe_dump({"corrections": list(entries)}, allow_unicode=True), "utf-8")


def load(settings: Settings) -> list[tuple[Any, ...]]:
    with open_build(settings, Progress()) as build:
        load_documents(build)
        load_extracts(build)
        with connect(build.database) as connection:
            return connection.execute("SELECT figure_key, expected, correct_number FROM raw.corrections").fetchall()


def test_a_guard_that_holds_lets_the_build_go_on(settings: Settings) -> None:
    write(settings, entry(settings))
    [(key, expected, number)] = load(settings)
    assert key.endswith(f":{entry(settings)['figure']}")
    assert (expected, number) == ("1330场", 133)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"expect": "133场"}, ["entry 2", "a.txt", "'133场'", "'1330 场'"]),
        ({"figure": 1}, ["entry 2", "there is no figure"]),
        ({"sha256": "0" * 64}, ["entry 2", "0" * 64, "not loaded"]),
    ],
)
def test_a_guard_that_does_not_hold_stops_the_build(
    settings: Settings, changes: dict[str, Any], told: list[str]
) -> None:
    other = settings.raw_dir / "b.txt"
    write_report(settings.raw_dir, "b.txt", year=2021, fairs=1330)
    first = entry(settings)
    second = Inputs.scan(settings).files[1]
    at = other.read_text("utf-8").index("1330")
    write(settings, {**first, "figure": at, "sha256": second.sha256}, first | changes)
    with pytest.raises(CorrectionsError) as raised:
        load(settings)
    assert [word for word in told if word not in str(raised.value)] == []
    assert "entry 1 " not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("corrections: [", "YAML"),
        ("- a", "corrections"),
        ("corrections:\n- document: a.txt\n", "sha256"),
    ],
)
def test_what_is_no_such_file_is_told(settings: Settings, content: str, told: str) -> None:
    settings.corrections_path.write_text(content, encoding="utf-8")
    with pytest.raises(CorrectionsError, match=told):
        read_corrections(settings.corrections_path)


@pytest.mark.parametrize("changes", [{"correct": "many"}, {"correct": "NaN"}, {"note": "?"}, {"authority": None}])
def test_entries_say_all_and_no_more(settings: Settings, changes: dict[str, Any]) -> None:
    write(settings, entry(settings, **changes))
    with pytest.raises(CorrectionsError, match="entry 1"):
        read_corrections(settings.corrections_path)


def test_one_figure_is_not_corrected_twice(settings: Settings) -> None:
    write(settings, entry(settings), entry(settings, correct="134"))
    with pytest.raises(CorrectionsError, match="entry 2"):
        read_corrections(settings.corrections_path)


def test_a_changed_correction_changes_the_inputs(settings: Settings) -> None:
    before = Inputs.scan(settings)
    write(settings, entry(settings))
    first = Inputs.scan(settings)
    write(settings, entry(settings, correct="134"))
    second = Inputs.scan(settings)
    assert len({scan.record.fingerprint for scan in (before, first, second)}) == 3
    # Its document is read again, so that its rows in the marts are made anew.
    assert len({scan.files[0].signature for scan in (before, first, second)}) == 3
