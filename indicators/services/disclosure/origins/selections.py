# SPDX-License-Identifier: EUPL-1.2
"""Sums over selections of areas that were shown: whoever saw one knows it, removed or not."""

from collections.abc import Iterable

from indicators.models import SelectionFigure, SumVerdict
from indicators.models.disclosure import read_by
from indicators.services.disclosure.relations import Family, Ground
from indicators.stats.disclosure.cells import Equation
from indicators.stats.disclosure.columns import Added


class Selections:
    """A sum over areas ties cells of one family together, which no other relation does."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:  # noqa: ARG002 - a sum reaches no other family
        """Return nothing: all its cells are of one family."""
        return ()

    def relations(self, *, ground: Ground) -> Added:
        """Return every sum that the audience was shown, its own and those of wider ones, as it was told then."""
        rows = SelectionFigure.objects.filter(
            organisation_id=ground.organisation_id,
            verdict=SumVerdict.HELD,
            audience__in=read_by(ground.audience),
            period__code__in={family.period for family in ground.values},
        )
        names = (
            "told",
            "period__code",
            "selection__boundary_version__edition",
            "selection__boundary_version__level__slug",
            "selection__keys",
        )
        found = []
        for told, period, edition, level, keys in rows.values_list(*names):
            for series, value in told:
                family = Family(series, period, edition)
                if family in ground.values:
                    found.append(Equation({family.key(level, key): 1.0 for key in keys}, value, f"sum of {series}"))
        return Added(equations=tuple(found))
