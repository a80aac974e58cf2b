# SPDX-License-Identifier: EUPL-1.2
"""A map of differences as pages show it: areas with their colours and patterns, legend, table, all in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.difference_file import FileCell
from indicators.rendering.difference_map import (
    PALETTE,
    Measure,
    Pair,
    Scale,
    Shift,
    counts_of,
    largest_first,
    scale_of,
    shift_of,
)
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.sentences import status_words
from indicators.selectors.differencemap import Ground, Side
from sozialplanung.common.numbers import NBSP

MOST_DECIMALS: Final = 6
_RELATIVE_DECIMALS: Final = 1
# What happens to an area without a difference of numbers, and the pattern that it is drawn with.
_SPECIAL: Final = {
    "new": "new",
    "gone": "excluded",
    "hidden": "suppressed",
    "reason": "missing",
    "empty": "not-applicable",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """What a map of differences shows: each area before and after, and how numbers are written.

    `decimals` of None writes every digit that there is; `sides` are class and rank before and after, for releases.
    """

    ground: Ground
    pairs: Sequence[Pair]
    measure: Measure
    unit: str
    decimals: int | None
    language: Language
    sides: tuple[Sequence[Side], Sequence[Side]] | None = None

    @property
    def shifts(self) -> list[Shift]:
        """What happens to each area."""
        return [shift_of(pair, self.measure) for pair in self.pairs]


def map_context(cells: Cells, title: str) -> dict[str, Any]:
    """Return what the template of the map reads."""
    shifts = cells.shifts
    scale = scale_of(shifts, cells.measure)
    drawing = cells.ground.drawing
    return {
        "drawing": drawing,
        "title": title,
        "summary": summary(shifts),
        "palette": PALETTE,
        "size": scale.size,
        "shapes": [] if drawing is None else _shapes(cells, shifts, scale, drawing.paths),
        "legend": _legend(cells, shifts, scale),
    }


def _shapes(cells: Cells, shifts: Sequence[Shift], scale: Scale, paths: Sequence[str]) -> list[dict[str, str]]:
    return [
        {
            "path": paths[unit.position],
            "style": _style(shift, scale),
            "sign": _sign(shift),
            "title": f"{unit.name}: {told(cells, unit.position, shift)}",
        }
        for unit, shift in zip(cells.ground.units, shifts, strict=True)
        if paths[unit.position]
    ]


def _style(shift: Shift, scale: Scale) -> str:
    found = scale.class_of(shift)
    return f"class-fill class-{found}" if found else f"special-fill difference-fill--{_SPECIAL[shift.happening]}"


def _sign(shift: Shift) -> str:
    return shift.happening if shift.happening in {"higher", "lower"} else ""


def told(cells: Cells, place: int, shift: Shift) -> str:
    """Say what happens to one area: old, new and the difference."""
    old, new = old_text(cells, place), new_text(cells, place)
    if shift.happening in {"higher", "lower"}:
        return f"{old} → {new} ({difference_text(cells, place, shift)})"
    words = happening_words(shift.happening)
    return f"{new} ({words})" if shift.happening in {"new", "same"} else words


def happening_words(happening: str) -> str:
    """Say in a few words what happens to an area."""
    return {
        "higher": _("higher"),
        "lower": _("lower"),
        "same": _("unchanged"),
        "new": _("new, without a figure before"),
        "gone": _("not delivered"),
        "hidden": _("no figure, kept secret or too uncertain"),
        "reason": _("no figure, for another reason than before"),
        "empty": _("no figure, as before"),
    }[happening]


def old_text(cells: Cells, place: int) -> str:
    """Write the figure of an area before."""
    pair = cells.pairs[place]
    return _figure(cells, pair.before, pair.status_before)


def new_text(cells: Cells, place: int) -> str:
    """Write the figure of an area afterwards."""
    pair = cells.pairs[place]
    return _figure(cells, pair.after, pair.status_after)


def _figure(cells: Cells, value: float | None, status: Any) -> str:  # noqa: ANN401 - a status or nothing
    if value is not None:
        return number(value, _decimals(value) if cells.decimals is None else cells.decimals, cells.language)
    return "–" if status is None else status_words(status, cells.language) or "–"


def _decimals(*values: float) -> int:
    return max(min(len(f"{value:.10f}".rstrip("0").partition(".")[2]), MOST_DECIMALS) for value in values)


def difference_text(cells: Cells, place: int, shift: Shift) -> str:
    """Write the signed difference, in percent where the map is."""
    pair = cells.pairs[place]
    if shift.size is None or pair.before is None or pair.after is None:
        return ""
    if cells.measure == "relative":
        if pair.before == 0:
            return _("from zero")
        return f"{number(shift.size, _RELATIVE_DECIMALS, cells.language, is_signed=True)}{NBSP}%"
    decimals = _decimals(pair.before, pair.after) if cells.decimals is None else cells.decimals
    return number(shift.size, decimals, cells.language, is_signed=True)


def _legend(cells: Cells, shifts: Sequence[Shift], scale: Scale) -> dict[str, Any]:
    classes, others = counts_of(shifts, scale)
    return {
        "classes": [
            {
                "number": position,
                "label": _class_label(cells, scale, position) + _from_zero(shifts, scale, position),
                "count": classes[position],
                "sign": "higher" if position > scale.arms + 1 else "lower" if position <= scale.arms else "",
            }
            for position in range(scale.size, 0, -1)
        ],
        "special": [
            {"kind": kind, "label": happening_words(happening), "count": others[happening]}
            for happening, kind in _SPECIAL.items()
            if others[happening]
        ],
    }


def _class_label(cells: Cells, scale: Scale, position: int) -> str:
    step = abs(position - scale.arms - 1)
    if not step:
        return _("unchanged")
    direction = _("higher") if position > scale.arms + 1 else _("lower")
    low = scale.bounds[step - 2] if step > 1 else None
    high = scale.bounds[step - 1] if step <= len(scale.bounds) else None
    return _size_words(low, high) % {"direction": direction, **_bounds(cells, low, high)}


def _from_zero(shifts: Sequence[Shift], scale: Scale, position: int) -> str:
    """Name the areas without a percentage: what was zero counts as changed most."""
    is_there = any(
        each.size is not None and math.isinf(each.size) and scale.class_of(each) == position for each in shifts
    )
    return _(", or from zero") if is_there else ""


def _size_words(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "%(direction)s"
    if low is None:
        return _("by less than %(high)s %(direction)s")
    if high is None:
        return _("by %(low)s or more %(direction)s")
    return _("by %(low)s to less than %(high)s %(direction)s")


def _bounds(cells: Cells, low: float | None, high: float | None) -> dict[str, str]:
    unit = f"{NBSP}%" if cells.measure == "relative" else ""
    return {
        name: "" if bound is None else f"{number(bound, _decimals(bound), cells.language)}{unit}"
        for name, bound in (("low", low), ("high", high))
    }


def summary(shifts: Sequence[Shift]) -> str:
    """Say in one sentence how many areas rise, fall, stay the same, and what else happens."""
    counts = [(happening, sum(1 for each in shifts if each.happening == happening)) for happening in _COUNTED]
    told = ", ".join(f"{count} {happening_words(happening)}" for happening, count in counts if count)
    areas = ngettext("%(count)s area", "%(count)s areas", len(shifts)) % {"count": len(shifts)}
    return f"{areas}: {told}." if told else f"{areas}."


_COUNTED: Final = ("higher", "lower", "same", "new", "gone", "hidden", "reason", "empty")


def table_rows(cells: Cells) -> list[dict[str, Any]]:
    """Return one row per area, the largest differences first."""
    shifts = cells.shifts
    return [
        {
            "name": cells.ground.units[place].name,
            "key": cells.ground.units[place].key,
            "old": old_text(cells, place),
            "new": new_text(cells, place),
            "difference": difference_text(cells, place, shifts[place]),
            "happening": happening_words(shifts[place].happening),
            "sign": _sign(shifts[place]),
            "classes": _from_to(cells, place, "class_number"),
            "ranks": _from_to(cells, place, "rank"),
        }
        for place in largest_first(shifts)
    ]


def _from_to(cells: Cells, place: int, name: str) -> str:
    if cells.sides is None:
        return ""
    old, new = (getattr(side[place], name) for side in cells.sides)
    if old is None and new is None:
        return ""
    return str(new) if old == new else f"{old or '–'} → {new or '–'}"


def file_rows(cells: Cells) -> list[list[FileCell]]:
    """Return one row per area in frozen order: key, name, what it says before and after, and the difference."""
    return [
        [
            unit.key,
            unit.name,
            pair.before,
            None if pair.status_before is None else pair.status_before.code,
            *_ranked(cells, 0, unit.position),
            pair.after,
            None if pair.status_after is None else pair.status_after.code,
            *_ranked(cells, 1, unit.position),
            _exact_difference(pair, cells.decimals),
        ]
        for unit, pair in zip(cells.ground.units, cells.pairs, strict=True)
    ]


def _ranked(cells: Cells, which: int, place: int) -> tuple[int | None, int | None]:
    side = cells.sides[which][place] if cells.sides else Side()
    return side.class_number, side.rank


def _exact_difference(pair: Pair, decimals: int | None) -> float | None:
    if pair.before is None or pair.after is None:
        return None
    return round(pair.after - pair.before, MOST_DECIMALS if decimals is None else decimals)
