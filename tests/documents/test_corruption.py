"""Files damaged at random are read or refused: nothing else is raised, nothing hangs, nothing swells."""

import random
import resource
import time
from functools import lru_cache
from pathlib import Path

import pytest

from orchestration.documents import Document, RejectedDocument, read_document
from orchestration.documents.bounded import stop_worker
from orchestration.settings import READING_LIMITS
from tests.documents.checks import check, check_rejection
from tests.documents.conftest import NARRATIVES, narrative_text
from tests.fixtures import writers
from tests.fixtures.forms import CHONGQING_DEPARTMENT, NATIONAL, SICHUAN

SEED = 20231
GIBIBYTE = 2**30
LONGEST_SECONDS = READING_LIMITS.seconds + 5


@lru_cache(maxsize=1)
def sound_files() -> dict[str, bytes]:
    """One or two of each format, small so that damage meets something."""
    report = narrative_text(NARRATIVES[1])
    return {
        "report.txt": report.encode("gb18030"),
        "report.docx": writers.report_docx(report),
        "report.pdf": writers.report_pdf(report, "自评报告"),
        "report.html": writers.report_html(report),
        "form.docx": writers.form_docx(NATIONAL),
        "form.pdf": writers.form_pdf(SICHUAN),
        "form.html": writers.form_html(CHONGQING_DEPARTMENT),
        "form.csv": writers.form_csv(NATIONAL),
        "forms.xlsx": writers.workbook_xlsx([NATIONAL, SICHUAN]),
        "forms.xls": writers.workbook_xls([NATIONAL, SICHUAN]),
    }


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to three injuries: bytes flipped, cut out, put in, doubled or set to the ends of their range."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(changed) + 1)
        length = min(chance.choice((1, 1, 2, 8, 64, 1024)), max(1, len(changed) - place))
        injury = chance.choice(("flip", "flip", "cut out", "cut off", "put in", "append", "double", "extreme"))
        if injury == "flip":
            for _ in range(length):
                if changed:
                    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        elif injury == "cut out":
            del changed[place : place + length]
        elif injury == "cut off":
            del changed[place:]
        elif injury == "put in":
            changed[place:place] = chance.randbytes(length)
        elif injury == "append":
            changed += chance.randbytes(chance.choice((1, 100, 5000)))
        elif injury == "double":
            changed[place:place] = changed[place : place + length]
        else:
            changed[place : place + length] = chance.choice((b"\0", b"\xff")) * length
    return bytes(changed)


def read_damaged_file(directory: Path, case: int) -> Document:
    """Read one of the files, damaged; the same case is always the same damage."""
    chance = random.Random(f"{SEED}:{case}")
    name = sorted(sound_files())[case % len(sound_files())]
    path = directory / name
    path.write_bytes(damaged(sound_files()[name], chance))
    return read_document(path, name)


def read_damaged(directory: Path, case: int) -> str:
    """What becomes of one damaged file: ``read`` or the code of the reason."""
    start = time.monotonic()
    try:
        check(read_damaged_file(directory, case))
        outcome = "read"
    except RejectedDocument as rejected:
        check_rejection(rejected)
        outcome = rejected.reason_code
    assert time.monotonic() - start < LONGEST_SECONDS
    return outcome


def peak_memory() -> int:
    """The most that any process of readers has held, in bytes."""
    stop_worker()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.mark.parametrize("block", range(10))
def test_damaged_files(tmp_path: Path, block: int) -> None:
    outcomes = {read_damaged(tmp_path, case) for case in range(block * 10, block * 10 + 10)}
    assert outcomes
    assert peak_memory() < GIBIBYTE


@pytest.mark.slow
def test_many_damaged_files(tmp_path: Path) -> None:
    outcomes: dict[str, int] = {}
    for case in range(100, 2100):
        outcome = read_damaged(tmp_path, case)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    print("\n", dict(sorted(outcomes.items())))
    assert outcomes["read"] > 100
    assert outcomes["damaged"] > 100
    assert peak_memory() < GIBIBYTE
