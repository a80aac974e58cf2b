# SPDX-License-Identifier: EUPL-1.2
"""Minutes to the nearest place as a figure: along streets, with what keeps an area from a number told apart."""

import numpy as np
import pytest

from indicators.models.observations import Vintage
from indicators.services.catalogue import IndicatorSpec
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.models import Job
from spatial.geometry.network.profiles import Mode
from spatial.selectors.networks import networks_of
from spatial.selectors.routing import Asked, nearest_ways, travel_times
from tests.factories.layeredcity import build_layered_city, kitas, lay
from tests.factories.lookingcity import content, values
from tests.factories.placebringer import spot
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.streets import streets
from tests.factories.world import World
from tests.factories.yearlycity import refresh

pytestmark = pytest.mark.django_db
kept_city = standing(build_layered_city)


def near(city: World, formula: str = "nearest(horte, 10)") -> None:
    told = definition("Weg", formula=formula, unit_of_measure="Minuten", decimals=1)
    create(city, IndicatorSpec("weg", "bevoelkerung", "derived", told))


def test_way_is_told_apart_from_none_within_the_bound_and_from_off_the_network(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, 10.0), (5, 5, 10.0)]))
    network = streets(city)
    near(city)
    refresh(city)

    found = content(city, "weg", "2020-01-01")

    assert found is not None
    # Keys 11, 12, 21, 22: at the place; 1.1 km away; 0.7 km away; no street.
    assert [Status(code) for code in found.status] == [
        Status.TRUE_ZERO,
        Status.NOT_APPLICABLE,
        Status.OK,
        Status.UNKNOWN,
    ]
    assert values(city, "weg", "2020-01-01")[2] == pytest.approx(686 / 5000 * 60, rel=0.15)
    vintage = Vintage.objects.filter(indicator__slug="weg", is_current=True).latest("pk")
    assert vintage.inputs["layers"][0][3:] == ["", network.pk, network.content_hash]


def test_without_a_network_or_a_profile_that_it_carries_figures_are_missing_with_the_reason(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, 10.0)]))
    near(city)
    refresh(city)
    (first,) = {row["layers"][0][3] for row in _inputs()}

    streets(city)
    create(
        city,
        IndicatorSpec(
            "rollstuhl",
            "bevoelkerung",
            "derived",
            definition("Rollstuhl", formula="nearest(horte, 10, wheelchair)", unit_of_measure="Minuten"),
        ),
    )
    refresh(city)

    assert first == "no_network"
    found = content(city, "rollstuhl", "2020-01-01")
    assert found is not None
    assert {Status(code) for code in found.status} == {Status.MISSING}
    assert values(city, "weg", "2020-01-01")[0] == 0


def _inputs() -> list[dict[str, list[list[str]]]]:
    rows = Vintage.objects.filter(indicator__slug="weg", is_current=True)
    return list(rows.values_list("inputs", flat=True))


def test_new_network_lets_what_reads_layers_be_computed_anew(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, 10.0)]))
    near(city)
    Job.objects.all().delete()

    streets(city)

    slugs = Job.objects.filter(kind="indicators.refresh").count()
    assert slugs >= 1


@pytest.mark.parametrize(("mode", "tags"), [("foot", {}), ("car", {"oneway": "yes", "maxspeed": "30"})])
def test_search_for_any_place_finds_what_the_table_of_all_ways_does(
    city: World, mode: str, tags: dict[str, str]
) -> None:
    streets(city, tags=tags)
    (row,) = networks_of(city.city)
    generator = np.random.default_rng(4)
    (west, south), (east, north) = spot(0, 0), spot(1, 1)
    places = [(float(x), float(y)) for x, y in generator.uniform((west, south), (east, north), (20, 2))]
    origins, goals = [spot(0, 0), *places[:10]], [spot(1, 0), *places[10:]]
    asked = Asked(row, Mode(mode))

    table = travel_times(asked, origins, goals)
    found = nearest_ways(asked, origins, goals, np.inf)

    least = np.where(np.isnan(table).all(axis=1), np.nan, np.nanmin(np.where(np.isnan(table), np.inf, table), axis=1))
    np.testing.assert_allclose(found, least)
    assert np.isinf(nearest_ways(asked, [spot(0, 0)], [(9.0, 50.0)], np.inf)).all()
    assert np.isnan(nearest_ways(asked, [(9.0, 50.0)], goals, np.inf)).all()
    assert np.isinf(nearest_ways(asked, [spot(0, 0)], [spot(1, 0)], 60.0)).all()
