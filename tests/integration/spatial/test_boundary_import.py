# SPDX-License-Identifier: EUPL-1.2
"""What an import of boundaries stores, keeps, extends and refuses; nothing half-written stays."""

import json
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
import shapely
from django.db import connections

from sozialplanung.accounts.models import Organisation
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import DomainError
from spatial.errors import BoundariesRefusedError, EditionConflictError, EditionError
from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import to_metric
from spatial.models import BoundaryMember, BoundaryVersion, GeometryAsset, Level, Unit, UnitVersion
from spatial.selectors import levels, units
from spatial.selectors.rows import UnitRow
from spatial.services.plans import ImportOptions, LevelFile, Whole
from tests.factories.areas import (
    DISTRICTS,
    QUARTERS,
    SELECTION,
    Ring,
    city_areas,
    city_files,
    collection,
    edition,
    import_city,
    square,
)
from tests.factories.organisations import organisation
from tests.fixtures_spatial.files import geopackage
from tests.integration.spatial.telling import assert_told

TABLES = (Level, Unit, UnitVersion, BoundaryVersion, BoundaryMember, GeometryAsset, Event)
CHANGE = date(2024, 1, 1)
Areas = dict[str, tuple[str, Ring]]


def _counts() -> list[int]:
    return [model._default_manager.count() for model in TABLES]


@pytest.fixture
def city(db: None) -> Organisation:
    return organisation()


def test_order_is_frozen_by_key_whatever_the_order_of_the_file(city: Organisation) -> None:
    _, quarters = city_areas()

    import_city(city, files=city_files(quarters=dict(reversed(quarters.items()))))

    version = BoundaryVersion.objects.get(level__slug="viertel")
    rows = units.unit_rows(version.pk)
    assert [row.key for row in rows] == ["11", "12", "21", "22"]
    assert [row.unit_id for row in rows] == version.unit_ids
    assert [row.position for row in rows] == [0, 1, 2, 3]
    assert version.neighbours == [[1, 2], [0, 3], [0, 3], [1, 2]]
    assert {asset.detail for asset in version.assets.all()} == {"overview", "map", "full"}


def test_whole_is_dissolved_and_every_area_finds_its_way_up(city: Organisation) -> None:
    import_city(city)

    area = units.unit_row(city, "viertel", "stand-2020", "21")

    assert area is not None
    assert [place.unit.name for place in units.lineage(area)] == ["Köpenick", "Musterstadt"]
    whole = UnitVersion.objects.get(level__slug="stadt")
    districts = UnitVersion.objects.filter(level__slug="bezirk")
    assert whole.area_m2 == pytest.approx(sum(row.area_m2 for row in districts), rel=1e-6)
    assert len(whole.geometry) == 1


def test_import_leaves_one_event_with_its_counts(city: Organisation) -> None:
    before = Event.objects.filter(action="spatial.boundaries_imported").count()

    import_city(city)

    event = Event.objects.get(action="spatial.boundaries_imported")
    assert before == 0
    assert event.organisation_slug == "musterstadt"
    assert event.details["levels"]["viertel"] == {"areas": 4, "new_units": 4, "extended_rows": 0, "issues": 0}


@pytest.mark.check("C048")
def test_same_content_in_another_order_changes_nothing(city: Organisation) -> None:
    _, quarters = city_areas()
    import_city(city)
    before = _counts()

    again = import_city(city, files=city_files(quarters=dict(reversed(quarters.items()))))

    assert not again.is_changed
    assert _counts() == before


def _renamed(areas: Areas) -> Areas:
    return {**areas, "11": ("Anders", areas["11"][1])}


def _moved(areas: Areas) -> Areas:
    ring = [list(point) for point in areas["11"][1]]
    ring[0] = ring[-1] = [ring[0][0] - 0.0001, ring[0][1]]
    return {**areas, "11": ("Alt-Mitte", ring)}


@pytest.mark.parametrize("change", [_renamed, _moved])
def test_same_edition_with_other_content_is_refused(city: Organisation, change: Callable[[Areas], Areas]) -> None:
    _, quarters = city_areas()
    import_city(city)
    before = _counts()

    with pytest.raises(EditionConflictError) as caught:
        import_city(city, files=city_files(quarters=change(quarters)))

    assert_told(caught.value)
    assert caught.value.code == "spatial.edition_differs"
    assert caught.value.params == {"edition": "stand-2020", "level": "Viertel"}
    assert _counts() == before


