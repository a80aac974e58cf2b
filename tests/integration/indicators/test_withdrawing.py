# SPDX-License-Identifier: EUPL-1.2
"""Figures that are taken back take along what counts from them, also where that cannot be released anew without."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.test import Client

from indicators.errors import DisclosureBreachError
from indicators.models import Indicator, Release, ReleaseState
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slices import decode
from indicators.selectors import published
from indicators.services import sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.defining import definition_spec, redefine_indicator
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.sources import SourceSpec
from sozialplanung.audit.models import Event
from tests.factories.register import build_city, create, definition
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, FIRST, HEAD, LATE, SECOND, deliver, refresh

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076", "C079")]
FIVE = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", 5)
# Two children in a district, one in each quarter: enough to be told of by a rule of two, too few by one of five.
FEW = HEAD + "11;1.000;1\n12;500;1\n21;800;120\n22;700;65\n"
API = f"/api/v1/musterstadt/indicators/kinder/values/{SECOND}/?level=viertel"


def _built(world: World) -> World:
    """Release two years; the office tells the same children by a laxer rule."""
    city = build_city(world)
    sources.set_rule(organisation=city.city, spec=FIVE)
    lax = replace(FIVE, slug="amt", minimum_count=2)
    sources.ensure_source(organisation=city.city, spec=lax)
    sources.set_rule(organisation=city.city, spec=lax)
    same = definition("Kinder", series=SeriesName("einwohner", "kinder"), source="amt")
    create(city, IndicatorSpec("kinder-amt", "bevoelkerung", "delivered", same))
    deliver(city, FIRST, EARLY)
    deliver(city, SECOND, LATE)
    refresh(city)
    return city


kept_city = standing(_built)


def _content(city: World, slug: str, period: str, level: str = "viertel") -> SliceContent | None:
    ref = published.release_ref(city.city, indicator=slug, period=period, level=level)
    return published.slice_content(ref) if ref else None


def _release(city: World, slug: str) -> None:
    refresh_indicator(indicator_id=Indicator.objects.get(slug=slug).pk, by=city.frida, report=lambda *_: None)


def _withdraw(city: World, slug: str, period: str) -> None:
    ref = published.release_ref(city.city, indicator=slug, period=period, level="viertel")
    assert ref is not None
    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Falscher Stichtag")


def _counted_from(city: World, period: str) -> set[str]:
    """Return the indicators of which readers see a change that counts from a period."""
    rows = Release.objects.filter(organisation=city.city, state=ReleaseState.PUBLISHED).select_related("indicator")
    told = [(row.indicator.slug, decode(bytes(row.payload))) for row in rows]
    return {
        slug
        for slug, content in told
        if content.change.since == period and not np.isnan(content.numbers["change"].values).all()
    }


def _refuse_the_correction(city: World) -> None:
    """Correct the second year so that it cannot be released: the office tells it already."""
    deliver(city, SECOND, FEW)
    _release(city, "kinder-amt")
    with pytest.raises(DisclosureBreachError):
        _release(city, "kinder")


def test_change_goes_with_the_year_that_it_counts_from_although_the_gate_refuses_the_year_without_it(
    city: World,
) -> None:
    _refuse_the_correction(city)
    assert "kinder" in _counted_from(city, FIRST)

    _withdraw(city, "kinder", FIRST)

    assert "kinder" not in _counted_from(city, FIRST)
    assert [_content(city, "kinder", SECOND, level) for level in ("viertel", "bezirk", "stadt")] == [None] * 3
    assert Client().get(API).status_code == 404
    gone = Release.objects.filter(indicator__slug="kinder", period__code=SECOND, state=ReleaseState.WITHDRAWN)
    assert {row.is_taken_along for row in gone} == {True}
    events = Event.objects.filter(action="indicators.withdrawn", subject_id__in=[str(row.pk) for row in gone])
    assert {(each.reason, each.details["goes_along"]) for each in events} == {("Falscher Stichtag", True)}
    assert events.count() == len(gone) == 3


def test_what_went_along_comes_back_without_its_change_once_it_may_be_told(city: World) -> None:
    _refuse_the_correction(city)
    _withdraw(city, "kinder", FIRST)
    _withdraw(city, "kinder-amt", SECOND)

    refresh(city)

    later = _content(city, "kinder", SECOND)
    assert later is not None
    assert "change" not in later.numbers
    # What was taken back itself stays gone.
    assert _content(city, "kinder", FIRST) is None


def test_change_goes_with_its_year_although_new_texts_wait_for_a_second_person(city: World) -> None:
    kinder = Indicator.objects.get(slug="kinder")
    spec = replace(definition_spec(kinder.definitions.get()), valid_from=date(2021, 1, 1), limits="Anders gezählt.")
    redefine_indicator(indicator=kinder, spec=spec, by=city.anna)
    assert "kinder" in _counted_from(city, FIRST)

    _withdraw(city, "kinder", FIRST)

    assert "kinder" not in _counted_from(city, FIRST)


def test_year_that_can_be_told_without_its_change_stays(city: World) -> None:
    _withdraw(city, "kinder", FIRST)

    later = _content(city, "kinder", SECOND)
    assert later is not None
    assert "change" not in later.numbers
    assert not Release.objects.filter(is_taken_along=True).exists()
