# SPDX-License-Identifier: EUPL-1.2
"""Random small cities with the rule of five: nobody calculates a small count, and who is told one more finds it."""

import random
from contextlib import suppress
from dataclasses import replace
from typing import Final

import pytest
from django.db import transaction
from django.test import Client

from indicators.errors import DisclosureBreachError
from indicators.models import Release
from indicators.rendering.slices import NumberBand, decode, encode, slice_hash
from indicators.selectors import graph
from indicators.services import sources
from indicators.services.catalogue import SeriesName
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.sources import SourceSpec
from sozialplanung.common.statuses import Status
from sozialplanung.web.conditional import pack
from tests.conftest import IS_DEEP
from tests.factories.checkedcity import QUARTERS, Column, add_indicator, add_series, build_city, taken_over
from tests.factories.standing import standing
from tests.factories.world import World
from tests.integration.leaks.attacker import Bounds, numerators, reach
from tests.integration.leaks.listening import Heard, listen
from tests.integration.leaks.truth import Small, found_counts, small_counts

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
FIVE: Final = SourceSpec(
    "register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", minimum_count=5
)
SEEDS: Final = range(100) if IS_DEEP else (1,)
PERIODS: Final = ("2020-12-31", "2021-12-31")


def _build(world: World) -> World:
    build_city(world)
    sources.set_rule(organisation=world.city, spec=FIVE)
    for name in ("people", "kinder"):
        add_series(world, name, unit="Personen")
        add_indicator(world, name, series=SeriesName(name), unit_of_measure="Personen", decimals=0)
    add_indicator(world, "anteil", formula="share(kinder, people)", unit_of_measure="%", decimals=1)
    return world


kept_city = standing(_build)


def _release(city: World, seed: int) -> Heard:
    """Release two years of chance and write down what is told of them."""
    chance = random.Random(seed)  # noqa: S311 - figures of a test
    for period in PERIODS:
        people = [float(chance.choice((chance.randint(0, 30), chance.randint(30, 900)))) for _ in QUARTERS]
        children = [float(min(each, chance.choice((0, 1, 2, 3, 4, 7, 20, 60)))) for each in people]
        taken_over(city, period, {"Einwohner": Column("people", people), "Kinder": Column("kinder", children)})
    _refresh(city)
    return listen(Client(), "musterstadt")


def _refresh(city: World) -> None:
    for indicator in graph.in_order(organisation_id=city.city.pk):
        # What cannot be published beside what is there is refused, and stays inside.
        with suppress(DisclosureBreachError), transaction.atomic():
            refresh_indicator(indicator_id=indicator, by=city.frida, report=lambda *_: None)


def _found(heard: Heard) -> list[tuple[Small, Bounds]]:
    small = small_counts("musterstadt", heard.hidden)
    assert small
    return found_counts(small, reach(heard.knowledge, set(heard.hidden.values())))


@pytest.mark.parametrize("seed", SEEDS)
def test_small_counts_of_a_city_of_chance_are_not_found(city: World, seed: int) -> None:
    assert _found(_release(city, seed)) == []


def test_release_that_shows_one_figure_too_many_is_broken(city: World) -> None:
    """An attack that never succeeds proves nothing: with what hides it shown, the small count is found exactly."""
    children = [2.0, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]
    people = Column("people", [500.0 + 10 * each for each in range(len(QUARTERS))])
    taken_over(city, PERIODS[0], {"Einwohner": people, "Kinder": Column("kinder", children)})
    _refresh(city)
    before = listen(Client(), "musterstadt")
    hidden = [place.key for slug, place in before.hidden if (slug, place.level) == ("kinder", "viertel")]
    assert _found(before) == []
    assert hidden[0] == QUARTERS[0]

    for key in hidden[1:]:
        _show(QUARTERS.index(key), children[QUARTERS.index(key)])

    found = _found(listen(Client(), "musterstadt"))
    assert {(small.count, bounds) for small, bounds in found} == {(2.0, (2.0, 2.0))}


def _show(position: int, value: float) -> None:
    """Write a figure into the release of children as if nobody had hidden it."""
    made = Release.objects.get(indicator__slug="kinder", boundary_version__level__slug="viertel", audience="public")
    content = decode(bytes(made.payload))
    values, status = content.numbers["value"].values.copy(), content.status.copy()
    values[position], status[position] = value, Status.OK
    numbers = {**content.numbers, "value": NumberBand(values, 0)}
    payload = encode(replace(content, numbers=numbers, status=status))
    changed = {"payload": payload, "gzipped": pack(payload), "content_hash": slice_hash(payload)}
    Release.objects.filter(pk=made.pk).update(**changed)


def test_interval_alone_gives_the_number_of_cases_back() -> None:
    """65 of 100: 55.25 to 73.64 % (tests/golden/wilson)."""
    assert numerators(100, {"lower": 55.25, "upper": 73.64}, 2) == (65, 65)
    assert numerators(50, {"value": 4.0}, 0) == (2, 2)
    assert numerators(1000, {"value": 4.0}, 0) == (35, 45)
