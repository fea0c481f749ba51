"""What Dagster sees. After an intended change: ``UPDATE_SNAPSHOT=1 uv run pytest tests/pipeline``."""

import json
import os
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.definitions import build_defs
from orchestration.settings import Settings

SNAPSHOT = Path(__file__).with_name("definitions.json")


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    directory = tmp_path_factory.mktemp("location")
    return build_defs(Settings(directory / "raw", directory / "warehouse"))


def test_snapshot(defs: dg.Definitions):
    found = snapshot(defs)
    if os.environ.get("UPDATE_SNAPSHOT"):
        SNAPSHOT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def snapshot(defs: dg.Definitions) -> dict[str, Any]:
    graph = defs.resolve_asset_graph()
    assets = {
        key.to_user_string(): {
            "group": graph.get(key).group_name,
            "kinds": sorted(graph.get(key).kinds),
            "partitioned": graph.get(key).is_partitioned,
            "deps": sorted(parent.to_user_string() for parent in graph.get(key).parent_keys),
        }
        for key in sorted(graph.get_all_asset_keys())
    }
    checks = sorted(
        f"{key.asset_key.to_user_string()}: {key.name}{' (blocking)' if graph.get_check_spec(key).blocking else ''}"
        for key in graph.asset_check_keys
    )
    schedules = {
        schedule.name: [schedule.cron_schedule, schedule.execution_timezone, schedule.default_status.value]
        for schedule in defs.schedules or []
        if isinstance(schedule, dg.ScheduleDefinition)
    }
    sensors = {
        sensor.name: [sensor.minimum_interval_seconds, sensor.default_status.value] for sensor in defs.sensors or []
    }
    return {"assets": assets, "checks": checks, "schedules": schedules, "sensors": sensors}


def test_layers_follow_each_other(defs: dg.Definitions):
    order = ["files", "raw", "reference", "staging", "intermediate", "marts", "release"]
    graph = defs.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        for parent in node.parent_keys:
            assert order.index(graph.get(parent).group_name) <= order.index(node.group_name), (parent, key)


def test_every_asset_says_what_it_is(defs: dg.Definitions):
    graph = defs.resolve_asset_graph()
    silent = [key.to_user_string() for key in graph.get_all_asset_keys() if not graph.get(key).description]
    assert silent == []


def test_all_steps_are_in_the_job_that_the_schedule_runs(defs: dg.Definitions):
    job = defs.resolve_job_def("build")
    assert {node.name for node in job.nodes} == {"documents", "extracts", "models", "release"}
    assert job.executor_def.name == "in_process"


def test_the_schedule_rests_when_nothing_changed(small_warehouse: Settings):
    schedule = build_defs(small_warehouse).resolve_schedule_def("daily_build")
    with dg.DagsterInstance.local_temp() as instance, dg.build_schedule_context(instance=instance) as context:
        outcome = schedule.evaluate_tick(context)
        fresh = instance.get_latest_materialization_event(dg.AssetKey("release"))
    assert outcome.skip_message is not None
    assert "Nothing has changed" in outcome.skip_message
    assert fresh is not None
    assert fresh.asset_materialization is not None
    assert fresh.asset_materialization.metadata["unchanged"].value is True
    assert fresh.asset_materialization.metadata["figures"].value > 0
    elsewhere = Settings(small_warehouse.raw_dir, small_warehouse.warehouse_dir.with_name("elsewhere"))
    schedule = build_defs(elsewhere).resolve_schedule_def("daily_build")
    with dg.DagsterInstance.local_temp() as instance, dg.build_schedule_context(instance=instance) as context:
        assert len(schedule.evaluate_tick(context).run_requests or []) == 1
