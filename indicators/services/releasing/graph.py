# SPDX-License-Identifier: EUPL-1.2
"""The derivation graph: which indicator is computed from which, and in what order."""

from collections.abc import Iterable
from graphlib import CycleError as GraphCycleError
from graphlib import TopologicalSorter

from indicators.errors import CatalogueError, CycleError
from indicators.models import Dependency, Indicator


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
    edges = _edges(downstream.organisation_id)
    edges.setdefault(downstream.pk, set()).update(upstream_ids)
    try:
        TopologicalSorter(edges).prepare()
    except GraphCycleError as error:
        raise CycleError(
            "indicators.cycle",
            f"The indicator {downstream.slug} would be computed from itself.",
            indicator=downstream.slug,
            way_out="Take out of its formula or recipe what is itself computed from it.",
        ) from error


def _edges(organisation_id: int) -> dict[int, set[int]]:
    edges: dict[int, set[int]] = {}
    pairs = Dependency.objects.filter(organisation_id=organisation_id).values_list("downstream_id", "upstream_id")
    for down, up in pairs:
        edges.setdefault(down, set()).add(up)
    return edges


def in_order(*, organisation_id: int) -> tuple[int, ...]:
    """Return the ids of all indicators so that each comes after everything that it is computed from."""
    edges = _edges(organisation_id)
    for pk in Indicator.objects.filter(organisation_id=organisation_id).order_by("pk").values_list("pk", flat=True):
        edges.setdefault(pk, set())
    return tuple(TopologicalSorter(edges).static_order())


def everything_upstream_of(*, indicator_id: int) -> frozenset[int]:
    """Return the ids of all indicators that this one is computed from, directly or not."""
    organisation_id = Indicator.objects.values_list("organisation_id", flat=True).get(pk=indicator_id)
    return _reached(indicator_id, _edges(organisation_id))


def everything_downstream_of(*, indicator_id: int) -> frozenset[int]:
    """Return the ids of all indicators that are computed from this one, directly or not."""
    organisation_id = Indicator.objects.values_list("organisation_id", flat=True).get(pk=indicator_id)
    turned: dict[int, set[int]] = {}
    for down, ups in _edges(organisation_id).items():
        for up in ups:
            turned.setdefault(up, set()).add(down)
    return _reached(indicator_id, turned)


def _reached(start: int, edges: dict[int, set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += edges.get(at, ())
    return frozenset(found)
