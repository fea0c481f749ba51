"""What the command line prints."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.panel import Panel
from rich.status import Status
from rich.table import Table
from rich.text import Text

from orchestration.building import Outcome
from orchestration.progress import Progress

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

STAGES = {
    "waiting": "等待另一个进程的构建 waiting for another build to end",
    "imports": "启动 starting",
    "definitions": "准备模型 preparing the models",
    "documents": "读取文档 reading documents",
    "extracts": "载入数据 loading what they say",
    "models": "转换与检查 models and tests",
    "results": "记录结果 recording results",
    "checks": "核对数字 auditing every digit",
    "release": "发布 publishing",
}


@contextmanager
def progress() -> Iterator[Progress]:
    """Stages as they go by: one live line on a terminal, one line a stage elsewhere."""
    seen: set[str] = set()
    # Dagster points the standard streams elsewhere while a step runs; a copy of this one stays where it is.
    with os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8") as stream, _status(stream) as status:
        console = status.console

        def show(stage: str, done: int, total: int) -> None:
            words = STAGES.get(stage)
            if words is None:
                return
            if console.is_terminal:
                status.update(f"{words} {done}/{total}" if total else words)
            elif stage not in seen:
                seen.add(stage)
                console.print(f"· {words}")

        yield Progress(show)


def _status(stream: TextIO) -> Status:
    return Status(STAGES["imports"], console=Console(file=stream, highlight=False, soft_wrap=True))


def show_outcome(outcome: Outcome) -> None:
    """The end of a build: what is wrong first, then the figures, then where the release is."""
    record = outcome.record
    _show_rejected(record.get("rejected", []))
    for path in record.get("postponed", []):
        err.print(Text(f"! 正在写入，下次再读 still being written, left to the next build: {path}", style="yellow"))
    for check in record.get("checks", []):
        if check["status"] == "failed" or (check["status"] == "warned" and check["name"] != "no_document_rejected"):
            _show_check(check)
    for error in record.get("errors", []):
        err.print(Panel(Text(str(error["message"])), title=Text(f"模型出错 model {error['name']}"), border_style="red"))
    if record:
        out.print(_summary(outcome))
    if outcome.status == "failed":
        for error in outcome.errors:
            err.print(Text(f"✗ {error}", style="red"))
        err.print("未发布，现有版本不变 Nothing was published; the current release is as it was.")
        if outcome.directory is not None:
            err.print(Text(f"留待检查 Left for inspection: {outcome.directory}"))


def _summary(outcome: Outcome) -> Table:
    record = outcome.record
    documents = record.get("documents", {})
    checks = [check["status"] for check in record.get("checks", [])]
    title = {
        "published": "已发布 published",
        "unchanged": "没有变化 nothing changed",
        "failed": "失败 failed",
    }
    table = Table(title=title[outcome.status], title_style="red" if outcome.status == "failed" else "green")
    table.add_column("")
    table.add_column("", justify="right")
    rows: list[tuple[str, object]] = []
    if documents:
        unchanged = documents["total"] if outcome.status == "unchanged" else documents["unchanged"]
        loaded = 0 if outcome.status == "unchanged" else documents["loaded"]
        rows += [
            ("文档 documents: 载入 loaded", loaded),
            ("未变 unchanged", unchanged),
            ("拒收 rejected", documents["rejected"]),
        ]
        if documents.get("removed") and outcome.status != "unchanged":
            rows.append(("移除 removed", documents["removed"]))
    if "figures" in record:
        rows.append(("数字 figures", record["figures"]))
        rows += [(f"marts.{name}", count) for name, count in record.get("marts", {}).items()]
    rows += [
        ("检查 checks: 通过 passed", checks.count("passed")),
        ("警告 warned", checks.count("warned")),
        ("未过 failed", checks.count("failed")),
    ]
    if "contradictions" in record:
        rows.append(("报告自相矛盾 contradictions found", record["contradictions"]))
    for name, value in rows:
        table.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    table.add_section()
    if outcome.status != "failed":
        table.add_row("版本 release", str(record.get("version")))
    table.add_row("用时 wall time", f"{outcome.seconds:.1f} s")
    if outcome.status != "failed" and outcome.directory is not None:
        table.caption = f"{outcome.directory.parent.parent / 'current' / 'jixiao.duckdb'}"
    return table


def _show_rejected(rejected: Sequence[Mapping[str, Any]]) -> None:
    for file in rejected:
        err.print(
            Text(
                f"! 未载入 not loaded: {file['source_path']} [{file['reason_code']}] {file['reason']}",
                style="yellow",
            )
        )


def _show_check(check: Mapping[str, Any]) -> None:
    failed = check["status"] == "failed"
    style = "red" if failed else "yellow"
    head = f"{'✗ 检查未过 check failed' if failed else '! 检查警告 check warned'}: {check['name']}"
    err.print(Text(f"{head} ({check['asset'] or '-'}, {check['failures']} rows)", style=style))
    if check.get("message") and not check["rows"]:
        err.print(Text(f"  {check['message']}"))
    rows = check["rows"]
    if rows and failed:  # what is a warning is published, and is read there or in the UI
        names = list(dict.fromkeys(name for row in rows for name in row))
        table = Table(*names, show_lines=True, border_style=style)
        for row in rows:
            table.add_row(*(Text("" if row.get(name) is None else str(row[name])) for name in names))
        err.print(table)
