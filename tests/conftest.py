"""Fixtures that several kinds of tests share. A build takes some ten seconds, so a session makes as few as it can."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

# Nobody else writes to the directories of tests, so that no build need wait for a file to settle.
os.environ.setdefault("JIXIAO_SETTLE_SECONDS", "0")

from orchestration.building import Outcome, build_warehouse
from orchestration.progress import Progress
from orchestration.settings import PROJECT_DIR, Settings

SHARED = PROJECT_DIR.parent / "shared"

REPORT = """\
{year}年度某市某局部门整体支出绩效自评报告

一、基本情况
（一）部门整体支出规模
{year} 年部门整体全年预算数 {budget} 万元，执行数 {executed} 万元，预算资金完成率 99%。
二、主要成效
举办招聘会 {fairs} 场，城镇新增就业 3.09 万人。
"""


def write_report(directory: Path, name: str, **facts: object) -> Path:
    """A short report of our own; the facts that differ make it another document."""
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"year": 2022, "budget": "43,558.83", "executed": "43,123.10", "fairs": 133, **facts}
    path.write_text(REPORT.format(**values), encoding="utf-8")
    return path


def run_build(settings: Settings) -> Outcome:
    """A whole build in this process."""
    return build_warehouse(settings, Progress())


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """What a build tells its child processes is for them, not for the next test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def sample_report() -> Path:
    path = SHARED / "reports" / "panyu-hrss-2022.txt"
    if not path.is_file():
        pytest.skip("the sample report is not part of this repository and not beside it")
    return path


@pytest.fixture(scope="session")
def expectations() -> Path:
    path = SHARED / "gold" / "check_marts.py"
    if not path.is_file():
        pytest.skip("the expectations of the sample report are not part of this repository and not beside it")
    return path


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory, sample_report: Path) -> Settings:
    """The sample report alone, published."""
    directory = tmp_path_factory.mktemp("sample")
    (directory / "raw").mkdir()
    shutil.copy(sample_report, directory / "raw")
    settings = Settings(directory / "raw", directory / "warehouse")
    assert run_build(settings).status == "published"
    return settings


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two small reports and an empty file, published; tests must leave it as it is."""
    directory = tmp_path_factory.mktemp("small")
    write_report(directory / "raw", "a/2022.txt")
    write_report(directory / "raw", "a/2021.txt", year=2021, budget="40,000.00", executed="39,600.00", fairs=120)
    (directory / "raw" / "empty.txt").touch()
    settings = Settings(directory / "raw", directory / "warehouse")
    outcome = run_build(settings)
    assert outcome.status == "published", outcome.errors
    return settings


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Benchmarks and slow tests run when they are asked for: ``-m benchmark``, ``-m slow``."""
    if config.option.markexpr:
        return
    kept = [item for item in items if not {"benchmark", "slow"} & {mark.name for mark in item.iter_markers()}]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
