# SPDX-License-Identifier: EUPL-1.2
"""Shares of people within reach as a figure: by the ground beside streets, larger areas by their people, secrecy."""

import html

import numpy as np
import pytest
from django.contrib.gis.geos import Point, Polygon
from django.test import Client

from indicators.formulas import FormulaError
from indicators.models.observations import Vintage
from indicators.selectors import definitions
from indicators.services.catalogue import IndicatorSpec
from indicators.stats.vintages import raw_slice_from_bytes
from sozialplanung.common.statuses import Flag, Status
from spatial.selectors.layerfigures import LayerFact
from spatial.selectors.networks import networks_of
from spatial.selectors.waysfromareas import asked_on, ground_within
from spatial.services.following import layer_in_force
from spatial.services.inhabited import decide_on_layer
from tests.factories.desk import run_jobs
from tests.factories.layeredcity import build_layered_city, kitas, lay
from tests.factories.lookingcity import content, released, statuses, values
from tests.factories.placebringer import spot
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.streets import streets
from tests.factories.world import World
from tests.factories.yearlycity import refresh

pytestmark = pytest.mark.django_db
kept_city = standing(build_layered_city)
DAY = "2020-12-31"
# Keys 11, 12, 21, 22; streets lead from the middle of 11 to those of 12 and 21 alone.
YEAR = "schluessel;einwohner;kinder\n11;500;60\n12;1.000;90\n21;800;120\n22;700;50\n"
FEW = YEAR.replace("12;1.000;90", "12;1.000;2")


def share(city: World, formula: str) -> None:
    told = definition("Reichweite", formula=formula, unit_of_measure="%", decimals=1)
    create(city, IndicatorSpec("reichweite", "bevoelkerung", "derived", told))


def test_share_is_that_of_the_ground_beside_streets_and_of_the_people_in_larger_areas(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, kinder, 5)")

    released(city, y2020=YEAR)

    found = content(city, "reichweite", DAY)
    assert found is not None
    eleven, twelve, beside, last = found.numbers["value"].values
    # Five minutes are 417 m: most of the streets of 11 (343 m and 557 m), little of that of 21, nothing of 12.
    assert eleven > 70
    assert twelve == 0
    assert 0 < beside < 50
    assert Status(found.status[3]) == Status.UNKNOWN
    assert np.isnan(last)
    assert all(int(flag) & Flag.ESTIMATED for flag in found.flags[:3])
    kept = Vintage.objects.filter(indicator__slug="reichweite")
    small = raw_slice_from_bytes(bytes(kept.filter(boundary_version__level__slug="viertel").latest("pk").payload))
    # No point of 12 is reached: of people that is not known to be exactly nobody.
    assert Status(small.status[1]) == Status(found.status[1]) == Status.ROUNDED_ZERO
    vintage = kept.filter(boundary_version__level__slug="bezirk").latest("pk")
    assert vintage.inputs["layers"][0][0] == "reached(horte, kinder, 5)"
    assert values(city, "reichweite", DAY, "bezirk")[0] == pytest.approx((60 * eleven + 90 * twelve) / 150, abs=0.06)
    # Of one part nobody knows: of the whole neither.
    assert statuses(city, "reichweite", DAY, "stadt") == {Status.UNKNOWN}


@pytest.mark.check("C076")
def test_larger_area_is_hidden_where_a_number_of_its_parts_is_and_the_smallest_never(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, kinder, 5)")

    released(city, y2020=FEW)

    assert Status.SUPPRESSED not in statuses(city, "reichweite", DAY)
    found = content(city, "reichweite", DAY, "bezirk")
    assert found is not None
    assert Status(found.status[0]) == Status.SUPPRESSED


def test_share_of_everybody_reads_no_number_and_is_there_from_the_first_day_of_a_version(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, 5)")

    refresh(city)

    small, large = values(city, "reichweite", "2020-01-01"), values(city, "reichweite", "2020-01-01", "bezirk")
    (network,) = networks_of(city.city)
    version = Vintage.objects.filter(indicator__slug="reichweite").latest("pk").inputs["layers"][0][1]
    place = Vintage.objects.filter(indicator__slug="reichweite", boundary_version__level__slug="viertel").latest("pk")
    ground = ground_within(
        asked_on(network, "foot"),
        version_id=version,
        boundary_version_id=place.boundary_version_id,
        bound=5,
    ).amounts
    assert large[0] == pytest.approx((ground[0] * small[0] + ground[1] * small[1]) / ground[:2].sum(), abs=0.06)
    assert ground[3] == 0
    # Where nobody lives beside a street, nothing is left out of the whole.
    assert Status.UNKNOWN not in statuses(city, "reichweite", "2020-01-01", "stadt")


