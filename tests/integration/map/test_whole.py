# SPDX-License-Identifier: EUPL-1.2
"""Why the whole has no value: what stands on the map beside its name."""

from dataclasses import replace

import pytest

from indicators.models import IndicatorDefinition
from indicators.rendering.mapstate import MapState
from indicators.rendering.slices import CityValue
from indicators.selectors.mapfacts import map_facts
from indicators.selectors.mappanel import whole_panel
from tests.factories.audiencecity import PERIOD, AudienceCity, build_audience_city
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
kept_city = kept(build_audience_city)


def reason(city: AudienceCity, **definition: str) -> str:
    given = indicator(city.world.city, "einwohner")
    IndicatorDefinition.objects.filter(indicator=given).update(**definition)
    release(given, city.version, Figures((10.0, 20.0, 30.0, None), period=PERIOD), city.world.frida)
    facts = map_facts(city.world.city, MapState(indikator="einwohner"), "de")
    assert facts is not None
    contents = {pk: replace(content, city=CityValue()) for pk, content in facts.contents.items()}
    panel = whole_panel(replace(facts, contents=contents))
    assert panel.value == ""
    return panel.origin


def test_count_with_a_hidden_area_has_no_sum(city: AudienceCity) -> None:
    told = reason(city, unit_of_measure="", basis="counts")

    assert told.startswith("Für das Ganze gibt es keine Summe")
    assert "Nenner" not in told


def test_share_without_its_parts_lacks_a_denominator(city: AudienceCity) -> None:
    assert "zum Berechnen fehlt der Nenner" in reason(city, unit_of_measure="%", basis="rate_only")


def test_measure_that_compares_areas_has_no_whole(city: AudienceCity) -> None:
    assert "hat keinen eigenen Wert" in reason(city, comparability="relative")
