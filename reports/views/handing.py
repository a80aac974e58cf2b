# SPDX-License-Identifier: EUPL-1.2
"""Hand a dashboard in, and look how far that is; without a script a link looks again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.forms.editions import SubmitForm
from reports.models import EditionState, Publication
from reports.selectors.handings import Going, last_handing
from reports.services.handingin import hand_in, waited_for
from reports.views.access import ReportDesk, at_desk, crumbs, page
from sozialplanung.common.errors import DomainError
from sozialplanung.web.messages import sentence_for


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def hand_in_page(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Hand in what a dashboard shows now; once that is over, lead to the edition or to what keeps it back."""
    row = desk.own(uuid)
    going = last_handing(row) if request.method != "POST" else _asked(request, desk, row)
    if going is not None and going.is_live:
        if request.method == "POST":
            return HttpResponseRedirect(desk.url("submit", row.uuid))
        context = {"row": row, "going": going, "crumbs": crumbs(desk, row, _("Hand in"))}
        return page(request, desk, "handing", context)
    if going is None or going.handing.edition is None:
        return HttpResponseRedirect(desk.url("publication", row.uuid))
    edition = going.handing.edition
    messages.success(request, _("Edition %(number)s waits for a second person.") % {"number": edition.label})
    return HttpResponseRedirect(desk.url("edition_desk", edition.uuid))


def _asked(request: HttpRequest, desk: ReportDesk, row: Publication) -> Going | None:
    """Hand in, and wait for it a moment; None where it is refused."""
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return None
    revision = form.cleaned_data["revision"]
    try:
        handing = hand_in(
            publication=row, revision=revision, correction=form.cleaned_data["correction"], by=desk.person
        )
    except DomainError as error:
        if earlier := _pressed_before(desk, row, revision):
            return earlier
        messages.error(request, " ".join(sentence_for(error.to_problem())))
        return None
    return waited_for(handing)


def _pressed_before(desk: ReportDesk, row: Publication, revision: int) -> Going | None:
    """Return what the same person handed in of the same revision, where that waits."""
    going = last_handing(row)
    if going is None or going.handing.edition is None or going.handing.edition.state != EditionState.SUBMITTED:
        return None
    is_same = going.handing.revision == revision and going.handing.asked_by_id == desk.person.pk
    return going if is_same else None


@require_safe
@at_desk
def handing_progress(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Say how far it is, for the script that asks again and again."""
    going = last_handing(desk.own(uuid))
    return render(request, "reports/desk/_handing.html", {"going": going})
