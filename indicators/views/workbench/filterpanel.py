# SPDX-License-Identifier: EUPL-1.2
"""The banner of a filter: what is filtered, how many areas remain, how to clear it; and the form that adds to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from indicators.rendering.headlines import dative_plural
from indicators.rendering.maptable import TableRow
from indicators.rendering.profile_numbers import number
from indicators.rendering.workbench import areasets, rings
from indicators.rendering.workbench.conditions import CHOICE, Around, Condition, Drawn, Listed, read_condition
from indicators.rendering.workbench.ownarea import read_own
from indicators.rendering.workbench.parts import GREYED, REMOVED, Filters
from indicators.rendering.workbench.sieve import Sieve
from indicators.rendering.workbench.state import State
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.settling import Settled
from indicators.views.workbench.ownoutline import own_outlines
from spatial.selectors import within


@dataclass(frozen=True, slots=True)
class ConditionChip:
    """One condition in words, as an address writes it, and the query without it."""

    text: str
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class FilterBanner:
    """What a filter does to the period shown; `clear` ends it, `turned` treats the areas outside the other way.

    `figures` is the page of the last circle or drawn shape as an own area, `own` how an address names it, and `beside`
    the query in which it stands beside the areas instead of filtering them; empty without one.
    """

    conditions: tuple[ConditionChip, ...]
    says: str
    removes: bool
    notes: tuple[str, ...]
    clear: str
    turned: str
    turned_to: str
    figures: str = ""
    own: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class ParentGroup:
    """The areas of one level that others lie in: values as the form sends them, names."""

    label: str
    choices: tuple[tuple[str, str], ...]


def banner_of(found: Settled) -> FilterBanner | None:
    """Return the banner of the period shown; None without a filter."""
    facts, state = found.facts, found.state
    if facts.filtering is None:
        return None
    asked = state.filters
    others = {each: tuple(text for text in asked.filter if text != each) for each in asked.filter}
    turned_to = GREYED if facts.filtering.removes else REMOVED
    shape = _last_shape(found)
    # An address may have no room for it.
    own = str(read_own(shape) or "") if shape else ""
    beside = replace(state, filters=Filters(), areas=replace(state.areas, eigenes=own))
    return FilterBanner(
        conditions=tuple(
            ConditionChip(each.text, each.label, _with(state, others[each.text]).query())
            for each in facts.filtering.conditions
        ),
        says=says_of(facts, facts.choice.ref),
        removes=facts.filtering.removes,
        notes=facts.filtering.notes,
        clear=replace(state, filters=Filters()).query(),
        turned=replace(state, filters=replace(asked, ausserhalb=turned_to)).query(),
        turned_to=turned_to,
        figures=_figures(found, shape),
        own=own,
        beside=beside.query() if own else "",
    )


def _last_shape(found: Settled) -> str:
    """Return the last circle or drawn shape as an address says it; empty without one."""
    return next(reversed(found.facts.filtering.shapes), "") if found.facts.filtering else ""


def _figures(found: Settled, shape: str) -> str:
    if not shape:
        return ""
    address = reverse("indicators:own_look", args=[found.facts.organisation.slug])
    return f"{address}?{urlencode({'form': shape}, safe=':,')}"


def _with(state: State, conditions: tuple[str, ...]) -> State:
    # Without a condition nothing is outside.
    asked = Filters(conditions, state.filters.ausserhalb) if conditions else Filters()
    return replace(state, filters=asked)


def counted(facts: MapFacts, ref: ReleaseRef) -> str:
    """Say how many areas of a period meet the conditions; empty without a filter."""
    if facts.filtering is None:
        return ""
    sieve, areas = facts.filtering.sieves[ref.id], facts.ground.shown.level_name_plural
    kept = len(sieve.passing)
    told = ngettext(
        "%(kept)s of %(count)s %(areas)s meets the filter.", "%(kept)s of %(count)s %(areas)s meet the filter.", kept
    )
    return told % {
        "kept": number(kept, 0, facts.language),
        "count": number(len(sieve.codes), 0, facts.language),
        "areas": dative_plural(areas) if facts.language == "de" else areas,
    }


def says_of(facts: MapFacts, ref: ReleaseRef) -> str:
    """Say what a filter comes to in a period: who remains, who could not be judged, what could not be asked."""
    if facts.filtering is None:
        return ""
    sieve = facts.filtering.sieves[ref.id]
    return " ".join(filter(None, (counted(facts, ref), _unknown(facts, sieve), *sieve.gaps)))


def _unknown(facts: MapFacts, sieve: Sieve) -> str:
    if not sieve.unknown:
        return ""
    told = ngettext(
        "%(count)s could not be judged, because a figure asked for is kept secret or missing: it is not among them.",
        "%(count)s could not be judged, because a figure asked for is kept secret or missing: they are not among them.",
        sieve.unknown,
    )
    return told % {"count": number(sieve.unknown, 0, facts.language)}


def remaining(facts: MapFacts, rows: Iterable[TableRow]) -> tuple[TableRow, ...]:
    """Return the rows of the areas that a filter does not take away."""
    sieve = sieve_of(facts)
    return tuple(row for row in rows if sieve is None or not sieve.is_gone(row.position))


def sieve_of(facts: MapFacts, ref: ReleaseRef | None = None) -> Sieve | None:
    """Return how the areas of a release are judged, by default of the one shown; None without a filter."""
    return None if facts.filtering is None else facts.filtering.sieves[(ref or facts.choice.ref).id]


def outside_of(facts: MapFacts, rows: Iterable[TableRow]) -> frozenset[int]:
    """Return the places of those areas that are shown though they do not meet the conditions."""
    sieve = sieve_of(facts)
    return frozenset() if sieve is None else frozenset(r.position for r in rows if sieve.is_outside(r.position))


def list_query(found: Settled) -> str:
    """Return the query that turns the choice into a condition; empty where nothing is chosen."""
    if not found.chosen:
        return ""
    state = replace(found.state, areas=replace(found.state.areas, auswahl=""))
    return _with_one(state, str(Listed(areasets.written(found.chosen, found.facts.ground.shown.order_hash))))


def hull_query(found: Settled) -> str:
    """Return the query that filters by a shape around the chosen areas; empty where nothing is chosen."""
    return _with_one(found.state, str(Drawn(CHOICE))) if found.chosen else ""


def _with_one(state: State, text: str) -> str:
    others = tuple(each for each in state.filters.filter if each != text)
    return replace(state, filters=replace(state.filters, filter=(*others, text))).query()


def shapes_script(found: Settled) -> list[dict[str, Any]]:
    """Return circles and shapes of the filter for the map, latitude first, and an area of one's own."""
    filtering = found.facts.filtering
    shapes = [_shape(read_condition(text)) for text in filtering.shapes] if filtering else []
    return [*shapes, *own_outlines(found.own)]


