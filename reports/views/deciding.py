# SPDX-License-Identifier: EUPL-1.2
"""The desk of one edition: what was handed in, the decision of a second person, taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.rendering.profile_numbers import language_of
from reports.forms.editions import DecideForm, WithdrawForm
from reports.models import Edition, EditionState
from reports.rendering.composition import read_composition
from reports.rendering.stillsaid import StillSaid, still_said
from reports.selectors.desk import decided_before, has_newer_conversion
from reports.selectors.kept import kept_document
from reports.services import publishing
from reports.services.foureyes import is_second_person
from reports.views.access import SECTION, ReportDesk, at_desk, crumbs, named, page, reading_drafts
from reports.views.blocks import picture_response, shown
from reports.views.easywords import shown_easy
from reports.views.ownlook import own_look
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told


@require_http_methods(["GET", "HEAD", "POST"])
@reading_drafts
def edition_desk(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Show what was handed in, and let a second person decide; others who may read what waits read it alone."""
    row = desk.legible(uuid)
    if request.method == "POST" and not desk.works:
        raise nothing()
    may_decide = row.state == EditionState.SUBMITTED and is_second_person(row, by=desk.person)
    said = request.POST if request.method == "POST" else None
    form = DecideForm(said, initial={"content_hash": row.content_hash})
    if said is not None and form.is_valid() and _decided(request, desk, row, form):
        return HttpResponseRedirect(desk.url("edition_desk", row.uuid))
    return _page(request, desk, row, form, may_decide=may_decide)


def _decided(request: HttpRequest, desk: ReportDesk, row: Edition, form: DecideForm) -> bool:
    approved = form.cleaned_data["decision"] == "approve"
    decision = publishing.Decision(approved, form.cleaned_data["comment"], form.cleaned_data["embargo"])
    try:
        publishing.decide_edition(
            edition=row, decision=decision, content_hash=form.cleaned_data["content_hash"], by=desk.person
        )
    except DomainError as error:
        told(form, error)
        return False
    messages.success(request, _("The edition is published.") if approved else _("The edition was sent back."))
    return True


def _page(
    request: HttpRequest, desk: ReportDesk, row: Edition, form: DecideForm | WithdrawForm, *, may_decide: bool
) -> HttpResponse:
    document = kept_document(row, language_of(get_language()))
    sections = shown(document)
    context = {
        "row": row,
        "name": named(row).name,
        "before": decided_before(row) if desk.works and row.state == EditionState.SUBMITTED else None,
        "document": document,
        "look": own_look(document, desk.organisation),
        "sections": sections,
        "places": {each.section.name for each in sections},
        "easy": shown_easy(document),
        "still_said": _still_said(desk, row),
        "has_newer_conversion": desk.works and has_newer_conversion(row),
        "may_decide": may_decide,
        "may_withdraw": desk.can_publish and row.state == EditionState.PUBLISHED,
        "withdraw": form if isinstance(form, WithdrawForm) else WithdrawForm(),
        "decide": form if isinstance(form, DecideForm) else DecideForm(initial={"content_hash": row.content_hash}),
        "crumbs": _way(desk, row),
        "section": SECTION if desk.works else "reports",
    }
    return page(request, desk, "edition", context, form=form)


def _still_said(desk: ReportDesk, row: Edition) -> tuple[StillSaid, ...]:
    """Return the words that may tell figures that are gone, once people were told that some are."""
    if not (desk.works and row.told_gone and row.state == EditionState.PUBLISHED):
        return ()
    return still_said(row.title, read_composition(row.composition))


def _way(desk: ReportDesk, row: Edition) -> list[dict[str, str]]:
    if desk.works:
        return crumbs(desk, row.publication, named(row).name)
    return [{"label": _("Dashboards and reports"), "url": desk.url("editions")}, {"label": row.title, "url": ""}]


@require_http_methods(["POST"])
@at_desk
def withdraw_edition(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Take an edition back."""
    if not desk.can_publish:
        raise nothing()
    row = desk.edition(uuid)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            publishing.withdraw_edition(edition=row, reason=form.cleaned_data["reason"], by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("The edition is taken back; its address says so."))
            return HttpResponseRedirect(desk.url("edition_desk", row.uuid))
    return _page(request, desk, row, form, may_decide=False)


@require_safe
@reading_drafts
def edition_desk_picture(_request: HttpRequest, desk: ReportDesk, uuid: UUID, name: str) -> HttpResponse:
    """Send one map or chart of what was handed in."""
    document = kept_document(desk.legible(uuid), language_of(get_language()))
    figure = next((each for each in document.figures() if each.name == name), None)
    if figure is None:
        raise nothing()
    return picture_response(figure)
