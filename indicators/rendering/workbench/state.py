# SPDX-License-Identifier: EUPL-1.2
"""The state of the workbench: what its address says, read forgivingly and written as short as can be."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from indicators.rendering.mapstate import (
    ALL_PERIODS,
    APART,
    CITY,
    FEWEST_CLASSES,
    METHODS,
    MOST_CLASSES,
    OWN,
    SCOPES,
    STANDARD,
    THRESHOLD,
    MapState,
)
from indicators.rendering.ownbounds import is_ambiguous, read_bounds, read_number, written_bounds
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.conditions import FILTER, read_conditions
from indicators.rendering.workbench.further import FURTHER, read_further, written_further
from indicators.rendering.workbench.places import Place, read_place
from sozialplanung.common.periods import PeriodError, parse

LONGEST_ADDRESS: Final = 2_000
RANKING: Final = "rangfolge"
LINE: Final = "verlauf"
TABLE: Final = "tabelle"
BALANCE: Final = "bilanz"
MULTIPLES: Final = "reihe"
SCATTER: Final = "zusammenhang"
DISTRIBUTION: Final = "verteilung"
FUNNEL: Final = "trichter"
CROSS: Final = "vergleichstafel"
# Those that stand open until a reader asks otherwise, and all that there are.
USUAL_PANELS: Final = (RANKING, LINE, TABLE)
PANELS: Final = (RANKING, LINE, DISTRIBUTION, FUNNEL, SCATTER, CROSS, BALANCE, MULTIPLES, TABLE)
# What may be fitted to a series.
NO_FIT: Final = ""
LINEAR: Final = "linear"
THEIL_SEN: Final = "theil-sen"
FITS: Final = (NO_FIT, LINEAR, THEIL_SEN)
NONE_OPEN: Final = "keine"
# A form asks for a number as the middle, and for which one in a field of its own.
NUMBER: Final = "zahl"
# A form sends own bounds as they are typed, an address as they are written.
NUMBERS: Final = "zahlen"
# What happens to areas outside a filter: they are greyed, or taken away.
GREYED: Final = "grau"
REMOVED: Final = "weg"
BY_NAME: Final = "name"
BY_VALUE: Final = "wert"
# What areas may be put in the order of; a minus before it turns the order around.
ORDERS: Final = (BY_NAME, "raum", BY_VALUE, "anzahl", "nenner", "klasse", "veraenderung")
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)

T = TypeVar("T")


class _ImpossibleError(Exception):
    """A value that a parameter cannot have."""


@dataclass(frozen=True, slots=True)
class What:
    """What is shown: indicator, level, period and boundary version; an empty text leaves the choice to the page."""

    indikator: str = ""
    ebene: str = ""
    stand: str = ""
    gebietsstand: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """How areas are put into classes: method, number, whether all periods share the bounds, own bounds.

    `mitte` is the middle of a scale of two sides, `null` and `ausreisser` ask for classes of their own.
    """

    klassen: str = STANDARD
    anzahl: int | None = None
    zeit: str = ALL_PERIODS
    grenzen: str = ""
    mitte: str = ""
    null: str = ""
    ausreisser: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """What is said over time: the period that the one shown is held against, and what is fitted to the series."""

    vergleich: str = ""
    anpassung: str = NO_FIT


@dataclass(frozen=True, slots=True)
class Panels:
    """What stands open beside the map, in its order; the order of the areas in it; where the map was moved to."""

    tafeln: tuple[str, ...] = USUAL_PANELS
    reihenfolge: str = BY_NAME
    karte: Place | None = None


@dataclass(frozen=True, slots=True)
class Areas:
    """Which areas are meant: the key of the one in focus, and those that were chosen beside it."""

    gebiet: str = ""
    auswahl: str = ""


@dataclass(frozen=True, slots=True)
class More:
    """What is shown beside the indicator: slugs of a second one and of further ones, for the same periods."""

    zweiter: str = ""
    weitere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which areas are shown: those that meet all conditions, as an address writes them; what happens to the others."""

    filter: tuple[str, ...] = ()
    ausserhalb: str = GREYED


