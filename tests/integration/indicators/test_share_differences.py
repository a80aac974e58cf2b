# SPDX-License-Identifier: EUPL-1.2
"""Differences and changes of shares: their interval, what it supposes, and what it must not give away."""

import numpy as np
import pytest

from indicators.models import Indicator, IndicatorDefinition
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec
from sozialplanung.common.statuses import Status
from tests.factories.lookingcity import build_looking_city, content, released, values
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, FEW, FIRST, LATE, SECOND

pytestmark = pytest.mark.django_db

PERSONS = np.array([1000.0, 500.0, 800.0, 700.0])
KIDS_EARLY, KIDS_LATE = np.array([200.0, 90.0, 120.0, 30.0]), np.array([210.0, 80.0, 120.0, 65.0])

kept_city = standing(build_looking_city)


def points(formula: str) -> DefinitionSpec:
    return definition("Punkte", formula=formula, unit_of_measure="Prozentpunkte", decimals=1)


def test_written_out_share_has_the_same_interval_as_the_indicator_that_holds_it(city: World) -> None:
    create(city, IndicatorSpec("lang", "bevoelkerung", "derived", points("change(share(kinder, einwohner), 1)")))
    apart = points("share(kinder, einwohner) - lag(share(kinder, einwohner), 1)")
    create(city, IndicatorSpec("apart", "bevoelkerung", "derived", apart))

    released(city, y2020=EARLY, y2021=LATE)

    short = content(city, "punkte", SECOND)
    assert short is not None
    for slug in ("lang", "apart"):
        found = content(city, slug, SECOND)
        assert found is not None
        for band in ("value", "lower", "upper"):
            assert found.numbers[band].values.tolist() == short.numbers[band].values.tolist()


def test_change_of_a_rate_without_counts_has_no_interval(city: World) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="anteil").update(basis="rate_only")
    released(city, y2020=EARLY, y2021=LATE)

    found = content(city, "punkte", SECOND)

    assert found is not None
    assert "lower" not in found.numbers


@pytest.mark.check("C079")
def test_change_of_a_share_of_building_blocks_is_judged_by_the_counts_of_both_years(city: World) -> None:
    create(city, IndicatorSpec("lang", "bevoelkerung", "derived", points("change(share(kinder, einwohner), 1)")))
    Indicator.objects.filter(slug__in=("kinder", "einwohner")).update(is_building_block=True)

    released(city, y2020=FEW, y2021=LATE)

    found = content(city, "lang", SECOND)
    assert found is not None
    # Two children in the first area the year before; another one of its district protects them.
    assert found.status[:2].tolist() == [Status.SUPPRESSED, Status.SUPPRESSED]
    assert np.isnan(found.numbers["upper"].values[:2]).all()
    assert not np.isnan(found.numbers["upper"].values[2:]).any()


@pytest.mark.check("C079")
def test_difference_of_two_shares_of_a_day_is_no_count_of_persons(city: World) -> None:
    create(
        city, IndicatorSpec("abstand", "bevoelkerung", "derived", points("anteil - share(0.95 * kinder, einwohner)"))
    )

    released(city, y2020=EARLY)

    assert values(city, "abstand", FIRST) == [1.0, 0.9, 0.8, 0.2]
    found = content(city, "abstand", FIRST)
    assert found is not None
    assert "lower" not in found.numbers
