"""The record of past runs, which Dagster itself never shortens."""

from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster._core.storage.dagster_run import FINISHED_STATUSES, RunsFilter

# However old they are: one looks for the last good run and for what came after it.
KEPT_AT_LEAST = 20


def forget_old_runs(instance: dg.DagsterInstance, days: int) -> int:
    """Delete finished runs of more than ``days`` ago with their logs; returns how many.

    The last successful run stays, and so does every later one: the state of the assets is what these left.
    """
    old = RunsFilter(statuses=FINISHED_STATUSES, created_before=datetime.now(UTC) - timedelta(days=days))
    recent = instance.get_run_records(limit=KEPT_AT_LEAST)
    good = instance.get_run_records(RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1)
    oldest_kept = min((record.storage_id for record in [*recent, *good]), default=0)
    gone = [record for record in instance.get_run_records(old) if record.storage_id < oldest_kept]
    for record in gone:
        instance.compute_log_manager.delete_logs(prefix=[record.dagster_run.run_id])
        instance.delete_run(record.dagster_run.run_id)
    return len(gone)
