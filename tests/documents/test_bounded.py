"""Code that hangs, crashes or swells ends the process that runs it, not the reading."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.documents import bounded, read_document
from orchestration.documents.bounded import read_bounded, stop_worker
from orchestration.documents.composer import RawFile
from orchestration.documents.document import RejectedDocument
from orchestration.settings import MEBIBYTE, PROJECT_DIR, READING_LIMITS, ReadingLimits
from tests.documents.checks import check_rejection, read
from tests.fixtures.writers import report_docx, report_pdf

MISBEHAVE = """
import ctypes, os, time
from orchestration.documents import readers, worker
real = readers.read_binary
def misbehave(raw, limits):
    if raw.source_path == "hang":
        ctypes.PyDLL(None).pause()  # in C, holding the lock of the interpreter
    elif raw.source_path == "crash":
        ctypes.string_at(0)
    elif raw.source_path == "swell":
        held = [bytes(2**20) for _ in range(4096)]
    elif raw.source_path == "leave":
        os._exit(3)
    elif raw.source_path == "print":
        os.write(1, b"noise" * 100)
        print("noise")
    elif raw.source_path == "raise":
        raise KeyError("no such thing")
    return real(raw, limits)
worker.read_binary = misbehave
worker.main()
"""
LIMITS = ReadingLimits(seconds=1.5, memory_bytes=600 * MEBIBYTE)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stop_worker()
    monkeypatch.setattr(bounded, "_COMMAND", MISBEHAVE)
    yield
    stop_worker()


def ask(source_path: str, data: bytes, limits: ReadingLimits = LIMITS) -> str:
    try:
        return read_bounded(RawFile(data, source_path, "0" * 64, ".docx"), limits).text
    except RejectedDocument as rejected:
        check_rejection(rejected)
        return rejected.reason_code


@pytest.mark.parametrize(
    ("conduct", "reason_code"),
    [("hang", "too_slow"), ("crash", "damaged"), ("swell", "inflates"), ("leave", "damaged"), ("raise", "damaged")],
)
def test_the_next_file_is_read_all_the_same(misbehaving: None, report: str, conduct: str, reason_code: str) -> None:
    data = report_docx(report)
    text = ask("good", data)
    start = time.monotonic()
    assert ask(conduct, data) == reason_code
    assert time.monotonic() - start < LIMITS.seconds + 5
    assert ask("good", data) == text


def test_what_libraries_print_does_not_reach_the_answers(misbehaving: None, report: str) -> None:
    assert ask("print", report_docx(report)) == ask("good", report_docx(report))


def test_one_process_reads_many_files(report: str) -> None:
    stop_worker()
    data = report_docx(report)
    ask("a", data, READING_LIMITS)
    worker = bounded._Worker.running
    assert worker is not None
    ask("b", data, READING_LIMITS)
    assert bounded._Worker.running is worker


def test_a_worn_process_is_replaced(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_worker()
    monkeypatch.setattr(bounded, "_FILES_PER_WORKER", 2)
    data = report_docx(report)
    workers = set()
    for name in "abcd":
        ask(name, data, READING_LIMITS)
        assert bounded._Worker.running is not None
        workers.add(bounded._Worker.running.process.pid)
    assert len(workers) == 2


def test_a_process_that_was_killed_between_files_is_replaced(report: str) -> None:
    data = report_docx(report)
    text = ask("a", data, READING_LIMITS)
    assert bounded._Worker.running is not None
    bounded._Worker.running.process.send_signal(signal.SIGKILL)
    bounded._Worker.running.process.wait()
    assert ask("b", data, READING_LIMITS) == text


def test_threads_take_turns(report: str) -> None:
    data = report_docx(report)
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(ask("a", data, READING_LIMITS))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 8
    assert len(set(texts)) == 1


def test_no_process_is_left_behind(tmp_path: Path, report: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(report_docx(report))
    script = (
        "import sys; from pathlib import Path; from orchestration.documents import bounded, read_document\n"
        "read_document(Path(sys.argv[1]), 'a.docx'); print(bounded._Worker.running.process.pid, flush=True)\n"
        "if sys.argv[2] == 'killed': import os; os.kill(os.getpid(), 9)"
    )
    for ending in ("normal", "killed"):
        command = [sys.executable, "-c", script, str(path), ending]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT_DIR)
        pid = int(done.stdout)
        for _ in range(100):
            if not is_running(pid):
                break
            time.sleep(0.05)
        assert not is_running(pid), ending


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_plain_text_needs_no_process(tmp_path: Path, report: str) -> None:
    stop_worker()
    read(tmp_path, "a.txt", report.encode())
    read(tmp_path, "a.csv", b"a,b\n1,2\n")
    assert bounded._Worker.running is None


def test_a_fork_starts_a_process_of_its_own(tmp_path: Path, report: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(report_pdf(report))
    text = read_document(path, "a.pdf").text
    child = os.fork()
    if child == 0:
        os._exit(0 if read_document(path, "a.pdf").text == text else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read_document(path, "a.pdf").text == text
