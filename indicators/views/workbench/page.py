# SPDX-License-Identifier: EUPL-1.2
"""The page Analyse, and its answer as JSON."""

import hashlib
import json
from dataclasses import replace
from typing import Any, Final

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.errors import NotReleasedError
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.parts import CROSS, KEYS, VERSUS
from indicators.selectors.following import favourites_among
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.crossing import cross_of
from indicators.selectors.workbench.settling import Settled
from indicators.views.ownpace import at_own_pace
from indicators.views.readership import publisher_of
from indicators.views.workbench.asked import asked_by, has_saved, settled_for
from indicators.views.workbench.context import page_context
from indicators.views.workbench.crosspanel import cross_script
from indicators.views.workbench.favourites import favourites_first
from indicators.views.workbench.keypanel import keys_script
from indicators.views.workbench.saving import may_save
from indicators.views.workbench.script import answer_script
from indicators.views.workbench.versuspanel import versus_script
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.conditional import Representation, conditional_response, pack, private_response

TEMPLATE: Final = "indicators/workbench/page.html"
# As pages: whoever has an answer asks whether it still holds.
REVALIDATE: Final = "private, max-age=0, must-revalidate"


# A picture of the page is drawn from bytes that the page holds.
@csp_update({"img-src": ["blob:"]})  # type: ignore[arg-type]  # its types know no further arguments of a page
@gzip_page
@require_safe
@at_own_pace
@at_one_moment()
def workbench_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the workbench."""
    publisher = publisher_of(request, organisation)
    found = _read(request, publisher)
    if found is None:
        return render(request, "indicators/workbench/empty.html", _empty(publisher))
    answer = answer_of(found.facts, found.state)
    context = {**page_context(publisher, found, answer), "regional_url": _regional_url(request, publisher, answer)}
    context["may_save"] = may_save(request.user, publisher)
    kept = {sheet.slug for sheet in favourites_among(request.user, found.facts.choice.indicators)}
    context["controls"] = favourites_first(context["controls"], kept)
    context["is_kept"] = answer.view.slug in kept
    response = render(request, TEMPLATE, context)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response


@require_safe
@at_own_pace
@at_one_moment()
def workbench_answer(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the answer of all periods for what an address asks."""
    publisher = publisher_of(request, organisation)
    found = _read(request, publisher)
    if found is None:
        raise NotReleasedError("http.not_found", "There is nothing at this address.")
    script = answer_script(publisher, found, answer_of(found.facts, found.state))
    return _sent(request, publisher, script, is_private=has_saved(found))


@require_safe
@at_one_moment()
def workbench_cross(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send several indicators of one period side by side: a step of time asks for them where their table is open."""
    publisher = publisher_of(request, organisation)
    return _sent(request, publisher, cross_script(cross_of(_with_panel(request, publisher, CROSS).facts)))


@require_safe
@at_own_pace
@at_one_moment()
def workbench_versus(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the areas that are meant against others: a step of time asks for them, and another choice of areas."""
    publisher = publisher_of(request, organisation)
    found = _with_panel(request, publisher, VERSUS)
    return _sent(request, publisher, versus_script(found), is_private=has_saved(found))


@require_safe
@at_own_pace
@at_one_moment()
def workbench_keys(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the key figures of all and of chosen areas: a step of time asks for them, and another choice of areas."""
    publisher = publisher_of(request, organisation)
    found = _with_panel(request, publisher, KEYS)
    return _sent(request, publisher, keys_script(found), is_private=has_saved(found))


def _with_panel(request: HttpRequest, publisher: Organisation, panel: str) -> Settled:
    """Read what an address means with one panel open."""
    language = language_of(get_language())
    reading = asked_by(request, language)
    panels = replace(reading.state.panels, tafeln=(panel,))
    found = settled_for(request, publisher, replace(reading, state=replace(reading.state, panels=panels)), language)
    if found is None:
        raise NotReleasedError("http.not_found", "There is nothing at this address.")
    return found


def _sent(
    request: HttpRequest, publisher: Organisation, script: dict[str, Any], *, is_private: bool = False
) -> HttpResponse:
    """Send JSON with its validator; what is not for everybody is kept by nobody."""
    body = json.dumps(script, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if is_private or publisher.audience != PUBLIC:
        return private_response(request, "application/json", pack(body))
    representation = Representation(hashlib.sha256(body).hexdigest(), "application/json", REVALIDATE)
    response = conditional_response(request, representation, lambda: pack(body))
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _read(request: HttpRequest, publisher: Organisation) -> Settled | None:
    language = language_of(get_language())
    return settled_for(request, publisher, asked_by(request, language), language)


def _regional_url(request: HttpRequest, publisher: Organisation, answer: Answer) -> str:
    """Return where a steward lets everybody see these classes first; empty for others, and for classes with names."""
    person = request.user
    if not isinstance(person, User) or not has_permission(person, Permission.EDIT_CATALOGUE, publisher):
        return ""
    if answer.shown.view.legend.is_named:
        return ""
    return reverse("indicators:regional", args=[publisher.slug, answer.view.slug, answer.view.period.level])


def _empty(publisher: NamedOrganisation) -> dict[str, Any]:
    ways = [{"label": _("Other places"), "url": reverse("portal:start")}]
    return {"organisation": publisher, "section": "workbench", "ways": ways}
