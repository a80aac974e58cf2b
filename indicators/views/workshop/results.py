# SPDX-License-Identifier: EUPL-1.2
"""What a recipe comes to, as pages show it: map, legend, table of ranks, verdict, and who changes class why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.errors import RecipeDraftError
from indicators.rendering.index_verdict import chance_words, choices_words, verdict_words
from indicators.rendering.profile_numbers import Language, language_of, number, share_of_runs
from indicators.rendering.recipe_drafts import Json
from indicators.rendering.workshop_live import live_model
from indicators.rendering.workshop_movers import Comparison, Mover, comparison_of
from indicators.rendering.workshop_result import (
    FULL,
    LIVE,
    PALETTE,
    Effort,
    Line,
    Outcome,
    Scheme,
    by_rank,
    lines_of,
    outcome_of,
)
from indicators.selectors import workshop
from indicators.selectors.workshop import recipe_of
from indicators.selectors.workshop_ground import Ground, NoGround, areas_for, ground_of
from indicators.stats.composite.frozen import is_moving
from indicators.stats.composite.recipe import Recipe
from indicators.views.workshop.holding import held_context, quoted, stand_words, without_ground
from indicators.views.workshop.moverwords import why_words
from sozialplanung.accounts.models import Organisation
from sozialplanung.web.messages import sentence_for
from spatial.selectors.rows import UnitRow

MOST_ROWS: Final = 1000
MOST_MOVERS: Final = 25
_CAUSES: Final = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A content to be tried out, what it is compared with, where, and how thoroughly."""

    organisation: Organisation
    content: Json
    level: str
    origin: Json | None = None
    stand: str = ""
    effort: Effort | None = None


def result_context(asked: Asked, effort: Effort) -> dict[str, Any]:
    """Return what the result of a recipe shows, or why there is none."""
    try:
        recipe = recipe_of(asked.content)
    except RecipeDraftError as error:
        message, way_out = sentence_for(error.to_problem())
        return {"problem": message, "way_out": way_out}
    base = recipe_of(asked.origin) if asked.origin else None
    ground = ground_of(asked.organisation, recipe, asked.level, asked.stand)
    if isinstance(ground, NoGround):
        names = workshop.component_names(asked.organisation)
        return without_ground(ground, names, language_of(get_language()))
    outcome = outcome_of(recipe, ground.areas, ground.intervals, effort)
    told = _told(asked.organisation, ground, outcome)
    told["counted"] = counted_words(effort, has_chance=not told["no_chance"])
    return told | _compared(asked.organisation, base, ground, outcome)


def counted_words(effort: Effort, *, has_chance: bool) -> str:
    """Say how much was counted, and that pages on which somebody works count less than those to sign."""
    language = language_of(get_language())
    said = {
        "live": _amount(LIVE, language, has_chance=has_chance),
        "full": _amount(FULL, language, has_chance=has_chance),
    }
    if effort == FULL:
        text = _(
            "Counted over %(full)s. The preview of the editor is a smaller sample (%(live)s), so that single areas may "
            "differ there."
        )
    else:
        text = _(
            "This preview is a smaller sample: %(live)s. The method sheet and the page of approval count %(full)s, so "
            "that single areas may differ there."
        )
    return text % said


def _amount(effort: Effort, language: Language, *, has_chance: bool) -> str:
    variants = _("%(count)s variants") % {"count": number(effort.variants, 0, language)}
    draws = _("%(count)s draws of chance") % {"count": number(effort.draws, 0, language)}
    return _("%(variants)s and %(draws)s") % {"variants": variants, "draws": draws} if has_chance else variants


def _no_chance(outcome: Outcome, language: Language) -> str:
    """Say why nothing is known of chance for any area; empty where something is."""
    if not outcome.chance.spread.reason:
        return ""
    return chance_words(outcome.verdict, language) or choices_words(outcome.verdict, language)


def _held(organisation: Organisation, ground: Ground, recipe: Recipe, language: Language) -> dict[str, Any] | None:
    """Return what keeps a recipe from other figures; names are asked for only where something does."""
    if ground.held is None:
        return None
    return held_context(ground, recipe, workshop.component_names(organisation), language)


