# SPDX-License-Identifier: EUPL-1.2
"""What profiles, lists and searches read: released figures of the asked place and nothing else."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from indicators.models import Annotation, AnnotationKind, Indicator, IndicatorDefinition, Release, ReleaseState
from indicators.selectors import profile_slices, published
from indicators.selectors.areas import AreaWish, area_index
from indicators.selectors.catalogue import catalogue, indicator_page
from indicators.selectors.kept import Kept
from indicators.selectors.overview import overview
from indicators.selectors.profile import area_profile
from indicators.selectors.profile_sheets import Profile
from indicators.selectors.search import folded, search_result
from sozialplanung.accounts.models import Organisation, User
from spatial.models import BoundaryVersion, GeometryAsset
from spatial.selectors.counterparts import counterparts
from spatial.selectors.levels import boundary_version
from spatial.selectors.outlines import OutlinesMissingError, outline_hash, outlines
from spatial.selectors.units import unit_place
from tests.factories.areas import city_areas, city_files, edition, import_city
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db

VALUES = (10.0, None, 30.0, 40.0)
EARLIER = edition("2010", date(2010, 1, 1), date(2020, 1, 1))


@dataclass(frozen=True)
class City:
    """A city of four quarters with one indicator."""

    organisation: Organisation
    by: User
    version: BoundaryVersion
    poverty: Indicator


def _built() -> City:
    """Store the city with two periods of one indicator."""
    stored = organisation("musterstadt", "Musterstadt")
    import_city(stored)
    by = User.objects.create_user(email="frida@example.org", name="Frida")
    version = BoundaryVersion.objects.get(organisation=stored, level__slug="viertel")
    poverty = indicator(stored)
    Indicator.objects.filter(pk=poverty.pk).update(is_key_figure=True)
    release(poverty, version, Figures((9.0, 19.0, 29.0, 39.0), period="2016-12-31"), by)
    release(poverty, version, Figures(VALUES), by)
    return City(stored, by, version, poverty)


kept_city = kept(_built)


def profile(city: City, key: str = "11", level: str = "viertel") -> Profile:
    place = unit_place(city.organisation, level, "stand-2020", key)
    assert place is not None
    return area_profile(city.organisation, place, "de")


def test_profile_shows_the_newest_figure_and_its_course(city: City) -> None:
    found = profile(city)

    (row,) = found.rows
    assert row.value == "10,0\u00a0%"
    assert row.as_of == "31.12.2018"
    assert row.course is not None
    assert row.course.values == (9.0, 10.0)
    assert found.on_map is not None
    assert (found.on_map.place, found.on_map.indicator) == (found.place, "kinderarmut")


def test_suppressed_figure_is_told_in_words(city: City) -> None:
    (row,) = profile(city, "12").rows

    assert (row.value, row.status) == ("", "gesperrt: geheim gehalten")


@pytest.mark.check("C079")
def test_withdrawn_figure_is_gone_although_it_was_read_before(city: City) -> None:
    assert profile(city).rows[0].value == "10,0\u00a0%"

    Release.objects.filter(period__code="2018-12-31").update(state=ReleaseState.WITHDRAWN)

    (row,) = profile(city).rows
    assert (row.value, row.as_of) == ("9,0\u00a0%", "31.12.2016")
    assert row.course is None


def test_replaced_figure_is_shown_at_once(city: City) -> None:
    profile(city)
    Release.objects.filter(period__code="2018-12-31").update(state=ReleaseState.SUPERSEDED)

    release(city.poverty, city.version, Figures((11.5, None, 30.0, 40.0)), city.by)

    assert profile(city).rows[0].value == "11,5\u00a0%"


def test_area_knows_parents_neighbours_and_city(city: City) -> None:
    around = profile(city).surroundings

    assert [link.name for link in around.parents] == ["Musterstadt", "Mitte"]
    assert [(link.name, link.value or link.status) for link in around.neighbours] == [
        ("Müggelheim", "30,0\u00a0%"),
        ("Müllerstraße", "gesperrt: geheim gehalten"),
    ]
    assert around.children == ()
    assert profile(city).city_name == "Musterstadt"


def test_district_consists_of_its_quarters(city: City) -> None:
    found = profile(city, "1", "bezirk")

    assert [link.name for link in found.surroundings.children] == ["Alt-Mitte", "Müllerstraße"]
    assert found.topics == ()
    assert found.on_map is None


def test_remarks_on_the_area_stand_above_and_those_on_the_indicator_beside_it(city: City) -> None:
    unit = unit_place(city.organisation, "viertel", "stand-2020", "11")
    assert unit is not None
    common = {"organisation": city.organisation, "kind": AnnotationKind.FOOTNOTE}
    Annotation.objects.create(**common, unit_id=unit.unit.unit_id, text="Neubaugebiet.")
    Annotation.objects.create(**common, indicator=city.poverty, text="Nur SGB II.")

    found = profile(city)

    assert found.notes == ("Neubaugebiet.",)
    assert found.rows[0].remarks == ("Nur SGB II.",)
    assert profile(city, "21").notes == ()


def test_inset_shows_the_area_in_its_surroundings(city: City) -> None:
    inset = profile(city).inset

    assert inset is not None
    assert inset.within == "Musterstadt"
    assert inset.others.count("M") == 3
    assert inset.focus.count("M") == 1


def test_pages_do_without_drawings_while_outlines_are_not_built(city: City, client: Client) -> None:
    GeometryAsset.objects.all().delete()

    assert profile(city).inset is None
    assert overview(city.organisation, "de").picture is None
    assert client.get("/musterstadt/").status_code == 200


def test_few_slices_are_kept_and_all_are_read(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile_slices, "KEPT", Kept(4))
    refs = published.releases_of(city.organisation)

    first, second = profile_slices.slice_contents(refs), profile_slices.slice_contents(refs)

    assert set(first) == set(second) == {ref.id for ref in refs}
    assert len(refs) == 2


def test_whole_has_no_surroundings_to_be_drawn_in(city: City) -> None:
    assert profile(city, "0", "stadt").inset is None


def test_profile_of_an_area_without_figures_says_what_to_do(city: City, client: Client) -> None:
    answer = client.get("/musterstadt/gebiete/stand-2020/bezirk/1/")

    assert answer.status_code == 200
    assert "Keine Zahlen für dieses Gebiet" in answer.content.decode()


def test_figures_of_another_city_are_not_shown(city: City) -> None:
    other = organisation("nachbarstadt", "Nachbarstadt")
    import_city(other)
    place = unit_place(other, "viertel", "stand-2020", "11")
    assert place is not None

    assert area_profile(other, place, "de").topics == ()
    assert catalogue(other, "de") == ()
    assert indicator_page(other, "kinderarmut", "de") is None


def test_same_ground_in_an_earlier_edition_is_named(city: City) -> None:
    districts, quarters = city_areas()
    joined = {**quarters, "13": ("Ganz-Mitte", districts["1"][1])}
    del joined["11"], joined["12"]
    import_city(city.organisation, EARLIER, city_files(quarters=joined))
    split = unit_place(city.organisation, "viertel", "stand-2020", "11")
    stayed = unit_place(city.organisation, "viertel", "stand-2020", "21")
    whole = unit_place(city.organisation, "viertel", "stand-2010", "13")
    assert split
    assert stayed
    assert whole

    assert [(each.name, each.is_same) for each in counterparts(split.unit)] == [("Ganz-Mitte", False)]
    assert [(each.name, each.is_same) for each in counterparts(stayed.unit)] == [("Müggelheim", True)]
    assert [each.name for each in counterparts(whole.unit)] == ["Alt-Mitte", "Müllerstraße"]


def test_neighbouring_ground_is_no_counterpart(city: City) -> None:
    import_city(city.organisation, EARLIER, city_files())
    here = unit_place(city.organisation, "viertel", "stand-2020", "22")
    assert here

    assert [each.key for each in counterparts(here.unit)] == ["22"]


def test_list_of_areas_opens_with_the_finest_level_that_holds_today(city: City) -> None:
    index = area_index(city.organisation, AreaWish())

    assert index is not None
    assert (index.edition.slug, index.version.level) == ("stand-2020", "viertel")
    assert [(group.title, len(group.areas)) for group in index.groups] == [("Köpenick", 2), ("Mitte", 2)]


def test_list_of_areas_stands_by_the_alphabet(city: City) -> None:
    index = area_index(city.organisation, AreaWish(order="alphabet"))

    assert index is not None
    assert [(group.title, [area.name for area in group.areas]) for group in index.groups] == [
        ("A", ["Alt-Mitte"]),
        ("M", ["Müggelheim", "Müllerstraße"]),
        ("N", ["Neu-Köpenick"]),
    ]


@pytest.mark.parametrize("wish", [AreaWish(edition="stand-1999"), AreaWish(level="block")])
def test_unknown_edition_or_level_gives_no_list(city: City, wish: AreaWish) -> None:
    assert area_index(city.organisation, wish) is None


def test_place_without_boundaries_has_no_list() -> None:
    assert area_index(organisation("leerstadt", "Leerstadt"), AreaWish()) is None


def test_search_finds_areas_and_published_indicators(city: City) -> None:
    indicator(city.organisation, "kinderlosigkeit", topic="verborgen")

    found = search_result(city.organisation, "KINDER")

    assert [sheet.slug for sheet in found.indicators] == ["kinderarmut"]
    assert found.areas == ()
    assert [hit.name for hit in search_result(city.organisation, "mueller").areas] == ["Müllerstraße"]
    assert len(found) == 1
    assert not found.is_empty


@pytest.mark.parametrize("text", ["", "  ", "%", "--"])
def test_search_for_nothing_finds_nothing(city: City, text: str) -> None:
    assert search_result(city.organisation, text).is_empty


def test_spelling_of_umlauts_and_accents_does_not_matter() -> None:
    assert folded("Müggelheim") == folded("MUEGGELHEIM") == "mueggelheim"
    assert folded("Café Straße") == "cafe strasse"


def test_sheet_counts_every_status_of_every_release(city: City) -> None:
    page = indicator_page(city.organisation, "kinderarmut", "de")

    assert page is not None
    assert page.completeness.reasons == ("gesperrt: geheim gehalten",)
    assert [(row.as_of, row.areas, row.valued, row.without) for row in page.completeness.rows] == [
        ("31.12.2018", 4, 3, (1,)),
        ("31.12.2016", 4, 4, (0,)),
    ]
    assert page.entry.years == "2016–2018"


def test_sheet_says_the_formula_in_a_sentence_and_names_only_what_is_published(city: City) -> None:
    rows = IndicatorDefinition.objects.filter(indicator__slug="kinderarmut")
    rows.update(formula="share(kinderarmut, nie-freigegeben)")

    page = indicator_page(city.organisation, "kinderarmut", "de")

    assert page is not None
    assert page.formula_words == f"„{rows.get().name}“, geteilt durch „nie-freigegeben“, in Prozent."


def test_start_page_draws_areas_by_class_and_reason(city: City) -> None:
    found = overview(city.organisation, "de")

    assert found.figures == ()
    assert found.picture is not None
    assert any("special-fill--suppressed" in patch.style for patch in found.picture.patches)
    assert sum(patch.path.count("M") for patch in found.picture.patches) == 4
    assert [(level.name, level.count) for level in found.levels] == [("Bezirke", 2), ("Viertel", 4)]


def test_key_figure_of_the_whole_needs_a_figure_of_the_whole(city: City) -> None:
    whole = BoundaryVersion.objects.get(organisation=city.organisation, level__slug="stadt")
    release(city.poverty, whole, Figures((25.4,)), city.by)

    (figure,) = overview(city.organisation, "de").figures

    assert (figure.label, figure.value, figure.as_of) == ("Kinderarmut", "25,4\u00a0%", "31.12.2018")


def test_start_page_of_a_place_without_figures_says_so(client: Client) -> None:
    organisation("leerstadt", "Leerstadt")

    answer = client.get("/leerstadt/")

    assert answer.status_code == 200
    assert "Hier sind noch keine Zahlen veröffentlicht" in answer.content.decode()


def test_outlines_come_in_the_frozen_order(city: City) -> None:
    version = boundary_version(city.organisation, "viertel", "stand-2020")
    assert version is not None
    content_hash = outline_hash(version)
    assert content_hash is not None

    shapes = outlines("musterstadt", version, content_hash)

    assert len(shapes) == 4
    assert all(len(shape) == 1 and shape[0].shape[1] == 2 for shape in shapes)
    assert shapes[0][0][:, 0].max() < shapes[3][0][:, 0].max()


def test_outlines_that_are_gone_are_told_as_such(city: City) -> None:
    version = boundary_version(city.organisation, "viertel", "stand-2020")
    assert version is not None

    with pytest.raises(OutlinesMissingError):
        outlines("musterstadt", version, "0" * 64)
