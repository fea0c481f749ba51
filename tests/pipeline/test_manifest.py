"""The dbt manifest is made and refreshed by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.dbt_project import ModelsBrokenError, read_manifest, refresh_manifest
from orchestration.settings import Settings

PROJECT = {
    "dbt_project.yml": "name: tiny\nprofile: tiny\nflags: {send_anonymous_usage_stats: false}\n",
    "profiles.yml": "tiny: {target: t, outputs: {t: {type: duckdb, path: \"{{ env_var('JIXIAO_DATABASE') }}\"}}}\n",
    "models/one.sql": "select 1 as n\n",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name, text in PROJECT.items():
        path = tmp_path / "dbt" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Settings(tmp_path / "raw", tmp_path / "warehouse", tmp_path / "dbt")


def models(settings: Settings) -> set[str]:
    return {node["name"] for node in read_manifest(settings)["nodes"].values()}


def test_made_when_missing_and_again_when_a_file_changed(settings: Settings):
    assert models(settings) == {"one"}
    assert not refresh_manifest(settings)
    (settings.dbt_dir / "models" / "two.sql").write_text("select 2 as n", encoding="utf-8")
    assert models(settings) == {"one", "two"}
    (settings.dbt_dir / "models" / "one.sql").unlink()
    assert models(settings) == {"two"}
    assert (
        json.loads(settings.manifest_path.read_text(encoding="utf-8"))["nodes"]["model.tiny.two"]["database"]
        == "jixiao"
    )


def test_a_project_that_does_not_parse_says_so(settings: Settings):
    (settings.dbt_dir / "models" / "one.sql").write_text("{{ ref('nowhere') }}", encoding="utf-8")
    with pytest.raises(ModelsBrokenError, match="nowhere"):
        refresh_manifest(settings)
    (settings.dbt_dir / "models" / "one.sql").write_text("select 1 as n", encoding="utf-8")
    assert refresh_manifest(settings)


def test_two_processes_take_turns(settings: Settings):
    code = (
        "import sys; from pathlib import Path; from orchestration.settings import Settings; "
        "from orchestration.dbt_project import refresh_manifest; raw, warehouse, dbt = map(Path, sys.argv[1:]); "
        "print(refresh_manifest(Settings(raw, warehouse, dbt)))"
    )
    command = [sys.executable, "-c", code, settings.raw_dir, settings.warehouse_dir, settings.dbt_dir]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate(timeout=120)[0].strip() for process in running)
    assert said == ["False", "True"]
