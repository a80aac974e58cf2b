# SPDX-License-Identifier: EUPL-1.2
"""What selectors of space hand out, how often they ask the database, and how areas are searched."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from sozialplanung.accounts.models import Organisation
from spatial.models import BoundaryVersion
from spatial.selectors import geometries, levels, units
from spatial.selectors.kept import Kept
from spatial.selectors.search import LIMIT, search
from tests.factories.areas import city_areas, city_files, edition, import_city, square
from tests.factories.organisations import organisation
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
CHANGE = date(2024, 1, 1)


def _built() -> Organisation:
    stored = organisation()
    import_city(stored, edition("2020", until=CHANGE))
    _, quarters = city_areas()
    new = {**quarters, "11": ("Heidekrugstraße", quarters["11"][1])}
    import_city(stored, edition("2024", CHANGE), city_files(quarters=new))
    return stored


kept_city = kept(_built)


def _reads() -> CaptureQueriesContext:
    return CaptureQueriesContext(connections["public"])


def test_levels_stand_in_their_hierarchy(city: Organisation) -> None:
    rows = levels.levels_of(city)

    assert [(row.slug, row.position, row.parent) for row in rows] == [
        ("stadt", 0, None),
        ("bezirk", 1, "stadt"),
        ("viertel", 2, "bezirk"),
    ]
    assert levels.level(city, "bezirk") == rows[1]
    assert levels.level(city, "unbekannt") is None


def test_boundary_version_without_an_edition_is_the_one_of_today(city: Organisation) -> None:
    found = levels.boundary_versions_of(city, "viertel")

    assert [row.edition for row in found] == ["stand-2024", "stand-2020"]
    assert levels.boundary_version(city, "viertel") == found[0]
    assert levels.boundary_version(city, "viertel", "stand-2020") == found[1]
    assert levels.boundary_version(city, "viertel", "unbekannt") is None
    assert levels.boundary_version(city, "unbekannt") is None
    assert found[1].is_valid_on(date(2023, 12, 31))
    assert not found[1].is_valid_on(CHANGE)


def test_areas_of_a_version_are_read_once(city: Organisation) -> None:
    version = levels.boundary_version(city, "viertel")
    assert version is not None

    with _reads() as first:
        rows = units.unit_rows(version.id)
    with _reads() as second:
        again = units.unit_rows(version.id)
        by_key = units.unit_by_key(version.id, "11")

    assert (len(first), len(second)) == (1, 0)
    assert again is rows
    assert by_key == rows[0]


def test_version_that_is_not_there_is_asked_for_again(city: Organisation) -> None:
    assert units.unit_rows(10**9) == ()
    with _reads() as reads:
        assert units.unit_rows(10**9) == ()

    assert len(reads) == 1


def test_memory_keeps_what_was_asked_for_last() -> None:
    asked: list[int] = []

    def load(number: int) -> list[int]:
        asked.append(number)
        return [number]

    kept = Kept(load, 2)
    for number in (1, 2, 1, 3, 1, 2):
        assert kept(number) == [number]

    assert asked == [1, 2, 3, 2]


def test_neighbours_are_asked_for_again_until_they_are_counted(city: Organisation) -> None:
    version = levels.boundary_version(city, "viertel")
    assert version is not None
    counted = BoundaryVersion.objects.get(pk=version.id).neighbours
    BoundaryVersion.objects.filter(pk=version.id).update(neighbours=[])
    area = units.unit_rows(version.id)[0]

    before = units.neighbours(area)
    BoundaryVersion.objects.filter(pk=version.id).update(neighbours=counted)
    after = units.neighbours(area)

    assert before == ()
    assert [row.key for row in after] == ["12", "21"]


def test_lineage_children_and_neighbours_stay_in_the_edition(city: Organisation) -> None:
    old = units.unit_row(city, "viertel", "stand-2020", "11")
    new = units.unit_row(city, "viertel", "stand-2024", "11")
    assert old is not None
    assert new is not None

    with _reads() as reads:
        lineage = units.lineage(old)

    assert [(place.version.edition, place.unit.name) for place in lineage] == [
        ("stand-2020", "Mitte"),
        ("stand-2020", "Musterstadt"),
    ]
    assert len(reads) <= 4
    assert old.unit_id == new.unit_id
    assert [child.unit.name for child in units.children(lineage[0].unit)] == ["Alt-Mitte", "Müllerstraße"]
    assert units.children(units.lineage(new)[0].unit)[0].unit.name == "Heidekrugstraße"
    assert units.lineage(lineage[1].unit) == ()


SPELLINGS = ("Müggelheim", "mueggel", "MUGGEL", "  gelheim ", "21", "Mu\N{COMBINING DIAERESIS}ggelheim")


@pytest.mark.parametrize("text", SPELLINGS)
def test_search_forgives_case_umlauts_and_position(city: Organisation, text: str) -> None:
    hits = search(city, text)

    assert [(hit.name, hit.key, hit.edition, hit.is_current, hit.parent_name) for hit in hits] == [
        ("Müggelheim", "21", "stand-2024", True, "Köpenick")
    ]


def test_search_puts_what_holds_today_before_what_held(city: Organisation) -> None:
    hits = search(city, "mitte")

    assert [(hit.name, hit.level, hit.is_current) for hit in hits] == [
        ("Mitte", "bezirk", True),
        ("Alt-Mitte", "viertel", False),
    ]


def test_search_takes_hyphens_for_blanks_and_eszett_for_double_s(city: Organisation) -> None:
    assert [hit.name for hit in search(city, "alt mitte")] == ["Alt-Mitte"]
    assert [hit.name for hit in search(city, "heidekrugstrasse")] == ["Heidekrugstraße"]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "\0", "---", "' OR 1=1 --", "\\"])
def test_search_takes_signs_as_signs(city: Organisation, text: str) -> None:
    assert search(city, text) == ()


def test_search_can_be_narrowed_and_stops_at_its_limit(city: Organisation) -> None:
    other = organisation("reihe", "Reihe")
    row = {f"{n:02}": (f"Feld {n:02}", square(n, 0)) for n in range(LIMIT + 5)}
    districts = {"0": ("Alles", _strip(len(row)))}
    import_city(other, files=city_files(districts, {f"0{key}": area for key, area in row.items()}))

    assert len(search(other, "feld")) == LIMIT
    assert [hit.name for hit in search(other, "feld")] == sorted(name for name, _ in row.values())[:LIMIT]
    assert search(other, "feld", level="bezirk") == ()
    assert [hit.edition for hit in search(city, "alt-mitte", edition="stand-2020")] == ["stand-2020"]
    assert search(city, "feld") == ()


def _strip(count: int) -> list[list[float]]:
    low = [square(n, 0)[0] for n in range(count)] + [square(count - 1, 0)[1]]
    high = [square(count - 1, 0)[2]] + [square(n, 0)[3] for n in reversed(range(count))]
    return [*low, *high, low[0]]


def test_outlines_are_named_by_their_hash(city: Organisation) -> None:
    version = levels.boundary_version(city, "viertel")
    assert version is not None

    asset = geometries.asset(version.id, "map")

    assert asset is not None
    address = {"organisation": "musterstadt", "level": "viertel", "edition": "stand-2024", "detail": "map"}
    body = geometries.asset_body(**address, content_hash=asset.content_hash)
    assert body is not None
    assert len(body) == asset.size
    assert geometries.asset_body(**address, content_hash="0" * 64) is None
    assert geometries.asset(version.id, "unbekannt") is None
