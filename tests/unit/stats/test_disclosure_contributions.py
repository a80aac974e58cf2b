# SPDX-License-Identifier: EUPL-1.2
"""Few units, dominance and p percent for many figures at once, and what follows for coarser levels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.disclosure.contributions import Behind, fewest, joined, nothing_known, rolled, widths
from indicators.stats.disclosure.rules import CellRule, Contributions, need_of_magnitude

UNITS, ONE, TWO, PRIOR = (
    CellRule(minimum_units=3),
    CellRule(dominance=(1, 75.0)),
    CellRule(dominance=(2, 85.0)),
    CellRule(prior=10.0),
)
amounts = st.floats(1.0, 1e6)


def _behind(units: float, largest: float, second: float) -> Behind:
    return Behind(np.array([units]), np.array([largest]), np.array([second]))


@pytest.mark.check("C076")
@given(st.lists(amounts, min_size=2, max_size=8), st.sampled_from([ONE, TWO, PRIOR]))
def test_many_figures_at_once_are_judged_as_each_alone(parts: list[float], rule: CellRule) -> None:
    parts = sorted(parts, reverse=True)
    total = sum(parts)
    need = need_of_magnitude(rule, Contributions(total, len(parts), tuple(parts)))

    wide = widths(rule, np.array([total]), _behind(len(parts), parts[0], parts[1]))[0]

    assert wide == pytest.approx(need.upper - total if need else 0.0, abs=1e-6 * total)


@given(amounts, st.floats(0.5, 1.0), st.sampled_from([UNITS, ONE, TWO, PRIOR]))
def test_what_nobody_said_is_never_judged_milder(total: float, part: float, rule: CellRule) -> None:
    largest = part * total
    known = _behind(5, largest, total - largest)

    assert widths(rule, np.array([total]), nothing_known(1)) >= widths(rule, np.array([total]), known)


def test_few_units_keep_their_safety_range_and_at_least_one() -> None:
    totals, units = np.array([100.0, 2.0, 100.0, 0.0, np.nan]), np.array([2.0, 1.0, 3.0, np.nan, np.nan])

    wide = widths(UNITS, totals, Behind(units, nothing_known(5).largest, nothing_known(5).second))

    assert wide.tolist() == [30.0, 1.0, 0.0, 0.0, 0.0]


def test_more_contributors_than_are_delivered_are_refused() -> None:
    with pytest.raises(ValueError, match="two largest"):
        widths(CellRule(dominance=(3, 90.0)), np.array([1.0]), nothing_known(1))


def test_coarser_levels_follow_from_their_areas() -> None:
    areas = Behind(np.array([2.0, 3.0, 4.0]), np.array([5.0, 9.0, np.nan]), np.array([4.0, 7.0, 1.0]))
    parents = np.array([0, 0, 1])

    for adds_up, units in ((True, 5.0), (False, 3.0)):
        whole = rolled(areas, parents, 2, adds_up=adds_up)
        assert whole.units.tolist() == [units, 4.0]
        assert (whole.largest[0], whole.second[0]) == (9.0, 7.0)
        assert np.isnan([whole.largest[1], whole.second[1]]).all()


def test_what_was_delivered_goes_before_what_follows_and_a_formula_has_as_few_as_its_fewest() -> None:
    both = joined(_behind(4, np.nan, np.nan), _behind(9, 3.0, 1.0))
    formula = fewest([both, _behind(2, 1.0, 1.0)])

    assert (both.units[0], both.largest[0]) == (4.0, 3.0)
    assert formula.units[0] == 2.0
    assert np.isnan(formula.largest[0])
