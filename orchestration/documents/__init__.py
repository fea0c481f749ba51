"""Readers: the bytes of a file become a ``Document``. They know nothing of what reports say."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from orchestration.documents.document import Document, Page, PageMark, RejectedDocument, Span
from orchestration.documents.text_reader import read_text

__all__ = ["Document", "Page", "PageMark", "RejectedDocument", "Span", "read_document"]

_READERS: dict[str, Callable[[bytes, str, str], Document]] = {".txt": read_text}


def read_document(path: Path, source_path: str) -> Document:
    """Read the file at ``path``; ``source_path`` is the name under which it is known (relative to the raw directory).

    Raises ``RejectedDocument`` with ``unreadable``, ``empty``, ``unsupported_format`` or ``undecodable``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RejectedDocument(
            "unreadable", f"无法读取文件：{error.strerror}。The file cannot be read: {error.strerror}."
        ) from error
    if not data:
        raise RejectedDocument("empty", "文件为空（0 字节）。The file is empty (0 bytes).")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise RejectedDocument(
            "unsupported_format",
            f"不支持的文件格式“{path.suffix}”。No reader for files of format “{path.suffix}”.",
        )
    return reader(data, source_path, hashlib.sha256(data).hexdigest())
