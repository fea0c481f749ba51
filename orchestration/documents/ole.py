"""Containers of the old Office programs: what they hold and whether they are whole."""

import struct

from orchestration.documents.rejections import damaged, rejection, save_as, unsupported

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_SECTOR_SHIFTS = (9, 12)  # sectors of 512 or 4096 bytes
_NO_SECTOR, _FREE_SECTOR = 0xFFFFFFFA, 0xFFFFFFFF
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)


def ole_kind(data: bytes) -> str:
    """``xls``. Raises ``RejectedDocument`` for whatever else such a container holds."""
    if not data.startswith(OLE):
        return "xls"
    if _is_cut(data):
        raise rejection("truncated", kind="Office")
    kind = next((kind for name, kind in _STREAMS if (name + "\0").encode("utf-16-le") in data), None)
    if kind == "encrypted":
        raise rejection("encrypted", kind="Office")
    if kind is None:
        raise damaged("OLE", ("找不到文档内容", "no document inside"))
    if kind != "xls":
        raise unsupported(kind, save_as("docx" if kind == "doc" else "pdf"))
    return kind


def _is_cut(data: bytes) -> bool:
    """Whether sectors that the container's table of allocation uses lie beyond the end of the file.

    Raises ``RejectedDocument('damaged')`` where the header is none.
    """
    if len(data) < _HEADER:
        return True
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SECTOR_SHIFTS:
        raise damaged("OLE", ("文件头无效", "invalid header"))
    size: int = 1 << shift
    used = 0
    for number, sector in enumerate(struct.unpack_from("<109I", data, 76)):
        if sector >= _NO_SECTOR:
            break
        table = data[(sector + 1) * size : (sector + 2) * size]
        if len(table) < size:
            return True
        for place, follower in enumerate(struct.unpack(f"<{size // 4}I", table)):
            if follower != _FREE_SECTOR:
                used = number * (size // 4) + place
    return (used + 1) * size >= len(data)
