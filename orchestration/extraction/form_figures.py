"""Figures of forms: a bare number is what the head of its column says, digits that ran together are nothing."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from orchestration.extraction.form_heads import AMOUNTS
from orchestration.extraction.forms import FormCell
from orchestration.extraction.lexicon import Lexicon, Unit
from orchestration.extraction.numeral import Numeral
from orchestration.extraction.sentence import Statement

_MONEY = AMOUNTS | {"named_amount"}
_POINTS = frozenset({"max_score", "score"})
_SHARES = frozenset({"execution_rate", "score_share"})
_RESULTS = frozenset({"target", "initial_target", "adjusted_target", "actual"})
# 79.27 | 10 | 7.93 without the lines between them; a number whose digits were crossed out.
_GLUED = re.compile(r"\d\.\d+\.\d|\d,\d{1,2}(?!\d)|\d,\d{4}|\d%\d")
_MASKED = re.compile(r"\d[*×]|[*×]\d|\*\*|\d[xX]{2}|[xX]{2}\d|\d[xX]\.|\.[xX]")
# No form gives more points to anything and no rate is as high: such digits are several numbers (90 | 10 | 100).
_MOST_POINTS, _HIGHEST_SHARE = Decimal(1000), Decimal(100_000)


def with_column_units(numerals: Sequence[Numeral], form_cells: Sequence[FormCell], lexicon: Lexicon) -> list[Numeral]:
    """``numerals`` of a table row, those without a unit of their own typed by their columns.

    ``form_cells`` are the cells of that row whose heads are known. Numerals that cannot be read for certain keep their
    place, with a reason in place of a value.
    """
    units = {cell.row: lexicon.unit(cell.cell.text) for cell in form_cells if cell.field == "unit"}
    owners = [_owner(numeral, form_cells) for numeral in numerals]
    result: list[Numeral] = []
    for numeral, owner in zip(numerals, owners, strict=True):
        if owner is None:
            result.append(numeral)
        elif reason := _unreadable(numeral, owner):
            result.append(_refused(numeral, reason))
        elif numeral.unit is None and numeral.value is not None:
            signed = _signed(numeral, owner)
            unit = lexicon.unit(owner.unit) if owner.unit else units.get(owner.row)
            result.append(_typed_by_column(signed, owner, unit))
        else:
            result.append(numeral)
    return _with_units_of_targets(_with_shares(result, owners), owners)


def counts_of(form_cells: Sequence[FormCell], numerals: Sequence[Numeral]) -> list[Statement]:
    """Statements of the cells that count something beside amounts: 甲县救助人次."""
    return [
        Statement(numeral, 1, 0, "actual", form_cell.metric, form_cell.metric)
        for form_cell in form_cells
        if form_cell.field == "counted"
        for numeral in numerals
        if form_cell.cell.start <= numeral.start < form_cell.cell.end and numeral.is_quantity
    ]


def figure_of(form_cell: FormCell, numerals: Sequence[Numeral]) -> Numeral | None:
    """The one numeral that a cell stands for; ``None`` where it holds none or several that compete."""
    cell, field = form_cell.cell, form_cell.field
    inside = [numeral for numeral in numerals if cell.start <= numeral.start < cell.end]
    if field in _MONEY:
        return _only([numeral for numeral in inside if numeral.figure_class == "money"])
    if field in _POINTS:
        return _only([numeral for numeral in inside if numeral.figure_class == "score"])
    if field in _SHARES:
        return _only([numeral for numeral in inside if numeral.figure_class == "percent"])
    if field in _RESULTS:
        measured = [numeral for numeral in inside if numeral.is_quantity or numeral.figure_class == "duration"]
        # 100%（8676人）: what stands in brackets explains.
        before = len(cell.text.partition("（")[0])
        return _only(measured) or _only([numeral for numeral in measured if numeral.start < cell.start + before])
    if form_cell.block == "indicator":
        return next((numeral for numeral in inside if numeral.figure_class == "score"), None)
    return next(iter(inside), None)


def _only(numerals: Sequence[Numeral]) -> Numeral | None:
    return numerals[0] if len(numerals) == 1 else None


def _owner(numeral: Numeral, form_cells: Sequence[FormCell]) -> FormCell | None:
    return next((c for c in form_cells if c.cell.start <= numeral.start < c.cell.end and c.block != "heading"), None)


def _unreadable(numeral: Numeral, form_cell: FormCell) -> str | None:
    field, text = form_cell.field, form_cell.cell.text
    if field not in _MONEY | _POINTS | _SHARES | _RESULTS or numeral.figure_class in ("date", "year", "doc_number"):
        return None
    if _MASKED.search(text):
        return "masked_digits"
    if _GLUED.search(re.sub(r"\s", "", text)):
        return "glued_digits"
    limit = _MOST_POINTS if field in _POINTS else _HIGHEST_SHARE if field in _SHARES else None
    return "glued_digits" if limit and numeral.value is not None and numeral.value > limit else None


def _refused(numeral: Numeral, reason: str) -> Numeral:
    return Numeral(numeral.start, numeral.end, "other", reason=reason)


def _signed(numeral: Numeral, form_cell: FormCell) -> Numeral:
    """-3.2: the sign that stands before all of the cell."""
    cell = form_cell.cell
    if not re.match(r"-\s*\d", cell.text) or numeral.value is None or not 0 < numeral.start - cell.start <= 2:
        return numeral
    return numeral._replace(start=numeral.start - 1, value=-numeral.value)


def _typed_by_column(numeral: Numeral, form_cell: FormCell, unit: Unit | None) -> Numeral:
    field, one = form_cell.field, Decimal(1)
    if field in _MONEY:
        return _as_money(numeral, form_cell.unit_factor)
    if field in _POINTS:
        return _scaled(numeral, "score", "分", "score", one)
    if field in _SHARES:
        return _scaled(numeral, "percent", "%", "percent", one)
    if field not in _RESULTS and (field != "counted" or unit is None):
        return numeral
    if unit is None:
        return _scaled(numeral, "count", None, None, one)
    figure_class = unit.family if unit.family in ("money", "percent", "score") else "count"
    return _scaled(numeral, figure_class, unit.base, unit.family, unit.factor)


def _as_money(numeral: Numeral, factor: Decimal | None) -> Numeral:
    if numeral.scale is not None:
        # 3359.62万: the cell overrules its head.
        return numeral._replace(figure_class="money", unit="元", unit_family="money", reason=None)
    return _scaled(numeral, "money", "元", "money", factor) if factor else numeral


def _scaled(numeral: Numeral, figure_class: str, unit: str | None, family: str | None, factor: Decimal) -> Numeral:
    # 2.5万 in a column of 人 is 25000: what the cell itself multiplies by is in its value already.
    value, precision = numeral.value, numeral.precision
    return numeral._replace(
        figure_class=figure_class,
        value=None if value is None else value * factor,
        unit=unit,
        unit_family=family,
        scale=factor * (numeral.scale or 1),
        precision=None if precision is None else precision * factor,
        reason=None,
    )


def _with_shares(numerals: Sequence[Numeral], owners: Sequence[FormCell | None]) -> list[Numeral]:
    """Rates printed as fractions (0.9543) in percent, where the amounts beside them say which is meant."""
    rows: dict[int, dict[str, Numeral]] = {}
    for numeral, owner in zip(numerals, owners, strict=True):
        if owner is not None:
            rows.setdefault(owner.row, {}).setdefault(owner.field, numeral)
    return [
        _as_share(numeral, rows[owner.row])
        if owner is not None and owner.field == "execution_rate" and numeral.printed_unit is None
        else numeral
        for numeral, owner in zip(numerals, owners, strict=True)
    ]


def _as_share(rate: Numeral, row: Mapping[str, Numeral]) -> Numeral:
    if rate.value is None or not 0 < rate.value <= Decimal("1.2"):
        return rate
    executed = row["executed"].value if "executed" in row else None
    budget = next((row[name].value for name in ("budget", "initial", "allocated") if name in row), None)
    if not executed or not budget:
        # 1 may be all of it or a hundredth: nothing here tells.
        return _refused(rate, "fraction_or_percent")
    if abs(executed / budget - rate.value) < abs(executed / budget - rate.value / 100):
        return _scaled(rate, "percent", "%", "percent", Decimal(100))
    return rate


def _with_units_of_targets(numerals: Sequence[Numeral], owners: Sequence[FormCell | None]) -> list[Numeral]:
    """A bare result beside a target with a unit (≥95% | 97) is in that unit, unless it is a multiple (2.5万人)."""
    targets = {
        owner.row: numeral
        for numeral, owner in zip(numerals, owners, strict=True)
        if owner is not None and owner.field == "target" and numeral.is_quantity and numeral.unit
    }
    return [
        _in_unit_of(targets[owner.row], numeral)
        if owner is not None
        and owner.field == "actual"
        and owner.row in targets
        and numeral.figure_class == "count"
        and numeral.unit is None
        else numeral
        for numeral, owner in zip(numerals, owners, strict=True)
    ]


def _in_unit_of(target: Numeral, actual: Numeral) -> Numeral:
    is_fraction = target.unit == "%" and actual.value is not None and 0 < actual.value <= 1
    if target.scale != 1 or is_fraction or actual.scale != 1:
        return actual
    return actual._replace(figure_class=target.figure_class, unit=target.unit, unit_family=target.unit_family)
