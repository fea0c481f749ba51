"""What a file is, told by its bytes; its name decides only between kinds of plain text."""

import re
from typing import TYPE_CHECKING

from orchestration.documents.composer import RawFile
from orchestration.documents.ole import OLE
from orchestration.documents.rejections import damaged, save_as, unsupported

if TYPE_CHECKING:
    from orchestration.documents.package import Package

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BARE_WORKBOOK = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00[\x00\x02-\x06]")  # BIFF without a container
_HTML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*"
                   rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div)\b", re.I | re.S)  # fmt: skip
_WORKBOOK_NAMES = {".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".et"}
_TEXT_NAMES = {".txt", ".text", ".doc", ".docx", ".pdf", ".wps", ".rtf"}
_HTML_NAMES = {".html", ".htm", ".xhtml", ".shtml"}
_BINARY_NAMES = {".pdf", ".docx", ".xlsx", ".xlsm", ".xls", ".doc", ".wps", ".et"}
_IMAGE = ("请转为 PDF 后再放入", "put it into a PDF")
# Kinds that are recognised to say what to do, by the bytes with which they begin.
_OTHER_KINDS = (
    (b"{\\rtf", "rtf", "docx"),
    (b"MIME-Version:", "mhtml", "html"),
    (b"\x89PNG\r\n\x1a\n", "png", None),
    (b"\xff\xd8\xff", "jpeg", None),
    (b"II*\x00", "tiff", None),
    (b"MM\x00*", "tiff", None),
    (b"GIF8", "gif", None),
    (b"Rar!\x1a\x07", "rar", ""),
    (b"7z\xbc\xaf\x27\x1c", "7z", ""),
    (b"\x1f\x8b\x08", "gzip", ""),
)
_CONTENT_TYPES = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"presentationml.presentation.main+xml", "pptx"),
)


def outer_kind(raw: RawFile) -> str:
    """``pdf``, ``zip``, ``ole``, ``html``, ``csv`` or ``txt``.

    Raises ``RejectedDocument`` with ``unsupported_format``, ``undecodable`` or ``damaged``.
    """
    data = raw.data
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(OLE) or _BARE_WORKBOOK.match(data):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data[:8192].replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:8192]
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise unsupported("xml spreadsheet", save_as("xlsx"))
    if _HTML.match(head):
        return "html"
    return _kind_of_text(raw, head)


def zip_kind(package: "Package") -> str:
    """``docx`` or ``xlsx``, told by the types that a package declares. Raises ``RejectedDocument`` for any other."""
    if "[Content_Types].xml" in package.names:
        declared = package.read("[Content_Types].xml")
        for content_type, kind in _CONTENT_TYPES:
            if content_type in declared:
                if kind in ("docx", "xlsx"):
                    return kind
                raise unsupported(kind, save_as("xlsx" if kind == "xlsb" else "pdf"))
    if "OFD.xml" in package.names:
        raise unsupported("ofd", save_as("pdf"))
    if "mimetype" in package.names:
        kind = package.read("mimetype")[:80].decode("ascii", "replace").rsplit(".", 1)[-1]
        raise unsupported(f"opendocument {kind}", save_as("xlsx" if "spreadsheet" in kind else "docx"))
    raise unsupported("zip", ("请解压后再放入", "unpack it"))


def _kind_of_text(raw: RawFile, head: bytes) -> str:
    known = raw.suffix in _TEXT_NAMES | _WORKBOOK_NAMES | _HTML_NAMES
    other = next((entry for entry in _OTHER_KINDS if raw.data.startswith(entry[0])), None)
    if other and (other[1] in ("rtf", "mhtml") or raw.suffix not in (".txt", ".csv")):
        hint = _IMAGE if other[2] is None else save_as(other[2]) if other[2] else ("请解压后再放入", "unpack it")
        raise unsupported(other[1], hint)
    if not known:
        raise unsupported(raw.suffix.lstrip(".") or "?")
    if raw.suffix in _BINARY_NAMES and re.search(rb"[\x00-\x08\x0e-\x1a]", head):
        raise damaged(raw.suffix.lstrip("."), ("文件头无法识别", "unknown file header"))
    if raw.suffix in _HTML_NAMES:
        return "html"
    return "csv" if raw.suffix in _WORKBOOK_NAMES else "txt"
