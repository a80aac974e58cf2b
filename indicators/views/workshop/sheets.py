# SPDX-License-Identifier: EUPL-1.2
"""The method sheet of a recipe: how it computes, over what, how firm it is, and where its limits are; it prints."""

from dataclasses import dataclass
from math import isnan
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.errors import RecipeDraftError
from indicators.models import RecipeDraft
from indicators.rendering.profile_numbers import Language, agreement, language_of, number
from indicators.rendering.recipe_sheet import sheet_words
from indicators.rendering.recipe_terms import OF_CHECKS
from indicators.rendering.workshop_result import FULL
from indicators.selectors import published, workshop
from indicators.selectors.sheets import IndicatorSheet
from indicators.selectors.workshop import recipe_of
from indicators.selectors.workshop_ground import Ground, ground_of
from indicators.stats.composite.audit import Audit, audit_domain
from indicators.stats.composite.presets import PRESETS
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import run
from indicators.stats.composite.sheets import RELATIVE
from indicators.views.workshop.access import Bench, at_bench, crumbs, origin_words, page
from indicators.views.workshop.results import Asked, result_context
from sozialplanung.accounts.models import Organisation
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader


@dataclass(frozen=True, slots=True)
class PartCheck:
    """One component in the audit of its group: what it is said to weigh, what it weighs, and its correlation."""

    name: str
    stated: str
    effective: str
    with_score: str
    is_weak: bool


@require_safe
@at_bench
def sheet_page(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Show how a recipe computes, in the reader's language."""
    draft = bench.draft(uuid)
    stand = QueryReader(request.GET, allowed=("stand",)).text("stand") or ""
    context = sheet_context(bench, draft, stand) | {"crumbs": crumbs(bench, draft, _("Method sheet"))}
    return page(request, bench, "sheet", context)


def sheet_context(bench: Bench, draft: RecipeDraft, stand: str = "") -> dict[str, Any]:
    """Return everything that a method sheet tells."""
    context: dict[str, Any] = {"draft": draft, "today_level": draft.level.name_plural}
    try:
        recipe = recipe_of(draft.content)
    except RecipeDraftError as error:
        message, way_out = sentence_for(error.to_problem())
        return context | {"problem": message, "way_out": way_out}
    organisation, language = bench.organisation, language_of(get_language())
    names = workshop.component_names(organisation) | {recipe.index.slug: draft.public_name}
    asked = Asked(organisation, draft.content, draft.level.slug, draft.origin, stand)
    preset = PRESETS[draft.preset].sheet if draft.preset in PRESETS else None
    is_frozen = recipe.reference == "frozen"
    used = {part.indicator for part in recipe.index.leaves()}
    return context | {
        "words": sheet_words(recipe, names, language),
        "preset": preset,
        "limits": [each for each in (preset.limits if preset else ()) if not is_frozen or each != RELATIVE],
        "is_frozen": is_frozen,
        "sources": _sources(organisation, used),
        "checks": _checks(organisation, recipe, draft, stand),
        "check_terms": OF_CHECKS,
        "classes": [(each.code, _(each.label)) for each in recipe.classes],
        "origin_name": origin_words(draft),
        **result_context(asked, FULL),
    }


def _sources(organisation: Organisation, used: set[str]) -> list[IndicatorSheet]:
    return [sheet for sheet in published.indicators_of(organisation) if sheet.slug in used]


def _checks(organisation: Organisation, recipe: Recipe, draft: RecipeDraft, stand: str) -> list[dict[str, Any]]:
    """Audit each group of the index over the areas that are rated."""
    ground = ground_of(organisation, recipe, draft.level.slug, stand)
    if not isinstance(ground, Ground):
        return []
    done = run(recipe, ground.areas)
    if done.reason:
        return []
    names = workshop.component_names(organisation) | {recipe.index.slug: draft.public_name}
    language = language_of(get_language())
    audits = [(domain, audit_domain(domain, done.domain(domain.slug))) for domain in recipe.index.domains()]
    return [
        _told(names.get(domain.slug, domain.slug), found, names, language)
        for domain, found in audits
        if not found.reason and len(found.names) > 1
    ]


def _share(value: float, language: Language) -> str:
    return "–" if isnan(value) else f"{number(100 * value, 1, language)} %"


def _told(name: str, found: Audit, names: dict[str, str], language: Language) -> dict[str, Any]:
    parts = [
        PartCheck(
            names.get(part, part),
            _share(float(found.stated[place]), language),
            _share(float(found.effective[place]), language),
            agreement(float(found.with_score[place]), 2, language),
            part in found.weak,
        )
        for place, part in enumerate(found.names)
    ]
    pairs = [
        {
            "names": (names.get(pair.one, pair.one), names.get(pair.other, pair.other)),
            "value": agreement(pair.correlation, 2, language),
            "is_redundant": pair.flag == "redundant",
        }
        for pair in found.pairs
    ]
    alpha = "" if isnan(found.alpha) else agreement(found.alpha, 2, language)
    return {"name": name, "parts": parts, "pairs": pairs, "alpha": alpha, "n": number(found.n, 0, language)}
