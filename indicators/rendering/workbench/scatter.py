# SPDX-License-Identifier: EUPL-1.2
"""Two indicators against each other: one point for each area, how they go together, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.profile_numbers import Language, number, span_words
from indicators.rendering.workbench.axis import Axis
from indicators.stats.association import FEWEST, Association, Correlation, p_of_correlation
from indicators.stats.reasons import Reason
from sozialplanung.common.numbers import NBSP

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]

# Of coefficients two decimals are told: their intervals reach over more.
_DECIMALS: Final = 2
_P_DECIMALS: Final = 3
_SIGNIFICANT: Final = 3
_MOST_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class ScatterNames:
    """What both indicators, the areas and the whole are called."""

    first: str
    second: str
    areas: str
    whole: str
    language: Language


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """One period: figures of n areas (shape (n,), NaN on both sides where one is lacking) and what they come to.

    `line` are the ends of the line of least squares, None where no association is clear; `whole` is the point of the
    whole, None where areas cannot be held against it. `sentence` says what the picture shows, `left_out` what is not
    in it and why, `numbers` are the line and p in sentences.
    """

    x: Floats
    y: Floats
    found: Association
    line: tuple[Point, Point] | None = None
    whole: Point | None = None
    sentence: str = ""
    left_out: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scatters:
    """All periods on the same axes."""

    x: Axis
    y: Axis
    periods: tuple[Scatter, ...]


def line_through(x: Floats, found: Association) -> tuple[Point, Point] | None:
    """Return the ends of the line over the areas that there are; None where Pearson's interval holds zero."""
    if not side_of(found.pearson) or found.slope is None or found.intercept is None:
        return None
    low, high = (found.intercept + found.slope * end for end in (float(np.nanmin(x)), float(np.nanmax(x))))
    return (float(np.nanmin(x)), low), (float(np.nanmax(x)), high)


def side_of(found: Correlation) -> int:
    """Say on which side of zero a whole interval lies: -1, 1, or 0 where it holds zero or there is none."""
    if found.lower is None or found.upper is None:
        return 0
    return int(found.lower > 0) - int(found.upper < 0)


def scatter_sentence(x: Floats, found: Association, names: ScatterNames) -> str:
    """Say how two indicators go together over areas: no more than the intervals of both coefficients carry."""
    german = names.language == "de"
    if found.reason is not Reason.OK:
        return _why_none(x, found, names)
    count = number(found.n, 0, names.language)
    pearson, spearman = (_coefficient(each, names.language) for each in (found.pearson, found.spearman))
    told = _TENDENCIES[names.language][side_of(found.pearson), side_of(found.spearman)]
    tendency = told.format(first=names.first, second=names.second)
    if german:
        return (
            f"{count} {names.areas} mit beiden Werten: {tendency} Pearsons r {pearson}, nach Rängen (Spearmans ρ)"
            f" {spearman}. Das ist ein Zusammenhang von Gebieten, nicht von Personen, und sagt nichts über Ursachen."
        )
    return (
        f"{count} {names.areas} with both figures: {tendency} Pearson’s r {pearson}, by ranks (Spearman’s ρ)"
        f" {spearman}. This is about areas, not about persons, and says nothing about causes."
    )


def _tendencies(higher: str, lower: str, none: str, mixed: str) -> dict[tuple[int, int], str]:
    sides = {(1, 1): higher, (-1, -1): lower, (0, 0): none}
    return {(one, other): sides.get((one, other), mixed) for one in (-1, 0, 1) for other in (-1, 0, 1)}


_TENDENCIES: Final = {
    "de": _tendencies(
        "Wo „{first}“ höher ist, ist „{second}“ eher höher.",
        "Wo „{first}“ höher ist, ist „{second}“ eher niedriger.",
        "Ein Zusammenhang von „{first}“ und „{second}“ ist nicht zu erkennen.",
        "Das Bild ist nicht klar: „{first}“ und „{second}“ hängen nur nach einem der beiden Maße zusammen; einzelne"
        " Gebiete oder eine gebogene Form können der Grund sein.",
    ),
    "en": _tendencies(
        "Where “{first}” is higher, “{second}” is rather higher.",
        "Where “{first}” is higher, “{second}” is rather lower.",
        "No association of “{first}” and “{second}” can be seen.",
        "The picture is not clear: “{first}” and “{second}” go together by one of both measures alone; single areas or"
        " a bent shape may be the reason.",
    ),
}


