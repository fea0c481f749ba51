"""Figures of forms: a bare number in a cell is what the head of its column says."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from orchestration.extraction.forms import FormCell
from orchestration.extraction.lexicon import Lexicon, Unit
from orchestration.extraction.numeral import Numeral


def with_column_units(numerals: Sequence[Numeral], form_cells: Sequence[FormCell], lexicon: Lexicon) -> list[Numeral]:
    """``numerals`` of a table row, those without a unit of their own typed by their columns.

    ``form_cells`` are the cells of that row whose heads are known.
    """
    units = {cell.row: lexicon.unit(cell.cell.text) for cell in form_cells if cell.field == "unit"}
    result = []
    for numeral in numerals:
        found = next((cell for cell in form_cells if cell.cell.start <= numeral.start < cell.cell.end), None)
        if found is not None and numeral.unit is None and numeral.value is not None:
            result.append(_typed_by_column(numeral, found, units.get(found.row)))
        else:
            result.append(numeral)
    return result


def _typed_by_column(numeral: Numeral, form_cell: FormCell, unit: Unit | None) -> Numeral:
    field, one = form_cell.field, Decimal(1)
    if field in ("initial", "budget", "executed"):
        # 3359.62万: the cell overrules its head.
        factor = one if numeral.scale is not None else form_cell.unit_factor
        return _scaled(numeral, "money", "元", "money", factor) if factor else numeral
    if field in ("max_score", "score"):
        return _scaled(numeral, "score", "分", "score", one)
    if field == "execution_rate":
        return _scaled(numeral, "percent", "%", "percent", one)
    if field not in ("target", "actual"):
        return numeral
    if unit is None:
        return _scaled(numeral, "count", None, None, one)
    figure_class = unit.family if unit.family in ("money", "percent", "score") else "count"
    return _scaled(numeral, figure_class, unit.base, unit.family, unit.factor)


def _scaled(numeral: Numeral, figure_class: str, unit: str | None, family: str | None, factor: Decimal) -> Numeral:
    value, precision = numeral.value, numeral.precision
    return replace(
        numeral,
        figure_class=figure_class,
        value=None if value is None else value * factor,
        unit=unit,
        printed_unit=None,
        unit_family=family,
        scale=factor,
        precision=None if precision is None else precision * factor,
        reason=None,
    )
