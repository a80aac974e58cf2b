# SPDX-License-Identifier: EUPL-1.2
"""The balance of two periods: differences by area in classes around zero, and the same in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.headlines import dative_plural
from indicators.rendering.maplegend import PATTERNS
from indicators.rendering.profile_numbers import Language, number, span_words
from indicators.rendering.sentences import status_words
from indicators.stats.balance import within_chance
from indicators.stats.classes import classify
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.statuses import Status, have_value

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

CLASSES: Final = 5
CHANCE: Final = CLASSES + 1
CHANCE_STYLE: Final = "chance-fill"
# Of two periods the reason is told that weighs more: what is kept secret before what is merely missing.
BY_WEIGHT: Final = (
    Status.SUPPRESSED,
    Status.CONFIDENTIAL,
    Status.EXCLUDED,
    Status.UNRELIABLE,
    Status.NOT_COMPARABLE,
    Status.NOT_APPLICABLE,
    Status.PENDING,
    Status.UNKNOWN,
    Status.MISSING,
)

_MADE: Final = {
    "de": {"": "", "of_shown": " (Unterschied der gezeigten Werte)", "unrounded": " (vor dem Runden gerechnet)"},
    "en": {"": "", "of_shown": " (difference of the figures shown)", "unrounded": " (computed before rounding)"},
}


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What can be said of n areas in two periods; arrays of shape (n,).

    `status`: why an area has no difference, `Status.OK` where it has one. `lower` and `upper` are NaN without an
    interval. `lasting` counts the areas that changed beyond chance when all are looked at together; None where nothing
    is known of chance. `reasons` say by place why an area is not comparable, where that is not a break.
    """

    difference: Floats
    decimals: int
    lower: Floats
    upper: Floats
    status: Integers
    lasting: int | None = None
    reasons: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def why_not(self, language: Language) -> dict[str, list[int]]:
        """Return in words why areas have no difference, with their places; what weighs most first."""
        return places_by_words(np.isnan(self.difference), self.status, self.reasons, language)


