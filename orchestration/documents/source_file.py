"""The bytes of a file, read once, and only if they stay the same meanwhile."""

import errno
import hashlib
import os
import stat
from pathlib import Path

from orchestration.documents.composer import RawFile
from orchestration.documents.rejections import rejection
from orchestration.settings import ReadingLimits

_CAUSES = {
    errno.ENOENT: ("文件不存在或链接已断", "no such file, or a broken link"),
    errno.ELOOP: ("链接指回自身", "a link that leads back to itself"),
    errno.EACCES: ("没有读取权限", "permission denied"),
    errno.EPERM: ("没有读取权限", "permission denied"),
    errno.EISDIR: ("不是普通文件", "not a regular file"),
}


def read_raw(path: Path, source_path: str, limits: ReadingLimits) -> RawFile:
    """Read the file at ``path``.

    Raises ``RejectedDocument`` with ``unreadable``, ``empty``, ``too_large`` or ``changed_while_reading``.
    """
    try:
        # A pipe under a document's name must not block the build until somebody writes to it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise rejection("unreadable", error=("不是普通文件", "not a regular file"))
            if before.st_size > limits.file_bytes:
                raise rejection("too_large", size=before.st_size, unit="bytes", limit=limits.file_bytes)
            data = stream.read(before.st_size + 1)  # one more than there should be
            after = os.fstat(descriptor)
        now = path.stat()
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise rejection("unreadable", error=_CAUSES.get(error.errno or 0, said)) from error
    if _identity(before) != _identity(after) or _identity(after) != _identity(now) or len(data) != before.st_size:
        raise rejection("changed_while_reading")
    if not data:
        raise rejection("empty")
    return RawFile(data, source_path, hashlib.sha256(data).hexdigest(), path.suffix.lower())


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
