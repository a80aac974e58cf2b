# SPDX-License-Identifier: EUPL-1.2
"""The maps of a scenario: before, after and the change, with their sites, all told in words, too."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.difference_map import PALETTE as DIVERGING
from indicators.rendering.difference_map import Scale, Shift
from indicators.rendering.scenario_map import AccessScale, access_scale, change_scale, shifts_of
from indicators.selectors.profile_drawings import Drawing
from indicators.selectors.scenarios.answer import ScenarioAnswer
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.stats.siting.comparing import Turn
from indicators.views.scenarios.words import DECIMALS, TURNS, nothing_near, told, unit_words

SEQUENTIAL: Final = "sequential"
WIDTH, TALLEST = 640, 560
_MISSING: Final = "missing"
_ZERO: Final = "zero"
_MARK: Final = 9.0


@dataclass(frozen=True, slots=True)
class Area:
    """One area of a map: what fills it, a sign for the direction of its change, and all in words."""

    path: str
    style: str
    sign: str
    title: str


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the legend."""

    style: str
    sign: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A site on the map: its shape as path data, what happens to it, and its name."""

    path: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class ScenarioMap:
    """One map with its legend."""

    name: str
    title: str
    palette: str
    colours: int
    areas: tuple[Area, ...]
    keys: tuple[Key, ...]
    marks: tuple[Mark, ...]


def maps_of(ground: ScenarioGround, answer: ScenarioAnswer, drawing: Drawing) -> tuple[ScenarioMap, ...]:
    """Draw the change first, then access before and after in the same classes."""
    sides = answer.effect.sides
    scale = access_scale((sides[0].values, sides[1].values), DECIMALS)
    named = {"unit": unit_words(ground)}
    return (
        change_map(ground, answer, drawing),
        _access_map(ground, (answer, drawing), scale, side=0, title=_("Before: %(unit)s") % named),
        _access_map(ground, (answer, drawing), scale, side=1, title=_("After: %(unit)s") % named),
    )


def change_map(
    ground: ScenarioGround, answer: ScenarioAnswer, drawing: Drawing, together: Sequence[ScenarioAnswer] = ()
) -> ScenarioMap:
    """Draw the change, in the classes of all answers that are shown together: there one colour says one thing."""
    changes = answer.effect.changes
    shifts = shifts_of(changes)
    scale = change_scale([shift for each in together or (answer,) for shift in shifts_of(each.effect.changes)])
    styles = [_change_style(shift, scale) for shift in shifts]
    titles = [
        f"{TURNS[Turn(int(turn))]} ({told(float(size), is_signed=True)})"
        if math.isfinite(size)
        else str(TURNS[Turn(int(turn))])
        for turn, size in zip(changes.turns, changes.change, strict=True)
    ]
    signs = [shift.happening if shift.happening in {"higher", "lower"} else "" for shift in shifts]
    keys = [
        Key(f"class-fill class-{place}", _sign_of(place, scale), _change_label(ground, scale, place), count)
        for place, count in _counted(scale, shifts)
    ]
    return ScenarioMap(
        "unterschied",
        _("Change: %(unit)s") % {"unit": unit_words(ground)},
        DIVERGING,
        scale.size,
        _areas(ground, drawing, styles, signs, titles),
        (*keys, *_special(ground, styles)),
        marks_of(ground, drawing),
    )


def _counted(scale: Scale, shifts: Sequence[Shift]) -> Iterator[tuple[int, int]]:
    counts = Counter(scale.class_of(shift) for shift in shifts)
    yield from ((place, counts[place]) for place in range(scale.size, 0, -1))


def _change_style(shift: Shift, scale: Scale) -> str:
    found = scale.class_of(shift)
    return f"class-fill class-{found}" if found else f"special-fill special-fill--{_MISSING}"


def _sign_of(place: int, scale: Scale) -> str:
    middle = scale.arms + 1
    return "" if place == middle else "higher" if place > middle else "lower"


def _change_label(ground: ScenarioGround, scale: Scale, place: int) -> str:
    step = place - scale.arms - 1
    if not step:
        return _("about the same (less than %(number)s)") % {"number": told(ground.scenario.threshold)}
    low = scale.bounds[abs(step) - 2] if abs(step) > 1 else ground.scenario.threshold
    high = scale.bounds[abs(step) - 1] if abs(step) <= len(scale.bounds) else None
    named = {"low": told(low), "high": "" if high is None else told(high)}
    if high is None:
        return (_("%(low)s and more gained") if step > 0 else _("%(low)s and more lost")) % named
    return (_("%(low)s to less than %(high)s gained") if step > 0 else _("%(low)s to less than %(high)s lost")) % named


def _access_map(
    ground: ScenarioGround, shown: tuple[ScenarioAnswer, Drawing], scale: AccessScale, *, side: int, title: str
) -> ScenarioMap:
    answer, drawing = shown
    values = [float(value) for value in answer.effect.sides[side].values]
    styles = [_access_style(value, scale) for value in values]
    counts = Counter(styles)
    keys = [
        Key(style, "", _access_label(scale, place), counts[style])
        for place in range(scale.classes, 0, -1)
        if (style := f"class-fill class-{place}") in counts or scale.bounds
    ]
    return ScenarioMap(
        ("vorher", "nachher")[side],
        title,
        SEQUENTIAL,
        scale.colours,
        _areas(ground, drawing, styles, [""] * len(values), [_access_words(ground, value) for value in values]),
        (*keys, *_special(ground, styles)),
        marks_of(ground, drawing, side=side),
    )


def _access_style(value: float, scale: AccessScale) -> str:
    if math.isnan(value):
        return f"special-fill special-fill--{_MISSING}"
    return f"class-fill class-{scale.class_of(value)}" if value else f"special-fill special-fill--{_ZERO}"


def _access_words(ground: ScenarioGround, value: float) -> str:
    if math.isnan(value):
        return _("not known")
    return told(value) if value else nothing_near(ground)


def _access_label(scale: AccessScale, place: int) -> str:
    low = told(scale.bounds[place - 2]) if place > 1 else ""
    high = told(scale.bounds[place - 1]) if place <= len(scale.bounds) else ""
    if low and high:
        return _("%(low)s to less than %(high)s") % {"low": low, "high": high}
    if low:
        return _("%(low)s and more") % {"low": low}
    return _("more than 0, less than %(high)s") % {"high": high} if high else _("more than 0")


def _special(ground: ScenarioGround, styles: Sequence[str]) -> Iterator[Key]:
    """Return the rows of what has no class."""
    counts = Counter(styles)
    for kind, label in ((_ZERO, nothing_near(ground)), (_MISSING, _("not known"))):
        style = f"special-fill special-fill--{kind}"
        if counts[style]:
            yield Key(style, "", label, counts[style])


def _areas(
    ground: ScenarioGround, drawing: Drawing, styles: Sequence[str], signs: Sequence[str], titles: Sequence[str]
) -> tuple[Area, ...]:
    return tuple(
        Area(path, styles[place], signs[place], f"{ground.units[place].name}: {titles[place]}")
        for place, path in enumerate(drawing.paths)
        if path
    )


def marks_of(ground: ScenarioGround, drawing: Drawing, side: int | None = None) -> tuple[Mark, ...]:
    """Return the sites: those of one side, or of the change all, what is opened, moved or closed set apart."""
    made = ground.ledger
    supply = None if side is None else (made.before, made.after)[side]
    names = {each.column: each.name for each in made.standings}
    found = []
    for column, point in enumerate(made.points):
        if supply is not None and supply[column] == 0:
            continue
        kind = _kind(float(made.before[column]), float(made.after[column]))
        x, y = drawing.frame.at(*point)
        found.append(Mark(_shape(kind, x, y), kind, names.get(column, "")))
    return tuple(found)


def _kind(before: float, after: float) -> str:
    if before == 0 and after != 0:
        return "new"
    return "gone" if after == 0 and before != 0 else "there"


def _shape(kind: str, x: float, y: float) -> str:
    """Return a dot, an upright cross for what is new, a slanting one for what goes: told apart without colour."""
    if kind == "new":
        return f"M{x - _MARK:.0f} {y:.0f}h{2 * _MARK:.0f}M{x:.0f} {y - _MARK:.0f}v{2 * _MARK:.0f}"
    if kind == "gone":
        left, right, top, bottom = x - _MARK, x + _MARK, y - _MARK, y + _MARK
        return f"M{left:.0f} {top:.0f}L{right:.0f} {bottom:.0f}M{left:.0f} {bottom:.0f}L{right:.0f} {top:.0f}"
    return f"M{x:.0f} {y:.0f}h0"
