# SPDX-License-Identifier: EUPL-1.2
"""What a reader can choose on the workbench, each choice with the address that shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from indicators.forms.numberfield import written_number
from indicators.rendering import mapview, ownbounds
from indicators.rendering.mapstate import CITY, OWN, STANDARD, THRESHOLD, MapState
from indicators.rendering.ownbounds import written_bounds
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.conditions import FILTER, Listed, read_condition
from indicators.rendering.workbench.further import FURTHER, written_further
from indicators.rendering.workbench.ordering import COLUMNS
from indicators.rendering.workbench.parts import (
    BALANCE,
    BY_NAME,
    CROSS,
    DISTRIBUTION,
    FACING,
    FITS,
    FUNNEL,
    KEYS,
    LINE,
    MULTIPLES,
    NUMBER,
    PANELS,
    RANKING,
    SCATTER,
    STRIKING,
    TABLE,
    USUAL_PANELS,
    VERSUS,
    Classes,
    Filters,
    What,
)
from indicators.rendering.workbench.state import State
from indicators.selectors.mapcontrols import sided_label, standard_label
from indicators.selectors.workbench.moving import moved
from indicators.selectors.workbench.settling import Settled, has_comparison
from indicators.views.mapcolumns import ColumnHead
from indicators.views.workbench.linewords import FIT_NAMES

_SIDED_NUMBERS: Final = ("4", "6")
PANEL_NAMES: Final[dict[str, str | Promise]] = {
    RANKING: gettext_lazy("Order of the areas"),
    LINE: gettext_lazy("Course over time"),
    VERSUS: gettext_lazy("Areas against others"),
    KEYS: gettext_lazy("Key figures of all and of chosen areas"),
    DISTRIBUTION: gettext_lazy("Distribution of the areas"),
    FUNNEL: gettext_lazy("Funnel: size and chance"),
    STRIKING: gettext_lazy("Standing out against the trend"),
    SCATTER: gettext_lazy("Association of two indicators"),
    CROSS: gettext_lazy("Several indicators side by side"),
    BALANCE: gettext_lazy("Balance of two periods"),
    FACING: gettext_lazy("Two maps side by side"),
    MULTIPLES: gettext_lazy("A map for every period"),
    TABLE: gettext_lazy("Table"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its value in the address, its label, the query that shows it, and whether it can be chosen now."""

    value: str
    label: str | Promise
    query: str
    is_current: bool
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices under one heading."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """All choices; `hidden` are the parameters that a form carries along, `middle_number` is a middle as it is typed.

    Classes with names have no `middles`. `standards` name the usual classes without a middle and with one.
    """

    topics: tuple[ChoiceGroup, ...]
    seconds: tuple[ChoiceGroup, ...]
    levels: tuple[Choice, ...]
    grounds: tuple[Choice, ...]
    periods: tuple[ChoiceGroup, ...]
    methods: tuple[Choice, ...]
    standards: tuple[str, str]
    numbers_of_classes: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    middles: tuple[Choice, ...]
    middle_number: str
    orders: tuple[Choice, ...]
    comparisons: tuple[Choice, ...]
    fits: tuple[Choice, ...]
    panels: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]


def controls_of(found: Settled, answer: Answer, heads: Sequence[ColumnHead]) -> Controls:
    """Return all choices, the present ones marked."""
    state, given = found.state, answer.view.controls
    return Controls(
        topics=_grouped(given.topics, state),
        seconds=_seconds(given.topics, state),
        levels=_listed(given.levels, state),
        grounds=_listed(given.grounds, state),
        periods=_periods(found, given.periods),
        methods=(*_classes(given.methods, state), *_threshold(state), *_own_bounds(state, answer)),
        standards=_standards(found),
        numbers_of_classes=_numbers(given.numbers_of_classes, state),
        scopes=_classes(given.scopes, state),
        middles=_middles(found, answer),
        middle_number=_middle_number(state),
        orders=_orders(state, answer.view.level_name, heads),
        comparisons=_comparisons(state, answer) if has_comparison(state) else (),
        fits=_fits(state) if LINE in state.panels.tafeln and not answer.is_position else (),
        panels=_panels(state),
        hidden=_hidden(state, has_grounds=bool(given.grounds)),
    )


def _standards(found: Settled) -> tuple[str, str]:
    facts = found.facts
    return standard_label(facts.choice.sheet.definition, facts.language, facts.regional), sided_label()


def state_of(asked: MapState, state: State) -> State:
    """Return the state of the workbench for what the map of one indicator would be asked for."""
    what = What(asked.indikator, asked.ebene, asked.stand, asked.gebietsstand, asked.umgerechnet)
    classes = _classes_of(asked)
    keeps_areas = asked.ebene == state.what.ebene and asked.gebietsstand == state.what.gebietsstand
    areas = replace(state.areas, gebiet=asked.gebiet, auswahl=state.areas.auswahl if keeps_areas else "")
    # A list is one of areas of its level.
    kept = state.filters.filter if asked.ebene == state.what.ebene else _unlisted(state.filters.filter)
    filters = replace(state.filters, filter=kept) if kept else Filters()
    # No indicator stands beside itself.
    more = replace(state.more, zweiter="") if state.more.zweiter == asked.indikator else state.more
    return replace(state, what=what, classes=classes, areas=areas, more=more, filters=filters)


def _unlisted(conditions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in conditions if not isinstance(read_condition(each), Listed))


def _seconds(groups: Iterable[mapview.ChoiceGroup], state: State) -> tuple[ChoiceGroup, ...]:
    """Offer each other indicator as the second one; none of them first."""
    none = Choice("", pgettext("second indicator", "none"), _with(state, "").query(), not state.more.zweiter)
    found = [ChoiceGroup("", (none,))]
    for group in groups:
        choices = tuple(
            Choice(each.value, each.label, _with(state, each.value).query(), each.value == state.more.zweiter)
            for each in group.choices
            if each.value != state.what.indikator
        )
        found += [ChoiceGroup(group.label, choices)] if choices else []
    return tuple(found)


def _with(state: State, second: str) -> State:
    """Return the state with a second indicator: it has neither a middle nor classes of their own."""
    classes = replace(state.classes, mitte="", null="", ausreisser="") if second else state.classes
    if second and classes.klassen in {OWN, THRESHOLD}:
        classes = replace(classes, klassen=STANDARD, grenzen="")
    return replace(state, classes=classes, more=replace(state.more, zweiter=second))


def _listed(choices: Iterable[mapview.Choice], state: State) -> tuple[Choice, ...]:
    return tuple(
        Choice(each.value, each.label, state_of(each.state, state).query(), each.is_current) for each in choices
    )


def _grouped(groups: Iterable[mapview.ChoiceGroup], state: State) -> tuple[ChoiceGroup, ...]:
    return tuple(ChoiceGroup(group.label, _listed(group.choices, state)) for group in groups)


def _periods(found: Settled, groups: Iterable[mapview.ChoiceGroup]) -> tuple[ChoiceGroup, ...]:
    refs = {ref.period: ref for ref in found.facts.choice.series}
    return tuple(
        ChoiceGroup(
            group.label,
            tuple(
                Choice(each.value, each.label, moved(found, refs[each.value]).query(), each.is_current)
                for each in group.choices
            ),
        )
        for group in groups
    )


def _classes(choices: Iterable[mapview.Choice], state: State) -> tuple[Choice, ...]:
    """Return choices of classes: everything else stays as it is."""
    found = []
    for each in choices:
        asked = each.state
        target = replace(state, classes=_classes_of(asked))
        found.append(Choice(each.value, each.label, target.query(), each.is_current))
    return tuple(found)


def _classes_of(asked: MapState) -> Classes:
    middle = "" if asked.methode == OWN else asked.mitte
    return Classes(asked.methode, asked.klassen, asked.grenzen, asked.schwellen, middle, asked.null, asked.ausreisser)


def _numbers(choices: Iterable[mapview.Choice], state: State) -> tuple[Choice, ...]:
    """Offer numbers of classes; a scale of two sides has the same on either."""
    found = _classes(choices, state)
    if not state.classes.mitte:
        return found
    return tuple(replace(each, is_open=each.value in {"", *_SIDED_NUMBERS}) for each in found)


def _threshold(state: State) -> tuple[Choice, ...]:
    """Offer what lies below and above a number; where it is chosen it stands among the methods."""
    if state.classes.klassen == THRESHOLD:
        return ()
    classes = replace(state.classes, klassen=THRESHOLD, grenzen="")
    return (
        Choice(THRESHOLD, _("Below and above a threshold"), replace(state, classes=classes).query(), is_current=False),
    )


def _middles(found: Settled, answer: Answer) -> tuple[Choice, ...]:
    """Offer where a scale of two sides may have its middle; the value of the whole where areas may be held to it."""
    state = found.state
    if answer.shown.view.legend.is_named:
        return ()
    labels = {"": _("None: from low to high"), "0": _("0: below and above zero")}
    if any(period.city is not None for period in answer.periods):
        labels[CITY] = _("The value of %(name)s") % {"name": found.facts.city_name}
    present = state.classes.mitte
    choices = [_middle(state, value, label) for value, label in labels.items()]
    number = present if present not in labels else written_bounds((answer.shown.middle or 0.0,))
    query = replace(state, classes=replace(state.classes, mitte=number)).query()
    return (*choices, Choice(NUMBER, _("A number"), query, present not in labels))


def _middle(state: State, value: str, label: str) -> Choice:
    classes = replace(
        state.classes, mitte=value, klassen=STANDARD if state.classes.klassen == OWN else state.classes.klassen
    )
    classes = replace(classes, grenzen="")
    is_open = bool(value) or state.classes.klassen != THRESHOLD
    return Choice(value, label, replace(state, classes=classes).query(), value == state.classes.mitte, is_open)


def _middle_number(state: State) -> str:
    """Return the number in the middle as it is typed; empty where it is none that somebody typed."""
    middle = state.classes.mitte
    return "" if middle in {"", "0", CITY} else written_number(float(middle))


def _own_bounds(state: State, answer: Answer) -> tuple[Choice, ...]:
    """Offer the bounds shown as the reader's own, to be moved from there."""
    bounds = answer.shown.view.inner
    if state.classes.klassen == OWN or not ownbounds.FEWEST <= len(bounds) <= ownbounds.MOST:
        return ()
    asked = state.classes
    classes = Classes(OWN, None, asked.zeit, written_bounds(bounds), null=asked.null, ausreisser=asked.ausreisser)
    return (Choice(OWN, _("Own bounds"), replace(state, classes=classes).query(), is_current=False),)


