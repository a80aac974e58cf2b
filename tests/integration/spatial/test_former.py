# SPDX-License-Identifier: EUPL-1.2
"""What became of areas of earlier boundary versions: renamed, with another key, split, joined, or as before."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sozialplanung.accounts.models import Organisation
from sozialplanung.portal.formerwords import became_words
from spatial.selectors.former import Became, became_of
from spatial.selectors.search import search
from tests.factories.areas import city_areas, city_files, edition, import_city, square
from tests.factories.organisations import organisation
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
RENAMED, DRAWN_ANEW = date(2022, 1, 1), date(2024, 1, 1)


def _built() -> Organisation:
    """Build three editions: in 2022 one area was renamed, in 2024 all were drawn anew but that one goes on by key."""
    stored = organisation()
    import_city(stored, edition("2020", until=RENAMED))
    _, quarters = city_areas()
    renamed = {**quarters, "11": ("Heidekrugstraße", quarters["11"][1])}
    import_city(stored, edition("2022", RENAMED, DRAWN_ANEW), city_files(quarters=renamed))
    # Both areas in the east become one; the upper one in the west is cut into two.
    west, south = square(0, 1)[0]
    (_, north), middle = square(0, 1)[2], square(0, 1, width=0.5)[1][0]
    east = square(0, 1)[1][0]
    drawn = {
        "11": renamed["11"],
        "13": ("Westhälfte", [[west, south], [middle, south], [middle, north], [west, north], [west, south]]),
        "14": ("Osthälfte", [[middle, south], [east, south], [east, north], [middle, north], [middle, south]]),
        "23": ("Ganz-Köpenick", _tall()),
    }
    import_city(stored, edition("2024", DRAWN_ANEW), city_files(quarters=drawn))
    return stored


def _tall() -> list[list[float]]:
    districts, _ = city_areas()
    return districts["2"][1]


kept_city = kept(_built)


def became(city: Organisation, text: str) -> list[tuple[str, Became]]:
    hits = [hit for hit in search(city, text) if hit.level == "viertel"]
    found = became_of(city, hits)
    return [(hit.name, found[hit]) for hit in hits if hit in found]


def words(city: Organisation, text: str) -> list[str]:
    hits = [hit for hit in search(city, text) if hit.level == "viertel"]
    found = became_of(city, hits)
    with translation.override("de"):
        return [became_words(hit, found[hit]) for hit in hits if hit in found]


def test_renamed_area_goes_on_under_its_name_of_today_since_the_year_it_got_it(city: Organisation) -> None:
    [(name, told)] = became(city, "alt-mitte")

    assert (name, told.since, told.is_same) == ("Alt-Mitte", 2022, True)
    assert [(place.unit.name, place.version.edition) for place in told.places] == [("Heidekrugstraße", "stand-2024")]
    assert words(city, "alt-mitte") == ["heißt seit 2022 Heidekrugstraße"]


def test_split_area_lies_in_all_of_its_parts(city: Organisation) -> None:
    [(_name, told)] = became(city, "müllerstraße")

    assert (told.since, told.is_same) == (2024, False)
    assert [place.unit.name for place in told.places] == ["Westhälfte", "Osthälfte"]
    assert words(city, "müllerstraße") == ["ging 2024 auf in Westhälfte und Osthälfte"]


@pytest.mark.parametrize("text", ["Müggelheim", "neu-köpenick", "21", "22"])
def test_joined_areas_are_found_by_name_and_key_and_lead_to_the_one_of_today(city: Organisation, text: str) -> None:
    assert words(city, text) == ["ging 2024 auf in Ganz-Köpenick"]


def test_area_of_today_has_become_nothing_else(city: Organisation) -> None:
    assert became(city, "heidekrug") == []
    assert became(city, "westhälfte") == []


def test_all_hits_take_one_question_of_the_ground(city: Organisation) -> None:
    hits = search(city, "2")
    became_of(city, hits)

    with CaptureQueriesContext(connections["public"]) as statements:
        found = became_of(city, hits)

    assert len(found) > 1
    assert len(statements) == 2


def test_nothing_is_asked_where_everything_holds_today(city: Organisation) -> None:
    hits = [hit for hit in search(city, "hälfte") if hit.is_current]

    with CaptureQueriesContext(connections["public"]) as statements:
        assert became_of(city, hits) == {}

    assert len(statements) == 0
