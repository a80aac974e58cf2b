# SPDX-License-Identifier: EUPL-1.2
"""The demo's tables, all released with one rule: nobody calculates a small count from what is told."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest
from django.db import transaction
from django.test import Client

from indicators.models import Indicator
from indicators.selectors import graph
from indicators.services import sources
from indicators.services.releasing.refreshing import refresh_indicator
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.demo.regions import flensburg, koeln
from tests.conftest import IS_DEEP
from tests.factories.standing import public_reads_along
from tests.integration.leaks.attacker import reach
from tests.integration.leaks.listening import listen
from tests.integration.leaks.truth import found_counts, small_counts

PLANS: Final = {"flensburg": flensburg.PLAN, "koeln": koeln.PLAN}
# Köln's eight years are one and the same: in small samples the two that a change of five years ties.
PERIODS: Final = {"flensburg": (), "koeln": () if IS_DEEP else ("2007-12-31", "2012-12-31")}
# The city, the smallest count that is shown, and how many figures are hidden for their own smallness at least. By the
# rule of 150 much is hidden: what is refused then would be refused without a reason.
RULES: Final = (("flensburg", 5, 1), ("koeln", 5, 0), *((("flensburg", 150, 90),) if IS_DEEP else ()))


@pytest.fixture
def released(request: pytest.FixtureRequest, demo: None) -> Iterator[tuple[str, int]]:
    """Release all tables of a city, what else stays inside included, and take everything back afterwards."""
    name, least, hidden = request.param
    city = Organisation.objects.get(slug=name)
    with transaction.atomic(), public_reads_along():
        for source in PLANS[name].sources:
            sources.set_rule(organisation=city, spec=replace(source, is_published=True, minimum_count=least))
        if IS_DEEP:
            Indicator.objects.filter(organisation=city).update(is_building_block=False)
        by = User.objects.earliest("pk")
        for indicator in graph.in_order(organisation_id=city.pk):
            refresh_indicator(indicator_id=indicator, by=by, report=lambda *_: None)
        yield name, hidden
        transaction.set_rollback(True)


@pytest.mark.check("C076")
@pytest.mark.parametrize("released", RULES, indirect=True, ids=[f"{name}-{least}" for name, least, _ in RULES])
def test_demo_keeps_its_small_counts_against_all_that_it_tells(released: tuple[str, int]) -> None:
    name, hidden = released
    heard = listen(Client(), name, PERIODS[name])

    reached = reach(heard.knowledge, set(heard.hidden.values()))

    small = small_counts(name, heard.hidden)
    assert found_counts(small, reached) == []
    assert len(small) >= hidden
    assert heard.numbers > 1_000
