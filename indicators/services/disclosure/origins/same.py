# SPDX-License-Identifier: EUPL-1.2
"""Counts of different series that are the same in every area: the base of two shares, a number and a numerator.

Nobody declares it, but every reader who lays two tables side by side sees it; what is hidden in one is told by the
other.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from indicators.models.observations import Vintage
from indicators.services.disclosure.origins.book import Book
from indicators.services.disclosure.origins.ground import column_of, told, units_of
from indicators.services.disclosure.relations import Family, Ground, Relations
from indicators.stats.disclosure.columns import Added
from indicators.stats.disclosure.primary import Floats
from indicators.stats.disclosure.relations import FEWEST, same_count
from indicators.stats.vintages import raw_slice_from_bytes

# A stage is a few dozen short texts.
_STAGES: Final = 256
Print = tuple[str, bytes]


class Same:
    """Families whose values are the same in every area of some level are one quantity there."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:
        """Return the families whose current values are those of some families."""
        found: set[Family] = set()
        for period, edition in sorted({(family.period, family.edition) for family in families}):
            codes = _codes(organisation_id, period, edition)
            own = {family.series for family in families if (family.period, family.edition) == (period, edition)}
            prints = {each for each, group in codes.items() if own & group}
            found |= {Family(code, period, edition) for each in prints for code in codes[each]}
        return found

    def relations(self, *, ground: Ground) -> Relations:
        """Return which cells of different families are the same count."""
        return told(added for group in _alike(ground) for added in _equal(ground, *group))


def fingerprint(level: str, values: Floats) -> Print | None:
    """Return what two columns of a level have in common when they are the same; None where that could be by chance."""
    if np.count_nonzero(np.nan_to_num(values)) < FEWEST:
        return None
    return level, np.where(np.isnan(values), np.nan, np.round(values, 6) + 0.0).tobytes()


def _codes(organisation_id: int, period: str, edition: str) -> Mapping[Print, frozenset[str]]:
    """Return the codes by what their current values are like."""
    rows = Vintage.objects.filter(
        organisation_id=organisation_id, period__code=period, boundary_version__edition=edition, is_current=True
    )
    return _read(organisation_id, period, tuple(sorted(rows.values_list("pk", flat=True))))


@lru_cache(maxsize=_STAGES)
def _read(organisation_id: int, period: str, vintages: tuple[int, ...]) -> Mapping[Print, frozenset[str]]:
    book = Book(organisation_id)
    found: dict[Print, set[str]] = {}
    rows = Vintage.objects.filter(pk__in=vintages).values_list(
        "indicator__slug", "boundary_version__level__slug", "payload"
    )
    for slug, level, payload in rows:
        roles = book.roles(slug, period)
        if roles is None:
            continue
        raw = raw_slice_from_bytes(bytes(payload))
        for code, values in zip(roles, (raw.value, raw.numerator, raw.denominator), strict=True):
            key = fingerprint(level, values)
            if key is not None:
                found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _alike(ground: Ground) -> Iterator[tuple[str, list[Family]]]:
    """Give the level and the families of each group with the same values."""
    found: dict[tuple[str, str, Print], list[Family]] = {}
    for family in sorted(ground.values):
        for level, values in ground.values[family].items():
            key = fingerprint(level, np.array(list(values.values()), dtype=np.float64))
            if key is not None:
                found.setdefault((family.period, family.edition, key), []).append(family)
    return ((key[2][0], families) for key, families in found.items() if len(families) > 1)


def _equal(ground: Ground, level: str, families: list[Family]) -> Iterator[Added]:
    units = units_of(ground, families[0], level)
    first, *others = (column_of(ground, family, level, units) for family in families)
    for other in others:
        yield same_count(first, other, name=f"same as {families[0].series}")
