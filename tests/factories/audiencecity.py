# SPDX-License-Identifier: EUPL-1.2
"""A city whose council and administration read more than its public; the neighbour reads what the public reads."""

from dataclasses import dataclass
from typing import Final

from indicators.models import Audience, Indicator, Release, ReleaseState
from spatial.models import BoundaryVersion
from tests.factories.areas import import_city
from tests.factories.releases import Figures, indicator, release
from tests.factories.world import World, build_world

# Figures that stand in one slice alone, whose areas are Alt-Mitte, Müllerstraße, Müggelheim and Neu-Köpenick.
FOR_ALL, FOR_COUNCIL, INSIDE, COUNCIL_ONLY, HIDDEN_INDICATOR = 30.2, 87.6, 76.5, 65.4, 54.3
PERIOD: Final = "2018-12-31"


@dataclass(frozen=True)
class AudienceCity:
    """The people, and what is in force of `kinderarmut` at the newest period for each audience."""

    world: World
    kinderarmut: Indicator
    version: BoundaryVersion
    public: Release
    council: Release
    internal: Release


def build_audience_city() -> AudienceCity:
    """Store a city with slices for three audiences, and one indicator and one period of the council's own."""
    world = build_world()
    import_city(world.city)
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    subject, hidden = indicator(world.city), indicator(world.city, "kanarienvogel", topic="ratssache")

    def slice_of(values: tuple[float | None, ...], audience: Audience, **other: str) -> Release:
        return release(subject, version, Figures(values, audience=audience, **other), world.frida)  # type: ignore[arg-type]

    city = AudienceCity(
        world,
        subject,
        version,
        slice_of((10.5, None, None, FOR_ALL), Audience.PUBLIC),
        slice_of((10.5, FOR_COUNCIL, None, FOR_ALL), Audience.COUNCIL),
        slice_of((10.5, FOR_COUNCIL, INSIDE, FOR_ALL), Audience.INTERNAL),
    )
    slice_of((9.5, None, 1.5, 29.9), Audience.PUBLIC, period="2016-12-31")
    slice_of((COUNCIL_ONLY,) * 4, Audience.COUNCIL, period="2017-12-31")
    release(hidden, version, Figures((HIDDEN_INDICATOR,) * 4, audience=Audience.COUNCIL), world.frida)
    return city


def without_inside(city: AudienceCity) -> None:
    """Take out of force whatever is not for everybody."""
    rows = Release.objects.filter(organisation=city.world.city).exclude(audience=Audience.PUBLIC)
    rows.update(state=ReleaseState.SUPERSEDED)
