# SPDX-License-Identifier: EUPL-1.2
"""New edges of the graph of indicators: only to what exists, and never in a circle."""

from collections.abc import Iterable
from graphlib import CycleError as GraphCycleError
from graphlib import TopologicalSorter

from indicators.errors import CatalogueError, CycleError
from indicators.models import Dependency, Indicator
from indicators.selectors import graph


def connect(*, downstream: Indicator, upstream_slugs: Iterable[str]) -> None:
    """Store the edges of an indicator; refuse unknown names and cycles.

    Raises
    ------
    CatalogueError
        ``indicators.upstream_unknown`` when a name is no indicator of the organisation.
    CycleError
        ``indicators.cycle`` when the indicator would be computed from itself.
    """
    wanted = sorted(set(upstream_slugs))
    found = {
        each.slug: each
        for each in Indicator.objects.filter(organisation_id=downstream.organisation_id, slug__in=wanted)
    }
    for slug in wanted:
        if slug not in found:
            raise CatalogueError(
                "indicators.upstream_unknown",
                f"The indicator {downstream.slug} is computed from {slug}, which does not exist here.",
                indicator=downstream.slug,
                upstream=slug,
                way_out="Create that indicator first, or correct its name.",
            )
    edges = [
        Dependency(organisation_id=downstream.organisation_id, downstream=downstream, upstream=found[slug])
        for slug in wanted
    ]
    _refuse_cycle(downstream, [edge.upstream_id for edge in edges])
    Dependency.objects.bulk_create(edges, ignore_conflicts=True)


def _refuse_cycle(downstream: Indicator, upstream_ids: list[int]) -> None:
    edges = graph.computed_from(organisation_id=downstream.organisation_id)
    edges.setdefault(downstream.pk, set()).update(upstream_ids)
    try:
        TopologicalSorter(edges).prepare()
    except GraphCycleError as error:
        raise CycleError(
            "indicators.cycle",
            f"The indicator {downstream.slug} would be computed from itself.",
            indicator=downstream.slug,
            path=_path(error.args[1]),
            way_out="Take out of its formula or recipe what is itself computed from it.",
        ) from error


def _path(circle: list[int]) -> str:
    """Name the indicators of a circle in the direction of computing."""
    slugs = dict(Indicator.objects.filter(pk__in=circle).values_list("pk", "slug"))
    return " → ".join(slugs[pk] for pk in circle)
