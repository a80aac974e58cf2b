# SPDX-License-Identifier: EUPL-1.2
"""The workshop of an organisation: drafts, recipes in force, presets; and the ways to begin one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.workshop_start import StartForm
from indicators.models import DraftState
from indicators.rendering.recipe_terms import recipe_terms
from indicators.selectors import workshop
from indicators.services.indexing_workshop import drafting
from indicators.stats.composite.presets import PRESETS, Preset
from indicators.views.workshop.access import Bench, at_bench, crumbs, page
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.query import QueryReader


@require_safe
@at_bench
def workshop_page(request: HttpRequest, bench: Bench) -> HttpResponse:
    """List what is in work, what is in force, and what can be copied."""
    QueryReader(request.GET, allowed=())
    drafts = list(workshop.drafts_of(bench.organisation))
    waiting = [draft for draft in drafts if draft.state == DraftState.SUBMITTED]
    context = {
        "open": [draft for draft in drafts if draft.is_open],
        "waiting": waiting,
        "done": [draft for draft in drafts if draft.state == DraftState.APPROVED][:10],
        "discarded": [draft for draft in drafts if draft.state == DraftState.DISCARDED][:10],
        "in_force": workshop.recipes_in_force(bench.organisation),
        "presets": list(PRESETS.values()) if bench.can_build else [],
        "has_levels": bool(workshop.levels_with_figures(bench.organisation)),
        "crumbs": crumbs(bench),
    }
    return page(request, bench, "list", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_bench
def new_page(request: HttpRequest, bench: Bench) -> HttpResponse:
    """Begin a recipe from nothing or from a preset."""
    if not bench.can_build:
        raise nothing()
    query = QueryReader(request.GET, allowed=("vorlage", "ebene"))
    code = query.choice("vorlage", tuple(PRESETS))
    levels = workshop.levels_with_figures(bench.organisation)
    if not levels:
        return page(request, bench, "new", {"crumbs": crumbs(bench, None, _("New index"))})
    level = query.choice("ebene", [row.slug for row in levels], default=levels[0].slug) or levels[0].slug
    preset = PRESETS[code] if code else None
    choices = workshop.choices_at(bench.organisation, level)
    form = StartForm(posted(request), preset=preset, choices=choices, initial={"name": _name(preset)})
    if request.method == "POST" and form.is_valid():
        try:
            draft = _begin(form, bench, level)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(bench.url("index_draft", draft.uuid))
    terms = recipe_terms(preset.example()) if preset else ()
    context = {"preset": preset, "levels": levels, "level": level, "code": code or "", "terms": terms}
    return page(request, bench, "new", context | {"crumbs": crumbs(bench, None, _("New index"))}, form=form)


def _name(preset: Preset | None) -> str:
    return _(preset.sheet.name) if preset else ""


def _begin(form: StartForm, bench: Bench, level: str) -> Any:  # noqa: ANN401 - a draft
    name = form.cleaned_data["name"]
    if form.preset is None:
        start = drafting.start_from_nothing(name=name, level=level)
    else:
        start = drafting.start_from_preset(
            organisation=bench.organisation,
            code=form.preset.code,
            chosen=form.chosen(),
            name=name,
            level=level,
        )
    return drafting.create_draft(organisation=bench.organisation, start=start, by=bench.person)


@require_POST
@at_bench
def copy_recipe(request: HttpRequest, bench: Bench, number: int) -> HttpResponse:
    """Begin the next version of an index from its recipe in force."""
    del request
    if not bench.can_build:
        raise nothing()
    row = workshop.recipe_row(bench.organisation, number)
    names = workshop.component_names(bench.organisation)
    start = drafting.start_from_recipe(row=row, name=names.get(row.indicator.slug, row.indicator.slug))
    draft = drafting.create_draft(organisation=bench.organisation, start=start, by=bench.person)
    return redirect(bench.url("index_draft", draft.uuid))


@require_POST
@at_bench
def discard(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Put a draft away; it can be brought back from the list."""
    draft = drafting.discard_draft(draft=bench.own(uuid), by=bench.person, revision=revision_of(request))
    messages.success(request, _("“%(name)s” was discarded. You can bring it back below.") % {"name": draft.public_name})
    return redirect(bench.url("index_workshop") + "#verworfen")


@require_POST
@at_bench
def restore(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Bring a discarded draft back."""
    del request
    draft = drafting.restore_draft(draft=bench.own(uuid), by=bench.person)
    return redirect(bench.url("index_draft", draft.uuid))


@require_POST
@at_bench
def withdraw(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Take a draft back that waits, to work on it again."""
    del request
    drafting.withdraw_draft(draft=bench.own(uuid), by=bench.person)
    return redirect(bench.url("index_draft", uuid))
