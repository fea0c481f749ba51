"""A file that comes again with other bytes: what changed in the release is values, not rows."""

import shutil
from pathlib import Path

import pytest

from orchestration.releasing import differences
from orchestration.settings import Settings
from orchestration.warehouse.build import read_record
from tests.conftest import run_build, write_report


@pytest.fixture
def settings(small_warehouse: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(small_warehouse.raw_dir, tmp_path / "raw")
    shutil.copytree(small_warehouse.warehouse_dir, tmp_path / "warehouse", symlinks=True)
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def test_the_values_of_a_revised_file(settings: Settings) -> None:
    before = settings.current_release()
    assert before is not None
    path = write_report(settings.raw_dir, "a/2022.txt", fairs=134)
    path.write_text(
        path.read_text(encoding="utf-8").replace("一、基本情况", "（修订）\n一、基本情况"), encoding="utf-8"
    )
    assert run_build(settings).status == "published"
    (_, marts), (names, values) = differences(settings, None, None, 100)
    changed = {
        name: (added, removed, rows) for name, _, _, added, removed, rows, _ in marts if added or removed or rows
    }
    assert changed["metrics"] == (0, 0, 1)
    assert changed["reports"] == (0, 0, 1)
    assert "funding_sources" not in changed
    found = [dict(zip(names, row, strict=True)) for row in values]
    (fairs,) = [row for row in found if row["mart"] == "metrics"]
    assert (fairs["column"], fairs["before"], fairs["after"]) == ("value", "133.0000", "134.0000")
    assert "招聘会" in fairs["row"]
    current = settings.current_release()
    changes = read_record(current, "release.json")["changes"]
    assert changes["before"] == before.name
    assert fairs in changes["values"], "the same table is in the metadata of the release"
