# SPDX-License-Identifier: EUPL-1.2
"""What a person can choose beside a map; each choice leads to something that is published."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from indicators.rendering.mapstate import (
    ALL_PERIODS,
    FEWEST_CLASSES,
    METHODS,
    MOST_CLASSES,
    ONE_PERIOD,
    OWN,
    PATTERN,
    STANDARD,
    THRESHOLD,
    UNSURE_HIDDEN,
    UNSURE_SHOWN,
    VALUES,
    MapState,
)
from indicators.rendering.mapview import Choice, ChoiceGroup, Controls
from indicators.rendering.profile_numbers import Language, number, period_words
from indicators.selectors import published
from indicators.selectors.conversions import convertible_editions
from indicators.selectors.mapareas import Ground
from indicators.selectors.mapchoice import MapChoice, best, period_of, state_at
from indicators.selectors.mapclasses import INDEX
from indicators.selectors.regional import RegionalDefault
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, OrganisationRef, ReleaseRef
from indicators.stats.classes import given_classes
from spatial.selectors.rows import BoundaryVersionRow


def controls_of(
    organisation: OrganisationRef,
    choice: MapChoice,
    state: MapState,
    ground: Ground,
    words: tuple[Language, RegionalDefault | None],
) -> Controls:
    """Return all choices, the present one marked; `words` are the language and the regional default to be named."""
    language, regional = words
    state = state_at(choice, state, choice.ref)
    return Controls(
        topics=_topics(choice, state, published.releases_of(organisation, level=choice.ref.level)),
        levels=_levels(choice, state, ground),
        views=_views(state),
        periods=_periods(choice, state, ground, language),
        methods=_methods(choice.sheet, state, language, regional),
        numbers_of_classes=_numbers_of_classes(state),
        scopes=_scopes(state),
        unsure=_unsure(state),
        grounds=_grounds(organisation, choice, state, ground),
    )


def _grounds(organisation: OrganisationRef, choice: MapChoice, state: MapState, ground: Ground) -> tuple[Choice, ...]:
    """Return on which boundaries all periods can be shown; nothing where there is no choice."""
    level = [version for version in ground.versions.values() if version.level == choice.ref.level]
    if len(level) < 2 or ground.shown.unit_count == 1:  # noqa: PLR2004 - one edition, or the whole: nothing to carry
        return ()
    editions = convertible_editions(organisation, indicator=choice.sheet.slug, level=choice.ref.level)
    if not editions:
        return ()
    newest_first = sorted(level, key=lambda version: version.valid_from, reverse=True)
    # Another edition has other areas, and may lack the period.
    plain = replace(state, umgerechnet="", gebietsstand="", gebiet="")
    names = {"": _("As they were counted"), **_grounds_named(newest_first, editions)}
    return tuple(
        Choice(
            slug,
            label,
            state if slug == state.umgerechnet else replace(plain, umgerechnet=slug),
            is_current=slug == state.umgerechnet,
        )
        for slug, label in names.items()
    )


def _grounds_named(versions: Iterable[BoundaryVersionRow], editions: Iterable[str]) -> dict[str, str]:
    there = set(editions)
    return {
        version.edition: _("All on %(edition)s") % {"edition": version.name}
        for version in versions
        if version.edition in there
    }


def _topics(choice: MapChoice, state: MapState, here: Iterable[ReleaseRef]) -> tuple[ChoiceGroup, ...]:
    at_level: dict[str, list[ReleaseRef]] = {}
    for ref in here:
        at_level.setdefault(ref.indicator, []).append(ref)
    groups: dict[str, list[Choice]] = {}
    for sheet in choice.indicators:
        target = _moved(state, sheet.slug, at_level.get(sheet.slug, []), choice.ref)
        is_current = sheet.slug == choice.sheet.slug
        label = sheet.definition.short_name
        groups.setdefault(sheet.topic_name, []).append(Choice(sheet.slug, label, target, is_current))
    return tuple(ChoiceGroup(name, tuple(choices)) for name, choices in groups.items())


def _moved(state: MapState, slug: str, releases: list[ReleaseRef], shown: ReleaseRef) -> MapState:
    """Return the state for another indicator: level, period and area stay where it is published there too.

    Classes belong to an indicator: another one starts with its own.
    """
    if slug == state.indikator:
        return state
    plain = MapState(indikator=slug, ansicht=state.ansicht, unsicher=state.unsicher)
    if not releases:
        return plain
    same = next((ref for ref in releases if (ref.period, ref.edition) == (shown.period, shown.edition)), None)
    target = same or best(releases)
    keeps_area = target.boundary_version_id == shown.boundary_version_id
    is_twice = sum(ref.period == target.period for ref in releases) > 1
    return replace(
        plain,
        ebene=target.level,
        stand=target.period,
        gebietsstand=target.edition if is_twice else "",
        gebiet=state.gebiet if keeps_area else "",
    )


def _levels(choice: MapChoice, state: MapState, ground: Ground) -> tuple[Choice, ...]:
    by_level: dict[str, list[ReleaseRef]] = {}
    here = [ref for ref in choice.releases if ref.edition == state.umgerechnet or not state.umgerechnet]
    for ref in sorted(here, key=lambda ref: -ref.level_position):
        by_level.setdefault(ref.level, []).append(ref)
    choices = []
    for slug, releases in by_level.items():
        same = [ref for ref in releases if ref.period == choice.ref.period]
        target = best(same or releases)
        version = ground.version_of(target)
        is_current = slug == choice.ref.level
        moved = replace(state, ebene=slug, stand=target.period, gebietsstand="", gebiet="")
        label = f"{version.level_name_plural} ({version.unit_count})"
        choices.append(Choice(slug, label, state if is_current else moved, is_current))
    return tuple(choices)


def _periods(choice: MapChoice, state: MapState, ground: Ground, language: Language) -> tuple[ChoiceGroup, ...]:
    groups: dict[str, list[Choice]] = {}
    for ref in reversed(choice.series):
        is_current = ref.id == choice.ref.id
        target = state_at(choice, state, ref)
        label = period_words(period_of(ref), language)
        label = _("%(period)s (carried)") % {"period": label} if ref.is_converted else label
        groups.setdefault(ground.version_of(ref).name, []).append(Choice(ref.period, label, target, is_current))
    return tuple(ChoiceGroup(name, tuple(choices)) for name, choices in groups.items())


def _methods(
    sheet: IndicatorSheet, state: MapState, language: Language, regional: RegionalDefault | None
) -> tuple[Choice, ...]:
    labels = method_labels(sheet, language, regional, is_sided=bool(state.mitte) and state.methode != THRESHOLD)
    # Own bounds and a threshold come with an address: here they can be left, not made.
    names = (*METHODS, state.methode) if state.methode in {OWN, THRESHOLD} else METHODS
    return tuple(
        Choice(
            name,
            labels[name],
            replace(state, methode=name, schwellen=state.schwellen if name == OWN else ""),
            state.methode == name,
        )
        for name in names
    )


def method_labels(
    sheet: IndicatorSheet, language: Language, regional: RegionalDefault | None = None, *, is_sided: bool = False
) -> dict[str, str]:
    """Name the ways of making classes, as the address writes them; a middle leaves no stated bounds."""
    standard = standard_label(sheet.definition, language, regional)
    if sheet.kind == INDEX:
        standard = _("Classes of the index")
    elif is_sided:
        standard = sided_label()
    return {
        STANDARD: standard,
        "quantile": _("Equally many areas per class (quantiles)"),
        "fisher-jenks": _("Natural groups (Fisher-Jenks)"),
        "gleich": _("Equally wide classes"),
        "rund": _("Round bounds"),
        "standardabweichung": _("Standard deviations from the mean"),
        "kopf-schwanz": _("Few high values (head and tail)"),
        OWN: _("Own bounds"),
        THRESHOLD: _("Below and above a threshold"),
    }


def sided_label() -> str:
    """Name the usual classes of a scale of two sides."""
    return _("Two sides, equally many areas per class on each")


def standard_label(definition: DefinitionSheet, language: Language, regional: RegionalDefault | None = None) -> str:
    """Say which classes readers see first: those that a steward decided on, else those of the indicator."""
    stated = regional.bounds if regional else definition.default_breaks
    if not stated:
        return _("Standard of this indicator")
    # As they are used: one with more decimals than the figures is rounded up.
    stated = given_classes(np.empty(0), stated, decimals=definition.decimals).bounds
    few = range(definition.decimals)
    places = next((each for each in few if all(round(bound, each) == bound for bound in stated)), definition.decimals)
    bounds = ", ".join(number(bound, places, language) for bound in stated)
    unit = f" {definition.unit_of_measure}" if definition.unit_of_measure else ""
    if regional:
        return _("Regional default: %(bounds)s%(unit)s") % {"bounds": bounds, "unit": unit}
    return _("Fixed bounds: %(bounds)s%(unit)s") % {"bounds": bounds, "unit": unit}


def _numbers_of_classes(state: MapState) -> tuple[Choice, ...]:
    numbers = range(FEWEST_CLASSES, MOST_CLASSES + 1)
    free = Choice("", _("Standard"), replace(state, klassen=None), state.klassen is None)
    return (free, *(Choice(str(n), str(n), replace(state, klassen=n), state.klassen == n) for n in numbers))


def _scopes(state: MapState) -> tuple[Choice, ...]:
    return tuple(
        Choice(name, label, replace(state, grenzen=name), state.grenzen == name)
        for name, label in scope_labels().items()
    )


def scope_labels() -> dict[str, str]:
    """Name the periods whose values bounds are made of, as the address writes them."""
    return {ALL_PERIODS: _("The same for all periods"), ONE_PERIOD: _("For this period only")}


def _unsure(state: MapState) -> tuple[Choice, ...]:
    labels = {UNSURE_SHOWN: _("With a pattern"), UNSURE_HIDDEN: _("Without a pattern")}
    return tuple(
        Choice(name, label, replace(state, unsicher=name), state.unsicher == name) for name, label in labels.items()
    )


def _views(state: MapState) -> tuple[Choice, ...]:
    labels = {VALUES: _("The figures themselves"), PATTERN: _("Clusters (LISA)")}
    return tuple(
        Choice(name, label, replace(state, ansicht=name), state.ansicht == name) for name, label in labels.items()
    )
