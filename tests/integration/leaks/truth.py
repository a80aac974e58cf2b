# SPDX-License-Identifier: EUPL-1.2
"""What is true inside, read only after an attack, to judge it."""

from dataclasses import dataclass

import numpy as np

from indicators.models import Audience, DisclosureRule, Indicator, Period
from indicators.services.releasing.freezing import current_of
from sozialplanung.accounts.models import Organisation
from spatial.models import BoundaryVersion
from spatial.selectors import units
from tests.integration.leaks.attacker import TOLERANCE, Bounds, Cell
from tests.integration.leaks.listening import Place


@dataclass(frozen=True)
class Small:
    """A hidden figure that is hidden because of its own smallness: the true count and the smallest one shown."""

    cell: Cell
    count: float
    minimum: int

    def is_found_by(self, bounds: Bounds) -> bool:
        """Whether somebody who knows these bounds can tell the count from none, or from one that may be shown."""
        return bounds[0] > TOLERANCE or bounds[1] < self.minimum - TOLERANCE


def small_counts(organisation: str, hidden: dict[tuple[str, Place], Cell]) -> list[Small]:
    """Return the hidden figures of a city whose own count is above nought and below the smallest that is shown."""
    city = Organisation.objects.get(slug=organisation)
    periods = dict(Period.objects.values_list("pk", "code"))
    versions = {v.pk: v for v in BoundaryVersion.objects.filter(organisation=city).select_related("level")}
    found = []
    for slug in sorted({slug for slug, _ in hidden}):
        minimum = _minimum(city, slug)
        for cell, frozen in current_of(indicator_id=Indicator.objects.get(organisation=city, slug=slug).pk).items():
            version, raw = versions[cell.boundary_version_id], frozen.raw
            counts = raw.value if np.isnan(raw.denominator).all() else raw.numerator
            for row in units.unit_rows(version.pk):
                place = Place(periods[cell.period_id], version.edition, version.level.slug, row.key)
                count = float(counts[row.position])
                if (slug, place) in hidden and 0 < count < minimum:
                    found.append(Small(hidden[slug, place], count, minimum))
    return found


def found_counts(small: list[Small], reached: dict[Cell, Bounds]) -> list[tuple[Small, Bounds]]:
    """Return the small counts that an attacker found, with what is left of them."""
    return [(each, reached[each.cell]) for each in small if each.is_found_by(reached[each.cell])]


def _minimum(city: Organisation, slug: str) -> int:
    source = Indicator.objects.get(organisation=city, slug=slug).definitions.latest("valid_from").source
    return DisclosureRule.objects.get(source=source, audience=Audience.PUBLIC).minimum_count
