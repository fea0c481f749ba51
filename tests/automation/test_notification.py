"""Whoever is to be told of a failed run is told, by a server of this machine."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration import notification
from orchestration.automation import run_failed
from orchestration.notification import ATTEMPTS, Failure, body, notify
from orchestration.settings import Settings, Webhook

FAILURE = Failure("r1", "build", "it failed", {"models": "2 of 190 dbt nodes failed"}, "http://ui/runs/r1")


class Server(HTTPServer):
    """Remembers what is posted; the first ``refusals`` posts are answered with an error."""

    refusals = 0

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(content))
        self.send_response(503 if len(self.server.received) <= self.server.refusals else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(notification.time, "sleep", lambda _: None)
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_failed_run_is_told_with_its_cause(server: Server, tmp_path: Path):
    @dg.asset
    def models() -> None:
        try:
            raise ValueError("2 of 190 dbt nodes failed: reports_key_unique")
        except ValueError as cause:
            raise RuntimeError("a wrapper that says nothing") from cause

    settings = replace(Settings(tmp_path, tmp_path), webhook=Webhook(server.url))
    sensor = run_failed(settings)
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([models], instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="run_failed",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=next(event for event in result.all_events if event.is_run_failure),
        ).for_run_failure()
        sensor(context)
    (told,) = server.received
    assert told["run_id"] == result.run_id
    assert "reports_key_unique" in told["steps"]["models"]
    assert "reports_key_unique" in told["text"]
    assert told["url"].endswith(f"/runs/{result.run_id}")


def test_without_a_webhook_nobody_is_told(tmp_path: Path):
    sensor = run_failed(replace(Settings(tmp_path, tmp_path), webhook=None))
    assert sensor.default_status is dg.DefaultSensorStatus.STOPPED


@pytest.mark.parametrize("refusals", [0, ATTEMPTS - 1])
def test_a_server_that_stumbles_is_asked_again(server: Server, refusals: int):
    server.refusals = refusals
    notify(Webhook(server.url), FAILURE)
    assert len(server.received) == refusals + 1


def test_a_server_that_never_answers_is_an_error(server: Server):
    server.refusals = ATTEMPTS
    with pytest.raises(OSError, match="503"):
        notify(Webhook(server.url), FAILURE)
    assert len(server.received) == ATTEMPTS


def test_forms_of_the_services():
    assert body("wecom", FAILURE) == {"msgtype": "text", "text": {"content": FAILURE.text}}
    assert body("feishu", FAILURE) == {"msg_type": "text", "content": {"text": FAILURE.text}}
    assert "dbt nodes failed" in body("json", FAILURE)["text"]
    with pytest.raises(ValueError, match="JIXIAO_WEBHOOK_FORM"):
        body("pigeon", FAILURE)


def test_the_environment_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("JIXIAO_WEBHOOK", raising=False)
    assert Settings(tmp_path, tmp_path).webhook is None
    monkeypatch.setenv("JIXIAO_WEBHOOK", "http://x")
    monkeypatch.setenv("JIXIAO_WEBHOOK_FORM", "feishu")
    monkeypatch.setenv("JIXIAO_SENSOR_SECONDS", "7")
    settings = Settings(tmp_path, tmp_path)
    assert settings.webhook == Webhook("http://x", "feishu")
    assert settings.intervals.sensor_seconds == 7
