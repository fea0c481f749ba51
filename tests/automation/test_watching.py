"""The sensor on the raw directory: one run for a batch, none too early, none too many."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration import automation, watching
from orchestration.automation import build_automation
from orchestration.settings import Intervals, Settings
from orchestration.warehouse.build import point_to, write_json
from orchestration.warehouse.inputs import Inputs
from orchestration.warehouse.rollback import roll_back
from tests.conftest import write_report

QUIET = 20


class Ticks:
    """A sensor with its cursor, ticked by hand at moments that the test decides."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = settings
        self.cursor: str | None = None
        self.now = 1_000.0
        self.busy = 0
        self.keys: list[str] = []
        monkeypatch.setattr(automation.time, "time", lambda: self.now)

    def tick(self, after: float = QUIET + 1) -> bool:
        """Whether the sensor asks for a run; each time with definitions of their own, as after a restart."""
        self.now += after
        sensor = next(each for each in build_automation(self.settings).sensors if each.name == "raw_changed")
        with dg.DagsterInstance.ephemeral() as instance:
            for _ in range(self.busy):
                instance.add_run(dg.DagsterRun("build", run_id=str(_), status=dg.DagsterRunStatus.STARTED))
            with dg.build_sensor_context(instance=instance, cursor=self.cursor) as context:
                found = sensor.evaluate_tick(context)
        self.cursor = found.cursor
        requests = found.run_requests or []
        assert len(requests) <= 1
        self.keys += [request.run_key or "" for request in requests]
        return bool(requests)


def publish(settings: Settings, version: str) -> None:
    """A release as a build leaves it, without its tables: the sensor looks at its record only."""
    release = settings.releases_dir / version
    release.mkdir(parents=True)
    (release / "jixiao.duckdb").touch()
    write_json(release / "inputs.json", Inputs.scan(settings).record.as_dict())
    point_to(settings, release)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_report(tmp_path / "raw", "a.txt")
    return Settings(tmp_path / "raw", tmp_path / "warehouse", intervals=Intervals(quiet_seconds=QUIET))


@pytest.fixture
def ticks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Ticks:
    return Ticks(settings, monkeypatch)


def test_two_hundred_files_are_one_run(settings: Settings, ticks: Ticks):
    publish(settings, "1")
    assert not any(ticks.tick() for _ in range(3)), "the release holds what is there"
    for n in range(200):
        write_report(settings.raw_dir, f"b/{n}.txt", fairs=n)
    assert [ticks.tick() for _ in range(4)] == [False, True, False, False]


def test_nothing_begins_while_something_moves(settings: Settings, ticks: Ticks):
    for n in range(5):
        with (settings.raw_dir / "slow.txt").open("a", encoding="utf-8") as growing:
            growing.write(f"{n}\n")
        assert not ticks.tick(), "it was just written to"
    assert not ticks.tick(QUIET / 2), "not for long enough"
    assert ticks.tick()


def test_new_changed_and_removed_files_are_news(settings: Settings, ticks: Ticks):
    for n, change in enumerate(
        (
            lambda: write_report(settings.raw_dir, "new.txt", year=2019),
            lambda: write_report(settings.raw_dir, "new.txt", year=2018),
            (settings.raw_dir / "new.txt").unlink,
            lambda: write_report(settings.raw_dir, "new.txt", year=2018),  # the same again, after another release
            lambda: settings.catalogue_path.write_text("source_path,publisher\na.txt,某局\n", encoding="utf-8"),
        )
    ):
        publish(settings, str(n))
        assert not any(ticks.tick() for _ in range(3))
        change()
        assert [ticks.tick() for _ in range(2)] == [False, True]
    assert len(set(ticks.keys)) == len(ticks.keys), "Dagster starts one run for each key"


def test_touching_a_file_is_no_news(settings: Settings, ticks: Ticks):
    publish(settings, "1")
    (settings.raw_dir / "a.txt").touch()
    assert not any(ticks.tick() for _ in range(3))


def test_what_comes_while_a_run_is_on_is_built_by_the_next(settings: Settings, ticks: Ticks):
    assert [ticks.tick() for _ in range(2)] == [False, True]
    ticks.busy = 1
    write_report(settings.raw_dir, "late.txt", year=2019)
    assert not any(ticks.tick() for _ in range(3))
    ticks.busy = 0
    assert ticks.tick()


def test_a_failed_run_is_not_started_over_and_over(ticks: Ticks):
    assert [ticks.tick() for _ in range(6)].count(True) == 1


def test_what_was_rolled_back_is_not_made_again(settings: Settings, ticks: Ticks):
    publish(settings, "1")
    write_report(settings.raw_dir, "bad.txt", year=2019)
    publish(settings, "2")
    assert roll_back(settings) == ("2", "1")
    assert not any(ticks.tick() for _ in range(3))
    write_report(settings.raw_dir, "bad.txt", year=2017)
    assert [ticks.tick() for _ in range(2)] == [False, True]


def test_a_cursor_of_another_version_starts_afresh(settings: Settings):
    assert watching.Watch.resume('{"unknown": 1}') == watching.Watch.resume(None) == watching.Watch.resume("?")
    watch, news = watching.Watch.resume("{}").look(settings, 1.0)
    assert news is None
    assert watching.Watch.resume(watch.cursor()).listing == watch.listing
