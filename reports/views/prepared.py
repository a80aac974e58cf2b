# SPDX-License-Identifier: EUPL-1.2
"""What the house prepared: look at it, see what is other than before, hand it in, or put it away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.rendering.profile_numbers import language_of
from reports.forms.prepared import PreparedForm
from reports.models import PreparedDraft, Publication
from reports.selectors.prepared import changes_of, prepared_of, shown_document
from reports.services.preparing import discard_prepared, hand_in_prepared
from reports.views.access import ReportDesk, at_desk, crumbs, page
from reports.views.blocks import picture_response, shown
from reports.views.easywords import shown_easy
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.web.messages import sentence_for


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def prepared_page(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Show what was prepared, and let whoever builds hand it in or put it away."""
    row = desk.publication(uuid)
    if request.method == "POST":
        return _answered(request, desk, desk.own(uuid))
    draft = _draft(row)
    document = shown_document(draft, language_of(get_language()))
    context = {
        "row": row,
        "draft": draft,
        "changes": changes_of(draft),
        "sections": shown(document),
        "easy": shown_easy(document),
        "hand_in": PreparedForm(initial={"content_hash": draft.content_hash}),
        "crumbs": crumbs(desk, row, _("Prepared draft")),
    }
    return page(request, desk, "prepared", context)


def _answered(request: HttpRequest, desk: ReportDesk, row: Publication) -> HttpResponse:
    form = PreparedForm(request.POST)
    if request.POST.get("act") == "discard":
        discard_prepared(publication=row, by=desk.person)
        messages.success(request, _("The prepared draft was put away."))
        return HttpResponseRedirect(desk.url("publication", row.uuid))
    if not form.is_valid():
        return HttpResponseRedirect(desk.url("publication", row.uuid))
    said = form.cleaned_data
    try:
        edition = hand_in_prepared(
            publication=row, content_hash=said["content_hash"], correction=said["correction"], by=desk.person
        )
    except DomainError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
        return HttpResponseRedirect(desk.url("publication", row.uuid))
    messages.success(request, _("Edition %(number)s waits for a second person.") % {"number": edition.label})
    return HttpResponseRedirect(desk.url("edition_desk", edition.uuid))


@require_safe
@at_desk
def prepared_picture(_request: HttpRequest, desk: ReportDesk, uuid: UUID, name: str) -> HttpResponse:
    """Send one map or chart of what was prepared."""
    document = shown_document(_draft(desk.publication(uuid)), language_of(get_language()))
    figure = next((each for each in document.figures() if each.name == name), None)
    if figure is None:
        raise nothing()
    return picture_response(figure)


def _draft(row: Publication) -> PreparedDraft:
    draft = prepared_of(row)
    if draft is None:
        raise nothing()
    return draft