def _orders(state: State, level_name: str, heads: Sequence[ColumnHead]) -> tuple[Choice, ...]:
    labels: dict[str, str] = {BY_NAME: level_name}
    by_column = {head.column: head.label for head in heads}
    labels |= {name: by_column[column] for name, column in COLUMNS.items() if column in by_column}
    found = []
    if STRIKING in state.panels.tafeln:
        # What stands out may be put in the order of its differences where the table has no change.
        labels.setdefault("veraenderung", _("Difference"))
    for name, label in labels.items():
        ways = {name: label} if name in {BY_NAME, "raum"} else {name: _rising(label), f"-{name}": _falling(label)}
        found += [_order(state, value, words) for value, words in ways.items()]
    return tuple(found)


def _rising(label: str) -> str:
    return _("%(column)s, smallest first") % {"column": label}


def _falling(label: str) -> str:
    return _("%(column)s, largest first") % {"column": label}


def _order(state: State, value: str, label: str) -> Choice:
    target = replace(state, panels=replace(state.panels, reihenfolge=value))
    return Choice(value, label, target.query(), value == state.panels.reihenfolge)


def _panels(state: State) -> tuple[Choice, ...]:
    """Return for each panel the address that opens or closes it."""
    shown = state.panels.tafeln
    return tuple(
        Choice(
            name,
            PANEL_NAMES[name],
            replace(state, panels=replace(state.panels, tafeln=_toggled(shown, name))).query(),
            name in shown,
        )
        for name in PANELS
    )


