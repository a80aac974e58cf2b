# SPDX-License-Identifier: EUPL-1.2
"""Shares of people within reach as a figure: by the ground beside streets, larger areas by their people, secrecy."""

import html

import numpy as np
import pytest
from django.test import Client

from indicators.formulas import FormulaError
from indicators.models.observations import Vintage
from indicators.selectors import definitions
from indicators.services.catalogue import IndicatorSpec
from indicators.stats.vintages import raw_slice_from_bytes
from sozialplanung.common.statuses import Flag, Status
from spatial.selectors.networks import networks_of
from spatial.selectors.waysfromareas import ground_within
from tests.factories.layeredcity import build_layered_city, kitas, lay
from tests.factories.lookingcity import content, released, statuses, values
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
    assert Status(small.status[1]) == Status.ROUNDED_ZERO
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
        network=network,
        profile="foot",
        version_id=version,
        boundary_version_id=place.boundary_version_id,
        bound=5,
    ).ground_m2
    assert large[0] == pytest.approx((ground[0] * small[0] + ground[1] * small[1]) / ground[:2].sum(), abs=0.06)
    assert ground[3] == 0
    # Where nobody lives beside a street, nothing is left out of the whole.
    assert Status.UNKNOWN not in statuses(city, "reichweite", "2020-01-01", "stadt")


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
