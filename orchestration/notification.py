"""Telling people elsewhere that a run has failed."""

import json
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from orchestration.settings import Webhook

ATTEMPTS = 3
TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Failure:
    """A run that failed, with the cause of each step that did."""

    run_id: str
    job: str
    message: str
    steps: Mapping[str, str]
    url: str

    @property
    def text(self) -> str:
        """For people."""
        causes = [f"{step}: {cause}" for step, cause in self.steps.items()] or [self.message]
        return "\n".join([f"绩效数据仓库构建失败 jixiao: {self.job} failed, nothing was published", *causes, self.url])


def body(form: str, failure: Failure) -> dict[str, Any]:
    """The failure in the form that a service expects; raises ``ValueError`` for one that is not known."""
    forms: dict[str, dict[str, Any]] = {
        "json": {**asdict(failure), "text": failure.text},
        "wecom": {"msgtype": "text", "text": {"content": failure.text}},
        "feishu": {"msg_type": "text", "content": {"text": failure.text}},
    }
    if form not in forms:
        raise ValueError(f"JIXIAO_WEBHOOK_FORM is {form}, not one of {', '.join(forms)}")
    return forms[form]


def notify(webhook: Webhook, failure: Failure) -> None:
    """Post it; raises ``OSError`` where nobody answers after three attempts or the answer is an error."""
    data = json.dumps(body(webhook.form, failure), ensure_ascii=False).encode()
    request = urllib.request.Request(webhook.url, data, {"Content-Type": "application/json; charset=utf-8"})
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
                return
        except OSError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(attempt)
