"""The process that reads binary formats: files in at one end, documents or rejections out at the other.

Whatever a parser does there, to hang, to crash or to fill the memory, ends this process and nothing else.
"""

import gc
import os
import pickle
import signal
import sys

from orchestration.documents.bounds import limit_memory, limit_time
from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document, RejectedDocument
from orchestration.documents.readers import read_binary
from orchestration.documents.rejections import damaged, rejection
from orchestration.settings import ReadingLimits


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
    limit_memory(limits.memory_bytes)
    limit_time(limits.seconds)
    try:
        return read_binary(raw, limits)
    except RejectedDocument as rejected:
        return rejected
    except MemoryError:
        return rejection("inflates", limit=limits.memory_bytes)
    except Exception as error:  # parsers raise whatever they like
        return damaged(raw.suffix.lstrip(".") or "?", error)
    finally:
        limit_time(0)


if __name__ == "__main__":
    main()
