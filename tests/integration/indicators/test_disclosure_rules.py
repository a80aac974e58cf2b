# SPDX-License-Identifier: EUPL-1.2
"""Rules of disclosure as data: starting points, the strictest of several sources, what the database refuses."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from indicators.errors import CatalogueError
from indicators.models import Audience, DisclosureRule, Indicator, Source
from indicators.services import sources
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.rules import lineage_of
from indicators.services.sources import SourceSpec
from indicators.stats.disclosure.rules import CellRule
from sozialplanung.web.messages import sentence_for
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_city)
REGISTER = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", 3)


def test_rule_of_before_means_what_it_meant(city: World) -> None:
    rule = lineage_of(subject_of(Indicator.objects.get(slug="kinder"))).rule_on(
        date(2020, 12, 31), audience=Audience.PUBLIC
    )

    assert rule is not None
    assert rule.cell == CellRule(minimum_count=3)


def test_starting_point_and_own_numbers_give_the_strictest_of_both(city: World) -> None:
    spec = replace(REGISTER, preset="minimum-5", cell=CellRule(hides_everybody=True, rounding=10))

    stored = sources.set_rule(organisation=city.city, spec=spec)

    assert (stored.minimum_count, stored.rounding, stored.preset) == (5, 10, "minimum-5")
    assert stored.hides_everybody


def test_figure_of_two_sources_falls_under_what_either_asks_for(city: World) -> None:
    office = replace(REGISTER, slug="amt", minimum_count=0, cell=CellRule(hides_nobody=True, minimum_denominator=50))
    sources.ensure_source(organisation=city.city, spec=office)
    sources.set_rule(organisation=city.city, spec=office)
    Indicator.objects.get(slug="kinder").definitions.update(source=Source.objects.get(slug="amt"))

    lineage = lineage_of(subject_of(Indicator.objects.get(slug="anteil")))

    rule = lineage.rule_on(date(2020, 12, 31), audience=Audience.PUBLIC)
    assert rule is not None
    assert rule.cell == CellRule(minimum_count=3, minimum_denominator=50, hides_nobody=True)


def test_unknown_starting_point_is_refused_with_those_that_there_are(city: World) -> None:
    with pytest.raises(CatalogueError) as refused:
        sources.set_rule(organisation=city.city, spec=replace(REGISTER, preset="minimum-4"))

    message, way_out = sentence_for(refused.value.to_problem())
    assert "minimum-4" in message
    assert "minimum-5" in way_out


@pytest.mark.parametrize(
    "numbers", [{"rounding": 3}, {"dominance_k": 0}, {"dominance_k": 101}, {"safety_range": 0}, {"safety_range": 101}]
)
def test_database_refuses_numbers_that_no_rule_can_have(city: World, numbers: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="rule_"), transaction.atomic():
        DisclosureRule.objects.update(**numbers)
