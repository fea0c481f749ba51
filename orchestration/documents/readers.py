"""Which reader takes which kind of file."""

import importlib
import importlib.metadata
from collections.abc import Callable

from orchestration.documents.composer import RawFile
from orchestration.documents.document import Document
from orchestration.documents.file_type import outer_kind, zip_kind
from orchestration.documents.ole import ole_kind
from orchestration.documents.package import Package
from orchestration.settings import ReadingLimits

_LIBRARIES = ("lxml", "pypdfium2", "xlrd", "rapidocr", "onnxruntime")
PLAIN_KINDS = frozenset({"txt", "csv"})
"""Kinds that are read without foreign code."""


def read_binary(raw: RawFile, limits: ReadingLimits) -> Document:
    """Read a file of any kind but plain text. Raises ``RejectedDocument``, and whatever the parsers raise."""
    kind = outer_kind(raw)
    if kind == "zip":
        package = Package(raw.data, limits, raw.suffix.lstrip(".") or "zip")
        package.kind = zip_kind(package)
        reader: Callable[[Package, RawFile, ReadingLimits], Document] = _reader(package.kind)
        return reader(package, raw, limits)
    if kind == "ole":
        kind = ole_kind(raw.data)
    return _reader(kind)(raw, limits)


def reader_libraries() -> dict[str, str | None]:
    """Versions of the libraries that readers use; None for what is not installed."""
    return {name: _version(name) for name in _LIBRARIES}


def _version(library: str) -> str | None:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return None


def _reader(kind: str) -> Callable[..., Document]:
    # Imported when needed: a parser costs time and memory to load.
    module = importlib.import_module(f"orchestration.documents.{kind}_reader")
    reader: Callable[..., Document] = getattr(module, f"read_{kind}")
    return reader
