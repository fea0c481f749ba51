"""Binary formats are read in a process of their own, started once and used for many files."""

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading

from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document, RejectedDocument
from orchestration.documents.rejections import damaged, rejection
from orchestration.settings import PROJECT_DIR, ReadingLimits

# Memory that parsers leak or scatter must not add up to a limit that no file of its own reaches.
_FILES_PER_WORKER = 200
_COMMAND = "from orchestration.documents.worker import main; main()"
_lock = threading.Lock()


def read_bounded(raw: RawFile, limits: ReadingLimits) -> Document:
    """Read ``raw`` within the limits of time and memory.

    Raises ``RejectedDocument`` with the reason of the reader, or with ``too_slow`` or ``damaged`` where the process
    ended before it had answered.
    """
    with _lock:
        worker = _Worker.current()
        try:
            answer = worker.ask(raw, limits)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            code = worker.stop()
            if code == -getattr(signal, "SIGALRM", 0):
                raise rejection("too_slow", limit=f"{limits.seconds:g}") from error
            ending = f"signal {-code}" if code < 0 else f"exit status {code}"
            raise damaged(
                raw.suffix.lstrip(".") or "?", (f"解析程序崩溃（{ending}）", f"the parser crashed ({ending})")
            ) from error
    if isinstance(answer, RejectedDocument):
        raise answer
    return answer


class _Worker:
    """The running process and the pipes to it."""

    running: "_Worker | None" = None

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, [str(PROJECT_DIR), os.environ.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self.owner = os.getpid()
        self.files_read = 0

    @classmethod
    def current(cls) -> "_Worker":
        """The process at work, or a new one where there is none, it is worn out or belongs to the parent of a fork."""
        worker = cls.running
        if worker is not None and worker.owner == os.getpid() and worker.process.poll() is None:
            if worker.files_read < _FILES_PER_WORKER:
                return worker
            worker.stop()
        cls.running = cls()
        return cls.running

    def ask(self, raw: RawFile, limits: ReadingLimits) -> Document | RejectedDocument:
        """Hand over a file and wait for the answer."""
        if self.process.stdin is None or self.process.stdout is None:
            raise EOFError
        self.files_read += 1
        pickle.dump((raw, limits), self.process.stdin, pickle.HIGHEST_PROTOCOL)
        self.process.stdin.flush()
        answer: Document | RejectedDocument = pickle.load(self.process.stdout)
        return answer

    def stop(self) -> int:
        """End the process and return its exit status, negative for a signal."""
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        try:
            code = self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        type(self).running = None
        return code


@atexit.register
def stop_worker() -> None:
    """End the process that reads, if this process has started one."""
    worker = _Worker.running
    if worker is not None and worker.owner == os.getpid():
        worker.stop()
