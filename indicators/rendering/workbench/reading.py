# SPDX-License-Identifier: EUPL-1.2
"""The address of the workbench, read forgivingly: what cannot be taken as it stands is told, never in the way."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from indicators.rendering.layerslugs import read_layers, read_services
from indicators.rendering.mapstate import APART, CITY, FEWEST_CLASSES, METHODS, MOST_CLASSES, OWN, SCOPES, THRESHOLD
from indicators.rendering.ownbounds import is_ambiguous, read_bounds, read_number, written_bounds
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.conditions import FILTER, read_conditions
from indicators.rendering.workbench.further import FURTHER, read_further
from indicators.rendering.workbench.ownarea import OWN as OWN_AREA
from indicators.rendering.workbench.ownarea import read_own
from indicators.rendering.workbench.parts import (
    FITS,
    GREYED,
    NONE_OPEN,
    NUMBER,
    NUMBERS,
    ORDERS,
    PANELS,
    RADAR,
    REMOVED,
    SWIPED,
)
from indicators.rendering.workbench.places import Place, read_place
from indicators.rendering.workbench.state import LONGEST_ADDRESS, PARTS, State
from sozialplanung.common.periods import PeriodError, parse

_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


class _ImpossibleError(Exception):
    """A value that a parameter cannot have."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One parameter that could not be taken as it stands: its name and what it said.

    `is_unclear`: what was typed could be a number of thousands or one with decimals. `has_no_room`: the address would
    have become too long.
    """

    name: str
    value: str
    is_unclear: bool = False
    has_no_room: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A state as it was read, and what of the address was not possible."""

    state: State
    remarks: tuple[Remark, ...] = ()


def read_state(given: Iterable[tuple[str, str]], language: Language = "de") -> Reading:
    """Read the parameters of an address, of a repeated one the last; what is unknown or empty is passed over.

    A value that is not possible takes its default, and a remark says so. Numbers are typed in a `language`. Conditions
    of a filter all count, as far as the address has room for them, and so do further indicators.
    """
    pairs = [(name, text) for name, text in given if text]
    texts = dict(pairs)
    typed = _typed(texts)
    unclear = [Remark(name, text, is_unclear=True) for name, text in typed.items() if is_ambiguous(text, language)]
    texts |= typed | {remark.name: "" for remark in unclear}
    told = {name: text for name, text in texts.items() if name in _READERS and text}
    asked = read_conditions([text for name, text in pairs if name == FILTER], texts, language)
    further = read_further(text for name, text in pairs if name == FURTHER)
    found: dict[str, Any] = {FILTER: asked.found, FURTHER: further.found}
    remarks = [*unclear, *(Remark(FILTER, text, is_unclear=True) for text in asked.unclear)]
    remarks += [Remark(FILTER, text) for text in asked.impossible]
    remarks += [Remark(FURTHER, text) for text in further.impossible]
    for name, text in told.items():
        try:
            found[name] = _READERS[name](text)
        except _ImpossibleError:
            remarks.append(Remark(name, text))
    if (found.get("klassen") == OWN) is not ("grenzen" in found):
        # Own bounds are a method with its bounds: one of them alone says nothing.
        if found.get("klassen") == OWN:
            remarks += [Remark("klassen", OWN)] if "grenzen" not in told and not unclear else []
            del found["klassen"]
        found.pop("grenzen", None)
    _leave_out_idle(found)
    parts = {part.name: part.type(**{name: found[name] for name in part.names if name in found}) for part in PARTS}
    return _short_enough(Reading(State(**parts), tuple(remarks)))


def _leave_out_idle(found: dict[str, Any]) -> None:
    """Take out what another parameter leaves nothing to say for."""
    if found.get("klassen") == OWN:
        # Own bounds are all bounds.
        found.pop("mitte", None)
    if found.get("umgerechnet"):
        # All periods stand on one edition: no other one can be asked for beside it.
        found.pop("gebietsstand", None)


