# SPDX-License-Identifier: EUPL-1.2
"""Places per person within reach as a figure: golden values end to end, secrecy of the areas around, what is kept."""

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from django.test import Client

from indicators.formulas import FormulaError
from indicators.models import Audience, DisclosureRule, Indicator, Release, ScenarioWays
from indicators.models.observations import Vintage
from indicators.rendering.slices import decode
from indicators.selectors import definitions
from indicators.selectors.areaways import WaysAsked
from indicators.services import areaways
from indicators.services.catalogue import IndicatorSpec
from indicators.services.releasing import inheriting
from indicators.services.releasing.freezing import Frozen
from indicators.stats.reach.areafigures import decay_of
from indicators.stats.siting.changing import Point
from indicators.stats.vintages import raw_slice_from_bytes
from sozialplanung.common.statuses import Status, have_value
from sozialplanung.jobs.models import Job
from tests.factories.layeredcity import build_layered_city, kitas, lay
from tests.factories.lookingcity import content, released, statuses, values
from tests.factories.reachattack import Known, Told, narrowed
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.streets import AN_ANGLE, streets
from tests.factories.world import World
from tests.factories.yearlycity import refresh

pytestmark = pytest.mark.django_db
kept_city = standing(build_layered_city)
GOLDEN = json.loads((Path(__file__).parents[2] / "golden/reach/golden.json").read_text(encoding="utf-8"))["2sfca"]
DAY = "2020-12-31"
# Keys 11, 12, 21, 22: the golden areas are 12, 11 and 21; no street leads to 22.
YEAR = "schluessel;einwohner;kinder\n11;500;60\n12;1.000;90\n21;800;120\n22;700;50\n"
# Two children in 22: they are hidden, and those of 21 in the same district with them.
FEW = YEAR.replace("22;700;50", "22;700;2")
ROUND = (*AN_ANGLE, ((1, 0), (1, 1)))
Floats = npt.NDArray[np.float64]


def reach(city: World, formula: str, unit: str = "Plätze je Einwohner", slug: str = "zugang") -> None:
    told = definition("Zugang", formula=formula, unit_of_measure=unit, decimals=5)
    create(city, IndicatorSpec(slug, "bevoelkerung", "derived", told))


def seats(city: World, above: float = 5.0, beside: float = 4.0) -> None:
    """Put sites into 12 and 21."""
    lay(city, "krippen", kitas([(0, 1, above), (1, 0, beside)]))


def newest(slug: str, level: str = "viertel") -> Vintage:
    rows = Vintage.objects.filter(indicator__slug=slug, is_current=True, boundary_version__level__slug=level)
    return rows.latest("pk")


def test_golden_access_holds_from_the_delivery_to_the_release(city: World) -> None:
    seats(city)
    network = streets(city)
    reach(city, "access(krippen, einwohner, 15)")

    released(city, y2020=YEAR)

    raw = raw_slice_from_bytes(bytes(newest("zugang").payload))
    golden = np.array(GOLDEN["access"])[[1, 0, 2]]
    np.testing.assert_allclose(raw.value[:3], golden, atol=5e-11)
    assert values(city, "zugang", DAY)[:3] == pytest.approx(np.round(golden, 5))
    found = content(city, "zugang", DAY)
    assert found is not None
    assert Status(found.status[3]) == Status.UNKNOWN
    (row,) = newest("zugang").inputs["layers"]
    people = newest("einwohner")
    assert row[0] == "access(krippen, einwohner, 15)"
    assert row[3:] == ["", network.pk, network.content_hash, people.pk]
    assert people.pk in newest("zugang").inputs["vintages"]
    assert {"numerator", "denominator", "lower", "upper"}.isdisjoint(found.numbers)


def test_larger_areas_have_the_mean_of_their_people_and_not_the_way_from_their_own_middle(city: World) -> None:
    seats(city)
    streets(city, ROUND)
    reach(city, "1000 * access(krippen, einwohner, 15)", "Plätze je 1.000 Einwohner")

    released(city, y2020=YEAR)

    # The site in 12 is asked for by 12 and 11, that in 21 by 21, 11 and 22.
    above, beside = 5 / 1500, 4 / 2000
    by_area = np.array([above + beside, above, beside, beside])
    assert values(city, "zugang", DAY) == pytest.approx(1000 * by_area, abs=1e-5)
    assert values(city, "zugang", DAY, "bezirk")[0] == pytest.approx(
        1000 * (500 * by_area[0] + 1000 * by_area[1]) / 1500, abs=1e-5
    )
    # All places are held by somebody: 9 for 3,000 people.
    assert values(city, "zugang", DAY, "stadt") == pytest.approx([3.0])


