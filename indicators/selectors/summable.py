# SPDX-License-Identifier: EUPL-1.2
"""Which published indicators are made of counts that may be summed over areas."""

from collections.abc import Iterable
from typing import Protocol

from indicators import formulas
from indicators.formulas import Call, Node, linear
from indicators.models import IndicatorDefinition
from indicators.selectors.sheets import OrganisationRef

_OF_COUNTS = frozenset({"share", "per"})


class Definition(Protocol):
    """Whatever stands for a definition and knows its id."""

    @property
    def id(self) -> int:
        """Identity."""


def summable(organisation: OrganisationRef, definitions: Iterable[Definition]) -> frozenset[int]:
    """Return the ids of the definitions whose counts add up over areas, each person counted in one area alone.

    A delivered indicator is one where its variable was declared to be; a computed one where it is a weighted sum, or a
    rate of weighted sums, of indicators of its own period that are.
    """
    known = _Known(organisation)
    return frozenset(each.id for each in definitions if known.is_summable(each.id))


class _Known:
    """The definitions of an organisation, read once."""

    def __init__(self, organisation: OrganisationRef) -> None:
        rows = IndicatorDefinition.objects.filter(organisation_id=organisation.id)
        names = ("id", "indicator__slug", "formula", "series__variable__is_additive")
        self._rows = {row[0]: row[1:] for row in rows.values_list(*names)}
        self._of: dict[str, list[int]] = {}
        for pk, (slug, *_) in self._rows.items():
            self._of.setdefault(slug, []).append(pk)
        self._found: dict[int, bool] = {}

    def is_summable(self, pk: int) -> bool:
        """Say whether the counts of a definition may be summed; the graph of formulas has no cycles."""
        if pk not in self._found:
            _, formula, is_additive = self._rows.get(pk, ("", "", None))
            self._found[pk] = self._is_made_of_counts(formulas.parse(formula)) if formula else bool(is_additive)
        return self._found[pk]

    def _is_made_of_counts(self, node: Node) -> bool:
        parts = node.arguments[:2] if isinstance(node, Call) and node.function in _OF_COUNTS else (node,)
        sums = [linear(part) for part in parts]
        if not all(each is not None and each.terms and not each.constant for each in sums):
            return False
        read = {earlier for each in sums if each is not None for earlier in each.terms}
        return not any(each.years for each in read) and all(self._is_count(each.slug) for each in read)

    def _is_count(self, slug: str) -> bool:
        found = self._of.get(slug, [])
        return bool(found) and all(self.is_summable(pk) for pk in found)