def _short_enough(reading: Reading) -> Reading:
    """Leave out, from the last one on, conditions and then further indicators for which an address has no room."""
    state, remarks = reading.state, list(reading.remarks)
    while (state.filters.filter or state.more.weitere) and len(state.query()) > LONGEST_ADDRESS:
        name, listed = (FILTER, state.filters.filter) if state.filters.filter else (FURTHER, state.more.weitere)
        part = next(part.name for part in PARTS if name in part.names)
        state = replace(state, **{part: replace(getattr(state, part), **{name: listed[:-1]})})
        remarks.append(Remark(name, listed[-1], has_no_room=True))
    return Reading(state, tuple(remarks))


def _typed(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what a form sends as somebody typed it: a number as the middle, own bounds."""
    typed: dict[str, str] = {}
    if texts.get("mitte") == NUMBER:
        typed["mitte"] = texts.get(NUMBER, "")
    if texts.get("klassen") == OWN and NUMBERS in texts:
        typed["grenzen"] = texts[NUMBERS]
    return typed


def _panels(text: str) -> tuple[str, ...]:
    if text == NONE_OPEN:
        return ()
    names = tuple(text.split(","))
    if len(set(names)) != len(names) or not set(names) <= set(PANELS):
        raise _ImpossibleError
    return names


def _order(text: str) -> str:
    return _one_of(text.removeprefix("-"), ORDERS) and text


def _karte(text: str) -> Place:
    place = read_place(text)
    if place is None:
        raise _ImpossibleError
    return place


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not FEWEST_CLASSES <= int(text) <= MOST_CLASSES:
        raise _ImpossibleError
    return int(text)


def _period(text: str) -> str:
    try:
        return parse(text).code
    except PeriodError:
        raise _ImpossibleError from None


def _bounds(text: str) -> str:
    bounds = read_bounds(text)
    if bounds is None:
        raise _ImpossibleError
    return written_bounds(bounds)


def _middle(text: str) -> str:
    number = CITY if text == CITY else read_number(text)
    if number is None:
        raise _ImpossibleError
    return number


def _area_set(text: str) -> str:
    if areasets.read(text) is None:
        raise _ImpossibleError
    return text


def _own_area(text: str) -> str:
    found = read_own(text)
    if found is None:
        raise _ImpossibleError
    return str(found)


def _slugs(read: Callable[[str], str | None]) -> Callable[[str], str]:
    def slugs(text: str) -> str:
        found = read(text)
        if found is None:
            raise _ImpossibleError
        return found

    return slugs


def _one_of(text: str, allowed: Iterable[str]) -> str:
    if text not in allowed:
        raise _ImpossibleError
    return text


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise _ImpossibleError
        return text

    return read


_READERS: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "indikator": _matching(_SLUG),
        "ebene": _matching(_SLUG),
        "stand": _period,
        "gebietsstand": _matching(_SLUG),
        "umgerechnet": _matching(_SLUG),
        "klassen": lambda text: _one_of(text, (*METHODS, OWN, THRESHOLD)),
        "anzahl": _number,
        "zeit": lambda text: _one_of(text, SCOPES),
        "grenzen": _bounds,
        "mitte": _middle,
        "null": lambda text: _one_of(text, (APART,)),
        "ausreisser": lambda text: _one_of(text, (APART,)),
        "vergleich": _period,
        "anpassung": lambda text: _one_of(text, FITS),
        "tafeln": _panels,
        "reihenfolge": _order,
        "karte": _karte,
        "form": lambda text: _one_of(text, (RADAR,)),
        "orte": _slugs(read_layers),
        "dienste": _slugs(read_services),
        "anordnung": lambda text: _one_of(text, (SWIPED,)),
        "gebiet": _matching(_KEY),
        "auswahl": _area_set,
        OWN_AREA: _own_area,
        "zweiter": _matching(_SLUG),
        "ausserhalb": lambda text: _one_of(text, (GREYED, REMOVED)),
    }
)
