# SPDX-License-Identifier: EUPL-1.2
"""The desk at which an organisation gives itself a logo and a colour: try, look at it, take it, go back."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.looks import selectors, services
from sozialplanung.accounts.looks.colours import name_of, shades_of
from sozialplanung.accounts.looks.forms import LookForm
from sozialplanung.accounts.looks.pictures import MOST_BYTES
from sozialplanung.accounts.models import Look, LookDraft, Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import status_of
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.uploads import takes_one_file

_PNG: Final = "image/png"


@dataclass(frozen=True, slots=True)
class LookDesk:
    """A person who says how an organisation looks."""

    organisation: Organisation
    person: User

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of looks."""
        return reverse(f"accounts:{name}", args=[self.organisation.slug, *arguments])

    @property
    def draft(self) -> LookDraft | None:
        """What the person tries."""
        return selectors.draft_of(self.organisation, self.person)


def _place(person: User, body: Organisation) -> LookDesk | None:
    """Give a place to who manages the organisation."""
    return LookDesk(body, person) if has_permission(person, Permission.MANAGE_ORGANISATIONS, body) else None


at_looks = for_whom(_place)


@takes_one_file(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@at_looks
def look_page(request: HttpRequest, desk: LookDesk) -> HttpResponse:
    """Show how the organisation looks and looked, and take a logo and a colour to try."""
    draft = desk.draft
    if request.method == "POST":
        form = LookForm(_typed(request), request.FILES)
        if _try(desk, form, draft):
            return redirect(desk.url("look_preview"))
    else:
        shown = draft.accent if draft else desk.organisation.accent
        form = LookForm(posted(request), initial={"accent": shown})
    looks, draft = selectors.looks_of(desk.organisation), desk.draft
    context = {
        "draft": draft,
        "has_logo": bool(draft.logo if draft else desk.organisation.logo_digest),
        "now": looks[0] if looks else None,
        "earlier": [(each, name_of(each.accent)) for each in looks[1:]],
        "crumbs": _crumbs(desk),
    }
    return _page(request, desk, "look", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_looks
def preview_page(request: HttpRequest, desk: LookDesk) -> HttpResponse:
    """Show pages in the look that is tried, and take it, or drop it."""
    draft = desk.draft
    if draft is None:
        return redirect(desk.url("look"))
    if request.method == "POST":
        return _decided(request, desk, draft)
    # The page itself stands in the look that is tried; nothing of it is stored.
    desk.organisation.accent, desk.organisation.logo_digest = draft.accent, ""
    context = {
        "draft": draft,
        "colour": name_of(draft.accent),
        "shades": shades_of(draft.accent) if draft.accent else None,
        "seal": services.seal_of(draft),
        "crumbs": _crumbs(desk, (_("Preview"), "")),
    }
    return _page(request, desk, "look_preview", context)


@require_safe
@at_looks
def draft_logo(_request: HttpRequest, desk: LookDesk) -> HttpResponse:
    """Send the logo that is tried, to whoever tries it alone."""
    draft = desk.draft
    if draft is None or not draft.logo:
        raise nothing()
    return HttpResponse(bytes(draft.logo), content_type=_PNG)


@require_POST
@at_looks
def reset(request: HttpRequest, desk: LookDesk) -> HttpResponse:
    """Go back to the look of the house."""
    services.reset_look(organisation=desk.organisation, by=desk.person)
    messages.success(request, _("Your organisation looks as the house does. The look before stands below."))
    return redirect(desk.url("look"))


@require_POST
@at_looks
def restore(request: HttpRequest, desk: LookDesk, number: int) -> HttpResponse:
    """Go back to an earlier look."""
    look = get_object_or_404(Look, pk=number, organisation_id=desk.organisation.pk)
    try:
        services.restore_look(organisation=desk.organisation, look=look, by=desk.person)
    except DomainError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
    else:
        messages.success(request, _("The earlier look is there again."))
    return redirect(desk.url("look"))


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what was sent; a shade that was offered and chosen stands for the colour that was typed."""
    sent = request.POST.dict()
    return sent | {"accent": sent["shade"]} if sent.get("shade") else sent


def _try(desk: LookDesk, form: LookForm, draft: LookDraft | None) -> bool:
    """Keep what was sent as far as it can be used; say whether all of it can."""
    is_whole = form.is_valid()
    logo = form.cleaned_data.get("logo")
    if not (is_whole or logo):
        return False
    before = services.tried_logo(desk.organisation, draft)
    kept = services.NO_LOGO if form.cleaned_data.get("without_logo") and not logo else logo or before
    accent = form.cleaned_data.get("accent", draft.accent if draft else desk.organisation.accent)
    services.try_look(organisation=desk.organisation, person=desk.person, accent=accent, logo=kept)
    return is_whole


def _decided(request: HttpRequest, desk: LookDesk, draft: LookDraft) -> HttpResponse:
    if request.POST.get("decision") == "drop":
        services.drop_draft(draft=draft)
        messages.success(request, _("The draft is dropped. Nothing has changed."))
        return redirect(desk.url("look"))
    try:
        services.take_look(
            organisation=desk.organisation, draft=draft, seen=request.POST.get("seen", ""), by=desk.person
        )
    except DomainError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
        return redirect(desk.url("look_preview"))
    messages.success(request, _("Your organisation looks like that now. Editions that are out stay as they are."))
    return redirect(desk.url("look"))


def _crumbs(desk: LookDesk, *steps: tuple[str, str]) -> list[dict[str, str]]:
    way = [
        (_("Settings"), reverse("indicators:settings", args=[desk.organisation.slug])),
        (_("Logo and colour"), desk.url("look") if steps else ""),
        *steps,
    ]
    return [{"label": label, "url": url} for label, url in way]


def _page(
    request: HttpRequest, desk: LookDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    shared = {"organisation": desk.organisation, "section": "settings", "desk": desk, "form": form}
    return render(request, f"accounts/looks/{template}.html", {**shared, **context}, status=status_of(form))