def _told(organisation: Organisation, ground: Ground, outcome: Outcome) -> dict[str, Any]:
    language = language_of(get_language())
    lines = lines_of(outcome)
    rated = sum(line.rank is not None for line in lines)
    return {
        "stand": ground.stand.code,
        "stands": [(each.code, stand_words(each, language)) for each in ground.stands],
        "stand_words": stand_words(ground.stand, language),
        "held": _held(organisation, ground, outcome.recipe, language),
        "level_words": ground.version.level_name_plural,
        "veiled": _veiled(organisation, ground, outcome),
        "no_index": _no_index(organisation, outcome),
        "rated": rated,
        "areas": len(lines),
        "verdict": verdict_words(outcome.verdict, language) if rated else (),
        # What holds for a whole column is said once above the table, and the column is left out.
        "no_choices": choices_words(outcome.verdict, language) if outcome.choices.spread.reason else "",
        "no_chance": _no_chance(outcome, language),
        "picture": picture(ground, outcome, lines, language),
        "rows": [row_of(line, ground.rows, outcome, language) for line in by_rank(lines)[:MOST_ROWS]],
        "live": live_model(outcome),
    }


def _veiled(organisation: Organisation, ground: Ground, outcome: Outcome) -> dict[str, str] | None:
    """Say that areas whose figures are secret are left out when scales are measured; nothing where there are none.

    Where too few areas are left, the whole index would be kept secret: a warning.
    """
    hidden = {slug: count for slug, count in ground.hidden.items() if count}
    if not hidden or not is_moving(outcome.recipe):
        return None
    names = workshop.component_names(organisation)
    told = [
        ngettext("“%(name)s” in %(count)d area", "“%(name)s” in %(count)d areas", count)
        % {"name": names.get(slug, slug), "count": count}
        for slug, count in hidden.items()
    ]
    said = _("Kept secret: %(told)s.") % {"told": ", ".join(told)}
    if outcome.done.reason:
        text = _(
            "Too few areas are left to measure scales in, so that nothing of the index could be published. Freeze the "
            "scales at a base period."
        )
        return {"kind": "warning", "title": _("The index would be kept secret"), "text": f"{said} {text}"}
    areas = int(ground.areas.beside.sum())
    text = ngettext(
        "The index of %(areas)s area is kept secret, and scales, ranks and weights are measured without it.",
        "The index of %(areas)s areas is kept secret, and scales, ranks and weights are measured without them.",
        areas,
    ) % {"areas": number(areas, 0, language_of(get_language()))}
    return {"kind": "info", "title": _("Measured without protected areas"), "text": f"{said} {text}"}


def _no_index(organisation: Organisation, outcome: Outcome) -> str:
    done = outcome.done
    if not done.reason:
        return "" if done.rated.any() else _("No area has all the components that it needs.")
    name = workshop.component_names(organisation).get(done.at, done.at)
    return {
        "constant": _("“%(name)s” has the same value everywhere, so that no index can be made of it."),
        "too_few": _("Of “%(name)s” there are too few figures."),
        "not_positive": _("“%(name)s” has a value that has no logarithm; add a number before it is taken."),
        "at_target": _("No area is away from the target of “%(name)s”."),
        "reference_lost": _("The area %(name)s of the reference set does not exist with these boundaries."),
    }.get(done.reason, _("With “%(name)s” no index can be made.")) % {"name": name}


def picture(ground: Ground, outcome: Outcome, lines: Sequence[Line], language: Language) -> dict[str, Any]:
    """Return the map of an outcome with its legend."""
    drawing, counts = ground.drawing, outcome.counts
    shapes = (
        []
        if drawing is None
        else [
            {
                "path": drawing.paths[line.position],
                "position": line.position,
                "style": style(line.shade),
                "title": f"{ground.rows[line.position].name}: {said(line, outcome.scheme, language)}",
            }
            for line in lines
            if drawing.paths[line.position]
        ]
    )
    return {
        "drawing": drawing,
        "palette": PALETTE,
        "count": outcome.scheme.count,
        "shapes": shapes,
        "legend": [
            {"shade": shade, "label": shade_label(outcome.scheme, shade), "count": counts[shade]}
            for shade in range(outcome.scheme.count, 0, -1)
        ],
        "unrated": counts[0],
    }


def style(shade: int) -> str:
    """Return the classes that colour an area."""
    return f"class-fill class-{shade}" if shade else "special-fill special-fill--missing"


def shade_label(scheme: Scheme, shade: int) -> str:
    """Name a shade by the classes that it holds."""
    labels = [_(label) if label else "" for label in scheme.labels[shade - 1]]
    if not labels:
        return {
            1: _("fifth with the least need"),
            2: _("2nd fifth"),
            3: _("3rd fifth"),
            4: _("4th fifth"),
        }.get(shade, _("fifth with the most need"))
    return labels[0] if len(labels) == 1 else f"{labels[0]} – {labels[-1]}"


