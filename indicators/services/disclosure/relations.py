# SPDX-License-Identifier: EUPL-1.2
"""What holds between the cells of several families, beside the sums over areas that each family brings itself.

A *family* is one quantity at one period on one edition of boundaries, over all its levels: the persons under 6 on
31 December 2020 in the districts and quarters of 2020. Its cells have the keys ``series:period:edition:level:unit``,
made of stable codes; the same count in two indicators is one cell, for it is one series.

The compiler starts from the families that an indicator tells at a period and asks every origin in :data:`ORIGINS` two
things:

1. ``neighbours``: which other families are tied to some that are in the system already. It asks again for those that
   were named, until nothing new comes; a family in which readers see every figure is not asked for: it ties nothing.
2. ``relations``: once all families are there, the equations between their cells (and cells of their own that nobody is
   shown, for instance persons without an age). An equation may name only cells of the ground and those it brings
   along; whether a cell is there says ``key in ground``. It has to hold for the true values: ``ground.value(key)``,
   NaN where nobody here knows it; such cells get a value that fits.

Sums over areas (children and their parent), numerator + rest = denominator and the figures of earlier releases are
the compiler's own; an origin does not name them. To add an origin, put it into :data:`ORIGINS`: the order does not
matter, equal equations count once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from indicators.stats.disclosure.columns import Added, together

SEPARATOR: Final = ":"


def series_code(variable: str, breakdown: str) -> str:
    """Return the code of a series from the slugs of its variable and its breakdown."""
    return f"{variable}.{breakdown}"


@dataclass(frozen=True, slots=True, order=True)
class Family:
    """One quantity at one period on one edition of boundaries, over all levels; all three by their codes.

    ``series`` is :func:`series_code` of what was delivered; a quantity that only a formula makes has the slug of its
    indicator (``=anteil``), followed by ``/numerator`` or ``/denominator`` for the parts of a share.
    """

    series: str
    period: str
    edition: str

    def key(self, level: str, unit: str) -> str:
        """Return the key of the cell of one area."""
        return SEPARATOR.join((self.series, self.period, self.edition, level, unit))


@dataclass(frozen=True, slots=True)
class Ground:
    """The families of one system: for each the true values by level and area, NaN where nobody here knows one."""

    organisation_id: int
    audience: str
    values: Mapping[Family, Mapping[str, Mapping[str, float]]] = field(repr=False)

    def cells(self, family: Family) -> Iterable[tuple[str, str]]:
        """Give level and area of each cell of a family."""
        for level, units in self.values.get(family, {}).items():
            for unit in units:
                yield level, unit

    def __contains__(self, key: str) -> bool:
        """Say whether a cell is there."""
        return self._found(key) is not None

    def value(self, key: str) -> float:
        """Return the true value of a cell; KeyError where it is not there."""
        found = self._found(key)
        if found is None:
            raise KeyError(key)
        return found

    def _found(self, key: str) -> float | None:
        series, period, edition, level, unit = key.split(SEPARATOR, 4)
        return self.values.get(Family(series, period, edition), {}).get(level, {}).get(unit)


class Origin(Protocol):
    """One reason why cells of several families hang together."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:
        """Return the families that are tied to some of these; it may name ones that are not there at all."""

    def relations(self, *, ground: Ground) -> Added:
        """Return what holds between the cells of the ground."""


ORIGINS: list[Origin] = []


def tied_to(*, organisation_id: int, families: frozenset[Family]) -> frozenset[Family]:
    """Return the further families that some origin ties to these."""
    found = {
        each for origin in ORIGINS for each in origin.neighbours(organisation_id=organisation_id, families=families)
    }
    return frozenset(found) - families


def relations_on(*, ground: Ground) -> Added:
    """Return what all origins know of a ground."""
    return together(origin.relations(ground=ground) for origin in ORIGINS)
