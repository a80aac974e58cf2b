# SPDX-License-Identifier: EUPL-1.2
"""Counts that hang together are released one by one: none tells what another has to hide, then or now."""

from typing import Final

import numpy as np
import pytest

from indicators.models import Audience, Indicator, Release
from indicators.rendering.slices import decode
from indicators.services import catalogue, sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.releasing.deriving import derive_indicator
from indicators.services.sources import SourceSpec
from spatial.selectors.units import unit_rows
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.sumcity import (
    PARENTS,
    SMALL,
    Told,
    attacked,
    build_sum_city,
    deliver,
    publish,
    release,
    seen,
    sums,
)
from tests.factories.world import World
from tests.integration.leaks.attacker import TOLERANCE, Bounds, Knowledge, reach

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


def test_who_has_no_rule_of_its_own_is_asked_for_what_others_hide_by_theirs(city: World) -> None:
    """The council reads the men by a rule of theirs, and of the women what the public reads: the sum tells it all."""
    spec = SourceSpec("haus", "Haus", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG")
    sources.ensure_source(organisation=city.city, spec=spec)
    sources.set_rule(organisation=city.city, spec=spec, audience=Audience.COUNCIL)
    few = Told("einwohner.frauen", {**WOMEN.figures, "11": 2})
    whole = Told("einwohner", {key: few.figures[key] + MEN.figures[key] for key in MEN.figures})

    publish(city, few, MEN, whole, source={"einwohner-maenner": "haus"})

    assert {*Release.objects.values_list("indicator__slug", "audience")} == {
        ("einwohner-frauen", "public"),
        ("einwohner-maenner", "council"),
        ("einwohner", "public"),
    }
    assert attacked([few, MEN, whole], sums(whole, [few, MEN])) == []
    assert all(seen(MEN).values())
    assert not seen(whole)["11"]


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


THEN: Final = {
    "kinder": {"11": 30, "12": 80, "21": 40, "22": 50},
    "jung": {"11": 2, "12": 90, "21": 41, "22": 53},
}
# What is computed of the two, and how it weighs each of them the year before its own figures, or in the same year.
MADE: Final = {
    "mittel": ("(kinder + jung) / 2", BEFORE, {"kinder": 0.5, "jung": 0.5}),
    "vorjahr": ("lag(kinder, 1)", NOW, {"kinder": 1.0}),
    "doppelt": ("2 * lag(kinder, 1)", NOW, {"kinder": 2.0}),
    "umweg": ("kinder - change(kinder, 1)", NOW, {"kinder": 1.0}),
    "mal-eins": ("kinder * 1", BEFORE, {"kinder": 1.0}),
}


@pytest.mark.parametrize(
    "slugs", [("vorjahr", "mittel"), *(("mittel", each) for each in ("vorjahr", "doppelt", "umweg", "mal-eins"))]
)
def test_formula_that_repeats_a_count_tells_nothing_of_the_one_beside_it(city: World, slugs: tuple[str, ...]) -> None:
    """Nobody reads either count: what repeats one of them gives the other back from the mean of both."""
    now = {key: number + 7 for key, number in THEN["kinder"].items()}
    tables = [Told(slug, figures, BEFORE) for slug, figures in THEN.items()]
    for slug in THEN:
        name = SeriesName(slug)
        catalogue.ensure_series(
            organisation=city.city,
            name=name,
            variable={"name": slug, "is_additive": True},
            breakdown={"name": name.breakdown, "dimension": "total"},
        )
        create(city, IndicatorSpec(slug, "bevoelkerung", "delivered", definition(slug, series=name)))
    Indicator.objects.filter(slug__in=THEN).update(is_building_block=True)
    publish(city, *tables, *(Told(slug, now, NOW) for slug in THEN))
    for slug in slugs:
        fields = definition(slug, formula=MADE[slug][0], decimals=1)
        create(city, IndicatorSpec(slug, "bevoelkerung", "derived", fields))

    for slug in slugs:
        release(city, slug)

    low, high = _left(slugs)
    assert low < TOLERANCE
    assert high > SMALL - TOLERANCE
    assert all(_numbers(slug) for slug in slugs)


def test_mean_and_one_of_two_counts_give_the_other_back() -> None:
    """The attack finds what it has to find where both are told."""
    told = {("mittel", key): (THEN["kinder"][key] + THEN["jung"][key]) / 2 for key in PARENTS if key in THEN["jung"]}
    told |= {("vorjahr", key): float(number) for key, number in THEN["kinder"].items()}

    assert _reached(told) == (2.0, 2.0)


def _left(slugs: tuple[str, ...]) -> Bounds:
    """Return what is left of the small count for who reads some tables."""
    return _reached({(slug, key): number for slug in slugs for key, number in _numbers(slug).items()})


def _reached(told: dict[tuple[str, str], float]) -> Bounds:
    know = Knowledge()
    for count in THEN:
        for whole, parts in (("1", ("11", "12")), ("2", ("21", "22")), ("0", ("1", "2"))):
            know.relates({(count, whole): 1.0, **{(count, part): -1.0 for part in parts}})
    for (slug, key), number in told.items():
        know.relates({(count, key): weight for count, weight in MADE[slug][2].items()}, number, number)
    return reach(know, {("jung", "11")})["jung", "11"]


def _numbers(slug: str) -> dict[str, float]:
    """Return what readers see of a table that counts the year before, on all levels, by key."""
    found = {}
    rows = Release.objects.filter(indicator__slug=slug, period__code=MADE[slug][1], state="published")
    for row in rows:
        values = decode(bytes(row.payload)).numbers["value"].values
        for unit in unit_rows(row.boundary_version_id):
            if not np.isnan(values[unit.position]):
                found[unit.key] = float(values[unit.position])
    return found
