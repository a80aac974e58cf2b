# SPDX-License-Identifier: EUPL-1.2
"""New edges of the graph of indicators: only to what exists, and never in a circle."""

from collections.abc import Iterable

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
    refuse_circle(downstream=downstream, upstream_ids=[edge.upstream_id for edge in edges])
    Dependency.objects.bulk_create(edges, ignore_conflicts=True)


def refuse_circle(*, downstream: Indicator, upstream_ids: Iterable[int]) -> None:
    """Refuse to compute an indicator from what is itself computed from it; the way is named.

    Raises
    ------
    CycleError
        ``indicators.cycle``.
    """
    way = graph.way_to(organisation_id=downstream.organisation_id, start=sorted(upstream_ids), goal=downstream.pk)
    if not way:
        return
    slugs = dict(Indicator.objects.filter(pk__in=way).values_list("pk", "slug"))
    raise CycleError(
        "indicators.cycle",
        f"The indicator {downstream.slug} would be computed from itself.",
        indicator=downstream.slug,
        path=" → ".join(slugs[pk] for pk in (downstream.pk, *way)),
        way_out="Take out of its formula or recipe what is itself computed from it.",
    )
