"""Fiscal years as partitions of what is read from the documents.

How the year of a document that was not read yet is known: it is not. What decides is what the document says of itself,
its title before its cover before its file name before the catalogue; names tell another year often enough (that of
publication, or none at all; ``tests/pipeline/test_partitions.py`` counts them), and the catalogue holds a year only
where text and name cannot tell. So a run for a year reads again the documents that were of this year in the last
build, and reads every file that no build has loaded yet or whose bytes have changed; of these it loads the ones that
turn out to be of its year and leaves the others to a run of their own. A whole build loads them all.

The keys are all years from the first with such reports to the current one, not those that documents were found of
(dynamic partitions): these would have to be found before the first run could be asked for, a fresh warehouse would
have none to choose in the UI, and what is known of them would be lost with Dagster's history.

Models and release have no partitions: figures are compared across years, and analysts get one file. They follow in the
same run where a job runs them; a backfill from the UI is two runs, and the second begins with the draft of the first.
"""

from collections.abc import Mapping
from datetime import datetime

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from orchestration.settings import FIRST_FISCAL_YEAR, TIME_ZONE
from orchestration.warehouse.planning import Scope

FISCAL_YEARS = dg.TimeWindowPartitionsDefinition(
    start=datetime(FIRST_FISCAL_YEAR, 1, 1),  # noqa: DTZ001 - in the zone named below
    fmt="%Y",
    cron_schedule="0 0 1 1 *",
    timezone=TIME_ZONE,
    end_offset=1,  # the current year too: forms are filled in while it lasts
)
AT_ONCE = dg.BackfillPolicy.single_run()
# Of runs of the job: what has not changed is carried over. Whoever asks for assets or years wants them made anew.
READ_TAG = "jixiao/read"
CHANGED = "changed"


def whole_range() -> dict[str, str]:
    """Tags of a run over all years, which also takes documents of years outside of them."""
    keys = FISCAL_YEARS.get_partition_keys()
    return {ASSET_PARTITION_RANGE_START_TAG: keys[0], ASSET_PARTITION_RANGE_END_TAG: keys[-1]}


def scope_of(context: dg.AssetExecutionContext) -> Scope:
    """What a run asks for: a year or several, all of them, and whether also to read again what has not changed."""
    asked = frozenset(map(int, context.partition_keys))
    every = asked >= frozenset(map(int, FISCAL_YEARS.get_partition_keys()[:-1]))  # a new year may have begun since
    return Scope(None if every else asked, anew=context.run.tags.get(READ_TAG) != CHANGED)


def note_years(context: dg.AssetExecutionContext, key: dg.AssetKey, counts: Mapping[int, int]) -> None:
    """Add to the event of each year how many reports it has."""
    for year in context.partition_keys:
        context.add_asset_metadata({"reports of the year": counts.get(int(year), 0)}, key, year)
