# SPDX-License-Identifier: EUPL-1.2
"""The attack on access: who knows places, ways and all shown numbers learns nothing of hidden ones by two releases."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.reach.areafigures import AreaFigures, Counted, access_figures, decay_of
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import Status
from tests.factories.reachattack import Known, Told, narrowed

pytestmark = pytest.mark.check("C076")
AREAS, SITES, DECIMALS = 6, 4, 3
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
PERSONS = st.lists(st.sampled_from([1.0, 2.0, 20.0, 45.0, 160.0, 300.0]), min_size=AREAS, max_size=AREAS)
COSTS = st.lists(st.sampled_from([2.0, 7.0, 9.0, 30.0]), min_size=AREAS * SITES, max_size=AREAS * SITES)
SUPPLY = st.lists(st.sampled_from([0.0, 10.0, 35.0]), min_size=SITES, max_size=SITES)
FORMS = st.sampled_from(["within", "zones", "bell", "line"])


def figures(persons: Floats, supply: Floats, costs: Floats, form: str) -> AreaFigures:
    nothing = np.zeros(AREAS, dtype=np.uint8)
    return access_figures(Counted(persons, nothing, nothing), supply, costs, decay_of(form, 10.0))


def told(found: AreaFigures, supply: Floats, costs: Floats, form: str, hidden: Mask) -> Told:
    """Return a release: what is hidden is not there, and the rest has three digits."""
    access = np.where(hidden, np.nan, round_half_up(np.nan_to_num(found.value), DECIMALS))
    access[found.status == Status.NOT_APPLICABLE] = np.nan
    return Told(decay_of(form, 10.0).at(costs), supply, access, 0.5 * 10**-DECIMALS)


def known_to_all(persons: Floats, hidden: Mask) -> Known:
    """Return what is shown of the numbers themselves, and the sum of all hidden ones."""
    groups = hidden[None, :].astype(float)
    return Known(np.where(hidden, np.nan, persons), groups, groups @ persons)


@settings(max_examples=40, deadline=None)
@given(PERSONS, st.tuples(COSTS, COSTS), st.tuples(SUPPLY, SUPPLY), FORMS)
def test_two_releases_side_by_side_do_not_narrow_a_hidden_number(
    persons: list[float], costs: tuple[list[float], list[float]], supply: tuple[list[float], list[float]], form: str
) -> None:
    people = np.array(persons)
    small = people < 3
    # Another one is hidden with the small ones, or their sum would tell them.
    hidden = small | (people == people[~small].min(initial=np.inf))
    releases = []
    for ways, places in zip(costs, supply, strict=True):
        table, seats = np.array(ways).reshape(AREAS, SITES), np.array(places)
        found = figures(people, seats, table, form)
        releases.append(told(found, seats, table, form, found.resting_on(hidden)))
    known = known_to_all(people, hidden)

    for area in np.flatnonzero(hidden).tolist():
        before, after = narrowed(known, [], area), narrowed(known, releases, area)

        assert after == pytest.approx(before, abs=1e-6)


def test_attack_finds_a_leak_where_figures_are_hidden_in_their_own_area_alone() -> None:
    # Two people in the last area; the third is hidden with it. The first reaches both of their sites.
    people, seats = np.array([200.0, 90.0, 120.0, 2.0]), np.array([35.0, 30.0])
    table = np.array([[9.0, 7.0], [2.0, 30.0], [30.0, 2.0], [30.0, 9.0]])
    nothing, hidden = np.zeros(4, dtype=np.uint8), np.array([False, False, True, True])
    found = access_figures(Counted(people, nothing, nothing), seats, table, decay_of("zones", 10.0))
    known = known_to_all(people, hidden)

    def ends(mask: Mask) -> tuple[float, float]:
        access = np.where(mask, np.nan, round_half_up(found.value, 5))
        release = Told(decay_of("zones", 10.0).at(table), seats, access, 0.5e-5)
        return narrowed(known, [release], 3)

    assert found.resting_on(hidden).tolist() == [True, False, True, True]
    assert ends(found.resting_on(hidden)) == pytest.approx((0, 122), abs=1e-6)
    low, high = ends(hidden)
    assert 1 < low <= 2 <= high < 3
