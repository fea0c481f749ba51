"""One document, all its rows for schema ``raw``."""

import gc
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import itemgetter

from orchestration.documents import Document
from orchestration.extraction.body_names import names_of_body
from orchestration.extraction.deductions import announced_reason, find_deductions
from orchestration.extraction.document_rows import Row, document_rows
from orchestration.extraction.enumerations import find_enumerations
from orchestration.extraction.form_blocks import find_form_cells
from orchestration.extraction.form_figures import counts_of, figure_of, with_column_units
from orchestration.extraction.forms import FormCell
from orchestration.extraction.grades import find_grades
from orchestration.extraction.lexicon import Lexicon
from orchestration.extraction.lost_tables import LostTables, without_lost
from orchestration.extraction.monitoring import find_progress_cells
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.numerals import find_numerals
from orchestration.extraction.outline import Section, build_outline, marker_spans, topic_of
from orchestration.extraction.page_breaks import PageBreaks
from orchestration.extraction.reading import Paragraph, sentence_at, sentence_spans
from orchestration.extraction.reports import Report, read_reports
from orchestration.extraction.sentence import Statement
from orchestration.extraction.statements import find_statements, project_gone_on_about, tell_anything
from orchestration.extraction.tables import Cell, cell_at

_REMEMBERED = 200  # statements: a whole is named again within a few paragraphs
_LARGEST = Decimal(10) ** 27
_STATED_IN_TABLES = (None, "goal_expected", "goal_adjusted", "goal_actual", "level_1", "level_2")
_SPACE_IN_WORDS = re.compile(r"(?<=[\u4e00-\u9fff，。；：、（）])\s+|\s+(?=[\u4e00-\u9fff，。；：、（）])")


