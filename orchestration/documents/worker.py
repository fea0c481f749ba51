"""The process that reads binary formats: files in at one end, documents or rejections out at the other.

Whatever a parser does there, to hang, to crash or to fill the memory, ends this process and nothing else.
"""

import gc
import os
import pickle
import signal
import sys

from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document, RejectedDocument
from orchestration.documents.readers import read_binary
from orchestration.documents.rejections import damaged, rejection
from orchestration.settings import ReadingLimits

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


def main() -> None:
    """Answer until the other end closes."""
    # Libraries that print must not print into the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    while True:
        try:
            raw, limits = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        # Garbage is collected between files: while one is read nearly everything made is kept.
        gc.disable()
        pickle.dump(_answer(raw, limits), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        gc.enable()
        gc.collect(1)


def _answer(raw: RawFile, limits: ReadingLimits) -> Document | RejectedDocument:
    _limit_memory(limits.memory_bytes)
    _limit_time(limits.seconds)
    try:
        return read_binary(raw, limits)
    except RejectedDocument as rejected:
        return rejected
    except MemoryError:
        return rejection("inflates", limit=limits.memory_bytes)
    except Exception as error:  # parsers raise whatever they like
        return damaged(raw.suffix.lstrip(".") or "?", error)
    finally:
        _limit_time(0)


def _limit_time(seconds: float) -> None:
    """Let the system end this process; it needs no cooperation of code that hangs. 0 takes the limit away."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(size: int) -> None:
    if resource is not None and hasattr(resource, "RLIMIT_AS"):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size if most == resource.RLIM_INFINITY else min(size, most)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


if __name__ == "__main__":
    main()
