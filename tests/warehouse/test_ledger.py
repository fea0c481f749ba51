import re

from hypothesis import given
from hypothesis import strategies as st

from orchestration.warehouse.ledger import DIGITS, violations


def test_every_run_in_its_figure():
    assert not list(violations([(0, 4), (10, 12)], [(0, 8), (9, 15)]))


def test_full_width_digits_are_digits():
    assert [match.group() for match in DIGITS.finditer("预算１２３万元45")] == ["１２３", "45"]


def test_what_breaks_the_law():
    runs = [(0, 4), (10, 12), (20, 24)]
    found = dict(violations(runs, [(0, 4), (20, 22)]))
    assert found == {(10, 12): "no figure holds it", (20, 24): "a figure cuts it"}
    assert list(violations([(0, 9)], [(0, 9), (5, 9)])) == [((5, 9), "two figures hold it")]


@given(st.text(alphabet="0123456789,.万年 ", max_size=60), st.data())
def test_losing_any_figure_is_seen(text: str, data: st.DataObject):
    spans = [match.span() for match in re.finditer(r"\d[\d,.]*", text)]
    runs = [match.span() for match in DIGITS.finditer(text)]
    assert not list(violations(runs, spans))
    if spans:
        lost = data.draw(st.integers(0, len(spans) - 1))
        assert list(violations(runs, spans[:lost] + spans[lost + 1 :]))
