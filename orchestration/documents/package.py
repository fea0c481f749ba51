"""Packages of compressed parts (.docx, .xlsx): opened without trusting what they say of themselves."""

import io
import lzma
import posixpath
import zipfile
import zlib
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from orchestration.documents.rejections import damaged, rejection
from orchestration.settings import ReadingLimits

_END_OF_DIRECTORY = b"PK\x05\x06"
_CHUNK = 2**20
_ENCRYPTED = 1
_OFFICE_DOCUMENT = "/officeDocument"


def xml_parser() -> etree.XMLParser:
    """A parser that fetches nothing, expands nothing and refuses monstrous trees."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@lru_cache(maxsize=4096)
def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace, which differs between the two dialects of the format."""
    return _local(element.tag)


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """First child with a local name."""
    return next(element.iterchildren(f"{{*}}{name}"), None) if element is not None else None


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute by its local name, empty where it is missing."""
    if element is None:
        return ""
    return next((value for key, value in element.items() if _local(key) == name), "")


def integer(text: str, otherwise: int, most: int = 10**6) -> int:
    """The number that ``text`` writes, at most ``most``."""
    return min(int(text), most) if text.isdecimal() and len(text) <= 9 else otherwise


class Package:
    """Parts of a package by name. Every method raises ``RejectedDocument`` where it is damaged or too large."""

    def __init__(self, data: bytes, limits: ReadingLimits, kind: str = "zip") -> None:
        self.kind = kind
        self._limits = limits
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # a broken directory fails in many ways
            if _END_OF_DIRECTORY not in data[-66_000:]:
                raise rejection("truncated", kind=kind) from error
            raise damaged(kind, error) from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise rejection("encrypted", kind=kind)
        if sum(entry.file_size for entry in entries) > limits.inflated_bytes:
            raise rejection("inflates", limit=limits.inflated_bytes)
        self.names = {entry.filename.replace("\\", "/"): entry for entry in entries}
        self._by_folded_name = {name.casefold(): name for name in self.names}

    def find(self, name: str) -> str | None:
        """The name under which a part is stored, whatever the case of its letters."""
        return self._by_folded_name.get(name.lstrip("/").casefold())

    def read(self, name: str) -> bytes:
        """Bytes of a part, counted while they are inflated."""
        stored = self.find(name)
        if stored is None:
            raise damaged(self.kind, (f"缺少部件 {name}", f"part {name} is missing"))
        chunks = []
        try:
            with self._zip.open(self.names[stored]) as stream:
                while chunk := stream.read(_CHUNK):
                    self._inflated += len(chunk)
                    if self._inflated > self._limits.inflated_bytes:
                        raise rejection("inflates", limit=self._limits.inflated_bytes)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError) as error:
            raise damaged(self.kind, error) from error
        return b"".join(chunks)

    def xml_bytes(self, name: str) -> bytes:
        """Bytes of a part, which may declare nothing: entities serve only to hide or to multiply text."""
        data = self.read(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise damaged(self.kind, (f"{name} 声明了实体", f"{name} declares entities"))
        return data

    def xml(self, name: str) -> etree._Element:
        """Root element of a part."""
        try:
            return etree.fromstring(self.xml_bytes(name), xml_parser())
        except etree.XMLSyntaxError as error:
            raise damaged(self.kind, f"{name}: {error}") from error

    def main_part(self) -> str:
        """Name of the part with the document's content."""
        for kind, target in self.relationships("").values():
            if kind.endswith(_OFFICE_DOCUMENT) and self.find(target):
                return target
        raise damaged(self.kind, ("找不到正文部件", "no main part"))

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (type, name of the target part) of the relations of ``part``; the package's own for ``""``."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.find(source) is None:
            return {}
        found = {}
        for relation in self.xml(source):
            target = unquote(relation.get("Target") or "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            absolute = target if target.startswith("/") else posixpath.join(folder, target)
            found[relation.get("Id") or ""] = (relation.get("Type") or "", posixpath.normpath(absolute).lstrip("/"))
        return found

    def related(self, part: str, kind: str) -> str | None:
        """Name of the part that ``part`` relates to as ``kind`` (``styles``, ``numbering``), if there is one."""
        for found, target in self.relationships(part).values():
            if found.endswith(f"/{kind}") and self.find(target):
                return target
        return None
