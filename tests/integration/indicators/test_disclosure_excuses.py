# SPDX-License-Identifier: EUPL-1.2
"""A cell that figures in force leave too close is excused; later figures bring it no closer."""

from collections.abc import Mapping

import numpy as np
import pytest

from indicators.services.disclosure.building import Scope
from indicators.services.disclosure.deciding import Beside, Decided, decide
from indicators.services.disclosure.relations import Family
from indicators.services.disclosure.tellings import Floats, Mask, Quantity, Role, Telling, Tier, Tiers
from indicators.stats.disclosure.rules import CellRule

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]

TIERS = Tiers((Tier("viertel", ("11", "12", "13"), np.array([0, 0, 0])), Tier("bezirk", ("1",), np.array([-1]))))
VALUES = {"viertel": np.array([1.0, 9.0, 30.0]), "bezirk": np.array([40.0])}
SMALL = "einwohner.kinder:2021:stand:viertel:11"
FIVE = CellRule(minimum_count=5)


def _nowhere() -> dict[str, Mask]:
    return {level: np.zeros(values.size, dtype=bool) for level, values in VALUES.items()}


def _count(ends: Mapping[str, tuple[Floats, Floats]] | None = None) -> dict[Role, Quantity]:
    family = Family("einwohner.kinder", "2021", "stand")
    return {Role.COUNT: Quantity(family, VALUES, _nowhere(), _nowhere(), ends or {})}


def _small() -> dict[str, Mask]:
    return _nowhere() | {"viertel": np.array([True, False, False])}


def _decided(*, least: float) -> Decided:
    """Decide about the figures beside others that tell the district, the third quarter, and a range of the second."""
    ends = {
        "viertel": (np.array([0.0, least, 30.0]), np.array([np.inf, 9.0 if least == 9 else 12.0, 30.0])),
        "bezirk": (np.array([40.0]), np.array([40.0])),
    }
    shown = {"viertel": np.array([False, True, True]), "bezirk": np.array([True])}
    before = Telling("auskunft", _count(ends), FIVE, shown=shown, is_in_force=True)
    now = Telling("kinder", _count(), FIVE, kept=_small())
    former = {level: np.zeros(values.size, dtype=np.uint8) for level, values in VALUES.items()}
    scope = Scope(0, "public", {"stand": TIERS}, [now, before])
    return decide(scope, now, Beside(_small(), former, _nowhere()))


@pytest.mark.parametrize(("least", "excused"), [(0.0, ()), (6.0, (SMALL,))])
def test_a_cell_that_is_excused_comes_no_closer(least: float, excused: tuple[str, ...]) -> None:
    decided = _decided(least=least)

    # With six in the second quarter there are four in the first at most, and the rule asks for five.
    assert decided.report.earlier == excused
    # The district less the other two quarters would be the one child itself.
    assert decided.hidden("viertel").tolist() == [True, True, False]


def test_a_cell_that_is_known_already_protects_nothing() -> None:
    decided = _decided(least=9.0)

    assert decided.report.earlier == (SMALL,)
    assert decided.hidden("viertel").tolist() == [True, False, False]
