"""A small report around the words under test, and its rows by what a test asks for."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.documents import Document
from orchestration.documents.text_reader import read_text
from orchestration.extraction import Lexicon, extract

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
TITLE = "2023年度澄湖市林业局部门整体支出绩效自评报告\n\n"

Row = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """A document and the rows extracted from it."""

    document: Document
    rows: dict[str, list[Row]]

    def __getitem__(self, table: str) -> list[Row]:
        return self.rows[table]

    @property
    def text(self) -> str:
        return self.document.text

    def figure_of(self, row: Row) -> Row:
        """The figure on which a statement, list or form cell rests."""
        return next(figure for figure in self["figures"] if figure["figure_key"] == row["figure_key"])

    def printed(self, row: Row) -> str:
        """Printed slice of the figure of ``row``, without spaces."""
        return "".join(self.figure_of(row)["printed"].split())

    def figure(self, printed: str) -> Row:
        """The only figure printed so (spaces and line ends aside)."""
        found = [row for row in self["figures"] if "".join(row["printed"].split()) == printed]
        assert len(found) == 1, f"{printed}: {[row['printed'] for row in self['figures']]}"
        return found[0]

    def statements(self, printed: str) -> list[Row]:
        """Statements of the figures printed so."""
        return [row for row in self["statements"] if self.printed(row) == printed]

    def statement(self, printed: str) -> Row:
        """The only statement of the only figure printed so."""
        found = self.statements(printed)
        assert len(found) == 1, f"{printed}: {[(self.printed(row), row['label']) for row in self['statements']]}"
        return found[0]

    def whole_of(self, printed: str) -> str | None:
        """Printed slice of the whole of which the figure is stated to be a part."""
        parent = self.statement(printed)["parent_statement_id"]
        found = [row for row in self["statements"] if row["statement_id"] == parent]
        return self.printed(found[0]) if found else None


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(SEEDS)


@pytest.fixture(scope="session")
def read() -> Callable[[str], Document]:
    """Read a text as a file of UTF-8 bytes."""

    def read_words(text: str) -> Document:
        data = text.encode()
        return read_text(data, "chenghu/forestry/report.txt", hashlib.sha256(data).hexdigest())

    return read_words


@pytest.fixture(scope="session")
def extracted(lexicon: Lexicon, read: Callable[[str], Document]) -> Callable[..., Report]:
    """Extract a text; ``body`` follows a title that tells department and year unless ``title`` says otherwise."""

    def extract_words(body: str, title: str = TITLE, entry: dict[str, str] | None = None) -> Report:
        document = read(title + body)
        return Report(document, extract(document, entry, lexicon))

    return extract_words
