# SPDX-License-Identifier: EUPL-1.2
"""Counts that hang together are released one by one: none tells what another has to hide, then or now."""

import pytest

from indicators.models import Indicator
from indicators.services.catalogue import IndicatorSpec
from indicators.services.releasing.deriving import derive_indicator
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.sumcity import Told, build_sum_city, deliver, publish, release, seen
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_sum_city)
NOW, BEFORE = "2020-12-31", "2019-12-31"
WOMEN = Told("einwohner.frauen", {"11": 98, "12": 120, "21": 70, "22": 30})
MEN = Told("einwohner.maenner", {"11": 22, "12": 80, "21": 80, "22": 20})
PEOPLE = Told("einwohner", {key: WOMEN.figures[key] + MEN.figures[key] for key in WOMEN.figures})


def test_corrected_total_does_not_tell_the_corrected_part_that_waits(city: World) -> None:
    """Men are in force and stay; with the total of now they would tell how many women there are."""
    publish(city, PEOPLE, WOMEN, MEN)
    few = Told("einwohner.frauen", {**WOMEN.figures, "11": 2})
    fewer = Told("einwohner", {**PEOPLE.figures, "11": 24})
    assert all(seen(MEN).values())

    for each in (few, fewer):
        deliver(city, each)
    derive_indicator(indicator=_indicator("einwohner-frauen"), report=lambda *_: None)
    release(city, "einwohner")

    assert not seen(fewer)["11"]
    release(city, "einwohner-frauen")
    assert not seen(few)["11"]


def test_change_of_a_count_that_another_table_tells_hides_where_that_one_does(city: World) -> None:
    """Nobody reads the count itself, but the same one stands elsewhere: with the year before it gives this year."""
    then, now = {"11": 30, "12": 80, "21": 40, "22": 50}, {"11": 2, "12": 90, "21": 40, "22": 52}
    tables = [Told(slug, figures, day) for slug in ("kinder", "jung") for day, figures in ((BEFORE, then), (NOW, now))]
    publish(city, *tables)
    Indicator.objects.filter(slug="jung").update(is_building_block=True)
    release(city, "jung")
    create(city, IndicatorSpec("wandel", "bevoelkerung", "derived", definition("Wandel", formula="change(jung, 1)")))

    release(city, "wandel")

    change = seen(Told("wandel", now))
    assert (seen(tables[0])["11"], seen(tables[1])["11"], change["11"]) == (True, False, False)
    assert change["22"]


def _indicator(slug: str) -> Indicator:
    return Indicator.objects.select_related("organisation").get(slug=slug)