@pytest.mark.check("C076")
def test_figure_is_hidden_where_a_number_within_its_catchment_is(city: World) -> None:
    seats(city)
    streets(city, ROUND)
    reach(city, "access(krippen, kinder, 10)", "Plätze je Kind")

    released(city, y2020=FEW)

    children, found = content(city, "kinder", DAY), content(city, "zugang", DAY)
    assert children is not None
    assert found is not None
    assert [Status(each) for each in children.status] == [Status.OK, Status.OK, Status.SUPPRESSED, Status.SUPPRESSED]
    # 11 asks at the site in 21, where hidden children ask, too; 12 shares with nobody; none lies within reach of 22.
    assert [Status(each) for each in found.status] == [
        Status.SUPPRESSED,
        Status.OK,
        Status.SUPPRESSED,
        Status.TRUE_ZERO,
    ]
    assert found.numbers["value"].values[1] == pytest.approx(5 / 90, abs=1e-5)
    assert statuses(city, "zugang", DAY, "stadt") == {Status.SUPPRESSED}
    assert statuses(city, "zugang", DAY, "bezirk") == {Status.SUPPRESSED}


def test_what_is_made_of_a_hidden_figure_is_hidden_and_tells_of_nobody(city: World) -> None:
    DisclosureRule.objects.filter(organisation=city.city).update(hides_nobody=True)
    seats(city)
    streets(city)
    reach(city, "access(krippen, kinder, 10)", "Plätze je Kind")
    reach(city, "2 * zugang", "", "doppelt")

    released(city, y2020=YEAR.replace("12;1.000;90", "12;1.000;0"))

    for slug in ("zugang", "doppelt"):
        found = content(city, slug, DAY)
        assert found is not None
        assert Status(found.status[1]) == Status.SUPPRESSED


def test_numbers_that_readers_never_see_or_see_in_multiples_hide_all_that_rests_on_them(city: World) -> None:
    seats(city)
    streets(city, ROUND)
    reach(city, "access(krippen, kinder, 10)", "Plätze je Kind")
    Indicator.objects.filter(slug="kinder").update(is_building_block=True)

    released(city, y2020=YEAR)
    hidden = statuses(city, "zugang", DAY)
    Indicator.objects.filter(slug="kinder").update(is_building_block=False)
    refresh(city)
    shown = statuses(city, "zugang", DAY)
    DisclosureRule.objects.filter(organisation=city.city).update(rounding=5)
    refresh(city)

    assert hidden == {Status.SUPPRESSED, Status.TRUE_ZERO}
    assert shown == {Status.OK, Status.TRUE_ZERO}
    assert statuses(city, "zugang", DAY) == {Status.SUPPRESSED, Status.TRUE_ZERO}


def table(city: World) -> Floats:
    """Return minutes from the areas to the sites in 12 and 21, as everybody can walk them."""
    (row,) = newest("zugang").inputs["layers"]
    kept = ScenarioWays.objects.filter(network_id=row[4], boundary_version_id=newest("zugang").boundary_version_id)
    return np.column_stack([np.frombuffer(bytes(each.seconds), dtype="<f4") / 60 for each in kept.order_by("pk")[:2]])


def ends_of_the_last_area(city: World, supplies: list[tuple[float, float]]) -> tuple[float, float]:
    """Attack all releases that the public ever saw, one for each version of the layer."""
    children = content(city, "kinder", DAY)
    assert children is not None
    shown = have_value(children.status)
    persons = np.where(shown, children.numbers["value"].values, np.nan)
    district = content(city, "kinder", DAY, "bezirk")
    assert district is not None
    sums = district.numbers["value"].values[1:]
    assert not np.isnan(sums).any()
    rows = Release.objects.filter(
        indicator__slug="zugang", boundary_version__level__slug="viertel", audience=Audience.PUBLIC
    )
    weights = decay_of("zones", 15.0).at(table(city))
    told = [
        Told(weights, np.array(supply), decode(bytes(each.payload)).numbers["value"].values, 0.5e-5)
        for each, supply in zip(rows.order_by("number"), supplies, strict=True)
    ]
    return narrowed(Known(persons, np.array([[0, 0, 1, 1.0]]), sums), told, 3)


def _two_releases(city: World) -> tuple[float, float]:
    seats(city, 30.0, 40.0)
    streets(city, ROUND)
    reach(city, "access(krippen, kinder, 15, zones)", "Plätze je Kind")
    released(city, y2020=FEW)
    seats(city, 20.0, 55.0)
    refresh(city)
    return ends_of_the_last_area(city, [(30.0, 40.0), (20.0, 55.0)])


@pytest.mark.check("C076")
def test_two_releases_give_a_hidden_number_back_to_nobody(city: World) -> None:
    assert _two_releases(city) == pytest.approx((0, 122))