def _shape(condition: Condition | None) -> dict[str, Any]:
    match condition:
        case Around(centre=(longitude, latitude), metres=metres):
            return {"centre": [latitude, longitude], "metres": metres}
        case Drawn(ring=text):
            return {"ring": [[latitude, longitude] for longitude, latitude in rings.read(text) or ()]}
        case _:
            return {}


def parent_groups(found: Settled) -> tuple[ParentGroup, ...]:
    """Offer the areas that those shown lie in, level by level."""
    ground = found.facts.ground
    return tuple(
        ParentGroup(version.level_name, tuple(_parents(version.level, rows)))
        for version, rows in within.areas_above(ground.shown, ground.versions.values())
    )


def _parents(level: str, rows: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for row in sorted(rows, key=lambda row: row.name.casefold()):
        yield f"{level}:{row.key}", row.name


def filter_words(found: Settled) -> str:
    """Return the banner as the script puts it in its place; empty without a filter."""
    banner = banner_of(found)
    return "" if banner is None else render_to_string("indicators/workbench/_filter.html", {"banner": banner}).strip()


def filter_script(found: Settled, ref: ReleaseRef) -> dict[str, Any]:
    """Return which areas of a period meet the conditions, and what is said of it; nothing without a filter."""
    sieve = sieve_of(found.facts, ref)
    if sieve is None:
        return {}
    order = found.facts.ground.version_of(ref).order_hash
    return {"passing": areasets.written(sieve.passing, order), "filterSays": says_of(found.facts, ref)}
