# SPDX-License-Identifier: EUPL-1.2
"""Profiles go on beyond a change of boundaries: with marks, by released figures alone, for who asks for it."""

import re

import pytest
from django.test import Client

from indicators.models import Release
from indicators.rendering.slice_trends import TrendReason
from indicators.selectors.profile_figures import area_figures
from indicators.selectors.series_chance import chance_of
from indicators.services.releasing.withdrawing import withdraw_release
from spatial.selectors.levels import versions_of
from spatial.selectors.rows import UnitPlace
from spatial.selectors.units import unit_by_key
from tests.factories.drawnanew import EARLY, NEWER, build_drawn_anew, convert
from tests.factories.register import EDITION
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, SECOND

pytestmark = pytest.mark.django_db
SPLIT = f"/musterstadt/gebiete/{NEWER}/viertel/13/"
WHOLE = f"/musterstadt/gebiete/{NEWER}/viertel/11/"
BEFORE = f"/musterstadt/gebiete/{EDITION}/viertel/12/"


@pytest.fixture
def city(world: World) -> World:
    return build_drawn_anew(world)


def text_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ")


def test_the_profile_of_a_part_goes_back_by_estimates_that_are_marked(city: World, client: Client) -> None:
    page, told = client.get(SPLIT).content.decode(), text_of(client, SPLIT)

    assert "Umgerechnete Werte" in told
    assert "31.12.2020: 400 Personen (umgerechnet, geschätzt); 31.12.2021: 400 Personen" in page.replace("\u00a0", " ")
    assert "31.12.2020 400" in told
    assert page.count("spark__dot--guessed") >= 2
    assert "für diese Grenzen geschätzt" in told


def test_an_area_that_went_on_has_exact_figures_and_no_hollow_point(city: World, client: Client) -> None:
    page, told = client.get(WHOLE).content.decode(), text_of(client, WHOLE)

    assert "genau, dasselbe Gebiet" in told
    assert "spark__dot--guessed" not in page


def test_the_profile_of_before_goes_on_by_exact_sums_and_keeps_its_own_figure(city: World, client: Client) -> None:
    told = text_of(client, BEFORE)

    assert "500 Menschen lebten hier Ende 2020" in told
    assert "genau, aus ganzen Gebieten summiert" in told


def test_an_indicator_that_was_never_delivered_for_these_boundaries_is_told_apart(city: World, client: Client) -> None:
    release = Release.objects.get(
        indicator__slug="kinder",
        period__code=SECOND,
        boundary_version__edition=NEWER,
        boundary_version__level__slug="viertel",
        state="published",
    )
    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Falsch gezählt.")
    # What had taught how far estimates are off is gone as well: they are made anew without it.
    convert(city)

    told = text_of(client, SPLIT)

    assert "Für Stand 2021 wurde nichts geliefert zu: " in told
    figures = area_figures(city.city, place_of(city, NEWER, "13"), with_carried=True)
    children = next(each for each in figures.beside if each.sheet.slug == "kinder")
    (reading,) = children.readings(figures.place.unit.position)
    assert (reading.value, reading.origin, reading.is_guessed) == (72.0, EDITION, True)


def test_who_does_not_ask_for_carried_figures_reads_none(city: World) -> None:
    place = place_of(city, NEWER, "13")

    plain, asked = area_figures(city.city, place), area_figures(city.city, place, with_carried=True)

    assert all(not each.carried for each in plain.figures.series)
    assert [len(each.releases) for each in plain.figures.series] == [
        len(each.releases) for each in asked.figures.series
    ]
    assert {each.sheet.slug for each in asked.figures.series if each.carried} == {"einwohner", "kinder", "anteil"}


def test_estimates_are_no_counts_in_any_trend(city: World) -> None:
    figures = area_figures(city.city, place_of(city, NEWER, "13"), with_carried=True).figures
    series = figures.series_of("anteil")
    assert series is not None

    chance = chance_of(series, ())

    assert len(series.until_newest()) == 2
    assert chance.carried is not None
    assert set(chance.carried.reason.tolist()) == {TrendReason.TOO_FEW_PERIODS}


def test_what_is_withdrawn_is_gone_from_the_course_at_once(city: World, client: Client) -> None:
    release = Release.objects.get(
        indicator__slug="kinder", period__code=FIRST, boundary_version__level__slug="viertel", state="published"
    )
    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Falsch gezählt.")

    told = text_of(client, SPLIT)

    assert "Kinder 31.12.2020" not in told


def test_a_hidden_part_stays_hidden_in_the_course(world: World, client: Client) -> None:
    build_drawn_anew(world, early=EARLY.replace("12;500;90", "12;500;2"))

    assert "31.12.2020 gesperrt: geheim gehalten" in text_of(client, SPLIT)


def place_of(world: World, edition: str, key: str) -> UnitPlace:
    version = next(each for each in versions_of(world.city, edition) if each.level == "viertel")
    unit = unit_by_key(version.id, key)
    assert unit is not None
    return UnitPlace(version, unit)
