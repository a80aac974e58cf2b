# SPDX-License-Identifier: EUPL-1.2
"""Released through the ordinary services, what adds up gives nothing back; with one relation unknown it does."""

from datetime import date

import pytest

from indicators.models import Basis, Variable
from indicators.services import catalogue
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.disclosure import relations
from indicators.services.disclosure.origins.breakdowns import Breakdowns
from indicators.services.disclosure.origins.editions import Editions
from indicators.services.disclosure.origins.same import Same
from indicators.services.disclosure.origins.spans import Spans
from indicators.stats.disclosure.cells import Equation, sums_up
from spatial.models import BoundaryVersion
from tests.factories.areas import city_areas, city_files, edition, import_city, square
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.sumcity import NEW, Told, attacked, build_sum_city, key_of, publish, release, seen, sums
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_sum_city)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> object:
    """Give the way to switch a relation off."""

    def switch(kind: type) -> None:
        kept = [origin for origin in relations.ORIGINS if not isinstance(origin, kind)]
        assert len(kept) == len(relations.ORIGINS) - 1
        monkeypatch.setattr(relations, "ORIGINS", kept)

    return switch


WOMEN = Told("einwohner.frauen", {"11": 98, "12": 120, "21": 70, "22": 30})
MEN = Told("einwohner.maenner", {"11": 2, "12": 80, "21": 80, "22": 20})
PEOPLE = Told("einwohner", {key: WOMEN.figures[key] + MEN.figures[key] for key in WOMEN.figures})


@pytest.mark.parametrize("is_known", [True, False])
def test_total_minus_women_gives_no_man_away(city: World, without: object, is_known: bool) -> None:
    if not is_known:
        without(Breakdowns)  # type: ignore[operator]

    publish(city, PEOPLE, WOMEN, MEN)

    found = attacked([PEOPLE, WOMEN, MEN], sums(PEOPLE, [WOMEN, MEN]))
    assert bool(found) is not is_known
    assert not seen(MEN)["11"]


FEW = Told("kinder", {"11": 2, "12": 80, "21": 40, "22": 50})
AGAIN = Told("offen", FEW.figures)


@pytest.mark.parametrize("is_known", [True, False])
def test_count_of_another_source_gives_the_same_count_of_this_one_not_away(
    city: World, without: object, is_known: bool
) -> None:
    if not is_known:
        without(Same)  # type: ignore[operator]

    publish(city, FEW, AGAIN, source={"offen": "offen"})

    found = attacked([FEW, AGAIN], sums(FEW, [AGAIN]))
    assert bool(found) is not is_known


FIRST = Told("geburten", {"11": 2, "12": 80, "21": 40, "22": 50}, "2020-H1")
SECOND = Told("geburten", {"11": 30, "12": 70, "21": 41, "22": 52}, "2020-H2")
YEAR = Told("geburten", {key: FIRST.figures[key] + SECOND.figures[key] for key in FIRST.figures}, "2020")


@pytest.mark.parametrize("is_known", [True, False])
def test_year_minus_one_half_gives_the_other_not_away(city: World, without: object, is_known: bool) -> None:
    if not is_known:
        without(Spans)  # type: ignore[operator]
    catalogue.ensure_series(
        organisation=city.city,
        name=SeriesName("geburten"),
        variable={"name": "Geburten", "is_additive": True, "is_flow": True},
        breakdown={"name": "gesamt", "dimension": "total"},
    )

    publish(city, YEAR, SECOND, FIRST)

    found = attacked([YEAR, SECOND, FIRST], sums(YEAR, [FIRST, SECOND]))
    assert bool(found) is not is_known
    assert Variable.objects.get(slug="geburten").is_flow


ONE, OTHER = Told("a", {"11": 2, "12": 80, "21": 40, "22": 50}), Told("b", {"11": 9, "12": 7, "21": 11, "22": 12})
SUM = Told("summe", {key: ONE.figures[key] + OTHER.figures[key] for key in ONE.figures})


def test_sum_of_two_indicators_minus_one_gives_the_other_not_away(city: World) -> None:
    publish(city, OTHER, ONE)
    spec = definition("summe", formula="a + b", basis=Basis.COUNTS)
    create(city, IndicatorSpec("summe", "bevoelkerung", "derived", spec))

    release(city, "summe")

    assert attacked([ONE, OTHER, SUM], sums(SUM, [ONE, OTHER])) == []
    assert seen(SUM)["21"]
    assert not seen(SUM)["11"]


BEFORE = Told("kinder", {"11": 60, "12": 80, "21": 5, "22": 50})
AFTER = Told("kinder", {"11": 60, "12": 80, "21": 5, "23": 2, "24": 48}, edition=NEW)


def _split(world: World) -> None:
    """Store an edition in which the fourth quarter was split."""
    districts, quarters = city_areas()
    del quarters["22"]
    quarters["23"] = ("Neu-Köpenick West", square(1, 1, width=0.5))
    west, south, east, north = 13.015, 52.01, 13.02, 52.02
    quarters["24"] = ("Neu-Köpenick Ost", [[west, south], [east, south], [east, north], [west, north], [west, south]])
    import_city(world.city, plan=edition("2021", date(2021, 1, 1)), files=city_files(districts, quarters))


@pytest.mark.parametrize("is_known", [True, False])
def test_old_quarter_minus_one_of_its_parts_gives_the_other_not_away(
    city: World, without: object, is_known: bool
) -> None:
    if not is_known:
        without(Editions)  # type: ignore[operator]
    publish(city, BEFORE)
    _split(city)
    assert BoundaryVersion.objects.filter(edition=NEW).count() == 3

    publish(city, AFTER)

    same = [Equation({key_of(BEFORE, key): 1.0, key_of(AFTER, key): -1.0}) for key in ("0", "1", "2", "11", "12", "21")]
    known = [*same, sums_up(key_of(BEFORE, "22"), [key_of(AFTER, "23"), key_of(AFTER, "24")])]
    assert bool(attacked([BEFORE, AFTER], known)) is not is_known
