# SPDX-License-Identifier: EUPL-1.2
"""A city of twelve quarters with a count, a share of counts and figures that cannot be added up."""

from datetime import date

from indicators.models import Basis, Breakdown, Indicator, IndicatorDefinition, Series, Variable
from tests.factories.groupedcity import KEYS, GroupedCity, build_grouped_city

PERSONS = tuple(100.0 * (place + 1) for place in range(12))
SHARES = tuple(float(place + 1) for place in range(12))


def build_picked_city() -> GroupedCity:
    """Store the city; the second quarter hides its cases, the third one is without a figure of the rent."""
    city = build_grouped_city()
    counted = city.add("kinder", tuple(10.0 * (place + 1) for place in range(12)), unit_of_measure="Personen")
    share = city.add("quote", SHARES)
    city.publish(share, SHARES, persons=PERSONS, period="2021-12-31")
    hidden = (*SHARES[:1], None, *SHARES[2:])
    secret = city.add("geheim", hidden)
    city.publish(secret, hidden, persons=PERSONS, period="2021-12-31")
    for stored in (counted, share, secret):
        declare_additive(stored)
    for slug in ("kinder",):
        IndicatorDefinition.objects.filter(indicator__slug=slug).update(decimals=0)
    return city


def declare_additive(stored: Indicator, *, is_additive: bool = True) -> Series:
    """Say of a delivered indicator that the counts behind it may be summed over areas."""
    owner = stored.organisation
    variable = Variable.objects.create(
        organisation=owner, slug=stored.slug, name=stored.slug.title(), is_additive=is_additive
    )
    breakdown, _ = Breakdown.objects.get_or_create(
        organisation=owner, slug="gesamt", defaults={"dimension": "total", "name": "gesamt"}
    )
    series = Series.objects.create(organisation=owner, variable=variable, breakdown=breakdown)
    stored.definitions.update(series=series)
    return series


def derived(city: GroupedCity, slug: str, formula: str, values: tuple[float | None, ...], **more: object) -> Indicator:
    """Store a computed indicator with one release."""
    stored = city.add(slug, values, "2021-12-31", unit_of_measure="Personen", decimals=0)
    Indicator.objects.filter(pk=stored.pk).update(kind="derived")
    IndicatorDefinition.objects.filter(indicator=stored).update(formula=formula, **more)
    return stored


FIRST = date(2000, 1, 1)
__all__ = ["KEYS", "PERSONS", "SHARES", "Basis", "build_picked_city", "declare_additive", "derived"]