def test_level_that_an_edition_lacks_may_follow_later(city: Organisation) -> None:
    first = import_city(city, files=city_files()[:2])

    second = import_city(city)

    assert [level.is_new for level in first.levels] == [True, True]
    assert [level.is_new for level in second.levels] == [False, False, True]


def test_unchanged_row_is_extended_and_a_changed_one_gets_a_successor(city: Organisation) -> None:
    _, quarters = city_areas()
    import_city(city, edition("2020", until=CHANGE))

    imported = import_city(city, edition("2024", CHANGE), city_files(quarters=_renamed(quarters)))

    assert {level.level: level.extended_rows for level in imported.levels} == {"stadt": 1, "bezirk": 2, "viertel": 3}
    assert {level.level: level.new_units for level in imported.levels} == {"stadt": 0, "bezirk": 0, "viertel": 0}
    old, new = UnitVersion.objects.filter(key="11").order_by("valid_from")
    assert old.unit_id == new.unit_id
    assert (old.name, old.valid_until, new.name, new.valid_until) == ("Alt-Mitte", CHANGE, "Anders", None)
    kept = UnitVersion.objects.get(key="12")
    assert (kept.valid_from, kept.valid_until) == (date(2020, 1, 1), None)
    assert units.unit_rows(imported.levels[2].boundary_version_id)[0].name == "Anders"


def test_same_key_of_other_ground_is_a_new_area_where_the_plan_says_so(city: Organisation) -> None:
    import_city(city, edition("2020", until=CHANGE))

    imported = import_city(city, edition("2024", CHANGE), city_files(quarter_identity="new"))

    assert imported.levels[2].new_units == 4
    before, after = UnitVersion.objects.filter(key="11").order_by("valid_from")
    assert before.unit_id != after.unit_id
    assert before.valid_until == after.valid_from == CHANGE


def test_edition_that_was_delivered_late_takes_up_the_areas_of_the_next_one(city: Organisation) -> None:
    import_city(city, edition("2024", CHANGE))

    imported = import_city(city, edition("2020", until=CHANGE))

    assert [level.new_units for level in imported.levels] == [0, 0, 0]
    assert UnitVersion.objects.filter(key="11").count() == 2
    assert Unit.objects.count() == 7


def test_overlapping_edition_is_refused_and_names_the_other(city: Organisation) -> None:
    import_city(city)
    before = _counts()

    with pytest.raises(EditionConflictError) as caught:
        import_city(city, edition("2024", CHANGE))

    assert_told(caught.value)
    assert caught.value.code == "spatial.edition_overlaps"
    assert caught.value.params["other"] == "stand-2020"
    assert _counts() == before


@pytest.mark.check("C065")
def test_gap_and_overlap_are_reported_with_place_and_size(city: Organisation) -> None:
    _, quarters = city_areas()
    narrow = [*square(0, 0, width=0.99)]
    wide = square(1, 0)
    wide[0][0] = wide[3][0] = wide[4][0] = wide[0][0] - 0.0002

    import_city(city, files=city_files(quarters={**quarters, "11": ("Alt-Mitte", narrow), "21": ("Müggelheim", wide)}))

    report = BoundaryVersion.objects.get(level__slug="viertel").coverage_report
    found = {issue["kind"]: issue for issue in report["issues"] if issue["keys"] == ["11", "21"]}
    assert report["counts"]["overlap"] == 1
    assert found["overlap"]["area_m2"] == pytest.approx(0.0001 * 0.01 * 111_000**2 * 0.616, rel=0.05)
    assert found["overlap"]["place"] == pytest.approx([13.00985, 52.005], abs=0.001)


