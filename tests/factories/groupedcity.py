# SPDX-License-Identifier: EUPL-1.2
"""A city of twelve quarters in three districts whose figures make three kinds of areas, one district each."""

from dataclasses import dataclass

from indicators.models import Basis, Indicator, IndicatorDefinition
from sozialplanung.accounts.models import Organisation, User
from spatial.models import BoundaryVersion
from tests.factories.areas import SIDE, SOUTH, WEST, Ring, city_files, import_city, square
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release

COLUMNS, ROWS = 3, 4
KEYS = tuple(f"{column + 1}0{row + 1}" for column in range(COLUMNS) for row in range(ROWS))
POVERTY = (5.0, 6.0, 5.5, 6.5, 20.0, 21.0, 19.0, 20.5, 40.0, 41.0, 39.5, 40.5)
RENT = (9.0, 9.5, 9.2, 9.4, 15.0, 15.5, 14.8, 15.2, 7.0, 7.2, 6.9, 7.1)
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class GroupedCity:
    """The city, its quarters, and who published its figures."""

    organisation: Organisation
    by: User
    version: BoundaryVersion

    def publish(self, subject: Indicator, values: Values, period: str = "2020-12-31", **more: object) -> None:
        """Store a release of an indicator."""
        release(subject, self.version, Figures(values, period, **more), self.by)  # type: ignore[arg-type]

    def add(self, slug: str, values: Values, period: str = "2020-12-31", **definition: object) -> Indicator:
        """Store an indicator with one release."""
        stored = indicator(self.organisation, slug)
        if definition:
            IndicatorDefinition.objects.filter(indicator=stored).update(**definition)
        self.publish(stored, values, period)
        return stored


def build_grouped_city(slug: str = "musterstadt") -> GroupedCity:
    """Store the city with a share of poverty, a rent and a number of persons."""
    stored = organisation(slug, slug.title())
    districts = {str(column + 1): (f"Bezirk {column + 1}", district_ring(column)) for column in range(COLUMNS)}
    quarters = {key: (f"Viertel {key}", square(int(key[0]) - 1, int(key[1:]) - 1)) for key in KEYS}
    import_city(stored, files=city_files(districts, quarters))
    by = User.objects.create_user(email=f"frida@{slug}.example.org", name="Frida")
    city = GroupedCity(stored, by, BoundaryVersion.objects.get(organisation=stored, level__slug="viertel"))
    city.add("armut", POVERTY)
    city.add("miete", RENT, unit_of_measure="Euro", basis=Basis.RATE_ONLY, palette="sequential")
    city.add("einwohner", tuple(1000.0 + 10 * place for place in range(12)), unit_of_measure="Personen")
    return city


def district_ring(column: int) -> Ring:
    """Return the ring of a district: one column of quarters."""
    west, east = round(WEST + column * SIDE, 6), round(WEST + (column + 1) * SIDE, 6)
    heights = [round(SOUTH + row * SIDE, 6) for row in range(ROWS + 1)]
    up = [[east, height] for height in heights]
    down = [[west, height] for height in reversed(heights)]
    return [*up, *down, up[0]]
