"""What is known of a cell of a standard form (自评表)."""

from dataclasses import dataclass
from decimal import Decimal

from orchestration.extraction.tables import Cell


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell whose head is known, or a head: in block ``heading``, with the block that it opens for its field.

    ``row`` counts the rows of all tables of the report from 1; it is the row that the cell describes, not its own where
    it spans rows. ``unit_factor`` is what the head says of an amount: 10000 for 万元, ``None`` where it says nothing.
    ``metric`` is what a cell beside amounts counts (甲县救助人次) and ``unit`` in what.
    """

    form: int
    row: int
    block: str
    field: str
    cell: Cell
    unit_factor: Decimal | None
    metric: str | None = None
    unit: str | None = None
