"""The tables of schema ``raw``: their columns, types and grain, in the order in which they are loaded.

This is the one definition: the loader creates the tables from it, and a test holds the dbt sources against it.
Numbers are exact decimals; positions count code points of the decoded file and ends are exclusive.
"""

import pyarrow as pa

NUMBER = pa.decimal128(38, 10)
TEXT = pa.string()
INTEGER = pa.int32()
POSITION = pa.int64()
MOMENT = pa.timestamp("us")
# <document_id>, or <document_id>:<sheet> of one among several
REPORT_KEY = pa.field("report_key", TEXT, nullable=False)

DOCUMENTS = pa.schema(
    [
        pa.field("document_id", TEXT, nullable=False),  # first 16 hex digits of the SHA-256
        pa.field("sha256", TEXT, nullable=False),
        pa.field("source_path", TEXT, nullable=False),  # relative to the raw directory, with forward slashes
        pa.field("source_url", TEXT),  # from the catalogue
        pa.field("publisher", TEXT),  # from the catalogue
        pa.field("format", TEXT, nullable=False),  # txt, docx, pdf, xlsx, xls, html, csv
        pa.field("encoding", TEXT, nullable=False),
        pa.field("byte_count", POSITION, nullable=False),
        pa.field("char_count", POSITION, nullable=False),
        pa.field("line_count", INTEGER, nullable=False),
        pa.field("page_count", INTEGER, nullable=False),
        pa.field("notes", pa.list_(TEXT), nullable=False),  # what of the file is not in its text, for people
        pa.field("text", TEXT, nullable=False),  # the whole decoded file, line ends untouched
        pa.field("text_digest", TEXT, nullable=False),  # of its letters and digits: the same in another format
        pa.field("published_on", TEXT),  # YYYY-MM-DD, from the catalogue
        pa.field("extractor_version", TEXT, nullable=False),
        pa.field("loaded_at", MOMENT, nullable=False),
        pa.field("is_fresh", pa.bool_(), nullable=False),  # read by the build that made the file, not carried over
    ]
)

REJECTED_DOCUMENTS = pa.schema(
    [
        pa.field("source_path", TEXT, nullable=False),
        pa.field("sha256", TEXT),  # NULL where the file could not be read at all
        pa.field("reason_code", TEXT, nullable=False),
        pa.field("reason", TEXT, nullable=False),  # Chinese and English
        pa.field("extractor_version", TEXT, nullable=False),
        pa.field("first_seen_at", MOMENT, nullable=False),
        pa.field("last_seen_at", MOMENT, nullable=False),
    ]
)