def extract(document: Document, catalogue_entry: Mapping[str, str] | None, lexicon: Lexicon) -> dict[str, list[Row]]:
    """Rows of ``document`` for every table of schema ``raw``, by table name; their columns: ``warehouse.raw_tables``.

    The row of ``documents`` lacks ``loaded_at`` and ``extractor_version``. Raises ``RejectedDocument`` where nothing
    tells the department or the fiscal year.
    """
    with _no_garbage_collection():
        return _extract(document, catalogue_entry, lexicon)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """All that is made here lives until the end: looking through it again and again costs more with every page."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _extract(document: Document, catalogue_entry: Mapping[str, str] | None, lexicon: Lexicon) -> dict[str, list[Row]]:
    tables = document_rows(document, catalogue_entry or {})
    for report in read_reports(document, catalogue_entry, lexicon):
        key = report.key
        for table, rows in _Extraction(report, lexicon).rows().items():
            tables.setdefault(table, []).extend([{"report_key": key, **row} for row in rows])
    return tables


@dataclass(frozen=True, slots=True)
class _Located:
    """A paragraph with what was found in it."""

    paragraph: Paragraph
    section: Section
    run_in: list[Section]
    sentences: list[tuple[int, int]]
    numerals: list[Numeral]


class _Extraction:
    def __init__(self, report: Report, lexicon: Lexicon) -> None:
        self.report = report
        self.document = report.document
        self.id = report.document.document_id
        self.key = report.key
        self.paragraphs = report.paragraphs
        self.facts = report.facts
        self.body = names_of_body(report.facts.department_name, report.paragraphs)
        self.sections = build_outline(self.paragraphs)
        self.section_of = {index: section for section in self.sections for index in section.paragraphs}
        self.run_in_of: dict[int, list[Section]] = {}
        for section in self.sections:
            if section.kind == "run_in":
                self.run_in_of.setdefault(section.paragraph, []).append(section)
        self.cells = {row[0].paragraph: row for row in report.rows}
        self.form_cells = find_progress_cells(report.rows, self.paragraphs, lexicon) or find_form_cells(
            report.rows, self.paragraphs, lexicon
        )
        self.form_cells_of: dict[int, list[FormCell]] = {}
        for form_cell in self.form_cells:
            self.form_cells_of.setdefault(form_cell.cell.paragraph, []).append(form_cell)
        self.lost_tables = LostTables(report.document, lexicon)
        self.page_breaks = PageBreaks(self.paragraphs)
        self.page_starts = [page.span.start for page in report.document.pages]
        located = [self._locate(paragraph, lexicon) for paragraph in self.paragraphs]
        inside = self.page_breaks.inside((where.paragraph, numeral) for where in located for numeral in where.numerals)
        self.located = [replace(where, numerals=[]) if where.paragraph.index in inside else where for where in located]

    def rows(self) -> dict[str, list[Row]]:
        stated: list[tuple[_Located, list[Statement]]] = []
        earlier: list[Statement] = []
        for located in self.located:
            found = self._statements(located, earlier[-_REMEMBERED:])
            for statement in found:
                statement.paragraph = located.paragraph.index
            stated.append((located, found))
            earlier.extend(found)
        statements = [(located, statement) for located, found in stated for statement in found]
        return {
            "reports": [self._report_row()],
            "sections": [self._section_row(section) for section in self.sections],
            "sentences": [self._sentence_row(where, *span) for where in self.located for span in where.sentences],
            # Page numbers stand inside the paragraphs that they follow.
            "figures": sorted(
                (self._figure_row(located, numeral) for located in self.located for numeral in located.numerals),
                key=itemgetter("char_start"),
            ),
            "statements": [
                self._statement_row(located, statement, ordinal)
                for ordinal, (located, statement) in enumerate(statements)
            ],
            "enumerations": [row for located in self.located for row in self._enumeration_rows(located)],
            "deductions": [row for located in self.located for row in self._deduction_rows(located)],
            "grades": [row for located, found in stated for row in self._grade_rows(located, found)],
            "form_cells": [self._form_cell_row(form_cell) for form_cell in self.form_cells],
        }

    def _locate(self, paragraph: Paragraph, lexicon: Lexicon) -> _Located:
        section, run_in = self.section_of[paragraph.index], self.run_in_of.get(paragraph.index, [])
        structural = marker_spans(paragraph, [section, *run_in])
        if paragraph.kind == "page_mark" and (number := re.search(r"\d+", paragraph.text)):
            structural[number.span()] = int(number.group())
        numerals = find_numerals(paragraph.text, lexicon, structural)
        if paragraph.kind == "table":
            numerals = with_column_units(numerals, self.form_cells_of.get(paragraph.index, []), lexicon)
            sentences = [(0, len(paragraph.text))]
        else:
            sentences = list(sentence_spans(paragraph.text)) if paragraph.kind == "prose" else []
            numerals = without_lost(numerals, paragraph, self.lost_tables)
        return _Located(paragraph, section, run_in, sentences, numerals)

    def _statements(self, located: _Located, earlier: Sequence[Statement]) -> list[Statement]:
        if not tell_anything(located.numerals):
            return []
        paragraph, year = located.paragraph, self.facts.fiscal_year
        if paragraph.kind == "prose":
            items = [section.start for section in located.run_in]
            return find_statements(
                paragraph.text,
                located.sentences,
                located.numerals,
                items,
                fiscal_year=year,
                topic=topic_of(located.section, of_department=self.facts.report_kind == "department"),
                earlier=earlier,
                body=self.body,
                project=project_gone_on_about(located.section, paragraph, earlier),
            )
        if paragraph.kind != "table":
            return []
        form_cells = self.form_cells_of.get(paragraph.index, [])
        fields, statements = {c.cell.column: c.field for c in form_cells}, counts_of(form_cells, located.numerals)
        for cell in self.cells[paragraph.index]:
            field = fields.get(cell.column)
            if field not in _STATED_IN_TABLES or not re.search(r"[\u4e00-\u9fff]{2}", cell.text):
                continue
            bounds = [
                (cell.start + start, cell.start + end)
                for start, end in sentence_spans(paragraph.text[cell.start : cell.end])
            ]
            for statement in find_statements(paragraph.text, bounds, located.numerals, [cell.start], fiscal_year=year):
                if field in ("goal_expected", "goal_adjusted"):
                    statement.role = "target"
                statement.sentence = 0
                statements.append(statement)
        return statements

    def _report_row(self) -> Row:
        facts = self.facts
        return {
            "document_id": self.id,
            "sheet": self.report.sheet,
            "title": facts.title,
            "department_name": facts.department_name,
            "region_code": facts.region.code if facts.region else None,
            "region_name": facts.region_name,
            "admin_level": facts.admin_level,
            "fiscal_year": facts.fiscal_year,
            "report_kind": facts.report_kind,
        }

    def _section_row(self, section: Section) -> Row:
        paragraph = self.paragraphs[section.paragraph] if self.paragraphs else None
        if paragraph is None:
            raise ValueError("a document without paragraphs has no sections")
        if section.kind == "run_in":
            span = paragraph.source(section.start, section.end)
            text = paragraph.text[section.marker_end : section.end].strip("，；。、 ")
        else:
            own = [p for index in section.paragraphs if (p := self.paragraphs[index]).kind in ("prose", "table")]
            last = own[-1] if own else paragraph
            span = paragraph.source(0, 1)._replace(end=last.source(0, len(last.text)).end)
            text = "\n".join(p.text[section.marker_end :] if p.index == section.paragraph else p.text for p in own)
        return {
            "section_id": self._section_id(section),
            "document_id": self.id,
            "parent_section_id": self._section_id(section.parent) if section.parent else None,
            "ordinal": section.ordinal,
            "depth": section.depth,
            "kind": section.kind,
            "marker": section.marker,
            "number": section.number,
            "title": section.title if section.kind != "title" else self.facts.title,
            "section_path": section.path,
            "text": text or None,
            "char_start": span.start,
            "char_end": span.end,
        }

    def _sentence_row(self, located: _Located, start: int, end: int) -> Row:
        span = located.paragraph.source(start, end)
        return {
            "sentence_id": f"{self.id}:{span.start}",
            "document_id": self.id,
            "section_id": self._section_id(located.section),
            "paragraph": located.paragraph.index,
            "text": located.paragraph.text[start:end].strip(),
            "char_start": span.start,
            "char_end": span.end,
        }

    def _figure_row(self, located: _Located, numeral: Numeral) -> Row:
        span = self.page_breaks.span_of(located.paragraph, numeral)
        cell = self._cell(located, numeral)
        fits = numeral.value is None or abs(numeral.value) < _LARGEST
        return {
            "figure_key": self._figure_key(located, numeral),
            "document_id": self.id,
            "sentence_id": self._sentence_id(located, sentence_at(located.sentences, numeral.start)),
            "section_id": self._section_id(located.section),
            "page": max(1, bisect_right(self.page_starts, span.start)),
            "line": self.document.line_at(span.start),
            "cell": cell.name if cell else None,
            "char_start": span.start,
            "char_end": span.end,
            "printed": self.document.text[span.start : span.end],
            "figure_class": numeral.figure_class,
            "value": numeral.value if fits else None,
            "unit": numeral.unit,
            "printed_unit": numeral.printed_unit,
            "unit_family": numeral.unit_family,
            "scale": numeral.scale,
            "precision": numeral.precision,
            "qualifier": numeral.qualifier,
            "reason": numeral.reason if fits else "too_many_digits",
        }

    def _statement_row(self, located: _Located, statement: Statement, ordinal: int) -> Row:
        start = located.sentences[statement.sentence][0]
        figure = self._figure_key(located, statement.numeral)
        parent = statement.parent
        return {
            "statement_id": f"{figure}#{statement.number}",
            "document_id": self.id,
            "figure_key": figure,
            "sentence_id": self._sentence_id(located, start),
            "section_id": self._section_id(located.section),
            "paragraph": located.paragraph.index,
            "ordinal": ordinal,
            "role": statement.role,
            "label": statement.label,
            "item_name": statement.item_name,
            "subject": statement.subject,
            "project_name": statement.project_name,
            "parent_statement_id": f"{self._figure_key(self.located[parent.paragraph], parent.numeral)}#{parent.number}"
            if parent
            else None,
            "rank_scope": statement.rank_scope,
            "as_of_month": statement.as_of_month,
            "period_year": statement.period_year,
        }

    def _enumeration_rows(self, located: _Located) -> list[Row]:
        if located.paragraph.kind != "prose" or located.paragraph in self.lost_tables:
            return []
        rows = []
        for found in find_enumerations(located.paragraph.text, located.numerals):
            figure, span = self._figure_key(located, found.numeral), located.paragraph.source(found.start, found.end)
            rows.append(
                {
                    "enumeration_id": f"{figure}:list",
                    "document_id": self.id,
                    "figure_key": figure,
                    "subject": found.subject,
                    "items": list(found.items),
                    "alternative_count": found.alternative_count,
                    "is_open": found.is_open,
                    "char_start": span.start,
                    "char_end": span.end,
                }
            )
        return rows

    def _deduction_rows(self, located: _Located) -> list[Row]:
        if located.paragraph.kind != "prose" or located.paragraph in self.lost_tables:
            return []
        rows = []
        section, opens = located.section, located.section.paragraph == located.paragraph.index
        announced = section if opens and announced_reason(section, self.paragraphs) else None
        for found in find_deductions(located.paragraph.text, located.run_in, announced):
            span = located.paragraph.source(found.start, found.end)
            lost = next((numeral for numeral in located.numerals if numeral.start == found.points), None)
            rows.append(
                {
                    "deduction_id": f"{self.id}:{span.start}",
                    "document_id": self.id,
                    "section_id": self._section_id(located.section),
                    "sentence_id": self._sentence_id(located, sentence_at(located.sentences, found.start)),
                    "paragraph": located.paragraph.index,
                    "ordinal": found.ordinal,
                    "reason": found.reason,
                    "item_name": found.item,
                    "figure_key": self._figure_key(located, lost) if lost else None,
                    "char_start": span.start,
                    "char_end": span.end,
                }
            )
        return rows

    def _grade_rows(self, located: _Located, statements: Sequence[Statement]) -> list[Row]:
        if located.paragraph.kind != "prose" or located.paragraph in self.lost_tables:
            return []
        rows = []
        for found in find_grades(located.paragraph.text, located.sentences, statements):
            span = located.paragraph.source(found.start, found.end)
            rows.append(
                {
                    "grade_id": f"{self.id}:{span.start}",
                    "document_id": self.id,
                    "section_id": self._section_id(located.section),
                    "sentence_id": self._sentence_id(located, located.sentences[found.sentence][0]),
                    "paragraph": located.paragraph.index,
                    "project_name": found.project_name,
                    "figure_key": self._figure_key(located, found.statement.numeral) if found.statement else None,
                    "grade": found.grade,
                    "char_start": span.start,
                    "char_end": span.end,
                }
            )
        return rows

    def _form_cell_row(self, form_cell: FormCell) -> Row:
        cell = form_cell.cell
        located = self.located[cell.paragraph]
        span = located.paragraph.source(cell.start, cell.end)
        figure = figure_of(form_cell, located.numerals)
        return {
            "document_id": self.id,
            "form_number": form_cell.form,
            "row_number": form_cell.row,
            "block": form_cell.block,
            "field": form_cell.field,
            "text": _SPACE_IN_WORDS.sub("", cell.text),
            "unit_factor": form_cell.unit_factor,
            "cell": cell.name,
            "figure_key": self._figure_key(located, figure) if figure else None,
            "char_start": span.start,
            "char_end": span.end,
        }

    def _section_id(self, section: Section) -> str:
        return f"{self.key}:s{section.ordinal}"

    def _sentence_id(self, located: _Located, start: int | None) -> str | None:
        return None if start is None else f"{self.id}:{located.paragraph.positions[start]}"

    def _cell(self, located: _Located, numeral: Numeral) -> Cell | None:
        cells = self.cells.get(located.paragraph.index)
        return cell_at(cells, numeral.start) if cells else None

    def _figure_key(self, located: _Located, numeral: Numeral) -> str:
        cell = self._cell(located, numeral)
        if cell is None or cell.sheet is None:
            return f"{self.id}:{located.paragraph.positions[numeral.start]}"
        before = sum(1 for other in located.numerals if cell.start <= other.start < numeral.start)
        return f"{self.id}:{cell.name}#{before + 1}"
