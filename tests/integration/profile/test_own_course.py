# SPDX-License-Identifier: EUPL-1.2
"""An own area over all periods: each on its own boundaries, exact or with certain ends, never carried."""

import re

import pytest
from django.test import Client

from indicators.selectors.owncourse import own_course
from tests.factories.drawnanew import build_drawn_anew
from tests.factories.ownhouse import box
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/eigene-gebiete/ansehen/"
# The quarter that was split later on: it is made up by whole areas before and after.
OLD = "52.01 13.0; 52.01 13.01; 52.02 13.01; 52.02 13.0"
# Its western half: a quarter of its own since 2021, half of one before.
WEST = "52.01 13.0; 52.01 13.005; 52.02 13.005; 52.02 13.0"
kept_city = standing(build_drawn_anew)


def told(client: Client, corners: str, slug: str = "kinder") -> list[list[str]]:
    """Return the rows of the course of a drawn area."""
    answer = client.get("/musterstadt/eigene-gebiete/neu/", {"art": "ecken", "ecken": corners})
    page = client.get(f"{answer.headers['Location']}&verlauf={slug}", headers={"Accept-Language": "de"})
    assert page.status_code == 200
    section = page.content.decode().partition('<section aria-labelledby="own-course">')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", section.replace("\n", " "))[1:]
    return [
        [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).replace("\xa0", " ").strip() for cell in cells]
        for cells in (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows)
    ]


def test_whole_areas_are_exact_on_the_boundaries_of_each_period(city: World, client: Client) -> None:
    early, late = told(client, OLD)

    assert early[0] != late[0]
    assert (early[2].partition(" ")[0], late[2].partition(" ")[0]) == ("90", "90")
    assert "genau: ein Gebiet" in early[2]
    assert "genau: ganze Gebiete zusammengezählt" in late[2]
    assert (early[3], late[3]) == ("", "")


def test_a_period_on_other_boundaries_is_estimated_between_certain_ends(city: World, client: Client) -> None:
    early, late = told(client, WEST)

    # Half of the old quarter with 90 children: anything from none to all of them.
    assert early[2].startswith("≈ 45")
    assert early[3].startswith("von 0 bis 90")
    assert late[2].startswith("80")
    assert "Stand 2020" in early[1]
    assert "Stand 2021" in late[1]


def test_carried_figures_are_in_no_course(city: World) -> None:
    # Both periods were carried to the other boundaries as well; each is told once, as it was delivered.
    city.city.audience = "public"

    found = own_course(city.city, box(0, 1, 1, 2), "kinder")

    assert found is not None
    assert [line.line.ref.is_converted for line in found.lines] == [False, False]
    assert len({line.line.ref.period for line in found.lines}) == 2


def test_an_indicator_that_is_not_published_has_no_course(city: World, client: Client) -> None:
    assert told(client, OLD, "fehlt") == []
    page = client.get(f"{PAGE}?form=gebiete:viertel:stand-2021:13&verlauf=kinder").content.decode()
    assert "#own-course" in page
