# SPDX-License-Identifier: EUPL-1.2
"""What an address of the workbench means: what is not there gives way to what is, and a line says so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.mapstate import CITY, THRESHOLD
from indicators.rendering.ownbounds import written_bounds
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.conditions import FILTER, as_typed
from indicators.rendering.workbench.parts import COMPARING, FACING
from indicators.rendering.workbench.reading import Reading, Remark
from indicators.rendering.workbench.state import State
from indicators.selectors.classnotes import one_sided_words
from indicators.selectors.mapchoice import MapNotFoundError, state_at
from indicators.selectors.mapfacts import MapFacts, NamedOrganisation, map_facts
from indicators.selectors.workbench.balancing import comparable_since
from indicators.selectors.workbench.crossing import with_further
from indicators.selectors.workbench.filtering import filtered
from indicators.selectors.workbench.opposing import with_compared
from indicators.selectors.workbench.ownchoice import OpenSaved, OwnChoice, own_choice, without_own
from indicators.selectors.workbench.pairing import paired
from indicators.selectors.workbench.places import places_on, version_of
from sozialplanung.web.shown import shown

SELECTION: Final = "auswahl"
COMPARISON: Final = "vergleich"


@dataclass(frozen=True, slots=True)
class Settled:
    """What an address means: the facts behind it, the state with nothing left to choose, the chosen areas, remarks.

    `own` is the area of one's own that is meant beside them, once `with_own` has found it.
    """

    facts: MapFacts
    state: State
    chosen: tuple[int, ...]
    remarks: tuple[str, ...]
    own: OwnChoice | None = None


def settled(organisation: NamedOrganisation, reading: Reading, language: Language) -> Settled | None:
    """Read what an address means; None when the organisation has published nothing yet.

    Whatever it names that is not published is left out, part by part, until something is there.
    """
    try:
        facts = map_facts(organisation, reading.state.map_state(), language)
    except MapNotFoundError as error:
        left_out = Remark(str(error.place), str(error.params["name"]))
        rest = settled(organisation, replace(reading, state=reading.state.without(left_out.name)), language)
        return rest and replace(rest, remarks=(*rest.remarks, unpublished_words(left_out)))
    if facts is None:
        return None
    if _is_one_sided(facts, reading.state):
        rest = settled(organisation, replace(reading, state=reading.state.without("mitte")), language)
        return rest and replace(rest, remarks=(*rest.remarks, one_sided_words(facts)))
    facts, state, alone = _with_second(facts, reading.state)
    state, lacking = with_middle(facts, state)
    state, uncompared = _compared(facts, state)
    chosen, told = _chosen(facts, state)
    facts, state, unasked, incomplete = filtered(facts, state, chosen)
    facts, state, lone = with_further(facts, state)
    facts = with_compared(facts, state, chosen)
    remarks = (*(_impossible(remark) for remark in (*reading.remarks, *alone, *lacking, *unasked)), *uncompared, *told)
    remarks = (*remarks, *map(unpublished_words, lone), *incomplete)
    return Settled(facts, explicit(facts, state, chosen), chosen, remarks)


def with_own(found: Settled, open_saved: OpenSaved) -> Settled:
    """Find the own area that an address names beside the others, or leave it out with a line; nothing else changes."""
    asked = found.state.areas.eigenes
    if not asked:
        return found
    own = own_choice(found.facts.organisation, asked, open_saved)
    if own is not None:
        return replace(found, own=own)
    told = _("The own area of the address is not there, or not open to you: it was left out.")
    return replace(found, state=without_own(found.state), remarks=(*found.remarks, told))


def _is_one_sided(facts: MapFacts, state: State) -> bool:
    """Whether a number that was asked for as the middle parts the values of no period."""
    is_number = state.classes.mitte not in {"", CITY}
    return is_number and not any(each.labels or each.middle for each in facts.schemes.values())


def has_comparison(state: State) -> bool:
    """Whether an open panel holds the period shown against another one; two maps of two indicators do not."""
    tafeln = {*state.panels.tafeln}
    return bool(COMPARING & tafeln) or (FACING in tafeln and not state.more.zweiter)


def _compared(facts: MapFacts, state: State) -> tuple[State, tuple[str, ...]]:
    """Choose the period to compare with where a panel of two periods is open and none is named that is published."""
    named = asked = state.time.vergleich
    if all(ref.period != asked for ref in facts.choice.series):
        named = ""
    remarks = (unpublished_words(Remark(COMPARISON, asked)),) if asked and not named else ()
    if not named and has_comparison(state):
        named = comparable_since(facts)
    return replace(state, time=replace(state.time, vergleich=named)), remarks


def _with_second(facts: MapFacts, state: State) -> tuple[MapFacts, State, tuple[Remark, ...]]:
    """Put the second indicator beside the first, or leave it out with a remark."""
    asked = state.more.zweiter
    if not asked:
        return facts, state, ()
    both = paired(facts, asked)
    if both is None:
        return facts, state.without("zweiter"), (Remark("zweiter", asked),)
    return both, state, ()


def with_middle(facts: MapFacts, state: State) -> tuple[State, tuple[Remark, ...]]:
    """Name the middle that was found, and leave out what these classes cannot have, each with a remark."""
    scheme, asked = facts.schemes[facts.choice.ref.id], state.classes
    # A period may lack a value of the whole that others have: its classes then say so.
    has_middle = any(each.middle is not None for each in facts.schemes.values())
    left_out = {"mitte": not has_middle, "null": bool(scheme.labels), "ausreisser": bool(scheme.labels)}
    remarks = tuple(
        Remark(name, getattr(asked, name)) for name, is_out in left_out.items() if is_out and getattr(asked, name)
    )
    classes = replace(
        asked,
        mitte=asked.mitte if has_middle else "",
        null="" if scheme.labels else asked.null,
        ausreisser="" if scheme.labels else asked.ausreisser,
    )
    # That of a regional default is not asked for: the address goes on leaving the classes to whoever publishes.
    if scheme.middle is not None and (asked.mitte or asked.klassen == THRESHOLD):
        value = scheme.middle.value
        classes = replace(classes, mitte=CITY if scheme.middle.origin == "city" else written_bounds((value,)))
    return replace(state, classes=classes), remarks


def explicit(facts: MapFacts, state: State, chosen: Iterable[int]) -> State:
    """Return a state that names everything which the page has chosen for it."""
    found = state_at(facts.choice, state.map_state(), facts.choice.ref)
    what = replace(
        state.what,
        indikator=found.indikator,
        ebene=found.ebene,
        stand=found.stand,
        gebietsstand=found.gebietsstand,
    )
    selection = areasets.written(chosen, facts.ground.shown.order_hash)
    return replace(state, what=what, areas=replace(state.areas, gebiet=found.gebiet, auswahl=selection))


def _chosen(facts: MapFacts, state: State) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the places of the chosen areas on the ground shown, and what of the choice is not there."""
    text, ground = state.areas.auswahl, facts.ground.shown
    found = areasets.read(text) if text else None
    if found is None:
        return (), ()
    if found.is_of(ground.order_hash):
        return tuple(place for place in found.positions if place < ground.unit_count), ()
    version = version_of(found, facts)
    if version is None:
        return (), (_impossible(Remark(SELECTION, text)),)
    places = places_on(found, version, ground)
    told = ngettext(
        "The address was made on the boundaries %(name)s: %(kept)s of %(count)s chosen area is there on those shown.",
        "The address was made on the boundaries %(name)s: %(kept)s of %(count)s chosen areas are there on those shown.",
        len(found.positions),
    )
    words = {"name": version.name, "kept": len(places), "count": len(found.positions)}
    return places, (told % words,)


def _impossible(remark: Remark) -> str:
    words = {"name": remark.name, "value": shown(remark.value)}
    if remark.is_unclear:
        return _(
            "“%(value)s” could be a number of thousands or one with decimals: write it with nothing between the "
            "thousands. The page shows what it usually shows there."
        ) % {"value": shown(remark.value)}
    if remark.has_no_room:
        return _("The address has no room for the condition “%(value)s”: it was left out.") % words
    if remark.name == FILTER:
        words["value"] = shown(as_typed(remark.value))
        return _("Nothing can be filtered by “%(value)s” here: the condition was left out.") % words
    return _("“%(name)s” cannot be “%(value)s”: the page shows what it usually shows there.") % words


def unpublished_words(remark: Remark) -> str:
    """Say that nothing is published for what an address names."""
    words = {"name": remark.name, "value": shown(remark.value)}
    return _("Nothing is published for “%(name)s”: “%(value)s”. The page shows what is published.") % words
