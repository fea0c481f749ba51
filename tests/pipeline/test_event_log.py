import dagster as dg

from orchestration.event_log import ENGINES_KEPT, KeptOpenEventLog
from orchestration.settings import Settings


def test_runs_are_recorded_as_ever_and_few_files_stay_open(tmp_path, monkeypatch):
    for name in ("JIXIAO_RAW", "JIXIAO_WAREHOUSE", "DAGSTER_HOME", "JIXIAO_DATABASE"):
        monkeypatch.setenv(name, "")
    Settings(tmp_path / "raw", tmp_path / "warehouse").prepare_environment()

    @dg.asset
    def thing() -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"rows": 3})

    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, KeptOpenEventLog)
        runs = [dg.materialize([thing], instance=instance).run_id for _ in range(ENGINES_KEPT + 2)]
        assert len(instance.event_log_storage._engines) <= ENGINES_KEPT
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(thing.key)
        assert event is not None
        assert event.run_id == runs[-1]
        assert event.asset_materialization is not None
        assert event.asset_materialization.metadata["rows"].value == 3
        assert len(instance.all_logs(runs[0])) == len(instance.all_logs(runs[-1])) > 0
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