@pytest.mark.check("C076")
def test_attack_finds_the_number_where_figures_hide_for_their_own_area_alone(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def own_area_alone(_: object, __: object, frozen: Mapping[int, Frozen]) -> dict[int, npt.NDArray[np.bool_]]:
        return {pk: (np.arange(each.raw.size) > 1) & (each.raw.size == 4) for pk, each in frozen.items()}

    monkeypatch.setattr(inheriting, "masks_of_reach", own_area_alone)

    low, high = _two_releases(city)

    assert 1 < low <= 2 <= high < 3


def test_ways_are_worked_out_once_and_told_of(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seats(city)
    streets(city)
    reach(city, "access(krippen, einwohner, 15)")
    asked: list[int] = []
    table_of = areaways._table

    def listening(ways: WaysAsked, points: Sequence[Point], report: areaways.Report) -> Floats:
        asked.append(len(points))
        return table_of(ways, points, report)

    monkeypatch.setattr(areaways, "_table", listening)

    released(city, y2020=YEAR)
    before = set(Vintage.objects.values_list("pk", flat=True))
    refresh(city)

    assert asked == [2]
    assert set(Vintage.objects.values_list("pk", flat=True)) == before
    reach(city, "access(krippen, kinder, 8, bell)", "Plätze je Kind", "andere")
    refresh(city)
    assert asked == [2]
    # A place that comes is searched by itself.
    lay(city, "krippen", kitas([(0, 1, 5.0), (1, 0, 4.0), (0, 0, 9.0)]))
    refresh(city)
    assert asked == [2, 1]


def test_new_layer_version_network_and_numbers_change_the_figure(city: World) -> None:
    seats(city)
    streets(city)
    reach(city, "1000 * access(krippen, einwohner, 15)", "Plätze je 1.000 Einwohner")
    released(city, y2020=YEAR)
    first = values(city, "zugang", DAY)[1]

    seats(city, above=50.0)
    refresh(city)
    more = values(city, "zugang", DAY)[1]
    released(city, y2020=YEAR.replace("11;500;", "11;9.000;"))
    crowded = values(city, "zugang", DAY)[1]
    Job.objects.all().delete()
    streets(city, ROUND[1:])
    queued = set(Job.objects.filter(kind="indicators.refresh").values_list("payload__indicator", flat=True))
    refresh(city)

    assert [first, more, crowded] == pytest.approx([5 / 1.5, 50 / 1.5, 50 / 10], abs=1e-5)
    assert Indicator.objects.get(slug="zugang").pk in queued
    assert values(city, "zugang", DAY)[0] == pytest.approx(50 / 10, abs=1e-5)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Die Plätze in „Krippen“ je Person von „Kinder“ innerhalb von 10 Minuten mit dem Rad, nach drei Zonen"),
        ("en", "The places in “Krippen” per person of “Kinder” within 10 minutes by bicycle, weighted by three zones."),
    ],
)
def test_page_says_layer_people_minutes_profile_weight_and_network(city: World, language: str, said: str) -> None:
    seats(city)
    streets(city)
    reach(city, "access(krippen, kinder, 10, bicycle, zones)", "Plätze je Kind")
    released(city, y2020=YEAR)

    page = Client().get("/musterstadt/indikatoren/zugang/", headers={"accept-language": language})

    text = html.unescape(page.content.decode())
    assert said in text
    assert "Vermessungsamt, CC BY 4.0" in text
    assert "Stadt Musterstadt, Datenlizenz Deutschland – Namensnennung – Version 2.0" in text


def test_without_places_the_version_or_the_network_figures_are_missing_with_the_reason(city: World) -> None:
    seats(city)
    network = streets(city)
    reach(city, "access(krippen, einwohner, 15)")
    network.profiles = {}
    network.save(update_fields=["profiles"])
    released(city, y2020=YEAR)
    assert newest("zugang").inputs["layers"][0][3] == "no_network"

    lay(city, "krippen", kitas([(0, 1, None)]), capacity_label="")
    refresh(city)

    assert newest("zugang").inputs["layers"][0][3] == "no_capacity"
    assert statuses(city, "zugang", DAY) == {Status.MISSING}


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("access(leer, kinder, 10)", "formulas.layer_capacity"),
        ("access(radwege, kinder, 10)", "formulas.layer_points"),
        ("access(kitas, kinder, 10, wheelchair)", "formulas.layer_network"),
        ("access(kitas, anteil, 10)", "formulas.not_people"),
        ("access(kitas, kitazahl, 10)", "formulas.not_people"),
        ("access(kitas, kinder, 10) * kinder", "formulas.reach_parts"),
        ("zugang - kinder", "formulas.reach_parts"),
        ("access(kitas, kinder, 10) - 1", "formulas.units"),
    ],
)
def test_access_that_cannot_be_computed_so_is_refused(city: World, formula: str, code: str) -> None:
    lay(city, "leer", kitas([(0, 0, None)]), capacity_label="")
    streets(city)
    reach(city, "access(kitas, kinder, 10)", "Kitaplätze je Kind")

    with pytest.raises(FormulaError) as refused:
        definitions.check_formula(organisation_id=city.city.pk, formula=formula, unit="")

    assert refused.value.code == code
