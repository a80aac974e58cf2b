# SPDX-License-Identifier: EUPL-1.2
"""Computed figures that are weighted sums of others: sums, differences, multiples, changes, lags, means over years."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from indicators.formulas import Linear
from indicators.services.disclosure.origins.book import Book
from indicators.services.disclosure.origins.ground import column_of, levels_of, units_of
from indicators.services.disclosure.relations import Family, Ground
from indicators.stats.disclosure.columns import Added, together
from indicators.stats.disclosure.relations import combines
from sozialplanung.common import periods

_NAME: Final = "formula "


class Formulas:
    """A quantity that is a weighted sum of others hangs together with them; its code is the formula itself."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:
        """Return results and parts of all weighted sums that some families take part in.

        A figure that looks back is no count and no cell: it is hidden where one of its parts is.
        """
        book = Book(organisation_id)
        found: set[Family] = set()
        for period, edition in {(family.period, family.edition) for family in families}:
            for code in book.codes(period) | {each.series for each in families}:
                members = _members(book, Family(code, period, edition))
                if any(family in families for _, family in members):
                    found |= {family for _, family in members}
        return found

    def relations(self, *, ground: Ground) -> Added:
        """Return the weighted sums whose result and parts are all on the ground."""
        book = Book(ground.organisation_id)
        return together(added for family in sorted(ground.values) for added in _sums(ground, book, family))


def _members(book: Book, result: Family) -> list[tuple[float, Family]]:
    """Return the result of a weighted sum with its parts; nothing where its code is no such formula."""
    found = book.linear(result.series)
    if found is None or any(earlier.years for earlier in found.terms):
        return []
    return [(-1.0, result), *_parts(book, result, found)]


def _parts(book: Book, result: Family, found: Linear) -> list[tuple[float, Family]]:
    period = periods.parse(result.period)
    made = []
    for earlier, number in found.terms.items():
        there = period.years_earlier(earlier.years) if earlier.years else period
        made.append((number, replace(result, series=book.code(earlier.slug, there.code), period=there.code)))
    return made


def _sums(ground: Ground, book: Book, result: Family) -> Iterator[Added]:
    found = book.linear(result.series)
    parts = [] if found is None else _parts(book, result, found)
    if found is None or not parts or any(family not in ground.values for _, family in parts):
        return
    for level in levels_of(ground, [result, *(family for _, family in parts)]):
        units = units_of(ground, result, level)
        columns = [(number, column_of(ground, family, level, units)) for number, family in parts]
        own = column_of(ground, result, level, units)
        yield combines(own, columns, constant=found.constant, name=f"{_NAME}{result.series}")