def _why_none(x: Floats, found: Association, names: ScatterNames) -> str:
    german, count = names.language == "de", number(found.n, 0, names.language)
    if found.reason is Reason.CONSTANT:
        same = names.first if np.ptp(x[~np.isnan(x)]) == 0 else names.second
        if german:
            return f"Alle {count} {names.areas} mit beiden Werten haben bei „{same}“ denselben: nichts hängt zusammen."
        return f"All {count} {names.areas} with both figures have the same one of “{same}”: nothing can go together."
    fewest = number(FEWEST, 0, names.language)
    if german:
        return f"{names.areas} mit beiden Werten: {count}. Ein Zusammenhang braucht mindestens {fewest}."
    return f"{names.areas} with both figures: {count}. An association needs at least {fewest}."


def _coefficient(found: Correlation, language: Language) -> str:
    if found.value is None or found.lower is None or found.upper is None:
        return ""
    value, low, high = (number(each, _DECIMALS, language) for each in (found.value, found.lower, found.upper))
    level = f"95{NBSP}%" if language == "de" else "95%"
    return f"{value} ({level}: {span_words(low, high, language)})"


def left_out_sentence(cases: Sequence[SpecialCase], language: Language) -> str:
    """Say how many areas are not in the picture, and why."""
    count = sum(case.count for case in cases)
    if not count:
        return ""
    reasons = ", ".join(f"{number(case.count, 0, language)} {case.label}" for case in cases if case.count)
    if language == "de":
        is_are = "ist" if count == 1 else "sind"
        return f"{number(count, 0, language)} ohne beide Werte {is_are} nicht im Bild: {reasons}."
    is_are = "is" if count == 1 else "are"
    return f"{number(count, 0, language)} without both figures {is_are} not in the picture: {reasons}."


def whole_sentence(point: str, names: ScatterNames) -> str:
    """Say what the cross in the picture is."""
    return (
        f"Das Kreuz ist {names.whole}: {point}." if names.language == "de" else f"The cross is {names.whole}: {point}."
    )


def numbers_of(found: Association, names: ScatterNames) -> tuple[str, ...]:
    """Write the line, where there is one, and p for those who ask for them; empty where there is no coefficient."""
    if found.slope is None or found.intercept is None or found.pearson.value is None or found.spearman.value is None:
        return ()
    language = names.language
    slope, intercept = (_significant(each, language) for each in (abs(found.slope), found.intercept))
    sign = "−" if found.slope < 0 else "+"
    pearson, spearman = (
        _p_text(p_of_correlation(each, found.n), language) for each in (found.pearson.value, found.spearman.value)
    )
    if language == "de":
        line = f"Gerade der kleinsten Quadrate: „{names.second}“ = {intercept} {sign} {slope} × „{names.first}“."
        told = (
            f"p nach Pearson {pearson}, nach Spearman {spearman}: so oft käme ein mindestens so starker Zusammenhang"
            " zustande, wenn keiner bestünde und die Gebiete voneinander unabhängig wären. Benachbarte Gebiete gleichen"
            " sich: Die wahren p sind größer, die Spannen weiter. Wer viele Paare ansieht, findet auch Zufälle."
        )
    else:
        line = f"Line of least squares: “{names.second}” = {intercept} {sign} {slope} × “{names.first}”."
        told = (
            f"p by Pearson {pearson}, by Spearman {spearman}: as often an association at least as strong would come"
            " about if there were none and areas were independent of each other. Neighbouring areas are alike: the true"
            " p are larger, the intervals wider. Who looks at many pairs finds chance as well."
        )
    return (line, told) if side_of(found.pearson) else (told,)


def _significant(value: float, language: Language) -> str:
    """Write a number with three digits that count."""
    size = int(np.floor(np.log10(abs(value)))) if value else 0
    return number(value, min(max(_SIGNIFICANT - 1 - size, 0), _MOST_DECIMALS), language)


def _p_text(p: float, language: Language) -> str:
    least = 10.0**-_P_DECIMALS
    if p < least:
        return f"unter {number(least, _P_DECIMALS, language)}" if language == "de" else f"below {least}"
    return number(p, _P_DECIMALS, language)
