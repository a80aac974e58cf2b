# SPDX-License-Identifier: EUPL-1.2
"""The funnel of an indicator in words: one sentence first, then every area, without a ranking."""

from dataclasses import dataclass
from math import isnan
from types import MappingProxyType
from typing import Final

import numpy as np

from indicators.rendering.funnel_figures import FunnelFigures, FunnelReason
from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_chance import interval_words
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.sentences import status_words
from indicators.rendering.slice_changes import SliceChanges
from indicators.rendering.slice_content import SliceContent
from indicators.stats.compare import Outcome
from indicators.stats.funnel import Place
from indicators.stats.smoothing import Smoothed
from sozialplanung.common.statuses import Status

_OUTSIDE: Final = (Place.BELOW_998, Place.BELOW_95, Place.ABOVE_95, Place.ABOVE_998)
_PERCENT: Final = "%"
_HUNDRED: Final = 100.0
# The signs of the comparison stand for the same three words here.
_SIGNS: Final = MappingProxyType(
    {
        Place.BELOW_998: "lower",
        Place.BELOW_95: "lower",
        Place.INSIDE: "similar",
        Place.ABOVE_95: "higher",
        Place.ABOVE_998: "higher",
    }
)
_PLACES_DE: Final = MappingProxyType(
    {
        Place.BELOW_998: "deutlich niedriger als üblich (außerhalb 99,8 %)",
        Place.BELOW_95: "niedriger als üblich (außerhalb 95 %)",
        Place.INSIDE: "im Trichter",
        Place.ABOVE_95: "höher als üblich (außerhalb 95 %)",
        Place.ABOVE_998: "deutlich höher als üblich (außerhalb 99,8 %)",
    }
)
_PLACES_EN: Final = MappingProxyType(
    {
        Place.BELOW_998: "much lower than usual (outside 99.8%)",
        Place.BELOW_95: "lower than usual (outside 95%)",
        Place.INSIDE: "inside the funnel",
        Place.ABOVE_95: "higher than usual (outside 95%)",
        Place.ABOVE_998: "much higher than usual (outside 99.8%)",
    }
)


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One area: figures as released, its place in the funnel, what remains of its change; `note` where it is hidden."""

    value: str = ""
    cases: str = ""
    persons: str = ""
    interval: str = ""
    sign: str = ""
    place: str = ""
    change: str = ""
    change_interval: str = ""
    changed: str = ""
    smoothed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpreadForm:
    """What the words need: language, plural of the areas, published decimals."""

    language: Language
    areas: str
    decimals: int


def spread_sentence(figures: FunnelFigures, form: SpreadForm) -> str:
    """Say in one sentence how many areas lie outside of the funnel."""
    outside = figures.count(*_OUTSIDE)
    shown = number(figures.shown, 0, form.language)
    if form.language == "de":
        areas = dative_plural(form.areas)
        count = {0: "Keiner", 1: "Einer"}.get(outside, number(outside, 0, "de"))
        verb = "liegt" if outside <= 1 else "liegen"
        usual = "was zwischen den Gebieten üblich ist" if figures.is_widened else "was der Zufall erwarten lässt"
        return f"{count} von {shown} {areas} {verb} außerhalb dessen, {usual}."
    count = {0: "None", 1: "One"}.get(outside, number(outside, 0, "en"))
    verb = "lies" if outside <= 1 else "lie"
    usual = "what is usual between areas" if figures.is_widened else "what chance lets expect"
    return f"{count} of {shown} {form.areas} {verb} outside of {usual}."


def by_chance(figures: FunnelFigures, form: SpreadForm) -> str:
    """Say how many areas lie outside of 95 % by chance alone: one in twenty."""
    return number(round(figures.shown / 20), 0, form.language)


def times_words(figures: FunnelFigures, form: SpreadForm) -> str:
    """Say how many times as far apart the areas lie as chance explains; empty where it cannot be judged."""
    return "" if isnan(figures.times_chance) else number(figures.times_chance, 1, form.language)


def target_words(figures: FunnelFigures, form: SpreadForm) -> str:
    """Write the share of all shown areas together."""
    return with_unit(figures.target, form.decimals, _PERCENT, form.language)


def drawing_label(figures: FunnelFigures, form: SpreadForm, name: str) -> str:
    """Say in words what the drawing shows: the table holds the same areas."""
    counts = {place: number(figures.count(place), 0, form.language) for place in _SIGNS}
    if form.language == "de":
        return (
            f"{name}: {number(figures.shown, 0, 'de')} {form.areas} nach Zahl der Personen und Anteil, um "
            f"{target_words(figures, form)}. Im Trichter {counts[Place.INSIDE]}, höher als üblich "
            f"{counts[Place.ABOVE_95]}, deutlich höher {counts[Place.ABOVE_998]}, niedriger {counts[Place.BELOW_95]}, "
            f"deutlich niedriger {counts[Place.BELOW_998]}."
        )
    return (
        f"{name}: {number(figures.shown, 0, 'en')} {form.areas} by number of persons and share, around "
        f"{target_words(figures, form)}. Inside the funnel {counts[Place.INSIDE]}, higher than usual "
        f"{counts[Place.ABOVE_95]}, much higher {counts[Place.ABOVE_998]}, lower {counts[Place.BELOW_95]}, "
        f"much lower {counts[Place.BELOW_998]}."
    )


def changes_sentence(changes: SliceChanges, since: str, form: SpreadForm) -> str:
    """Say in how many areas the share changed, given how many were looked at."""
    found = changes.found
    risen = int((found.outcome == Outcome.HIGHER).sum())
    fallen = int((found.outcome == Outcome.LOWER).sum())
    tests = number(found.tests, 0, form.language)
    up, down = number(risen, 0, form.language), number(fallen, 0, form.language)
    if form.language == "de":
        return (
            f"Seit {since} ist der Anteil über den Zufall hinaus in {up} von {tests} Gebieten gestiegen und in {down} "
            "gefallen."
        )
    return f"Since {since} the share rose in {up} of {tests} areas and fell in {down}, beyond chance."


@dataclass(frozen=True, slots=True, eq=False)
class SpreadFigures:
    """What the rows are made of: the slice, its funnel, and what may be missing."""

    content: SliceContent
    funnel: FunnelFigures
    changes: SliceChanges | None
    smoothed: Smoothed | None


def place_words(figures: SpreadFigures, position: int, form: SpreadForm) -> str:
    """Say where an area lies in the funnel, or why it does not."""
    place = Place(int(figures.funnel.place[position]))
    if place is Place.NOT_COMPARABLE:
        status = Status(int(figures.content.status[position]))
        lacking = "nicht berechenbar" if form.language == "de" else "cannot be computed"
        return status_words(status, form.language) or lacking
    return (_PLACES_DE if form.language == "de" else _PLACES_EN)[place]


def spread_row(figures: SpreadFigures, position: int, form: SpreadForm) -> SpreadRow:
    """Return the row of one area; a hidden one has nothing but its reason."""
    place = Place(int(figures.funnel.place[position]))
    language, content = form.language, figures.content
    if place is Place.NOT_COMPARABLE:
        return SpreadRow(note=place_words(figures, position, form))
    numbers = content.numbers
    return SpreadRow(
        value=with_unit(float(numbers["value"].values[position]), form.decimals, _PERCENT, language),
        cases=number(float(numbers["numerator"].values[position]), 0, language),
        persons=number(float(figures.funnel.persons[position]), 0, language),
        interval=_interval(content, position, form),
        sign=_SIGNS[place],
        place=place_words(figures, position, form),
        **_change(figures.changes, position, form),
        smoothed=_smoothed(figures.smoothed, position, form),
    )


def _interval(content: SliceContent, position: int, form: SpreadForm) -> str:
    if not {"lower", "upper"} <= content.numbers.keys():
        return ""
    lower, upper = (float(content.numbers[band].values[position]) for band in ("lower", "upper"))
    if isnan(lower) or isnan(upper):
        return ""
    return f"{number(lower, form.decimals, form.language)} – {number(upper, form.decimals, form.language)}"


def _change(changes: SliceChanges | None, position: int, form: SpreadForm) -> dict[str, str]:
    """Write the change with its interval, and what remains of it when all areas are looked at together."""
    interval = changes.interval(position) if changes else None
    if changes is None or interval is None:
        return {}
    german = form.language == "de"
    words = {
        Outcome.HIGHER: "gestiegen" if german else "risen",
        Outcome.LOWER: "gefallen" if german else "fallen",
        Outcome.SIMILAR: "im Rahmen des Zufalls" if german else "within chance",
    }
    amount = number(float(changes.change[position]), form.decimals, form.language, is_signed=True)
    told = interval_words(*interval, form.decimals, form.language)
    return {"change": amount, "change_interval": told, "changed": words[Outcome(int(changes.found.outcome[position]))]}


def _smoothed(smoothed: Smoothed | None, position: int, form: SpreadForm) -> str:
    if smoothed is None or isnan(float(smoothed.rate[position])):
        return ""
    return with_unit(_HUNDRED * float(smoothed.rate[position]), form.decimals, _PERCENT, form.language)


def smoothing_is_flat(smoothed: Smoothed) -> bool:
    """Say whether the areas differ by no more than chance explains: then all have the same smoothed value."""
    weights = smoothed.weight[~np.isnan(smoothed.weight)]
    return bool(weights.size) and not bool(weights.any())


def reason_words(reason: FunnelReason, language: Language) -> str:
    """Say why there is no funnel."""
    german = {
        FunnelReason.RELATIVE: "Der Indikator ist ein Index: Er zeigt eine Position und keinen Anteil.",
        FunnelReason.NO_SHARE: "Der Indikator ist kein Anteil: Wie weit der Zufall reicht, wird nur dort berechnet.",
        FunnelReason.NO_COUNTS: "Geliefert werden nur Anteile ohne Fallzahlen: Der Zufall lässt sich nicht berechnen.",
        FunnelReason.TOO_FEW_AREAS: "Auf dieser Ebene werden weniger als drei Gebiete gezeigt.",
        FunnelReason.NOTHING_VARIES: "Alle gezeigten Gebiete haben denselben Wert.",
    }
    english = {
        FunnelReason.RELATIVE: "The indicator is an index: it shows a position and no share.",
        FunnelReason.NO_SHARE: "The indicator is no share: how far chance reaches is computed there only.",
        FunnelReason.NO_COUNTS: "Only shares without counts are delivered: chance cannot be computed.",
        FunnelReason.TOO_FEW_AREAS: "Fewer than three areas are shown at this level.",
        FunnelReason.NOTHING_VARIES: "All areas shown have the same value.",
    }
    return (german if language == "de" else english)[reason]
