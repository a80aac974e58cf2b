# SPDX-License-Identifier: EUPL-1.2
"""Two recipes side by side: two maps, how their ranks agree, and who changes class."""

from math import isnan
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.errors import RecipeDraftError
from indicators.models import RecipeDraft
from indicators.rendering.profile_numbers import agreement, language_of, number
from indicators.rendering.recipe_drafts import Json, leaves
from indicators.rendering.workshop_movers import Comparison, comparison_of
from indicators.rendering.workshop_result import PALETTE, Scheme, scheme_of
from indicators.selectors import workshop
from indicators.selectors.workshop import recipe_of
from indicators.selectors.workshop_ground import Ground, NoGround, areas_for, ground_of
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.reading import recipe_to_content
from indicators.stats.composite.recipe import Recipe
from indicators.views.workshop.access import Bench, at_bench, crumbs, origin_words, page
from indicators.views.workshop.holding import stand_words
from indicators.views.workshop.results import movers_context, shade_label, style
from sozialplanung.accounts.desks import nothing
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader

ORIGIN: Final = "ausgang"
PRESET: Final = "vorlage-"
RECIPE: Final = "rezept-"
# Presets that take any number of components by their values, and so those of the draft.
_OVER_SAME: Final = ("additive_z", "equal_ranks", "mss_status")
SIZE: Final = 400


