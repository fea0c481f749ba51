"""What a row of a mart is known by when its document is another: columns that a corrected file leaves as they are.

A primary key holds the hash of its document, so every row of a file that was revised has a new one.
"""

from collections.abc import Mapping

LASTING_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "budget_execution": (("report_key", "scope", "project_name", "item_name"),),
    "budget_progress": (("report_key", "item_name", "as_of_date"),),
    "corrections": (("report_key", "printed", "metric_label"), ("report_key", "metric_label")),
    "department_years": (("department_key", "fiscal_year"),),
    "departments": (("department_key",),),
    "figure_ledger": (
        ("report_key", "section_path", "figure_class", "metric_label", "printed"),
        ("report_key", "section_path", "figure_class", "metric_label"),
    ),
    "findings": (("report_key", "kind", "text"), ("report_key", "kind", "ordinal")),
    "funding_sources": (
        ("report_key", "scope", "project_name", "cut", "stage", "parent_item_name", "item_name"),
        ("report_key", "scope", "project_name", "stage", "item_name"),
    ),
    "metrics": (
        ("report_key", "project_name", "role", "value_year", "as_of_month", "unit", "section_path", "metric_name"),
        ("report_key", "project_name", "role", "value_year", "unit", "metric_name"),
        ("report_key", "project_name", "role", "metric_code", "metric_name"),
    ),
    "metrics_over_years": (("department_key", "project_name", "series_key", "measure_key", "fiscal_year"),),
    "project_indicators": (("report_key", "source", "project_name", "level_1", "level_2", "indicator_name"),),
    "project_scores": (("report_key", "project_name"),),
    "reconciliations": (
        ("report_key", "rule", "unit", "stated_value", "subject"),
        ("report_key", "rule", "unit", "subject"),
    ),
    "rejected_documents": (("source_path",),),
    "reports": (("sheet", "source_path"), ("department_key", "fiscal_year", "report_kind", "title")),
    "revisions": (
        ("department_key", "fiscal_year", "revision_type", "fact", "unit", "metric_code", "project_name", "item_name"),
    ),
    "score_items": (("report_key", "parent_item_name", "item_name"), ("report_key", "item_name")),
    "unmapped_labels": (("unit_family", "label"),),
}
"""Mart → keys to try one after the other, the most exact first; ``report_key`` is the report under either of its keys.

Only a key that one row of each release has makes them the same row: of two that share it nobody knows which is which.
The last column names the row; where it is NULL, the key is none.
"""
KEYS_OF_DOCUMENTS = (
    *("report_key", "report_keys", "old_report_key", "new_report_key", "replaced_by"),
    *("figure_key", "figure_keys", "rank_figure_key", "target_figure_key"),
    *("old_figure_key", "new_figure_key", "example_figure_key"),
)
"""Columns that name documents by their hash; where only that is another one, they say the same."""
PLACES = ("page", "line", "cell", "char_start", "char_end")
"""Columns that say where something stands: in another document they have nothing to be held against."""
# Moments at which something was loaded or seen are no facts of the reports.
MOMENTS = ("loaded_at", "first_seen_at", "last_seen_at")
