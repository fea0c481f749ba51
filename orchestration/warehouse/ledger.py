"""The law of the ledger: every digit run of every text lies in exactly one figure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb

DIGITS = re.compile(r"\d+")  # of every script: full-width digits are digits too
CONTEXT = 12


@dataclass
class Ledger:
    """What was counted, and the digit runs that break the law."""

    documents: int
    digit_runs: int
    figures: int
    broken: list[dict[str, Any]]


def audit(connection: duckdb.DuckDBPyConnection) -> Ledger:
    """Hold the figures of every document against its text."""
    ledger = Ledger(0, 0, 0, [])
    texts = connection.execute(
        "SELECT source_path, text, coalesce(starts, []), coalesce(ends, []), coalesce(pages, []) "
        "FROM raw.documents LEFT JOIN ("
        "SELECT document_id, list(char_start ORDER BY char_start, char_end) AS starts, "
        "list(char_end ORDER BY char_start, char_end) AS ends FROM raw.figures GROUP BY document_id"
        ") USING (document_id) LEFT JOIN ("
        "SELECT document_id, list(char_start ORDER BY page) AS pages FROM raw.pages GROUP BY document_id"
        ") USING (document_id) ORDER BY source_path"
    )
    while (row := texts.fetchone()) is not None:
        source_path, text, starts, ends, pages = row
        spans = list(zip(starts, ends, strict=True))
        runs = [match.span() for match in DIGITS.finditer(text)]
        ledger.documents += 1
        ledger.digit_runs += len(runs)
        ledger.figures += len(spans)
        for (start, end), problem in violations(runs, spans):
            ledger.broken.append(
                {
                    "source_path": source_path,
                    "page": bisect_right(pages, start),
                    "line": text.count("\n", 0, start) + 1,
                    "problem": problem,
                    "printed": text[start:end],
                    "context": text[max(0, start - CONTEXT) : end + CONTEXT].replace("\n", "⏎"),
                }
            )
    return ledger


def hold(text: str, figures: Iterable[Mapping[str, Any]]) -> None:
    """Raise ``ValueError`` with the place where the ``figures`` of one document break the law."""
    runs = [match.span() for match in DIGITS.finditer(text)]
    spans = sorted((row["char_start"], row["char_end"]) for row in figures)
    for (start, end), problem in violations(runs, spans):
        line = text.count("\n", 0, start) + 1
        raise ValueError(f"line {line}: {problem}: {text[max(0, start - CONTEXT) : end + CONTEXT]!r}")


def violations(runs: list[tuple[int, int]], spans: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Digit runs outside every figure or cut by one, and figures that overlap; both lists are in order."""
    starts = [start for start, _ in spans]
    for left, right in pairwise(spans):
        if right[0] < left[1]:
            yield right, "two figures hold it"
    for start, end in runs:
        position = bisect_right(starts, start) - 1
        if position < 0 or spans[position][1] <= start:
            yield (start, end), "no figure holds it"
        elif spans[position][1] < end:
            yield (start, end), "a figure cuts it"