@pytest.mark.check("C065")
def test_gap_beyond_the_threshold_stops_the_import(city: Organisation) -> None:
    ring = {f"1{n}": (f"Feld {n}", square(n % 3, n // 3)) for n in range(9) if n != 4}
    files = (LevelFile(replace(DISTRICTS, parent=None), collection(ring), SELECTION),)
    before = _counts()

    with pytest.raises(EditionError) as caught:
        import_city(city, files=files, options=ImportOptions(largest_defect_m2=100_000))

    assert_told(caught.value)
    assert caught.value.code == "spatial.coverage_gap"
    assert caught.value.params["area"] == pytest.approx(763_000, rel=0.01)
    assert caught.value.place == "Bezirk"
    assert _counts() == before
    assert import_city(city, files=files).is_changed


BOW_TIE: Ring = [[13.0, 52.0], [13.01, 52.01], [13.01, 52.0], [13.0, 52.01], [13.0, 52.0]]
SPIKE: Ring = [
    [13.0, 52.0],
    [13.01, 52.0],
    [13.01, 52.01],
    [13.005, 52.01],
    [13.005, 52.02],
    [13.005, 52.01],
    [13.0, 52.01],
    [13.0, 52.0],
]


@pytest.mark.check("C063")
def test_invalid_outline_is_kept_as_delivered_and_reported(city: Organisation) -> None:
    _, quarters = city_areas()

    import_city(city, files=city_files(quarters={**quarters, "11": ("Alt-Mitte", SPIKE)}))

    version = BoundaryVersion.objects.get(level__slug="viertel")
    invalid = [issue for issue in version.coverage_report["issues"] if issue["kind"] == "invalid"]
    assert [issue["keys"] for issue in invalid] == [["11"]]
    assert invalid[0]["reason"]
    stored = UnitVersion.objects.get(key="11").geometry
    assert stored.num_coords == len(SPIKE)


@pytest.mark.check("C063")
def test_invalid_outline_is_repaired_on_request_only(city: Organisation) -> None:
    _, quarters = city_areas()

    import_city(
        city,
        files=city_files(quarters={**quarters, "11": ("Alt-Mitte", SPIKE)}),
        options=ImportOptions(repair=True),
    )

    version = BoundaryVersion.objects.get(level__slug="viertel")
    assert UnitVersion.objects.get(key="11").geometry.valid
    assert "invalid" not in version.coverage_report["counts"]
    assert [note["place"] for note in version.coverage_report["findings"]] == ["11"]


@pytest.mark.check("C063")
def test_repair_that_would_change_the_area_is_refused(city: Organisation) -> None:
    _, quarters = city_areas()
    before = _counts()

    with pytest.raises(EditionError) as caught:
        import_city(
            city,
            files=city_files(quarters={**quarters, "11": ("Alt-Mitte", BOW_TIE)}),
            options=ImportOptions(repair=True),
        )

    assert_told(caught.value)
    assert caught.value.code == "spatial.repair_changes_area"
    assert caught.value.params["keys"] == "11"
    assert _counts() == before


def _refused(city: Organisation, areas: Areas) -> DomainError:
    before = _counts()
    with pytest.raises(DomainError) as caught:
        import_city(city, files=(LevelFile(replace(DISTRICTS, parent=None), collection(areas), SELECTION),))
    assert _counts() == before
    assert_told(caught.value)
    return caught.value


@pytest.mark.check("C091")
def test_a_small_file_with_a_hopelessly_crossed_outline_is_refused(city: Organisation) -> None:
    tangle: Ring = [[13 + 0.1 * math.sin(2.4 * i), 52 + 0.1 * math.cos(3.7 * i)] for i in range(400)]

    error = _refused(city, {"1": ("Mitte", square(0, 0)), "2": ("Knoten", [*tangle, tangle[0]])})

    assert error.code == "spatial.tangled"
    assert "2" in error.place


@pytest.mark.check("C091")
def test_areas_that_all_lie_on_each_other_are_refused_with_a_few_and_a_number(city: Organisation) -> None:
    error = _refused(city, {str(1000 + number): (f"Feld {number}", square(0, 0)) for number in range(400)})

    assert error.code == "spatial.coverage_everywhere"
    assert str(error.params["keys"]).count("/") == 5
    assert int(str(error.params["more"])) > 3000


def _twice(content: bytes) -> bytes:
    areas = json.loads(content)
    areas["features"].append(areas["features"][0])
    return json.dumps(areas).encode()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: b"", "spatial.file_empty"),
        (lambda _: b"<html>", "spatial.format_unknown"),
        (_twice, "spatial.key_twice"),
        (lambda content: content.replace(b'"code"', b'"schluessel"'), "spatial.column_missing"),
    ],
)
def test_refused_file_says_where_and_leaves_nothing(
    city: Organisation, spoil: Callable[[bytes], bytes], code: str
) -> None:
    whole, districts, quarters = city_files()
    assert isinstance(quarters, LevelFile)
    before = _counts()

    with pytest.raises(BoundariesRefusedError) as caught:
        import_city(city, files=(whole, districts, replace(quarters, content=spoil(quarters.content))))

    assert_told(caught.value)
    assert caught.value.code == code
    assert "Viertel" in caught.value.place
    assert _counts() == before


