# SPDX-License-Identifier: EUPL-1.2
"""The editor of a recipe: works by posting and drawing anew; a script lets it follow every weight at once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.errors import RecipeDraftError, RecipeDraftStateError
from indicators.forms.workshop import Editor, Row
from indicators.forms.workshop_problems import COMPONENTS
from indicators.forms.workshop_start import grouped
from indicators.models import RecipeDraft
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.recipe_drafts import (
    Json,
    domains,
    leaves,
    needs_of,
    with_components,
    with_domain,
    without_component,
)
from indicators.rendering.recipe_terms import OF_CLASSES, OF_GROUPS, OF_STEPS
from indicators.rendering.workshop_result import LIVE
from indicators.selectors import workshop
from indicators.selectors.definitions import topics_of
from indicators.selectors.workshop_ground import stands_at
from indicators.services.defining import slug_of, source_slugs
from indicators.services.indexing_workshop import drafting
from indicators.services.indexing_workshop.deciding import is_second_person
from indicators.services.indexing_workshop.drafting import Change, Chosen
from indicators.services.indexing_workshop.freezing import with_frozen_scales
from indicators.stats.composite.cuts import RecipeError
from indicators.views.workshop.access import Bench, at_bench, crumbs, origin_words, page
from indicators.views.workshop.holding import stand_words
from indicators.views.workshop.removing import Removed, forget_removed, keep_removed, removed_from
from indicators.views.workshop.results import Asked, result_context
from indicators.views.workshop.strings import workshop_strings
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import keep, posted, without_nul
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.desks import revision_of, small_number
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader

NEW_GROUP = "+"
LONGEST_REASON = 1000
LONGEST_STAND = 80


@require_http_methods(["GET", "HEAD", "POST"])
@at_bench
def draft_page(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Show a recipe in the making with what it comes to, and take its changes."""
    draft = bench.draft(uuid)
    stand = QueryReader(request.GET, allowed=("stand",)).text("stand") or ""
    if not (draft.is_open and bench.can_build):
        if request.method == "POST":
            if not bench.can_build:
                raise nothing()
            raise RecipeDraftStateError("workshop.closed", "Closed.", state=draft.get_state_display())
        return _closed_page(request, bench, draft, stand)
    editor = _editor(bench, draft, request)
    if request.method == "POST":
        answer = _acted(request, bench, draft, editor)
        if answer is not None:
            return answer
    return _page(request, bench, draft, editor)


def _editor(bench: Bench, draft: RecipeDraft, request: HttpRequest) -> Editor:
    sent = posted(request)
    if request.method != "POST" and sent is not None and sent.get("revision") != str(draft.revision):
        # What was typed before somebody changed the recipe fits other components now.
        sent = None
    editor = Editor(draft, sent)
    editor.recipe.keys = workshop.keys_at(bench.organisation, draft.level.slug)
    editor.recipe.offer("text_topic", topics_of(bench.organisation))
    editor.recipe.offer("inhabitants", _counting(bench, draft))
    moving = _("measured anew in every period: the index is a position")
    editor.recipe.offer("frozen_at", _base_periods(bench, draft), empty=moving)
    editor.recipe.offer("text_source", source_slugs(bench.organisation))
    return editor


def _base_periods(bench: Bench, draft: RecipeDraft) -> list[tuple[str, str]]:
    """Return the periods at which the scales can be frozen, and the one at which they are."""
    slugs = {leaf["indicator"] for leaf in leaves(draft.content)}
    stands = {each.code: each for each in stands_at(bench.organisation, draft.level.slug, slugs)}
    language = language_of(get_language())
    found = {code: _("frozen at %(stand)s") % {"stand": stand_words(each, language)} for code, each in stands.items()}
    at = draft.content.get("frozen_at", "")
    return [*found.items(), *([(at, at)] if at and at not in found else [])]


def _counting(bench: Bench, draft: RecipeDraft) -> list[tuple[str, str]]:
    """Return what may count the inhabitants: the indicator by which figures are hidden, and what the recipe names."""
    names = workshop.component_names(bench.organisation)
    slugs = dict.fromkeys((workshop.counting_indicator(bench.organisation), draft.content["inhabitants"]))
    return [(slug, names.get(slug, slug)) for slug in slugs if slug]


def _acted(request: HttpRequest, bench: Bench, draft: RecipeDraft, editor: Editor) -> HttpResponse | None:
    """Do what a button says; None where the page is shown again."""
    action, _colon, which = request.POST.get("action", "save").partition(":")
    if action == "preview":
        return None
    if action == "undo":
        return _restored(request, bench, draft, editor)
    # What is taken out need not be right, nor what stands beside it.
    is_valid = editor.is_valid()
    if not is_valid and action != "remove":
        if action == "submit":
            editor.tell_gaps()
        return None
    try:
        return _saved(request, bench, draft, editor) if is_valid else _removed(request, bench, draft, which)
    except DomainError as error:
        editor.tell(error, is_adding=action == "add")
        return None


