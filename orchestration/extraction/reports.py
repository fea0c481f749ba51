"""The reports of a file: a workbook with a form on each of several sheets holds as many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orchestration.documents import Document, RejectedDocument, not_a_form
from orchestration.extraction.form_blocks import find_form_cells
from orchestration.extraction.form_heads import is_title
from orchestration.extraction.lexicon import Lexicon
from orchestration.extraction.monitoring import find_progress_cells
from orchestration.extraction.reading import Paragraph, read_paragraphs
from orchestration.extraction.tables import Cell, read_cells
from orchestration.extraction.title_facts import TitleFacts, find_title_facts

_TABLES_ALONE = frozenset({"xlsx", "xls", "csv"})
_FILLED_BLOCKS = frozenset({"funding", "goal", "indicator", "total"})


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its paragraphs, counted from 0 within it, and the rows of its tables.

    ``sheet`` is the one with its form where the workbook holds several, else None.
    """

    document: Document
    sheet: str | None
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: TitleFacts

    @property
    def key(self) -> str:
        """``<document_id>``, or ``<document_id>:<sheet>``."""
        return self.document.document_id if self.sheet is None else f"{self.document.document_id}:{self.sheet}"


def read_reports(document: Document, catalogue_entry: Mapping[str, str] | None, lexicon: Lexicon) -> list[Report]:
    """Reports of ``document`` in its order.

    Raises ``RejectedDocument`` where nothing tells the department or the fiscal year of any of them, or where a file of
    tables holds no form; what one sheet does not tell is that of the first one that does.
    """
    paragraphs = read_paragraphs(document)
    rows = read_cells(document, paragraphs)
    if document.format in _TABLES_ALONE and not _holds_form(rows, paragraphs, lexicon):
        raise not_a_form("没有自评表的表头", "none of its heads is one of a form")
    parts = _parts(document, paragraphs, rows, lexicon)
    entry = dict(catalogue_entry or {})
    if "department_name" not in entry and (department := _department_in_forms(rows, paragraphs, lexicon)):
        entry["department_name"] = department
    fallback, verdict = None, None
    for _, part in parts:
        try:
            fallback = fallback or _facts(document, part, entry, lexicon)
        except RejectedDocument as rejected:
            verdict = verdict or rejected
    if fallback is None and verdict is not None:
        raise verdict
    return [
        Report(
            document,
            sheet,
            *_within(part, rows),
            _facts(document, part, entry, lexicon, fallback),
        )
        for sheet, part in parts
    ]


def _facts(
    document: Document,
    part: Sequence[Paragraph],
    entry: Mapping[str, str],
    lexicon: Lexicon,
    fallback: TitleFacts | None = None,
) -> TitleFacts:
    """What a report says of itself; where a sheet of instructions stands before the form, what the form says.

    Raises ``RejectedDocument`` as ``find_title_facts`` does.
    """
    is_workbook = document.format in _TABLES_ALONE
    titles = (number for number, paragraph in enumerate(part) if is_title(paragraph.text.strip(" |｜\t")))
    form = next(titles, 0) if is_workbook else 0
    try:
        facts = find_title_facts(part, document.source_path, entry, lexicon, fallback)
        if facts.title or not form:
            return facts
        fallback = fallback or facts
    except RejectedDocument:
        if not form:
            raise
    return find_title_facts([*part[form:], *part[:form]], document.source_path, entry, lexicon, fallback)


def _department_in_forms(
    rows: Sequence[Sequence[Cell]], paragraphs: Sequence[Paragraph], lexicon: Lexicon
) -> str | None:
    """The department that the forms of the file are of, the last to be asked."""
    if not rows:
        return None
    named = [cell.cell.text for cell in find_form_cells(rows, paragraphs, lexicon) if cell.field == "department_name"]
    return named[0] if len(set(named)) == 1 else None


def _parts(
    document: Document, paragraphs: tuple[Paragraph, ...], rows: Sequence[Sequence[Cell]], lexicon: Lexicon
) -> list[tuple[str | None, tuple[Paragraph, ...]]]:
    """Paragraphs of each form's sheet with those of the sheets behind it that hold none; the first has those before."""
    sheets = [page.name for page in document.pages]
    with_form = []
    for number, sheet in enumerate(sheets, start=1):
        own = [row for row in rows if row and row[0].table == number]
        if sheet is not None and _holds_form(own, paragraphs, lexicon):
            with_form.append(number)
    if len(with_form) < 2:
        return [(None, paragraphs)]
    ends = [*with_form[1:], len(sheets) + 1]
    starts = [1, *with_form[1:]]
    pages = [document.page_at(paragraph.positions[0]) for paragraph in paragraphs]
    return [
        (
            sheets[number - 1],
            tuple(paragraph for paragraph, page in zip(paragraphs, pages, strict=True) if start <= page < end),
        )
        for number, start, end in zip(with_form, starts, ends, strict=True)
    ]


def _holds_form(rows: Sequence[Sequence[Cell]], paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> bool:
    """Whether anything is told by heads of a form; 单位名称 alone heads tables of any kind."""
    if find_progress_cells(rows, paragraphs, lexicon):
        return True
    return any(cell.block in _FILLED_BLOCKS for cell in find_form_cells(rows, paragraphs, lexicon))


def _within(
    part: Sequence[Paragraph], rows: Sequence[Sequence[Cell]]
) -> tuple[tuple[Paragraph, ...], tuple[tuple[Cell, ...], ...]]:
    """The paragraphs and rows of a part, counted anew from 0."""
    number = {paragraph.index: n for n, paragraph in enumerate(part)}
    own = [row for row in rows if row and row[0].paragraph in number]
    return (
        tuple(replace(paragraph, index=n) for n, paragraph in enumerate(part)),
        tuple(tuple(replace(cell, paragraph=number[cell.paragraph]) for cell in row) for row in own),
    )
