"""``jixiao dev``: comes up with the schedule on, and goes down whole."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from orchestration.settings import PROJECT_DIR

JIXIAO = Path(sys.executable).with_name("jixiao")
QUERY = """{
    repositoriesOrError {... on RepositoryConnection {nodes {
        schedules {name scheduleState {status}} sensors {name sensorState {status}}
    }}}
    shouldShowNux
}"""


def test_dev(tmp_path: Path):
    port = free_port()
    command = [JIXIAO, "dev", "--warehouse", tmp_path / "warehouse", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            data = ask(port, QUERY)
            (node,) = data["repositoriesOrError"]["nodes"]
            assert node["schedules"] == [{"name": "daily_build", "scheduleState": {"status": "RUNNING"}}]
            sensors = {sensor["name"]: sensor["sensorState"]["status"] for sensor in node["sensors"]}
            assert sensors == {"raw_changed": "RUNNING", "run_failed": "STOPPED"}
            assert data["shouldShowNux"] is False
            family = descendants(process.pid)
            assert len(family) > 1
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
    deadline = time.monotonic() + 15
    while (left := [pid for pid in family if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left == []


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def ask(port: int, query: str) -> dict:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["data"]
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def descendants(parent: int) -> list[int]:
    """All processes below one, read from /proc."""
    children: dict[int, list[int]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            stat = (process / "stat").read_text(encoding="utf-8")
        except OSError:
            continue
        children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(process.name))
    found, open_ = [], [parent]
    while open_:
        below = children.get(open_.pop(), [])
        found += below
        open_ += below
    return found