PAGES = pa.schema(
    [
        pa.field("document_id", TEXT, nullable=False),
        pa.field("page", INTEGER, nullable=False),  # counted from 1
        pa.field("sheet", TEXT),  # name of the sheet, of a workbook
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

REPORTS = pa.schema(
    [
        REPORT_KEY,
        pa.field("document_id", TEXT, nullable=False),
        pa.field("sheet", TEXT),  # with the report's form, where the workbook holds several
        pa.field("title", TEXT),
        pa.field("department_name", TEXT, nullable=False),
        pa.field("region_code", TEXT),  # code of the administrative division
        pa.field("region_name", TEXT),
        pa.field("admin_level", TEXT),  # national, province, city, district, county, township
        pa.field("fiscal_year", INTEGER, nullable=False),
        pa.field("report_kind", TEXT, nullable=False),  # department, project, transfer
    ]
)

SECTIONS = pa.schema(
    [
        REPORT_KEY,
        pa.field("section_id", TEXT, nullable=False),  # <report_key>:s<ordinal>
        pa.field("document_id", TEXT, nullable=False),
        pa.field("parent_section_id", TEXT),
        pa.field("ordinal", INTEGER, nullable=False),  # document order, from 0 (the title)
        pa.field("depth", INTEGER, nullable=False),
        pa.field("kind", TEXT, nullable=False),  # title, heading, run_in (一是 … 二是 …)
        pa.field("marker", TEXT),  # as printed: 一、 （一） 1. （1） 一是
        pa.field("number", INTEGER),
        pa.field("title", TEXT),
        # 一/（二）/2/（1）, run-in items excluded; 标题 before the first
        pa.field("section_path", TEXT, nullable=False),
        pa.field("text", TEXT),  # the section's own words, without its subsections, line ends removed
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

SENTENCES = pa.schema(
    [
        REPORT_KEY,
        pa.field("sentence_id", TEXT, nullable=False),  # <document_id>:<char_start>
        pa.field("document_id", TEXT, nullable=False),
        pa.field("section_id", TEXT, nullable=False),
        pa.field("paragraph", INTEGER, nullable=False),  # counted from 0 in document order
        pa.field("text", TEXT, nullable=False),  # line ends removed
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

FIGURES = pa.schema(
    [
        REPORT_KEY,
        # <document_id>:<char_start>, in a workbook <document_id>:<sheet>!<cell>#<n>
        pa.field("figure_key", TEXT, nullable=False),
        pa.field("document_id", TEXT, nullable=False),
        pa.field("sentence_id", TEXT),
        pa.field("section_id", TEXT, nullable=False),
        pa.field("page", INTEGER, nullable=False),
        pa.field("line", INTEGER, nullable=False),  # of the first character, counted from 1
        pa.field("cell", TEXT),  # Sheet1!D3 in a workbook, T1!R3C4 in the first table of anything else
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
        pa.field("printed", TEXT, nullable=False),  # exactly text[char_start:char_end]
        pa.field("figure_class", TEXT, nullable=False),
        pa.field("value", NUMBER),  # in the base unit; percent in percent; NULL for names, document numbers, codes
        pa.field("unit", TEXT),  # base unit: 元, 人次, %, 分
        pa.field("printed_unit", TEXT),  # 万元, 万人次
        pa.field("unit_family", TEXT),  # money, person, … of the unit dictionary
        pa.field("scale", NUMBER),  # printed number x scale = value
        pa.field("precision", NUMBER),  # one unit of the last printed digit, in the base unit
        pa.field("qualifier", TEXT, nullable=False),
        pa.field("reason", TEXT),  # why the numeral measures nothing; NULL for quantities and ranks
    ]
)

STATEMENTS = pa.schema(
    [
        REPORT_KEY,
        pa.field("statement_id", TEXT, nullable=False),  # <figure_key>#<n>, n counts the metrics that share a figure
        pa.field("document_id", TEXT, nullable=False),
        pa.field("figure_key", TEXT, nullable=False),
        pa.field("sentence_id", TEXT, nullable=False),
        pa.field("section_id", TEXT, nullable=False),
        pa.field("paragraph", INTEGER, nullable=False),
        pa.field("ordinal", INTEGER, nullable=False),  # document order
        pa.field("role", TEXT, nullable=False),  # actual, target, maximum, change, rank, negated, previous
        pa.field("label", TEXT),  # what the figure measures, understood alone
        pa.field("item_name", TEXT),  # the local words only, as printed, without what was carried over
        pa.field("subject", TEXT),  # noun phrase carried over from before, where the label needed it
        pa.field("project_name", TEXT),  # the project that the statement speaks of; NULL = the department
        pa.field("parent_statement_id", TEXT),  # 其中, 分别, （含 …）: the whole, read literally
        pa.field("rank_scope", TEXT),  # 全市, 全区各部门
        pa.field("as_of_month", TEXT),  # YYYY-MM of 截至…
        pa.field("period_year", INTEGER),  # a year printed with the figure, NULL = the report's own
    ]
)

ENUMERATIONS = pa.schema(
    [
        REPORT_KEY,
        pa.field("enumeration_id", TEXT, nullable=False),  # <figure_key>:list
        pa.field("document_id", TEXT, nullable=False),
        pa.field("figure_key", TEXT, nullable=False),  # the stated count
        pa.field("subject", TEXT),  # what is counted
        pa.field("items", pa.list_(TEXT), nullable=False),
        pa.field("alternative_count", INTEGER),  # items when the last one is read the other way (A和B as one or two)
        pa.field("is_open", pa.bool_(), nullable=False),  # the list ends in 等 and may leave items out
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

DEDUCTIONS = pa.schema(
    [
        REPORT_KEY,
        pa.field("deduction_id", TEXT, nullable=False),  # <document_id>:<char_start>
        pa.field("document_id", TEXT, nullable=False),
        pa.field("section_id", TEXT, nullable=False),
        pa.field("sentence_id", TEXT, nullable=False),
        pa.field("paragraph", INTEGER, nullable=False),
        pa.field("ordinal", INTEGER, nullable=False),  # within its run 一是 … 二是 …, from 1
        pa.field("reason", TEXT, nullable=False),
        pa.field("item_name", TEXT),  # what the text says lost the points
        pa.field("figure_key", TEXT),  # the number of points lost, where it is printed
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

GRADES = pa.schema(
    [
        REPORT_KEY,
        pa.field("grade_id", TEXT, nullable=False),  # <document_id>:<char_start>
        pa.field("document_id", TEXT, nullable=False),
        pa.field("section_id", TEXT, nullable=False),
        pa.field("sentence_id", TEXT, nullable=False),
        pa.field("paragraph", INTEGER, nullable=False),
        pa.field("project_name", TEXT),  # the project graded; NULL = the department
        pa.field("figure_key", TEXT),  # the score that the grade is said of
        pa.field("grade", TEXT, nullable=False),  # as printed: 优, 良好, A
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

FORM_CELLS = pa.schema(
    [
        REPORT_KEY,
        pa.field("document_id", TEXT, nullable=False),
        pa.field("form_number", INTEGER, nullable=False),  # forms of a document, from 1
        pa.field("row_number", INTEGER, nullable=False),  # rows of the table as printed, from 1
        pa.field("block", TEXT, nullable=False),  # head, funding, goal, indicator, total
        pa.field("field", TEXT, nullable=False),  # code of the form header dictionary
        pa.field("text", TEXT, nullable=False),
        pa.field("unit_factor", NUMBER),  # what the column head says: 10000 for （万元）; NULL = says nothing
        pa.field("cell", TEXT, nullable=False),
        pa.field("figure_key", TEXT),  # first figure of the cell
        pa.field("char_start", POSITION, nullable=False),
        pa.field("char_end", POSITION, nullable=False),
    ]
)

CORRECTIONS = pa.schema(
    [
        pa.field("figure_key", TEXT, nullable=False),
        pa.field("document_id", TEXT, nullable=False),
        pa.field("expected", TEXT, nullable=False),  # as printed, which the load has compared
        pa.field("correct_number", NUMBER, nullable=False),  # in the printed unit
        pa.field("correct_step", NUMBER, nullable=False),  # one unit of its last digit
        pa.field("what_is_wrong", TEXT, nullable=False),
        pa.field("reason", TEXT, nullable=False),
        pa.field("authority", TEXT, nullable=False),  # who says so
        pa.field("corrected_on", TEXT),  # YYYY-MM-DD
    ]
)

RAW_TABLES: dict[str, pa.Schema] = {
    "documents": DOCUMENTS,
    "rejected_documents": REJECTED_DOCUMENTS,
    "pages": PAGES,
    "corrections": CORRECTIONS,
    "reports": REPORTS,
    "sections": SECTIONS,
    "sentences": SENTENCES,
    "figures": FIGURES,
    "statements": STATEMENTS,
    "enumerations": ENUMERATIONS,
    "deductions": DEDUCTIONS,
    "grades": GRADES,
    "form_cells": FORM_CELLS,
}
"""Table name → columns. ``rejected_documents`` and ``corrections`` are made anew, the others document by document."""

RAW_KEYS: dict[str, str] = {
    "documents": "document_id",
    "reports": "report_key",
    "sections": "section_id",
    "sentences": "sentence_id",
    "figures": "figure_key",
    "statements": "statement_id",
    "enumerations": "enumeration_id",
    "deductions": "deduction_id",
    "grades": "grade_id",
}
"""Table name → the column that tells its rows apart."""