def _toggled(shown: tuple[str, ...], name: str) -> tuple[str, ...]:
    if name in shown:
        return tuple(each for each in shown if each != name)
    return (*shown, name)


def _comparisons(state: State, answer: Answer) -> tuple[Choice, ...]:
    """Return the periods that the one shown may be held against."""
    named = state.time.vergleich
    return tuple(
        Choice(
            period.view.code,
            period.view.named,
            replace(state, time=replace(state.time, vergleich=period.view.code)).query(),
            period.view.code == named,
        )
        for period in answer.periods
    )


def _fits(state: State) -> tuple[Choice, ...]:
    named = state.time.anpassung
    return tuple(
        Choice(
            method,
            FIT_NAMES[method],
            replace(state, time=replace(state.time, anpassung=method)).query(),
            method == named,
        )
        for method in FITS
    )


def _hidden(state: State, *, has_grounds: bool) -> tuple[tuple[str, str], ...]:
    """Return what a form carries along: all but what it asks for itself."""
    panels, areas = state.panels, state.areas
    told = {
        "gebietsstand": state.what.gebietsstand,
        "umgerechnet": "" if has_grounds else state.what.umgerechnet,
        "vergleich": "" if has_comparison(state) else state.time.vergleich,
        "anpassung": "" if LINE in panels.tafeln else state.time.anpassung,
        "tafeln": "" if panels.tafeln == USUAL_PANELS else ",".join(panels.tafeln) or "keine",
        "karte": str(panels.karte) if panels.karte else "",
        "anordnung": panels.anordnung,
        "gebiet": areas.gebiet,
        "auswahl": areas.auswahl,
        FURTHER: written_further(state.more.weitere),
        "form": state.more.form,
    }
    carried = [(FILTER, each) for each in state.filters.filter]
    return (*((name, value) for name, value in told.items() if value), *carried)


def toggled_area(found: Settled, position: int) -> str:
    """Return the query that puts an area into the choice, or takes it out; it may be too long for an address."""
    chosen = set(found.chosen) ^ {position}
    text = areasets.written(chosen, found.facts.ground.shown.order_hash)
    return replace(found.state, areas=replace(found.state.areas, auswahl=text)).query()


def focused(state: State, key: str) -> str:
    """Return the query that brings an area into focus, or none with an empty key."""
    return replace(state, areas=replace(state.areas, gebiet=key)).query()
