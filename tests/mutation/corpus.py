"""The documents to rewrite, each as one line a paragraph."""

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lines import head_length

from orchestration.documents import Document
from orchestration.documents.text_reader import decode, read_text
from orchestration.extraction.reading import read_paragraphs

ROOT = Path(__file__).parents[2]
RAW = ROOT / "raw"
ACCURACY = ROOT / "tests" / "accuracy" / "documents"
_LINE_END = re.compile(r"[ \t\u3000]*(?:\r\n|\n|\r)[\s\u3000]*")


@dataclass(frozen=True)
class Source:
    """A document: the name under which it is known, its text and its catalogue entry."""

    name: str
    text: str
    entry: Mapping[str, str] | None

    @property
    def paragraphs(self) -> str:
        """The text with one line a paragraph; title and cover, table rows and page numbers as they are."""
        return _unwrapped(self.text)

    def document(self, text: str) -> Document:
        """``text`` as a document of this name."""
        data = text.encode()
        return read_text(data, self.name, hashlib.sha256(data).hexdigest())


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Rows of the catalogue of ``raw/`` by path."""
    with (RAW / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["source_path"]: row for row in csv.DictReader(file)}


def sources() -> list[Source]:
    """All documents in the order of their names."""
    paths = {path.name: path for path in ACCURACY.glob("*.txt")}
    paths |= {path.relative_to(RAW).as_posix(): path for path in RAW.rglob("*.txt")}
    return [Source(name, decode(path.read_bytes())[0], catalogue().get(name)) for name, path in sorted(paths.items())]


# 根据…，现将有关情况报告如下：
_SENTENCE = re.compile(r"。|，.*：$")


@cache
def _unwrapped(text: str) -> str:
    data = text.encode()
    document = read_text(data, "unwrapped", hashlib.sha256(data).hexdigest())
    paragraphs = read_paragraphs(document)
    head = head_length([paragraph.text for paragraph in paragraphs])
    # A sentence below the title is a paragraph like those of the body.
    head = next((number for number in range(head) if _SENTENCE.search(paragraphs[number].text)), head)
    begin = text.rfind("\n", 0, paragraphs[head].positions[0]) + 1
    lines = [re.sub(r"\r\n?", "\n", text[:begin]).rstrip("\n"), ""]
    marks = [text[p.positions[0] : p.positions[-1] + 1] for p in paragraphs if p.kind == "page_mark"]
    previous = "prose"
    for paragraph in paragraphs[head:]:
        printed = text[paragraph.positions[0] : paragraph.positions[-1] + 1]
        if paragraph.kind == "prose":
            for mark in marks:
                printed = re.sub(rf"[\r\n]\s*{re.escape(mark)}\s*(?=[\r\n])", "", printed)
        if paragraph.kind == "table" and previous != "table":
            lines.append("")
        previous = paragraph.kind
        # A bare number is a page number only beside a form feed.
        ends_page = paragraph.kind == "page_mark" and printed.isdigit()
        lines.append(_LINE_END.sub(_joint, printed) + ("\f" if ends_page else ""))
    return "\n".join(lines) + "\n"


def _joint(line_end: re.Match[str]) -> str:
    before, after = line_end.string[line_end.start() - 1], line_end.string[line_end.end()]
    both = (before + after).isascii() and before.isalnum() and after.isalnum()
    return " " if both and not (before + after).isdigit() else ""