def _removed(request: HttpRequest, bench: Bench, draft: RecipeDraft, which: str) -> HttpResponse:
    content = without_component(draft.content, _place(which, len(leaves(draft.content))))
    change = Change(draft.name, content, draft.texts, draft.valid_from)
    current = drafting.change_draft(draft=draft, change=change, by=bench.person, revision=draft.revision)
    keep_removed(request, current, Removed(draft.content, _name_at(bench, draft.content, which)))
    return redirect(_back(request, bench, draft, current) + f"#{COMPONENTS}")


def _name_at(bench: Bench, content: Json, which: str) -> str:
    slug: str = leaves(content)[_place(which, len(leaves(content)))]["indicator"]
    return workshop.component_names(bench.organisation).get(slug, slug)


def _restored(request: HttpRequest, bench: Bench, draft: RecipeDraft, editor: Editor) -> HttpResponse | None:
    """Bring back what was taken out last, as long as nobody changed the recipe since; else the page is shown again."""
    removed = removed_from(request, draft)
    try:
        if removed is None:
            raise RecipeDraftStateError("workshop.stale", "The recipe was changed in the meantime.")
        change = Change(draft.name, removed.content, draft.texts, draft.valid_from)
        current = drafting.change_draft(draft=draft, change=change, by=bench.person, revision=draft.revision)
    except DomainError as error:
        editor.tell(error, is_adding=False)
        return None
    forget_removed(request)
    messages.success(request, _("“%(name)s” is part of the recipe again.") % {"name": removed.name})
    return redirect(_back(request, bench, draft, current) + f"#{COMPONENTS}")


def _saved(request: HttpRequest, bench: Bench, draft: RecipeDraft, editor: Editor) -> HttpResponse:
    action, _colon, which = request.POST.get("action", "save").partition(":")
    change, revision = editor.change(), editor.recipe.cleaned_data["revision"]
    if action == "submit":
        drafting.hand_in(draft=draft, change=change, by=bench.person, revision=revision)
        messages.success(request, _("The recipe waits for a second person now."))
        return redirect(bench.url("index_draft", draft.uuid))
    if action == "add":
        try:
            change = _with_content(change, _added(bench, draft, change.content, request))
        except RecipeError as error:
            raise RecipeDraftError(f"recipe.{error.code}", str(error)) from error
    removed = None
    if action == "remove":
        removed = Removed(change.content, _name_at(bench, change.content, which))
        change = _with_content(change, without_component(change.content, _place(which, len(editor.parts))))
    current = drafting.change_draft(draft=draft, change=change, by=bench.person, revision=revision)
    if removed is not None:
        keep_removed(request, current, removed)
    if action == "save":
        messages.success(request, _("Saved."))
    return redirect(_back(request, bench, draft, current) + (f"#{COMPONENTS}" if action in {"add", "remove"} else ""))


def _back(request: HttpRequest, bench: Bench, before: RecipeDraft, after: RecipeDraft) -> str:
    """Return the address of the editor, with the stand that somebody chose, or that a new component took away.

    The newest one is not kept: it follows what is released and what the recipe needs.
    """
    address, sent = bench.url("index_draft", after.uuid), request.POST.get("stand", "")
    old, new = (
        [each.code for each in stands_at(bench.organisation, draft.level.slug, needs_of(draft.content))]
        for draft in (before, after)
    )
    is_kept = sent in old and (sent not in new or sent != old[0])
    return f"{address}?{urlencode({'stand': sent})}" if is_kept else address


def _with_content(change: Change, content: Json) -> Change:
    return Change(change.name, content, change.texts, change.valid_from)


def _place(which: str, count: int) -> int:
    place = small_number(which)
    if place is None or place >= count:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return place


def _added(bench: Bench, draft: RecipeDraft, content: Json, request: HttpRequest) -> Json:
    """Return a content with the chosen indicators, in a group that is there or in a new one; what is there stays."""
    offered = {choice.slug for choice in workshop.choices_at(bench.organisation, draft.level.slug)}
    free = offered - {leaf["indicator"] for leaf in leaves(content)}
    why = without_nul(request.POST.get("new_justification", "")).strip()[:LONGEST_REASON]
    chosen = [Chosen(slug, why) for slug in dict.fromkeys(request.POST.getlist("new_indicator")) if slug in free]
    parts = drafting.parts_of(organisation=bench.organisation, chosen=chosen)
    if not parts:
        raise RecipeDraftError("workshop.nothing_chosen", "No indicator was chosen.")
    where = request.POST.get("new_group", "0")
    if where == NEW_GROUP:
        name = request.POST.get("new_group_name", "").strip()[:60]
        return with_domain(content, slug_of(name or _("Group"), [group["slug"] for group in domains(content)]), parts)
    return with_components(content, _place(where or "0", len(domains(content))), parts)


