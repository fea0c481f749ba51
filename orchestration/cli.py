"""The command line: build, sql, trace, lineage, releases, rollback, diff, dev, env."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

FORMATS = ("table", "csv", "json")
raw_option = click.option("--raw", type=click.Path(path_type=Path), help="原始文档目录 Directory of the documents.")
warehouse_option = click.option(
    "--warehouse", type=click.Path(path_type=Path), help="数据仓库目录 Directory of the warehouse."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="jixiao")
def main() -> None:
    """绩效: performance self-evaluation reports as a checked, traceable warehouse.

    JIXIAO_RAW and JIXIAO_WAREHOUSE set the same directories as --raw and --warehouse.
    """


@main.command()
@raw_option
@warehouse_option
def build(raw: Path | None, warehouse: Path | None) -> None:
    """载入、转换、检查、发布 Load, transform, check, publish.

    Exit status: 0 published, or nothing to do; 1 a check failed or a step broke and the published warehouse
    is as it was; 2 wrong usage.
    """
    from orchestration.building import build_warehouse
    from orchestration.console import progress, show_outcome
    from orchestration.settings import Settings
    from orchestration.warehouse.inputs import NothingToReadError

    try:
        with progress() as watched:
            outcome = build_warehouse(Settings.from_environment(raw, warehouse), watched)
    except NothingToReadError as nothing:
        _usage_error(str(nothing))
    show_outcome(outcome)
    sys.exit(1 if outcome.status == "failed" else 0)


@main.command()
@click.argument("query", required=False)
@click.option("--list", "show_list", is_flag=True, help="现有分析 The analyses that there are, with their questions.")
@click.option("--analysis", metavar="NAME", help="运行一项分析 Run one of them.")
@click.option("--format", "style", type=click.Choice(FORMATS), default="table", show_default=True)
@warehouse_option
def sql(query: str | None, show_list: bool, analysis: str | None, style: str, warehouse: Path | None) -> None:
    """只读查询 A read-only query on the published warehouse: QUERY, or one of the analyses."""
    from orchestration.settings import Settings
    from orchestration.warehouse.analyses import UnknownAnalysisError, analysis_query, list_analyses
    from orchestration.warehouse.asking import BadQueryError, ask
    from orchestration.warehouse.printing import PRINTERS

    if sum(map(bool, (query, show_list, analysis))) != 1:
        _usage_error("请给出查询语句、--list 或 --analysis 之一 Give one of QUERY, --list and --analysis")
    settings = Settings.from_environment(warehouse=warehouse)
    if show_list:
        _print_lines(PRINTERS[style](["analysis", "question"], list(list_analyses(settings).items())))
        return
    database = _published(warehouse)
    try:
        names, rows = ask(database, query or analysis_query(settings, analysis or "", database))
    except (BadQueryError, UnknownAnalysisError) as error:
        _usage_error(str(error))
    _print_lines(PRINTERS[style](names, rows))


@main.command()
@click.argument("key")
@warehouse_option
def trace(key: str, warehouse: Path | None) -> None:
    """数字的出处 A figure in its sentence, page and line, and every mart row that rests on it.

    KEY is a figure's key, the beginning of one, or a number as printed (22,718.71).
    """
    from orchestration.warehouse.tracing import show_trace

    lines = show_trace(_published(warehouse), key)
    if lines is None:
        _usage_error(f"没有这个数字 No such figure: {key}")
    _print_lines(lines)


@main.command()
@click.argument("column", metavar="MART.COLUMN")
@warehouse_option
def lineage(column: str, warehouse: Path | None) -> None:
    """列的来源 The columns that a column is made from, back to the raw tables."""
    from orchestration.warehouse.tracing import show_lineage

    lines = show_lineage(_published(warehouse).parent, column)
    if lines is None:
        _usage_error(f"没有这一列 No such column: {column}")
    _print_lines(lines)


@main.command()
@raw_option
@warehouse_option
@click.option("--port", default=3000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def dev(raw: Path | None, warehouse: Path | None, port: int, host: str) -> None:
    """Dagster 界面 The Dagster UI with schedules running."""
    from orchestration.settings import Settings
    from orchestration.ui import serve

    sys.exit(serve(Settings.from_environment(raw, warehouse), host, port))


@main.command()
@warehouse_option
def releases(warehouse: Path | None) -> None:
    """已有的版本 The releases that are kept, and which one is current."""
    from orchestration.releasing import list_releases
    from orchestration.settings import Settings

    _print_lines(list_releases(Settings.from_environment(warehouse=warehouse)))


@main.command()
@click.argument("version", required=False)
@warehouse_option
def rollback(version: str | None, warehouse: Path | None) -> None:
    """退回旧版本 Make VERSION, or the release before the current one, the published one.

    What was newer stays on disk; nothing makes the same again by itself until documents, dictionaries or code change.
    """
    from orchestration.releasing import roll_back_and_tell
    from orchestration.settings import Settings
    from orchestration.warehouse.rollback import NoSuchReleaseError

    try:
        old, new = roll_back_and_tell(Settings.from_environment(warehouse=warehouse), version)
    except NoSuchReleaseError as error:
        _usage_error(str(error))
    click.echo(f"{old} → {new}")


@main.command()
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--format", "style", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--limit", default=100, show_default=True, help="最多列出的值 How many changed values to list.")
@warehouse_option
def diff(before: str | None, after: str | None, style: str, limit: int, warehouse: Path | None) -> None:
    """两个版本的差别 What changed between two releases: rows by mart, then values before and after.

    Without AFTER the current release; without BEFORE too, that and the one before it.
    """
    from orchestration.releasing import differences
    from orchestration.settings import Settings
    from orchestration.warehouse.printing import PRINTERS
    from orchestration.warehouse.rollback import NoSuchReleaseError

    try:
        tables = differences(Settings.from_environment(warehouse=warehouse), before, after, limit)
    except NoSuchReleaseError as error:
        _usage_error(str(error))
    for names, rows in tables:
        _print_lines(PRINTERS[style](names, rows))


@main.command()
@raw_option
@warehouse_option
def env(raw: Path | None, warehouse: Path | None) -> None:
    """环境变量 What `dagster`, `dg` and `dbt` need to see the same: eval "$(jixiao env)"."""
    import shlex

    from orchestration.settings import Settings

    settings = Settings.from_environment(raw, warehouse)
    settings.prepare_environment()
    _print_lines(f"export {name}={shlex.quote(value)}" for name, value in settings.environment().items())


def _published(warehouse: Path | None) -> Path:
    from orchestration.settings import Settings

    settings = Settings.from_environment(warehouse=warehouse)
    release = settings.current_release()
    if release is None:
        _usage_error(f"尚未发布 Nothing is published in {settings.warehouse_dir}: run `jixiao build` first")
    return release / "jixiao.duckdb"


def _print_lines(lines: object) -> None:
    try:
        for line in lines:  # type: ignore[attr-defined]
            click.echo(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing must be flushed to it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage_error(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)
