# SPDX-License-Identifier: EUPL-1.2
"""The graph of indicators: which is computed from which, and which counts the inhabitants for another's secrecy."""

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from indicators.formulas import earlier, is_over_time, parse
from indicators.models import Dependency, DisclosureRule, Indicator, IndicatorDefinition
from indicators.selectors.course import Course

Edges = dict[int, set[int]]


def computed_from(*, organisation_id: int) -> Edges:
    """Return by indicator what it is computed from; without cycles, which the catalogue refuses."""
    pairs = Dependency.objects.filter(organisation_id=organisation_id).values_list("downstream_id", "upstream_id")
    return _gathered(pairs)


def masked_by(*, organisation_id: int) -> Edges:
    """Return by indicator which ones count the inhabitants that decide what of it is shown.

    These edges may close a circle with those of computing: a number of inhabitants is hidden by the same rule as the
    figures that it is summed up from.
    """
    rules = DisclosureRule.objects.filter(organisation_id=organisation_id, inhabitants_indicator__isnull=False)
    by_source = _gathered(rules.values_list("source_id", "inhabitants_indicator_id"))
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id, source_id__in=by_source)
    pairs = rows.values_list("indicator_id", "source_id")
    return _gathered((down, up) for down, source in pairs for up in by_source[source])


def upstream_of(*, indicator_id: int) -> frozenset[int]:
    """Return the ids of all indicators that this one is computed from, directly or not."""
    organisation_id = Indicator.objects.values_list("organisation_id", flat=True).get(pk=indicator_id)
    return _reached([indicator_id], computed_from(organisation_id=organisation_id)) - {indicator_id}


def downstream_of(*, organisation_id: int, indicator_ids: Iterable[int]) -> frozenset[int]:
    """Return these indicators and all that change when they change: computed from them, or hidden by their figures."""
    return _reached(indicator_ids, _turned(organisation_id))


def resting_on(*, organisation_id: int, own: frozenset[int]) -> frozenset[int]:
    """Return those of some indicators that are computed from, and hidden by, these indicators alone."""
    edges = (computed_from(organisation_id=organisation_id), masked_by(organisation_id=organisation_id))
    ups = {pk: edges[0].get(pk, set()) | edges[1].get(pk, set()) for pk in edges[0].keys() | edges[1].keys()}
    return frozenset(pk for pk in own if _reached([pk], ups) <= own)


def _turned(organisation_id: int) -> Edges:
    turned: Edges = {}
    for edges in (computed_from(organisation_id=organisation_id), masked_by(organisation_id=organisation_id)):
        for down, ups in edges.items():
            for up in ups:
                turned.setdefault(up, set()).add(down)
    return turned


def years_back(*, organisation_id: int) -> dict[int, dict[int, frozenset[int]]]:
    """Return by indicator how many years before its own period its formulas read the figures of others, by their id."""
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id).exclude(formula="")
    written = [(pk, formula) for pk, formula in rows.values_list("indicator_id", "formula") if is_over_time(formula)]
    if not written:
        return {}
    ids = dict(Indicator.objects.filter(organisation_id=organisation_id).values_list("slug", "pk"))
    found: dict[int, dict[int, frozenset[int]]] = {}
    for pk, formula in written:
        for each in earlier(parse(formula)):
            known = found.setdefault(pk, {})
            known[ids[each.slug]] = known.get(ids[each.slug], frozenset()) | {each.years}
    return found


def looking_back_at(*, organisation_id: int, indicator_id: int) -> frozenset[int]:
    """Return what changes when an indicator may be compared over other periods than before.

    These are the indicators that follow it, or what is computed from it, through time, and all that changes with them.
    """
    back = years_back(organisation_id=organisation_id)
    touched = downstream_of(organisation_id=organisation_id, indicator_ids=[indicator_id])
    start = [pk for pk in touched if touched & back.get(pk, {}).keys()]
    return downstream_of(organisation_id=organisation_id, indicator_ids=start) if start else frozenset()


def reached_periods(*, organisation_id: int, indicator_id: int, period_id: int) -> dict[int, set[int]]:
    """Return by indicator the periods whose figures tell something of an indicator at a period, itself included."""
    back = years_back(organisation_id=organisation_id)
    turned, course = _turned(organisation_id), Course() if back else None
    found: dict[int, set[int]] = {}
    waiting = [(indicator_id, period_id)]
    while waiting:
        at, period = waiting.pop()
        if period in found.setdefault(at, set()):
            continue
        found[at].add(period)
        for down in turned.get(at, ()):
            waiting.append((down, period))
            for years in back.get(down, {}).get(at, ()):
                waiting += [(down, later) for later in (course.reading(period, years) if course else ())]
    return found


def periods_behind(*, organisation_id: int, indicator_id: int, period_id: int) -> frozenset[int]:
    """Return the periods whose figures an indicator is made of at one period, that one included."""
    back = years_back(organisation_id=organisation_id)
    if not back:
        return frozenset({period_id})
    edges, course = computed_from(organisation_id=organisation_id), Course()
    found: set[tuple[int, int]] = set()
    waiting = [(indicator_id, period_id)]
    while waiting:
        at, period = waiting.pop()
        if (at, period) in found:
            continue
        found.add((at, period))
        for up in edges.get(at, ()):
            earlier_ones = (course.shifted(period, -years) for years in back.get(at, {}).get(up, ()))
            waiting += [(up, each) for each in (period, *earlier_ones) if each is not None]
    return frozenset(period for _, period in found)


def in_order(*, organisation_id: int) -> tuple[int, ...]:
    """Return the ids of all indicators so that each comes after everything that it is computed from.

    What counts inhabitants, and what that is computed from, comes before all others: it decides what is hidden.
    """
    edges = computed_from(organisation_id=organisation_id)
    for pk in Indicator.objects.filter(organisation_id=organisation_id).order_by("pk").values_list("pk", flat=True):
        edges.setdefault(pk, set())
    order = tuple(TopologicalSorter(edges).static_order())
    masking = set().union(*masked_by(organisation_id=organisation_id).values())
    first = _reached(masking, edges)
    return tuple(sorted(order, key=lambda pk: pk not in first))


def _gathered(pairs: Iterable[tuple[int, int]]) -> Edges:
    edges: Edges = {}
    for one, other in pairs:
        edges.setdefault(one, set()).add(other)
    return edges


def _reached(start: Iterable[int], edges: Mapping[int, set[int]]) -> frozenset[int]:
    """Return the start and everything that its edges lead to."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += edges.get(at, ())
    return frozenset(found)


def way_to(*, organisation_id: int, start: Iterable[int], goal: int) -> tuple[int, ...]:
    """Return a way by which something of the start is computed from the goal, both ends included; empty without one."""
    edges = computed_from(organisation_id=organisation_id)
    ways: list[tuple[int, ...]] = [(pk,) for pk in start]
    seen: set[int] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [(*way, up) for up in sorted(edges.get(way[-1], ()))]
    return ()