@require_POST
@at_bench
def preview_part(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Answer with the result of what was sent alone; it is kept for the person, and the draft stays as it is."""
    draft = bench.own(uuid)
    if not draft.is_open or revision_of(request) != draft.revision:
        raise RecipeDraftStateError("workshop.stale", "The recipe was changed in the meantime.")
    keep(request, page=bench.url("index_draft", uuid))
    editor = _editor(bench, draft, request)
    if not editor.is_valid():
        # The script says it in one line; the page that comes after a button marks the fields.
        first = editor.problems(workshop.component_names(bench.organisation))[0]
        told = ": ".join(filter(None, (first.label, first.text)))
        return HttpResponse(told, status=422, content_type="text/plain; charset=utf-8")
    context = _tried(bench, draft, editor.content(), request.POST.get("stand", ""))
    return render(request, "indicators/workshop/_result.html", context | {"organisation": bench.organisation})


def _tried(bench: Bench, draft: RecipeDraft, content: Json, stand: str) -> dict[str, Any]:
    """Return the result of what was sent and is not stored: its frozen scales are measured first."""
    try:
        frozen = with_frozen_scales(organisation=bench.organisation, content=content, level=draft.level.slug)
    except RecipeDraftError as error:
        message, way_out = sentence_for(error.to_problem())
        return {"problem": message, "way_out": way_out, "draft": draft, "origin_name": origin_words(draft)}
    return _result(bench, draft, frozen, stand)


def _result(bench: Bench, draft: RecipeDraft, content: Json, stand: str) -> dict[str, Any]:
    asked = Asked(bench.organisation, content, draft.level.slug, draft.origin, stand[:LONGEST_STAND])
    return result_context(asked, LIVE) | {"draft": draft, "origin_name": origin_words(draft)}


def _page(request: HttpRequest, bench: Bench, draft: RecipeDraft, editor: Editor) -> HttpResponse:
    if editor.sent is not None and editor.made is None and editor.is_valid():
        editor.content()
    content = draft.content if editor.made is None else editor.made
    is_sent = editor.made is not None
    stand = request.POST.get("stand") or request.GET.get("stand") or ""
    choices = workshop.choices_at(bench.organisation, draft.level.slug)
    names = workshop.component_names(bench.organisation)
    taken = {part.node["indicator"] for part in editor.parts}
    context = {
        "draft": draft,
        "editor": editor,
        "lines": _lines(editor, names),
        "groups": domains(draft.content),
        "choices": grouped([each for each in choices if each.slug not in taken]),
        "changes": {each.slug for each in choices if each.has_change},
        "is_preview": is_sent or editor.errors,
        "removed": removed_from(request, draft),
        "adding": request.POST if request.POST.get("action") == "add" else {},
        "problems": editor.problems(names) if editor.errors else [],
        "is_handed_in": request.POST.get("action") == "submit",
        "terms": (*OF_STEPS, *OF_GROUPS),
        "class_terms": OF_CLASSES,
        "page_strings": workshop_strings(),
        "crumbs": crumbs(bench, draft),
        **(_tried if is_sent else _result)(bench, draft, content, stand),
    }
    if editor.errors and request.method == "POST":
        return page(request, bench, "editor", context, form=_form_with_errors(editor))
    return page(request, bench, "editor", context | {"form": editor.recipe})


def _lines(editor: Editor, names: Mapping[str, str]) -> list[tuple[Row, str]]:
    """Return the lines of the editor with their names."""
    found = []
    for row in editor.rows():
        slug: str = row.node["indicator"] if row.kind == "part" else row.node["slug"]
        found.append((row, names.get(slug, slug)))
    return found


def _form_with_errors(editor: Editor) -> Any:  # noqa: ANN401 - one of the forms
    return next(form for form in editor.forms if form.errors)


def _closed_page(request: HttpRequest, bench: Bench, draft: RecipeDraft, stand: str) -> HttpResponse:
    """Show a recipe that is not to be changed: what it comes to, and how far it has come."""
    context = {
        "draft": draft,
        "may_decide": draft.state == "submitted" and is_second_person(draft=draft, by=bench.person),
        "may_withdraw": draft.state == "submitted" and bench.can_build,
        "crumbs": crumbs(bench, draft),
        "page_strings": workshop_strings(),
        **_result(bench, draft, draft.content, stand),
    }
    return page(request, bench, "closed", context)