@require_safe
@at_bench
def compare_page(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Compare a recipe with what it was copied from, with another draft, or with one in force."""
    draft = bench.draft(uuid)
    query = QueryReader(request.GET, allowed=("mit", "stand"))
    options = _options(bench, draft)
    chosen = query.choice("mit", [code for code, _label in options]) or (options[0][0] if options else "")
    context = {
        "draft": draft,
        "options": options,
        "chosen": chosen,
        "chosen_name": dict(options).get(chosen, ""),
        "crumbs": crumbs(bench, draft, _("Comparison")),
    }
    if chosen:
        context |= _compared(bench, draft, chosen, query.text("stand") or "")
    return page(request, bench, "compare", context)


def _options(bench: Bench, draft: RecipeDraft) -> list[tuple[str, str]]:
    """Return what a draft can be compared with, at its own level."""
    found = []
    if draft.origin:
        found.append((ORIGIN, _("Start: %(name)s") % {"name": origin_words(draft) or draft.public_name}))
    if len(leaves(draft.content)) >= PRESETS[_OVER_SAME[-1]].fewest:
        found += [
            (f"{PRESET}{code}", _("Preset over the same components: %(name)s") % {"name": _(PRESETS[code].sheet.name)})
            for code in _OVER_SAME
        ]
    recipes = workshop.recipes_in_force(bench.organisation)
    found += [
        (f"{RECIPE}{each.row.pk}", _("In force: %(name)s") % {"name": each.name})
        for each in recipes
        if each.row.level_id == draft.level_id
    ]
    others = [other for other in workshop.drafts_of(bench.organisation) if other.is_open and other.pk != draft.pk]
    found += [
        (str(other.uuid), _("Draft: %(name)s") % {"name": other.public_name})
        for other in others
        if other.level_id == draft.level_id
    ]
    return found


def _content_of(bench: Bench, draft: RecipeDraft, chosen: str) -> Any:  # noqa: ANN401 - a content
    if chosen == ORIGIN:
        return draft.origin
    if chosen.startswith(PRESET):
        return _over_same(draft, chosen.removeprefix(PRESET))
    if chosen.startswith(RECIPE):
        return workshop.recipe_row(bench.organisation, int(chosen.removeprefix(RECIPE))).content
    try:
        return bench.draft(UUID(chosen)).content
    except ValueError as error:
        raise nothing() from error


def _over_same(draft: RecipeDraft, code: str) -> Json:
    """Return a preset over the components of a draft, each once and in its direction."""
    sources = {
        leaf["indicator"]: Source(
            leaf["indicator"],
            leaf["direction"],
            is_demographic=leaf["is_demographic"],
            justification=leaf["justification"],
        )
        for leaf in leaves(draft.content)
    }
    made = PRESETS[code].recipe(list(sources.values()), slug=draft.content["slug"])
    # A minimum of inhabitants is the draft's own: whom an index rates is no question of its method here.
    content = recipe_to_content(made)
    return content | {name: draft.content[name] for name in ("minimum_inhabitants", "inhabitants", "excluded")}


def _compared(bench: Bench, draft: RecipeDraft, chosen: str, stand: str) -> dict[str, Any]:
    try:
        recipe, other = recipe_of(draft.content), recipe_of(_content_of(bench, draft, chosen))
    except RecipeDraftError as error:
        message, way_out = sentence_for(error.to_problem())
        return {"problem": message, "way_out": way_out}
    ground = ground_of(bench.organisation, recipe, draft.level.slug, stand, also=[other])
    if isinstance(ground, NoGround):
        return {
            "problem": _("There is no period for which the components of both recipes are released."),
            "way_out": _("Choose another recipe."),
        }
    return _shown(bench, ground, recipe, other)


def _shown(bench: Bench, ground: Ground, recipe: Recipe, other: Recipe) -> dict[str, Any]:
    found = comparison_of((other, areas_for(bench.organisation, other, ground)), (recipe, ground.areas))
    language = language_of(get_language())
    return {
        "stand": ground.stand.code,
        "stands": [(each.code, stand_words(each, language)) for each in ground.stands],
        "stand_words": stand_words(ground.stand, language),
        "maps": [_map(ground, found, scheme_of(other), 0), _map(ground, found, scheme_of(recipe), 1)],
        "scatter": _scatter(ground, found),
        "correlation": "" if isnan(found.correlation) else agreement(found.correlation, 3, language),
        "moved": movers_context(bench.organisation, ground, found),
        "areas": number(len(found.movers), 0, language),
    }


def _map(ground: Ground, found: Comparison, scheme: Scheme, side: int) -> dict[str, Any]:
    drawing = ground.drawing
    counts = [sum(mover.shades[side] == shade for mover in found.movers) for shade in range(scheme.count + 1)]
    shapes = (
        []
        if drawing is None
        else [
            {
                "path": drawing.paths[mover.position],
                "style": style(mover.shades[side]),
                "title": _title(ground, mover.position, mover.ranks[side]),
            }
            for mover in found.movers
            if drawing.paths[mover.position]
        ]
    )
    return {
        "drawing": drawing,
        "palette": PALETTE,
        "count": scheme.count,
        "shapes": shapes,
        "legend": [
            {"shade": shade, "label": shade_label(scheme, shade), "count": counts[shade]}
            for shade in range(scheme.count, 0, -1)
        ],
        "unrated": counts[0],
    }


def _title(ground: Ground, position: int, rank: int | None) -> str:
    name = ground.rows[position].name
    return name if rank is None else _("%(name)s: rank %(rank)s") % {"name": name, "rank": rank}


def _scatter(ground: Ground, found: Comparison) -> dict[str, Any]:
    """Return the ranks by both recipes as points of a square; the most need lies at the upper right."""
    places = max(max((max(filter(None, mover.ranks), default=1) for mover in found.movers), default=1) - 1, 1)
    points = [
        {
            "x": round(SIZE * (1 - (before - 1) / places), 1),
            "y": round(SIZE * (after - 1) / places, 1),
            "has_moved": mover.changes_class,
            "title": _("%(name)s: rank %(before)s → %(after)s")
            % {"name": ground.rows[mover.position].name, "before": before, "after": after},
        }
        for mover in found.movers
        for before, after in [mover.ranks]
        if before is not None and after is not None
    ]
    return {"size": SIZE, "points": sorted(points, key=lambda point: point["has_moved"])}
