"""What reading a report costs: against its length, and against readers that look for less.

Run it alone, on a quiet machine: ``uv run --group benchmark pytest tests/benchmarks -m benchmark -k extraction -s``.
All times are of one core and compared within one run.
"""

import csv
import hashlib
import re
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.documents.text_reader import read_text
from orchestration.extraction import Lexicon, extract
from orchestration.settings import PROJECT_DIR

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
SAMPLE = PROJECT_DIR / "raw" / "guangdong" / "panyu-hrss" / "2022-department.txt"
COPIES = 50
LINEAR = 1.1
# Shares of the throughput of readers that look for numbers alone: what holds, rounded down. The aims are 0.3 and 1.5.
OF_NUMBERS_WITH_UNITS = 0.015
OF_AMOUNTS_OF_MONEY = 0.2


def fastest(read: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest of ``rounds`` runs: what is slower was disturbed."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        read()
        times.append(time.process_time() - start)
    return min(times)


def reader_of(text: str) -> Callable[[], object]:
    data, lexicon = text.encode(), Lexicon.load(SEEDS)
    sha256 = hashlib.sha256(data).hexdigest()
    return lambda: extract(read_text(data, "bench/report.txt", sha256), None, lexicon)


def numbers_with_units(text: str) -> list[tuple[Decimal, str]]:
    return [(Decimal(found[1].replace(",", "")), found[2]) for found in NUMBER_WITH_UNIT.finditer(text)]


def _number_with_unit() -> re.Pattern[str]:
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as seed:
        units = sorted((row["unit"] for row in csv.DictReader(seed)), key=len, reverse=True)
    return re.compile(rf"(\d[\d,]*(?:\.\d+)?)\s*([万亿千百]*(?:{'|'.join(map(re.escape, units))}))")


NUMBER_WITH_UNIT = _number_with_unit()


@pytest.fixture(scope="module")
def sample() -> str:
    return Path(SAMPLE).read_text(encoding="utf-8")


@pytest.mark.benchmark
def test_cost_is_linear_in_length(sample: str) -> None:
    one, many = fastest(reader_of(sample), 10), fastest(reader_of("\n".join([sample] * COPIES)), 2)
    print(f"\none copy {one * 1000:.1f} ms, {COPIES} copies {many * 1000:.0f} ms: {many / (COPIES * one):.2f}")
    assert many <= LINEAR * COPIES * one


@pytest.mark.benchmark
def test_against_a_regular_expression(sample: str) -> None:
    whole, plain = fastest(reader_of(sample), 10), fastest(lambda: numbers_with_units(sample), 50)
    print(f"\nall of the report {whole * 1000:.1f} ms, numbers with units {plain * 1000:.2f} ms: {plain / whole:.3f}")
    assert plain >= OF_NUMBERS_WITH_UNITS * whole


@pytest.mark.benchmark
def test_against_a_reader_of_money(sample: str) -> None:
    jionlp = pytest.importorskip("jionlp", reason="jionlp stands in the dependency group benchmark")
    whole, money = fastest(reader_of(sample), 10), fastest(lambda: jionlp.ner.extract_money(sample), 10)
    print(f"\nall of the report {whole * 1000:.1f} ms, jionlp's money {money * 1000:.1f} ms: {money / whole:.2f}")
    assert money >= OF_AMOUNTS_OF_MONEY * whole
