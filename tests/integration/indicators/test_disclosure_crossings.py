# SPDX-License-Identifier: EUPL-1.2
"""Girls are told, neither boys nor women from 6 on: what is left of the sums on both sides gives no girl away."""

from collections.abc import Iterator

import pytest

from indicators.models import Breakdown
from indicators.models.patterns import DisclosurePattern
from indicators.services.disclosure.origins import breakdowns
from indicators.stats.disclosure.cells import Equation
from indicators.stats.disclosure.columns import Added
from tests.factories.standing import standing
from tests.factories.sumcity import Told, attacked, build_sum_city, publish, seen, sums
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
GROUPS = {"frauen": "geschlecht", "maenner": "geschlecht", "unter": "alter", "ab": "alter"}


def _build(world: World) -> World:
    build_sum_city(world)
    for slug, dimension in GROUPS.items():
        Breakdown.objects.create(organisation=world.city, slug=slug, name=slug, dimension=dimension, role="part")
    return world


kept_city = standing(_build)


def told(slug: str, *parts: Told, **figures: int) -> Told:
    """Return a count by area, or the sum of others."""
    own = {key.removeprefix("q"): float(number) for key, number in figures.items()}
    summed = {key: sum(part.figures[key] for part in parts) for key in (parts[0].figures if parts else ())}
    return Told(f"einwohner.{slug}" if slug else "einwohner", own or summed)


# No man of 11 is from 6 on: women and children together are two more than everybody, and those are girls.
GIRLS = told("madchen", q11=2, q12=20, q21=21, q22=10)
BOYS = told("jungen", q11=20, q12=25, q21=30, q22=12)
LADIES = told("damen", q11=30, q12=60, q21=50, q22=40)
GENTLEMEN = told("herren", q11=0, q12=70, q21=60, q22=50)
WOMEN, MEN = told("frauen", GIRLS, LADIES), told("maenner", BOYS, GENTLEMEN)
YOUNG, OLD = told("unter", GIRLS, BOYS), told("ab", LADIES, GENTLEMEN)
PEOPLE = told("", WOMEN, MEN)


def _publish_margins(city: World) -> None:
    publish(city, PEOPLE, WOMEN, MEN)
    publish(city, YOUNG, OLD, dimension="alter")


def _publish_girls(city: World) -> None:
    publish(city, GIRLS, dimension="beide", role="subset", crossed=["frauen", "unter"])


def _known() -> Iterator[Equation]:
    yield from sums(PEOPLE, [WOMEN, MEN])
    yield from sums(PEOPLE, [YOUNG, OLD])
    for whole, parts in (
        (WOMEN, [GIRLS, LADIES]),
        (MEN, [BOYS, GENTLEMEN]),
        (YOUNG, [GIRLS, BOYS]),
        (OLD, [LADIES, GENTLEMEN]),
    ):
        yield from sums(whole, parts)


@pytest.mark.parametrize("is_known", [True, False])
def test_sums_on_both_sides_give_no_girl_away(city: World, monkeypatch: pytest.MonkeyPatch, is_known: bool) -> None:
    if not is_known:
        monkeypatch.setattr(breakdowns, "completed", lambda *_, **__: Added())

    _publish_girls(city)
    _publish_margins(city)

    found = attacked([PEOPLE, WOMEN, MEN, YOUNG, OLD, GIRLS, BOYS, LADIES, GENTLEMEN], _known())
    assert bool(found) is not is_known
    assert not seen(GIRLS)["11"]
    assert all(seen(each)["11"] for each in (PEOPLE, WOMEN, MEN, YOUNG, OLD)) is not is_known


def test_audit_names_girls_that_sums_in_force_tell_whatever_is_hidden(city: World) -> None:
    """Sums that were published first give the girls away before anybody tells of girls: that is said, not hidden."""
    _publish_margins(city)

    _publish_girls(city)

    pattern = DisclosurePattern.objects.filter(indicator__slug="einwohner-madchen").latest("pk")
    assert not seen(GIRLS)["11"]
    assert any("madchen" in key and key.endswith(":11") for key in pattern.audit.content["earlier"])