@dataclass(frozen=True, slots=True)
class State:
    """Everything that an address of the workbench says."""

    what: What = field(default_factory=What)
    classes: Classes = field(default_factory=Classes)
    panels: Panels = field(default_factory=Panels)
    areas: Areas = field(default_factory=Areas)
    time: Time = field(default_factory=Time)
    more: More = field(default_factory=More)
    filters: Filters = field(default_factory=Filters)

    def query(self) -> str:
        """Return the shortest query string that says this, at most `LONGEST_ADDRESS` characters."""
        return urlencode(self.texts(), safe=",;:")

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return all parameters that say something else than the usual, in their order."""
        return tuple((name, text) for name, text in _texts(self) if text)

    def map_state(self) -> MapState:
        """Return what the map of one indicator is asked for."""
        return MapState(
            indikator=self.what.indikator,
            ebene=self.what.ebene,
            stand=self.what.stand,
            gebietsstand=self.what.gebietsstand,
            methode=self.classes.klassen,
            klassen=self.classes.anzahl,
            grenzen=self.classes.zeit,
            schwellen=self.classes.grenzen,
            mitte=self.classes.mitte,
            null=self.classes.null,
            ausreisser=self.classes.ausreisser,
            gebiet=self.areas.gebiet,
        )

    def without(self, name: str) -> "State":
        """Return the same with one parameter as if it had not been named."""
        return next(
            replace(self, **{part.name: replace(getattr(self, part.name), **{name: getattr(part.type(), name)})})
            for part in _PARTS
            if name in part.names
        )


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    type: Callable[[], Any]
    names: tuple[str, ...]


_PARTS: Final = tuple(
    _Part(name, kind, tuple(each.name for each in fields(kind)))
    for name, kind in (
        ("what", What),
        ("classes", Classes),
        ("time", Time),
        ("panels", Panels),
        ("areas", Areas),
        ("more", More),
        ("filters", Filters),
    )
)
PARAMETERS: Final = tuple(name for part in _PARTS for name in part.names)


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
    if found.get("klassen") == OWN:
        # Own bounds are all bounds.
        found.pop("mitte", None)
    parts = {part.name: part.type(**{name: found[name] for name in part.names if name in found}) for part in _PARTS}
    return _short_enough(Reading(State(**parts), tuple(remarks)))


def _short_enough(reading: Reading) -> Reading:
    """Leave out, from the last one on, conditions and then further indicators for which an address has no room."""
    state, remarks = reading.state, list(reading.remarks)
    while (state.filters.filter or state.more.weitere) and len(state.query()) > LONGEST_ADDRESS:
        name, listed = (FILTER, state.filters.filter) if state.filters.filter else (FURTHER, state.more.weitere)
        part = next(part.name for part in _PARTS if name in part.names)
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


def _texts(state: State) -> list[tuple[str, str]]:
    """Return all parameters with what they say; empty where that is the default."""
    texts: list[tuple[str, str]] = []
    for part in _PARTS:
        own, usual = getattr(state, part.name), part.type()
        for name in part.names:
            value = getattr(own, name)
            if name == FILTER:
                texts += [(name, condition) for condition in value]
                continue
            texts.append((name, "" if value == getattr(usual, name) else _WRITERS.get(name, str)(value)))
    return texts


def _panels(text: str) -> tuple[str, ...]:
    if text == NONE_OPEN:
        return ()
    names = tuple(text.split(","))
    if len(set(names)) != len(names) or not set(names) <= set(PANELS):
        raise _ImpossibleError
    return names


def _written_panels(names: tuple[str, ...]) -> str:
    return ",".join(names) or NONE_OPEN


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
        "gebiet": _matching(_KEY),
        "auswahl": _area_set,
        "zweiter": _matching(_SLUG),
        "ausserhalb": lambda text: _one_of(text, (GREYED, REMOVED)),
    }
)
_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {"tafeln": _written_panels, FURTHER: written_further}
)
