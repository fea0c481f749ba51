import multiprocessing
from pathlib import Path

import duckdb
import pytest

from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.warehouse.build import RELEASES_KEPT, Build, build_lock, open_build, read_record, releases
from orchestration.warehouse.inputs import InputsRecord
from orchestration.warehouse.reader import connect


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def publish_one(settings: Settings, content: int) -> Path:
    with open_build(settings, Progress()) as build:
        fill(build, content)
        return build.publish()


def fill(build: Build, content: int) -> None:
    build.start()
    build.inputs = InputsRecord(str(content))
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT {content} AS content")


def content_of(path: Path) -> int:
    with connect(path) as connection:
        row = connection.execute("SELECT content FROM t").fetchone()
    assert row is not None
    return row[0]


def test_the_pointer_moves_and_readers_keep_what_they_have(settings: Settings):
    publish_one(settings, 1)
    reader = connect(settings.current_link / "jixiao.duckdb")
    publish_one(settings, 2)
    assert reader.execute("SELECT content FROM t").fetchone() == (1,)
    reader.close()
    assert content_of(settings.current_link / "jixiao.duckdb") == 2
    assert settings.current_link.readlink().parts[0] == "releases"


def test_five_releases_are_kept(settings: Settings):
    releases = [publish_one(settings, n) for n in range(RELEASES_KEPT + 3)]
    assert sorted(settings.releases_dir.iterdir()) == releases[-RELEASES_KEPT:]
    assert settings.current_release() == releases[-1]


def test_a_broken_build_moves_nothing_and_leaves_its_reasons(settings: Settings):
    release = publish_one(settings, 1)

    def broken(n: int) -> None:
        with open_build(settings, Progress()) as build, build.stage("models"):
            fill(build, n)
            build.report["reason"] = n
            raise RuntimeError

    for n in (2, 3):
        with pytest.raises(RuntimeError):
            broken(n)
    assert settings.current_release() == release
    (failed,) = settings.releases_dir.glob("*.failed")
    assert read_record(failed, "failure.json")["reason"] == 3
    assert content_of(failed / "jixiao.duckdb") == 3
    assert not list(settings.releases_dir.glob("*.building"))


def test_a_build_that_was_not_published_is_where_the_next_one_begins(settings: Settings):
    release = publish_one(settings, 1)
    for n in (2, 3):
        with open_build(settings, Progress()) as build:
            fill(build, n)
    (draft,) = settings.releases_dir.glob("*.draft")
    assert releases(settings) == [release]
    assert settings.current_release() == release
    with open_build(settings, Progress()) as build:
        assert build.draft == draft
        build.continue_from_base()
        assert build.inputs == InputsRecord("3")
        assert content_of(build.publish() / "jixiao.duckdb") == 3
    assert not list(settings.releases_dir.glob("*.draft"))


def test_what_a_dead_process_left_is_cleared(settings: Settings):
    (settings.releases_dir / "20200101T000000Z.building").mkdir(parents=True)
    publish_one(settings, 1)
    assert not list(settings.releases_dir.glob("*.building"))


def test_an_open_connection_stops_the_publication(settings: Settings):
    with open_build(settings, Progress()) as build:
        build.start()
        connection = duckdb.connect(str(build.database))
        connection.execute("CREATE TABLE t AS SELECT 1 AS content")
        with pytest.raises(RuntimeError, match="wal"):
            build.publish()
        connection.close()
    assert settings.current_release() is None


def hold_lock(settings: Settings, held: object, release: object) -> None:
    with build_lock(settings, Progress()):
        held.set()  # type: ignore[attr-defined]
        release.wait(20)  # type: ignore[attr-defined]


def test_a_second_process_waits(settings: Settings):
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    process = context.Process(target=hold_lock, args=(settings, held, release))
    process.start()
    assert held.wait(20)
    seen: list[str] = []

    def show(stage: str, done: int, total: int) -> None:
        seen.append(stage)
        release.set()

    with build_lock(settings, Progress(show)):
        assert seen == ["waiting"]
    process.join()


def test_within_a_process_the_lock_is_taken_again(settings: Settings):
    with build_lock(settings, Progress()), open_build(settings, Progress()) as build:
        assert build.version
