"""What is still read of a damaged file is extracted whole: the law of the ledger holds for it as for any other."""

import re
import time
from pathlib import Path

import pytest

from orchestration.documents import RejectedDocument
from orchestration.extraction import Lexicon, extract
from orchestration.warehouse.ledger import violations
from orchestration.warehouse.raw_tables import RAW_TABLES
from orchestration.warehouse.reading import json_lines
from tests.documents.test_corruption import read_damaged_file

ENTRY = {"department_name": "澄湖市财政局", "fiscal_year": "2020"}
LONGEST_SECONDS = 20


def extract_damaged(directory: Path, lexicon: Lexicon, case: int) -> str:
    """What becomes of one damaged file: ``extracted`` or the code of the reason."""
    try:
        document = read_damaged_file(directory, case)
        start = time.monotonic()
        tables = extract(document, ENTRY, lexicon)
    except RejectedDocument as rejected:
        return rejected.reason_code
    assert time.monotonic() - start < LONGEST_SECONDS, case
    runs = [match.span() for match in re.finditer(r"\d+", document.text)]
    spans = sorted((row["char_start"], row["char_end"]) for row in tables["figures"])
    assert not list(violations(runs, spans)), case
    assert all(row["printed"] == document.text[row["char_start"] : row["char_end"]] for row in tables["figures"])
    keys = [row["figure_key"] for row in tables["figures"]]
    assert len(set(keys)) == len(keys), case
    known = set(keys)
    for table in ("statements", "form_cells", "grades", "enumerations"):
        assert {row["figure_key"] for row in tables[table]} <= known | {None}, case
    reports = {row["report_key"] for row in tables["reports"]}
    assert tables.keys() == RAW_TABLES.keys() - {"rejected_documents", "corrections"}, case
    for table in tables.keys() - {"documents"}:  # whose time of loading the loader adds
        assert len(list(json_lines(table, tables[table]))) == len(tables[table])
        if "report_key" in RAW_TABLES[table].names:
            assert {row["report_key"] for row in tables[table]} <= reports, case
    return "extracted"


@pytest.mark.parametrize("block", range(10))
def test_damaged_files_are_extracted(tmp_path: Path, lexicon: Lexicon, block: int) -> None:
    outcomes = [extract_damaged(tmp_path, lexicon, case) for case in range(block * 10, block * 10 + 10)]
    assert "extracted" in outcomes


@pytest.mark.slow
def test_many_damaged_files_are_extracted(tmp_path: Path, lexicon: Lexicon) -> None:
    outcomes = [extract_damaged(tmp_path, lexicon, case) for case in range(100, 2100)]
    assert outcomes.count("extracted") > 500