def test_other_formats_and_systems_are_taken_by_the_same_way(city: Organisation) -> None:
    _, quarters = city_areas()
    shapes = as_geometries(shapely.Polygon(ring) for _, ring in quarters.values())
    packed = geopackage({"viertel": to_metric(shapes, "EPSG:25833")}, "EPSG:25833")
    whole, districts, _ = city_files()
    below = LevelFile(QUARTERS, packed, SELECTION, parents="ground")

    import_city(city, files=(whole, districts, below))

    rows = units.unit_rows(BoundaryVersion.objects.get(level__slug="viertel").pk)
    assert [(row.key, row.name) for row in rows] == [(f"{n:02}", f"Größe {n}") for n in range(4)]
    assert (rows[0].longitude, rows[0].latitude) == pytest.approx((13.005, 52.003), abs=0.003)


@pytest.mark.check("C062")
def test_boundaries_of_another_place_are_refused_unless_that_is_meant(city: Organisation) -> None:
    import_city(city, edition("2020", until=CHANGE))
    districts, quarters = (_elsewhere(areas) for areas in city_areas())
    before = _counts()

    with pytest.raises(BoundariesRefusedError) as caught:
        import_city(city, edition("2024", CHANGE), city_files(districts, quarters))

    assert_told(caught.value)
    assert caught.value.code == "spatial.outside_extent"
    assert _counts() == before
    options = ImportOptions(may_lie_elsewhere=True)
    assert import_city(city, edition("2024", CHANGE), city_files(districts, quarters), options).is_changed


def _elsewhere(areas: Areas) -> Areas:
    return {key: (name, [[east - 3, north] for east, north in ring]) for key, (name, ring) in areas.items()}


def test_area_outside_all_parents_is_refused(city: Organisation) -> None:
    _, quarters = city_areas()

    with pytest.raises(EditionError) as caught:
        import_city(city, files=city_files(quarters={**quarters, "99": ("Fern", square(40, 40))}))

    assert_told(caught.value)
    assert caught.value.code == "spatial.parent_missing"
    assert caught.value.params["keys"] == "99"


def test_parents_are_found_by_the_ground_where_keys_do_not_nest(city: Organisation) -> None:
    _, quarters = city_areas()
    renumbered = {f"q{key[::-1]}": area for key, area in quarters.items()}
    whole, districts, _ = city_files()

    import_city(
        city, files=(whole, districts, LevelFile(QUARTERS, collection(renumbered), SELECTION, parents="ground"))
    )

    area = units.unit_row(city, "viertel", "stand-2020", "q12")
    assert area is not None
    assert area.name == "Müggelheim"
    assert units.lineage(area)[0].unit.name == "Köpenick"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ((), "spatial.edition_empty"),
        (city_files()[1:], "spatial.level_order"),
        ((*city_files(), city_files()[2]), "spatial.level_order"),
        (city_files()[:1], "spatial.whole_without_areas"),
    ],
)
def test_levels_have_to_follow_each_other(city: Organisation, files: tuple[LevelFile | Whole, ...], code: str) -> None:
    with pytest.raises(DomainError) as caught:
        import_city(city, files=files)

    assert_told(caught.value)
    assert caught.value.code == code


def test_edition_that_ends_before_it_starts_is_refused(city: Organisation) -> None:
    with pytest.raises(EditionError) as caught:
        import_city(city, edition(until=date(2019, 1, 1)))

    assert_told(caught.value)
    assert caught.value.code == "spatial.edition_dates"


def test_level_keeps_its_place_in_the_hierarchy(city: Organisation) -> None:
    import_city(city, edition("2020", until=CHANGE))
    whole, districts, quarters = city_files()
    assert isinstance(quarters, LevelFile)
    moved = replace(quarters, level=replace(QUARTERS, position=7))

    with pytest.raises(EditionConflictError) as caught:
        import_city(city, edition("2024", CHANGE), (whole, districts, moved))

    assert_told(caught.value)
    assert caught.value.code == "spatial.level_differs"


def test_two_cities_may_use_the_same_slugs_and_keys(city: Organisation) -> None:
    other = organisation("nachbarstadt", "Nachbarstadt")

    import_city(city)
    import_city(other)

    assert len(levels.levels_of(city)) == len(levels.levels_of(other)) == 3
    ids = [{row.unit_id for row in _all_units(one)} for one in (city, other)]
    assert ids[0].isdisjoint(ids[1])


def _all_units(one: Organisation) -> list[UnitRow]:
    return [row for version in levels.boundary_versions_of(one) for row in units.unit_rows(version.id)]


@pytest.mark.check("C048")
@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_two_imports_at_once_store_one_edition() -> None:
    city = organisation()

    def load(_: int) -> bool:
        try:
            return import_city(city).is_changed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        changed = list(pool.map(load, range(2)))

    assert sorted(changed) == [False, True]
    assert BoundaryVersion.objects.count() == 3
    assert UnitVersion.objects.count() == 7
