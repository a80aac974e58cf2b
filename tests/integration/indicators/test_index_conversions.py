# SPDX-License-Identifier: EUPL-1.2
"""Indices on other boundaries: computed anew from released and carried components, marked, and gone with them."""

import numpy as np
import pytest
from django.test import Client

from indicators.models import Conversion, Release
from indicators.rendering.slice_content import SliceContent
from indicators.selectors.conversions import contents_of, conversions_of
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.stats.composite.recipe import Recipe as IndexRecipe
from indicators.stats.conversion import indices
from sozialplanung.common.statuses import Flag, Status
from tests.factories.drawnanew import NEWER, build_drawn_anew, convert
from tests.factories.indexcity import create_index, recipe
from tests.factories.register import EDITION
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import refresh

pytestmark = pytest.mark.django_db


def build(world: World) -> World:
    """Store a city of which one quarter was split, and an index of a share and a count."""
    build_drawn_anew(world)
    create_index(world, recipe())
    refresh(world)
    return world


kept_city = standing(build)


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three areas say what is usual: the city of the tests has five."""
    monkeypatch.setattr(indices, "FEWEST_MEASURED", 3)


def carried(city: World, edition: str = NEWER) -> SliceContent:
    (ref,) = conversions_of(city.city, indicator="bedarf", edition=edition, level="viertel")
    return contents_of([ref])[ref.id]


def test_an_index_is_computed_anew_from_carried_components(city: World) -> None:
    assert convert(city) > 0

    content = carried(city)

    # 1.000 (200), then 400 and 100 estimated (72, 18), 800 (120), 700 (30): shares 20, 18, 18, 15, 4.29 %.
    share, children = np.array([20.0, 18, 18, 15, 4.3]), np.array([200.0, 72, 18, 120, 30])
    exact = [0, 3, 4]
    score = sum(
        weight * (part - part[exact].mean()) / part[exact].std() for part, weight in ((share, 1.0), (children, 0.5))
    )
    assert content.numbers["value"].values == pytest.approx(score / score[exact].std(), abs=0.02)
    assert content.flags.tolist() == [
        Flag.RECOMPUTED,
        Flag.RECOMPUTED | Flag.ESTIMATED,
        Flag.RECOMPUTED | Flag.ESTIMATED,
        Flag.RECOMPUTED,
        Flag.RECOMPUTED,
    ]
    assert content.class_labels == ("1", "2")
    assert content.codes["class"].tolist() == [2, 2, 2, 2, 1]


def test_backwards_all_parts_are_whole_areas(city: World) -> None:
    convert(city)

    content = carried(city, EDITION)

    assert set(content.flags.tolist()) == {Flag.RECOMPUTED}
    assert set(content.status.tolist()) == {Status.OK}


def test_too_few_exact_areas_leave_no_index(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indices, "FEWEST_MEASURED", 4)
    convert(city)

    assert conversions_of(city.city, indicator="bedarf", edition=NEWER, level="viertel") == ()
    assert convert(city) == 0


def test_nothing_is_made_twice_and_a_withdrawn_component_takes_the_index_along(city: World) -> None:
    convert(city)
    assert convert(city) == 0
    release = Release.objects.get(
        indicator__slug="kinder",
        boundary_version__edition=EDITION,
        boundary_version__level__slug="viertel",
        state="published",
    )

    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    assert conversions_of(city.city, indicator="bedarf", edition=NEWER, level="viertel") == ()
    convert(city)
    rows = Conversion.objects.filter(release__indicator__slug="bedarf", boundary_version__edition=NEWER)
    assert not rows.exists()


@pytest.mark.parametrize("what", ["names_areas", "needs"])
def test_a_recipe_that_names_areas_or_lacks_a_component_is_not_followed(
    city: World, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(IndexRecipe, what, {"names_areas": True, "needs": ("anteil", "gibtesnicht")}[what])
    convert(city)

    assert conversions_of(city.city, indicator="bedarf", edition=NEWER, level="viertel") == ()


@pytest.mark.parametrize(
    "address",
    [
        f"/musterstadt/karte/?indikator=bedarf&ebene=viertel&stand=2020-12-31&umgerechnet={NEWER}",
        f"/musterstadt/analyse/?indikator=bedarf&ebene=viertel&stand=2020-12-31&umgerechnet={NEWER}",
        f"/musterstadt/gebiete/{NEWER}/viertel/13/",
        f"/musterstadt/gebiete/{EDITION}/viertel/12/",
    ],
)
def test_readers_see_it_marked(city: World, client: Client, address: str) -> None:
    convert(city)

    answer = client.get(address)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Bedarf" in page
    if "umgerechnet" in address:
        assert "(geschätzt)" in page
        assert "aus umgerechneten Bestandteilen neu berechnet" in page
