# SPDX-License-Identifier: EUPL-1.2
"""Counts of different series that are the same in every area: the base of two shares, a number and a numerator.

Nobody declares it, but every reader who lays two tables side by side sees it; what is hidden in one is told by the
other.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from indicators.models.observations import Vintage
from indicators.selectors.kept import Kept
from indicators.services.disclosure.origins.book import Book
from indicators.services.disclosure.origins.ground import column_of, units_of
from indicators.services.disclosure.relations import Family, Ground
from indicators.stats.disclosure.columns import Added, together
from indicators.stats.disclosure.primary import Floats
from indicators.stats.disclosure.relations import FEWEST, same_count
from indicators.stats.vintages import raw_slice_from_bytes

Print = tuple[str, bytes]
Told = tuple[str, tuple[Print | None, ...]]
# Vintages never change; what is kept of one takes some 300 bytes.
_KEPT: Final = Kept[Told](50_000)


class Same:
    """Families whose values are the same in every area of some level are one quantity there."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:
        """Return the families whose current values are those of some families."""
        book, found = Book(organisation_id), set[Family]()
        for period, edition in sorted({(family.period, family.edition) for family in families}):
            codes = _codes(book, organisation_id, period, edition)
            own = {family.series for family in families if (family.period, family.edition) == (period, edition)}
            prints = {each for each, group in codes.items() if own & group}
            found |= {Family(code, period, edition) for each in prints for code in codes[each]}
        return found

    def relations(self, *, ground: Ground) -> Added:
        """Return which cells of different families are the same count."""
        return together(added for group in _alike(ground) for added in _equal(ground, *group))


def fingerprint(level: str, values: Floats) -> Print | None:
    """Return what two columns of a level have in common when they are the same; None where that could be by chance."""
    if np.count_nonzero(np.nan_to_num(values)) < FEWEST:
        return None
    plain = np.where(np.isnan(values), np.nan, np.round(values, 6) + 0.0)
    return level, hashlib.blake2b(plain.tobytes(), digest_size=16).digest()


def _codes(book: Book, organisation_id: int, period: str, edition: str) -> Mapping[Print, frozenset[str]]:
    """Return the codes by what their current values are like."""
    rows = Vintage.objects.filter(
        organisation_id=organisation_id, period__code=period, boundary_version__edition=edition, is_current=True
    )
    return _read(book, period, list(rows.order_by("pk").values_list("pk", flat=True)))


def _read(book: Book, period: str, vintages: Collection[int]) -> Mapping[Print, frozenset[str]]:
    found: dict[Print, set[str]] = {}
    for slug, prints in _prints(vintages):
        roles = book.roles(slug, period)
        for code, key in zip(roles or (), prints, strict=False):
            if key is not None:
                found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _prints(vintages: Collection[int]) -> Iterator[Told]:
    """Give indicator and fingerprints of some vintages; those that are not kept are read in one query."""
    kept = {pk: _KEPT.get(pk) for pk in vintages}
    unread = [pk for pk, told in kept.items() if told is None]
    rows = Vintage.objects.filter(pk__in=unread).values_list(
        "pk", "indicator__slug", "boundary_version__level__slug", "payload"
    )
    for pk, slug, level, payload in rows:
        raw = raw_slice_from_bytes(bytes(payload))
        bands = (raw.value, raw.numerator, raw.denominator)
        kept[pk] = _KEPT.keep(pk, (slug, tuple(fingerprint(level, values) for values in bands)), 1)
    return (told for told in kept.values() if told is not None)


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
