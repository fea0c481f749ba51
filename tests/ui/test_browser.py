"""The Dagster UI in a real browser: what an operator sees and presses.

Needs chromium from the system and playwright (``uv sync --group browser``). Screenshots are kept in the directory that
``JIXIAO_SCREENSHOTS`` names, else in pytest's own.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import PROJECT_DIR, Settings
from tests.cli.test_dev import ask, free_port
from tests.conftest import write_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: uv sync --group browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]
GROUPS = ("files", "raw", "reference", "staging", "intermediate", "marts", "release")
SECONDS = 600
BACKFILLS = "{partitionBackfillsOrError {... on PartitionBackfills {results {id status}}}}"
BROKEN = """\
select figure_key, printed, sentence from {{ ref('figure_ledger') }} where unit = '%'
"""


class Dev:
    """``jixiao dev`` on a directory of its own, with a page of the browser on it."""

    def __init__(self, settings: Settings, page: Any, screenshots: Path) -> None:
        self.settings, self.page, self.screenshots = settings, page, screenshots
        self.port = free_port()

    def open(self, path: str) -> None:
        self.page.goto(f"http://127.0.0.1:{self.port}{path}", timeout=120_000)

    def keep(self, name: str) -> None:
        self.page.screenshot(path=str(self.screenshots / f"{name}.png"))

    def sees(self, *words: str) -> None:
        for word in words:
            self.page.get_by_text(word).first.wait_for(timeout=60_000)

    def materialize_all(self) -> str:
        """Press the button, wait for the end and return how it ended."""
        before = {each["id"] for each in self.backfills()}
        self.open("/asset-groups")
        self.page.get_by_role("button", name="Materialize all").click(timeout=120_000)
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="All", exact=True).click()
        self.keep("materialize-all")
        dialog.get_by_role("button", name="Launch backfill").click()
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            new = [each["status"] for each in self.backfills() if each["id"] not in before]
            if new and new[0] not in ("REQUESTED", "CANCELING"):
                return str(new[0])
            time.sleep(2)
        raise TimeoutError("the backfill did not end")

    def backfills(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = ask(self.port, BACKFILLS)["partitionBackfillsOrError"]["results"]
        return found


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    directory = Path(os.environ.get("JIXIAO_SCREENSHOTS") or tmp_path / "screenshots")
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@pytest.fixture
def dev(tmp_path: Path, screenshots: Path) -> Iterator[Dev]:
    dbt_dir = tmp_path / "dbt_project"
    shutil.copytree(PROJECT_DIR / "dbt_project", dbt_dir, ignore=shutil.ignore_patterns("target", "logs"))
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", dbt_dir)
    write_report(settings.raw_dir, "a/2022.txt")
    write_report(settings.raw_dir, "a/2021.txt", year=2021, budget="40,000.00", executed="39,600.00", fairs=120)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = Dev(settings, browser.new_page(viewport={"width": 1680, "height": 1000}), screenshots)
        command = [Path(sys.executable).with_name("jixiao"), "dev", "--port", str(opened.port)]
        environment = {
            **os.environ,
            "JIXIAO_RAW": str(settings.raw_dir),
            "JIXIAO_WAREHOUSE": str(settings.warehouse_dir),
            "JIXIAO_DBT": str(dbt_dir),
            "JIXIAO_QUIET_SECONDS": "100000",  # the sensor is another test's
        }
        with subprocess.Popen(
            command, cwd=PROJECT_DIR, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                ask(opened.port, "{version}")  # waits until somebody answers
                yield opened
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=60)
                browser.close()


def test_an_operator_builds_looks_and_finds_the_broken_rows(dev: Dev):
    dev.open("/asset-groups")
    dev.sees(*GROUPS)
    dev.page.wait_for_timeout(3000)
    dev.keep("lineage")

    assert dev.materialize_all() == "COMPLETED_SUCCESS"
    release = dev.settings.current_release()
    assert release is not None
    record = json.loads((release / "release.json").read_text(encoding="utf-8"))
    assert record["marts"]["reports"] == 2
    assert {check["status"] for check in record["checks"]} <= {"passed", "warned"}
    dev.open("/assets/release?view=events")
    dev.sees(release.name, "contradictions")
    dev.keep("release")
    dev.open("/assets/marts/budget_execution?view=overview")
    dev.sees("stated_rate", "Row count", "preview")
    dev.keep("mart")
    dev.open("/runs")
    dev.sees("Success")
    dev.keep("runs")

    (dev.settings.dbt_dir / "tests" / "no_percent.sql").write_text(BROKEN, encoding="utf-8")
    dev.open("/locations")
    dev.page.get_by_role("button", name="Reload").first.click()
    dev.page.wait_for_timeout(20_000)
    assert dev.materialize_all() == "COMPLETED_FAILED"
    assert dev.settings.current_release() == release
    dev.open("/assets/marts/figure_ledger?view=checks&checkDetail=no_percent")
    dev.sees("no_percent", "Failed")
    dev.sees("a/2022.txt", "预算资金完成率99%")
    dev.keep("broken-check")
