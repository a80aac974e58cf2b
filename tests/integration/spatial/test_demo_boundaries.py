# SPDX-License-Identifier: EUPL-1.2
"""All boundaries that the project ships go through the ordinary import."""

from datetime import date
from typing import ClassVar

import pytest
from django.test import TestCase

from sozialplanung.accounts.models import Organisation
from sozialplanung.audit.models import Event
from spatial.models import BoundaryVersion, GeometryAsset, Unit, UnitVersion
from spatial.selectors import levels, units
from spatial.selectors.search import search
from spatial.services.boundary_import import import_boundaries
from spatial.services.plans import ImportedEdition
from tests.factories.areas import BERLIN, KOELN, NRW, demo_edition, demo_files
from tests.factories.organisations import organisation

pytestmark = pytest.mark.django_db

CHANGE = date(2021, 1, 1)
COUNTS_2006 = {"gesamt": 1, "bezirk": 12, "prognoseraum": 60, "bezirksregion": 138, "planungsraum": 448}
COUNTS_2021 = {"gesamt": 1, "bezirk": 12, "prognoseraum": 58, "bezirksregion": 143, "planungsraum": 542}


def _berlin(berlin: Organisation) -> tuple[ImportedEdition, ImportedEdition]:
    old = import_boundaries(
        organisation=berlin,
        edition=demo_edition("berlin/gebiete_lor_2006", date(2006, 1, 1), CHANGE),
        files=demo_files("berlin/gebiete_lor_2006", BERLIN, "Berlin"),
        by=None,
    )
    new = import_boundaries(
        organisation=berlin,
        edition=demo_edition("berlin/gebiete_lor_2021", CHANGE),
        files=demo_files("berlin/gebiete_lor_2021", BERLIN, "Berlin"),
        by=None,
    )
    return old, new


class TestBerlin(TestCase):
    """Two editions, imported once for all facts."""

    berlin: ClassVar[Organisation]
    imported: ClassVar[tuple[ImportedEdition, ImportedEdition]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.berlin = organisation("berlin", "Berlin")
        cls.imported = _berlin(cls.berlin)

    def test_districts_stay_the_same_and_planning_areas_are_new(self) -> None:
        old, new = self.imported

        assert {level.level: level.unit_count for level in old.levels} == COUNTS_2006
        assert {level.level: level.unit_count for level in new.levels} == COUNTS_2021
        assert {level.level: level.new_units for level in new.levels} == {
            "gesamt": 0,
            "bezirk": 0,
            "prognoseraum": 58,
            "bezirksregion": 143,
            "planungsraum": 542,
        }
        versions = BoundaryVersion.objects.filter(level__slug="bezirk").order_by("valid_from")
        assert versions[0].unit_ids == versions[1].unit_ids
        assert Unit.objects.count() == sum(COUNTS_2006.values()) + 58 + 143 + 542

    def test_same_import_again_changes_nothing(self) -> None:
        rows = list(UnitVersion.objects.order_by("id").values_list("id", "valid_from", "valid_until"))
        versions = list(BoundaryVersion.objects.order_by("id").values())

        old, new = _berlin(self.berlin)

        assert not old.is_changed
        assert not new.is_changed
        assert list(UnitVersion.objects.order_by("id").values_list("id", "valid_from", "valid_until")) == rows
        assert list(BoundaryVersion.objects.order_by("id").values()) == versions
        assert Event.objects.filter(action="spatial.boundaries_imported").count() == 2

    def test_planning_area_knows_all_its_parents_children_and_neighbours(self) -> None:
        area = units.unit_row(self.berlin, "planungsraum", "lor-2021", "01100101")

        assert area is not None
        assert area.name == "Stülerstraße"
        lineage = units.lineage(area)
        assert [place.unit.name for place in lineage] == ["Tiergarten Süd", "Zentrum", "Mitte", "Berlin"]
        assert [place.version.level for place in lineage] == ["bezirksregion", "prognoseraum", "bezirk", "gesamt"]
        assert area in [child.unit for child in units.children(lineage[0].unit)]
        touching = units.neighbours(area)
        assert touching
        assert all(area in units.neighbours(other) for other in touching)

    def test_map_outlines_stay_below_their_budget(self) -> None:
        asset = GeometryAsset.objects.get(
            detail="map", boundary_version__level__slug="planungsraum", boundary_version__edition="lor-2021"
        )

        assert len(bytes(asset.body)) <= 250_000

    def test_search_finds_both_spellings_and_what_holds_today_first(self) -> None:
        for text in ("Müggelheim", "mueggelheim", "MUGGELHEIM", "üggelhei"):
            hits = search(self.berlin, text)

            assert hits[0].name == "Müggelheim", text
            assert [hit.is_current for hit in hits] == sorted((hit.is_current for hit in hits), reverse=True)
            assert {hit.edition for hit in hits} == {"lor-2006", "lor-2021"}


def test_land_of_396_municipalities_nests_by_key() -> None:
    nrw = organisation("nrw", "Nordrhein-Westfalen")

    imported = import_boundaries(
        organisation=nrw,
        edition=demo_edition("nrw/gebiete_2021", date(2009, 10, 21)),
        files=demo_files("nrw/gebiete_2021", NRW, "Nordrhein-Westfalen"),
        by=None,
    )

    assert {level.level: level.unit_count for level in imported.levels} == {
        "gesamt": 1,
        "regierungsbezirk": 5,
        "kreis": 53,
        "gemeinde": 396,
    }
    bielefeld = units.unit_row(nrw, "gemeinde", "2021", "05711000")
    assert bielefeld is not None
    assert [place.unit.key for place in units.lineage(bielefeld)] == ["05711", "057", "0"]


@pytest.mark.check("C063")
@pytest.mark.check("C065")
def test_koeln_loads_with_its_three_broken_outlines_and_says_where_they_are() -> None:
    koeln = organisation("koeln", "Köln")

    imported = import_boundaries(
        organisation=koeln,
        edition=demo_edition("koeln/gebiete_2012", date(2007, 1, 1)),
        files=demo_files("koeln/gebiete_2012", KOELN, "Köln"),
        by=None,
    )

    assert imported.is_changed
    reports = {row.level.slug: row.coverage_report for row in BoundaryVersion.objects.select_related("level")}
    invalid = [issue for report in reports.values() for issue in report["issues"] if issue["kind"] == "invalid"]
    gaps = [issue for issue in reports["stadtviertel"]["issues"] if issue["kind"] == "gap"]
    assert len(invalid) == 3
    assert all(issue["reason"] and None not in issue["place"] for issue in invalid)
    assert max(gap["area_m2"] for gap in gaps) > 100_000
    assert all(6.7 < issue["place"][0] < 7.2 for issue in [*invalid, *gaps])
    outlines = UnitVersion.objects.filter(level__slug="stadtviertel")
    assert [row.key for row in outlines if not row.geometry.valid] == sorted(
        key for issue in reports["stadtviertel"]["issues"] if issue["kind"] == "invalid" for key in issue["keys"]
    )
    assert len(levels.boundary_versions_of(koeln)) == 4