def middle(column: int) -> tuple[Polygon, None]:
    """Return inhabited ground around the middle of a square, 68 m by 111 m."""
    east, north = spot(column, 0)
    return Polygon.from_bbox((east - 0.0005, north - 0.0005, east + 0.0005, north + 0.0005)), None


def decide(city: World, slug: str, revision: int = 0) -> None:
    decide_on_layer(organisation=city.city, slug=slug, reason="Wald", by=city.frida, revision=revision)
    run_jobs()


def test_inhabited_ground_says_where_the_people_are_who_are_reached(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, kinder, 5)")
    lay(city, "wohnen", [middle(0), middle(1)], kind="area")
    decide(city, "wohnen")

    released(city, y2020=YEAR)

    found = content(city, "reichweite", DAY)
    assert found is not None
    # All live in the middle: of 11 within five minutes, of 21 beyond; the layer knows nobody of 12.
    assert found.numbers["value"].values[:3].tolist() == [100, 0, 0]
    vintage = Vintage.objects.filter(indicator__slug="reichweite").latest("pk")
    assert vintage.inputs["layers"][0][-1].startswith("wohnen1")
    page = html.unescape(Client().get("/musterstadt/indikatoren/reichweite/").content.decode())
    licence = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
    assert f"sagt die Ebene „Wohnen“ (Stadt Musterstadt, {licence}; © Stadt Musterstadt)" in page
    assert "Punkte, gleichmäßig" not in page


def test_places_of_people_stand_for_them_and_weigh_the_larger_areas_of_everybody(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, 5)")
    homes = [(spot(0, 0), 60.0), (spot(1, 0), 180.0), (spot(1, 1), 900.0), (spot(1, 0), None)]
    lay(city, "haeuser", [(Point(*at, srid=4326), number) for at, number in homes], capacity_label="Menschen")
    decide(city, "haeuser")

    refresh(city)

    assert values(city, "reichweite", "2020-01-01")[0] == 100
    assert values(city, "reichweite", "2020-01-01")[2] == 0
    # 60 of 240 beside streets; the 900 of 22 live beside none.
    assert values(city, "reichweite", "2020-01-01", "stadt")[0] == pytest.approx(25, abs=0.2)


def test_a_decision_and_another_state_of_the_layer_let_the_figure_be_computed_anew(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, 5)")
    refresh(city)
    before = values(city, "reichweite", "2020-01-01")[0]
    lay(city, "wohnen", [middle(0), middle(1)], kind="area")

    decide(city, "wohnen")
    assert values(city, "reichweite", "2020-01-01")[0] == 100 > before

    decide(city, "", revision=1)
    assert values(city, "reichweite", "2020-01-01")[0] == before

    decide(city, "wohnen", revision=2)
    version = lay(city, "wohnen", [middle(1)], kind="area")
    layer_in_force(LayerFact(city.city.pk, "wohnen", version.pk), city.anna)
    run_jobs()
    assert values(city, "reichweite", "2020-01-01")[0] == before


def test_a_larger_area_of_a_group_stays_hidden_where_the_layer_says_who_lives_where(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, kinder, 5)")
    lay(city, "wohnen", [middle(0), middle(1)], kind="area")
    decide(city, "wohnen")

    released(city, y2020=FEW)

    assert Status.SUPPRESSED not in statuses(city, "reichweite", DAY)
    found = content(city, "reichweite", DAY, "bezirk")
    assert found is not None
    assert Status(found.status[0]) == Status.SUPPRESSED


@pytest.mark.parametrize(("language", "said"), [("de", "Der geschätzte Anteil"), ("en", "The estimated share")])
def test_page_says_that_it_is_an_estimate_and_of_what(city: World, language: str, said: str) -> None:
    lay(city, "horte", kitas([(0, 0, None)]))
    streets(city)
    share(city, "reached(horte, kinder, 10)")
    released(city, y2020=YEAR)

    page = Client().get("/musterstadt/indikatoren/reichweite/", headers={"accept-language": language})

    text = html.unescape(page.content.decode())
    assert said in text
    assert ("Punkte, gleichmäßig" if language == "de" else "Points laid evenly") in text
    assert "Vermessungsamt, CC BY 4.0" in text


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("reached(kitas, 10)", "formulas.layer_network"),
        ("reached(parks, 10)", "formulas.layer_points"),
        ("reached(leer, 10)", "formulas.layer"),
    ],
)
def test_share_that_cannot_be_computed_so_is_refused(city: World, formula: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        definitions.check_formula(organisation_id=city.city.pk, formula=formula, unit="%")

    assert refused.value.code == code