def said(line: Line, scheme: Scheme, language: Language) -> str:
    """Say where an area lies."""
    if line.rank is None:
        return reason_words(line.reason)
    rank = _("rank %(rank)s") % {"rank": number(line.rank, 0, language)}
    return f"{rank}, {shade_label(scheme, line.shade)}"


def reason_words(reason: str) -> str:
    """Say why an area is not rated."""
    return {
        "excluded": _("excluded by the publisher of a component"),
        "named": _("left out by the recipe"),
        "inhabitants_unknown": _("number of inhabitants not released"),
        "too_few_inhabitants": _("too few inhabitants"),
        "component_missing": _("a component is not released"),
        "kept_secret": _("a component is kept secret"),
        "not_positive": _("a component has a value that the aggregation cannot take"),
    }.get(reason, _("not rated"))


def row_of(line: Line, rows: Sequence[UnitRow], outcome: Outcome, language: Language) -> dict[str, Any]:
    """Return one line of the table of ranks."""
    unit, areas = rows[line.position], int(outcome.done.rated.sum())
    return {
        "position": line.position,
        "name": unit.name,
        "key": unit.key,
        "rank": "" if line.rank is None else number(line.rank, 0, language),
        "index": "" if line.index is None else number(line.index, 3, language),
        "shade": line.shade,
        "label": shade_label(outcome.scheme, line.shade) if line.shade else reason_words(line.reason),
        "choices": _interval(line.choices, line.rank, areas, language),
        "chance": _interval(line.chance, line.rank, areas, language),
        "same": "" if line.same_class is None else share_of_runs(line.same_class, language),
    }


def _interval(found: tuple[int, int] | None, rank: int | None, areas: int, language: Language) -> dict[str, Any] | None:
    """Return an interval of ranks in words, and as a stroke on a scale of 0 to 100."""
    if found is None or rank is None:
        return None
    low, high = found
    words = number(low, 0, language) if low == high else f"{number(low, 0, language)}–{number(high, 0, language)}"
    places = max(areas - 1, 1)
    return {
        "words": words,
        "x": round(100 * (low - 1) / places, 1),
        "width": round(max(100 * (high - low) / places, 1.0), 1),
        "at": round(100 * (rank - 1) / places, 1),
    }


def _compared(organisation: Organisation, base: Recipe | None, ground: Ground, outcome: Outcome) -> dict[str, Any]:
    if base is None or outcome.done.reason:
        return {"moved": None}
    if lacking := sorted(set(base.needs) - ground.there):
        names = workshop.component_names(organisation)
        told = {"names": quoted(lacking, names), "stand": stand_words(ground.stand, language_of(get_language()))}
        without = _("Not compared with the start: for %(stand)s nothing is released of %(names)s.") % told
        return {"moved": None, "not_compared": without}
    found = comparison_of((base, areas_for(organisation, base, ground)), (outcome.recipe, ground.areas))
    return {
        "moved": movers_context(organisation, ground, found),
        "base_shades": [mover.shades[0] for mover in found.movers],
    }


def movers_context(organisation: Organisation, ground: Ground, found: Comparison) -> dict[str, Any]:
    """Return who changes class against another recipe, and which components move them."""
    language = language_of(get_language())
    names = workshop.short_names(organisation)
    changed = found.changed
    sentence = ngettext(
        "%(count)s area of %(all)s changes its class.", "%(count)s areas of %(all)s change their class.", len(changed)
    ) % {"count": number(len(changed), 0, language), "all": number(len(found.movers), 0, language)}
    return {
        "count": len(changed),
        "sentence": sentence if changed else _("No area changes its class."),
        "rows": [_mover(mover, found, ground.rows, names) for mover in changed[:MOST_MOVERS]],
        "rest": max(len(changed) - MOST_MOVERS, 0),
        "is_same_scheme": found.is_same_scheme,
    }


def _mover(mover: Mover, found: Comparison, rows: Sequence[UnitRow], names: dict[str, str]) -> dict[str, Any]:
    language = language_of(get_language())
    causes = [
        f"{names.get(name, name)} {number(moved, 2, language, is_signed=True)}"
        for name, moved in mover.causes[:_CAUSES]
    ]
    ranks = ["–" if rank is None else number(rank, 0, language) for rank in mover.ranks]
    return {
        "position": mover.position,
        "name": rows[mover.position].name,
        "ranks": ranks,
        "shades": mover.shades,
        "shift": _shift(mover, language),
        "why": why_words(mover, "; ".join(causes), reason_words, is_divided=found.is_divided),
    }


def _shift(mover: Mover, language: Language) -> str:
    if None in mover.ranks:
        return ""
    return number(mover.shift, 0, language, is_signed=True) if mover.shift else "±0"
