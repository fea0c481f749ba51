"""Tables of in-year monitoring (绩效运行监控): of each item the budget of the year and what was spent of it so far."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from orchestration.extraction.form_heads import AMOUNTS, Heads, caption_factor, unit_factor
from orchestration.extraction.forms import FormCell
from orchestration.extraction.lexicon import Lexicon
from orchestration.extraction.reading import Paragraph
from orchestration.extraction.tables import Cell

BLOCK = "progress"
"""Block of the dictionary of heads that such tables are read by."""

_BUDGETS = {"initial", "budget"}


def find_progress_cells(
    rows: Sequence[Sequence[Cell]], paragraphs: Sequence[Paragraph], lexicon: Lexicon
) -> list[FormCell]:
    """Cells below the heads of monitoring tables, each with its column's field, and the heads themselves.

    A table is one of them where its heads name the item, a budget, and either what was executed *so far* or the day up
    to which it was. ``paragraphs`` are those of the whole text: 单位：万元 above a table holds for its amounts.
    """
    if not rows:
        return []
    texts = [paragraph.text for paragraph in paragraphs] + [cell.text for row in rows for cell in row]
    caption = next((factor for text in texts if (factor := caption_factor(text)) is not None), None)
    return list(_cells(rows, Heads(lexicon.form_headers), caption))


def _cells(rows: Sequence[Sequence[Cell]], heads: Heads, caption: Decimal | None) -> Iterator[FormCell]:
    columns: dict[int, tuple[str, Decimal | None]] = {}
    table = None
    for number, row in enumerate(rows, start=1):
        if row and row[0].table != table:
            table, columns = row[0].table, {}
        named = [(cell, field) for cell in row if cell.text and (field := heads.field(cell.text, BLOCK))]
        if _is_head({field for _, field in named}):
            columns = {
                cell.column: (_plain(field), unit_factor(cell.text) or (caption if _plain(field) in AMOUNTS else None))
                for cell, field in named
            }
            yield from (FormCell(cell.table, number, "heading", BLOCK, cell, None) for cell, _ in named)
        elif columns:
            yield from _data(row, number, columns)


def _is_head(fields: set[str]) -> bool:
    is_so_far = "executed_to_date" in fields or {"executed", "as_of"} <= fields
    return is_so_far and "item_name" in fields and bool(fields & _BUDGETS)


def _plain(field: str) -> str:
    return "executed" if field == "executed_to_date" else field


def _data(row: Sequence[Cell], number: int, columns: dict[int, tuple[str, Decimal | None]]) -> Iterator[FormCell]:
    found = {columns[cell.column][0]: cell for cell in row if cell.text and cell.column in columns}
    # A remark below the table is no item, nor is an item that has neither budget nor spending.
    if "item_name" not in found or not found.keys() & (AMOUNTS | {"executed"}):
        return
    for field, cell in found.items():
        yield FormCell(cell.table, number, BLOCK, field, cell, columns[cell.column][1])