@dataclass(frozen=True, slots=True)
class BalanceKey:
    """One row of the legend: what fills its areas, what it means, how many there are."""

    style: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole in both periods: its name, how much it differs, and for counts by how many percent; None without.

    `made` says how where both figures shown do not tell it: `"of_shown"` is their own difference, which no release
    states, `"unrounded"` one that was computed before rounding and differs from theirs; empty for all others.
    """

    name: str
    difference: float | None = None
    percent: float | None = None
    decimals: int = 0
    made: Literal["", "of_shown", "unrounded"] = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both periods as readers name them, and what areas and figures are called."""

    since: str
    until: str
    areas: str
    unit: str
    language: Language


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The difference between two periods, or in a sentence why there is none (`told` is None then).

    `codes` are the places of the areas in `keys`, from 1: five classes, within chance, then the reasons for no
    difference. `edition` is that of the areas, `notes` what has to be known.
    """

    sides: Sides
    edition: str = ""
    why_not: str = ""
    told: Told | None = None
    codes: tuple[int, ...] = ()
    keys: tuple[BalanceKey, ...] = ()
    sentence: str = ""
    notes: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[BalanceKey, ...]:
        """The classes around zero."""
        return self.keys[:CLASSES]

    @property
    def others(self) -> tuple[BalanceKey, ...]:
        """What is in no class, as far as there are such areas."""
        return tuple(key for key in self.keys[CLASSES:] if key.count)

    def difference_text(self, position: int) -> str:
        """Write the difference of an area, or why there is none."""
        if self.told is None:
            return ""
        if not np.isnan(self.told.difference[position]):
            return signed(float(self.told.difference[position]), self.told.decimals, self.sides.language)
        status, reason = Status(int(self.told.status[position])), self.told.reasons.get(position, "")
        return status_words(status, self.sides.language, reason)

    def interval_text(self, position: int) -> str:
        """Write between what the difference lies with 95 % confidence; empty without an interval."""
        if self.told is None or np.isnan(self.told.lower[position]):
            return ""
        ends = (float(self.told.lower[position]), float(self.told.upper[position]))
        low, high = (signed(end, self.told.decimals, self.sides.language) for end in ends)
        return span_words(low, high, self.sides.language)

    def verdict_text(self, position: int) -> str:
        """Say on which side of zero an area lies, or that this may be chance."""
        return self.keys[self.codes[position] - 1].label if self.codes[position] == CHANCE else ""


def signed(value: float, decimals: int, language: Language) -> str:
    """Write a difference: a rise says so as well."""
    return number(value, decimals, language, is_signed=True)


def status_of_both(later: npt.NDArray[np.uint8], earlier: npt.NDArray[np.uint8]) -> Integers:
    """Say of each area why it has no difference, from its statuses in both periods; `Status.OK` where it has one."""
    weights = {status: len(BY_WEIGHT) - place for place, status in enumerate(BY_WEIGHT)}
    heavy = np.array([weights.get(Status(code), 0) for code in range(max(Status) + 1)])
    chosen = np.where(heavy[later] >= heavy[earlier], later, earlier).astype(np.int64)
    return np.where(have_value(later) & have_value(earlier), int(Status.OK), chosen)


def places_by_words(
    lacking: Mask, status: Integers, reasons: Mapping[int, str], language: Language
) -> dict[str, list[int]]:
    """Return in words why areas are left out, with their places, what weighs most first.

    Parameters
    ----------
    lacking : ndarray, shape (n,), bool
        Which areas are left out.
    status : ndarray, shape (n,), int
        Why; one of `BY_WEIGHT` where an area is left out for its status.
    reasons
        By place in what other words an area is not comparable.

    Returns
    -------
    dict
        Words that are the same for several statuses stand once.
    """
    found: dict[str, list[int]] = {}
    for each in BY_WEIGHT:
        for place in np.flatnonzero(lacking & (status == each)).tolist():
            found.setdefault(status_words(each, language, reasons.get(place, "")), []).append(place)
    return found


def balance_of(told: Told, bounds: Sequence[float], sides: Sides, whole: Whole) -> Balance:
    """Put differences into their classes and into words."""
    is_chance = within_chance(told.lower, told.upper)
    there = ~np.isnan(told.difference)
    codes = np.where(is_chance & there, CHANCE, classify(told.difference, bounds))
    labels = told.why_not(sides.language)
    for code, places in enumerate(labels.values(), start=CHANCE + 1):
        codes[places] = code
    patterns = [PATTERNS[Status(int(told.status[places[0]]))] for places in labels.values()]
    counts = np.bincount(codes, minlength=CHANCE + len(labels) + 1)
    fills = [f"class-fill class-{place}" for place in range(1, CLASSES + 1)]
    fills += [CHANCE_STYLE, *(f"special-fill special-fill--{pattern}" for pattern in patterns)]
    words = [*_class_labels(bounds, told.decimals, sides.language), _chance_words(sides.language), *labels]
    return Balance(
        sides=sides,
        told=told,
        codes=tuple(int(code) for code in codes),
        keys=tuple(
            BalanceKey(fill, label, int(counts[place]))
            for place, (fill, label) in enumerate(zip(fills, words, strict=True), start=1)
        ),
        sentence=balance_sentence(told, is_chance & there, sides, whole),
    )


def _chance_words(language: Language) -> str:
    return "innerhalb des Zufalls" if language == "de" else "within chance"


def _class_labels(bounds: Sequence[float], decimals: int, language: Language) -> tuple[str, ...]:
    """Name the classes by their first and last value: all differences have these decimals."""
    unit = 10.0**-decimals
    lows = [signed(bound, decimals, language) for bound in bounds]
    highs = [signed(bound - unit, decimals, language) for bound in bounds]
    german = language == "de"
    middle = [_span(low, high, language) for low, high in zip(lows[:-1], highs[1:], strict=True)]
    first = f"{highs[0]} und weniger" if german else f"{highs[0]} and less"
    last = f"{lows[-1]} und mehr" if german else f"{lows[-1]} and more"
    return (first, *middle, last)


def _span(low: str, high: str, language: Language) -> str:
    if low == high:
        return low
    return f"{low} bis {high}" if language == "de" else f"{low} to {high}"


def balance_sentence(told: Told, is_chance: Mask, sides: Sides, whole: Whole) -> str:
    """Tell a balance: how many areas lie higher and lower, how many within chance, what is left out, the whole."""
    there = ~np.isnan(told.difference)
    parts = (
        _compared(told, is_chance, sides),
        _lasting(told, sides.language) if there.any() else "",
        whole_sentence(whole, sides),
        _left_out(told, there, sides.language),
    )
    return " ".join(filter(None, parts))


def _compared(told: Told, is_chance: Mask, sides: Sides) -> str:
    german, language = sides.language == "de", sides.language
    there = ~np.isnan(told.difference)
    if not there.any():
        areas = dative_plural(sides.areas) if german else sides.areas
        if german:
            return f"In den {areas} gibt es keinen Wert, der in beiden Ständen gezeigt wird."
        return f"None of the {areas} has a value that is shown in both periods."
    certain = there & ~is_chance
    higher, lower, same, chance, total = (
        number(int(mask.sum()), 0, language)
        for mask in (
            certain & (told.difference > 0),
            certain & (told.difference < 0),
            certain & (told.difference == 0),
            is_chance,
            there,
        )
    )
    if told.lasting is None:
        if german:
            return (
                f"{total} {sides.areas} mit Wert in beiden Ständen: {higher} höher, {lower} niedriger, {same} gleich "
                f"({sides.until} gegenüber {sides.since}). Was davon Zufall ist, lässt sich hier nicht berechnen."
            )
        return (
            f"{total} {sides.areas} with a value in both periods: {higher} higher, {lower} lower, {same} the same "
            f"({sides.until} against {sides.since}). How much of it is chance cannot be calculated here."
        )
    if german:
        return (
            f"{total} {sides.areas} mit Wert in beiden Ständen: {higher} höher und {lower} niedriger über den Zufall "
            f"hinaus, {chance} innerhalb des Zufalls ({sides.until} gegenüber {sides.since})."
        )
    return (
        f"{total} {sides.areas} with a value in both periods: {higher} higher and {lower} lower beyond chance, "
        f"{chance} within chance ({sides.until} against {sides.since})."
    )


def _lasting(told: Told, language: Language) -> str:
    if told.lasting is None:
        return ""
    count = number(told.lasting, 0, language)
    if language == "de":
        return f"Alle zugleich betrachtet bleiben {count} davon (Benjamini-Hochberg)."
    return f"Looked at all together, {count} of them remain (Benjamini-Hochberg)."


def whole_sentence(whole: Whole, sides: Sides) -> str:
    """Say by how much the whole changed, and where that is a difference of rounded figures; empty where unknown."""
    if whole.difference is None:
        return ""
    german = sides.language == "de"
    text = signed(whole.difference, whole.decimals, sides.language)
    text = f"{text}{NBSP}{sides.unit}" if sides.unit else text
    if whole.percent is not None:
        percent = signed(whole.percent, 1, sides.language)
        text += f" ({percent}{NBSP}%)" if german else f" ({percent}%)"
    else:
        text += _MADE[sides.language][whole.made]
    return f"{whole.name}: {text}."


def _left_out(told: Told, there: Mask, language: Language) -> str:
    count = int((~there).sum())
    if not count:
        return ""
    reasons = told.why_not(language)
    told_reasons = ", ".join(f"{number(len(places), 0, language)} {words}" for words, places in reasons.items())
    if language == "de":
        counts = "zählt" if count == 1 else "zählen"
        return f"{number(count, 0, language)} ohne vergleichbare Werte {counts} nirgends mit: {told_reasons}."
    counts = "counts" if count == 1 else "count"
    return f"{number(count, 0, language)} without figures to compare {counts} nowhere: {told_reasons}."
