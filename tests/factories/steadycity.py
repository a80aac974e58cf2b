# SPDX-License-Identifier: EUPL-1.2
"""A city of four quarters whose shares are released year by year, with cases and persons: what chance does to them."""

from dataclasses import dataclass

from indicators.models import Indicator, IndicatorDefinition, Period, SeriesBreak
from sozialplanung.accounts.models import Organisation, User
from spatial.models import BoundaryVersion
from tests.factories.areas import import_city
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release

PERSONS = (1000.0, 2000.0, 4000.0, 800.0)
# Rises, is hidden in 2020, goes up and down, falls.
SHARES: tuple[tuple[float | None, ...], ...] = (
    (10.0, 20.0, 15.0, 30.0),
    (11.0, None, 16.0, 27.0),
    (11.8, 20.4, 14.5, 24.0),
    (13.1, 20.1, 15.5, 21.0),
    (14.0, 20.2, 15.1, 18.0),
)
FIRST = 2019


@dataclass(frozen=True)
class SteadyCity:
    """The city, its quarters and its one indicator."""

    organisation: Organisation
    by: User
    version: BoundaryVersion
    poverty: Indicator

    def break_between(self, since: int, until: int, comparable: str = "no") -> None:
        """Store a break of the series between two years."""
        SeriesBreak.objects.create(
            organisation=self.organisation,
            indicator=self.poverty,
            from_period=Period.objects.get(code=f"{since}-12-31"),
            to_period=Period.objects.get(code=f"{until}-12-31"),
            kind="method",
            comparable=comparable,
            text="Neue Zählung.",
        )


def build_steady_city() -> SteadyCity:
    """Store the city with five years of a share that should be low."""
    stored = organisation("musterstadt", "Musterstadt")
    import_city(stored)
    by = User.objects.create_user(email="frida@example.org", name="Frida")
    version = BoundaryVersion.objects.get(organisation=stored, level__slug="viertel")
    poverty = indicator(stored)
    IndicatorDefinition.objects.filter(indicator=poverty).update(direction="lower_is_better", palette="sequential")
    for place, shares in enumerate(SHARES):
        since = f"{FIRST + place - 1}-12-31" if place else None
        release(poverty, version, Figures(shares, f"{FIRST + place}-12-31", persons=PERSONS, since=since), by)
    return SteadyCity(stored, by, version, poverty)
