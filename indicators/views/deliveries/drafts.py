# SPDX-License-Identifier: EUPL-1.2
"""One delivery: its list of tasks, its files, its progress, and its end."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.deliveries import FilesForm
from indicators.models import BatchState, Delivery, DeliveryFile, DeliveryState
from indicators.selectors.approvals import open_signatures, rule_of_batch, rule_sentences, signers_of
from indicators.selectors.deliveries import release_progress
from indicators.selectors.templates import template_notices
from indicators.services.deliveries import deciding, drafting, taking_back
from indicators.views.deliveries.access import Desk, at_part, frame, page, told
from indicators.views.deliveries.effects import EMBARGO, effects_of
from indicators.views.deliveries.uploading import uploads
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import RevisionForm, revision_of
from sozialplanung.web.uploads import takes_files


@require_safe
@at_part
def delivery_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show how far a delivery has come and what comes next."""
    delivery = desk.delivery(uuid)
    part, here = desk.part(delivery), desk.at(delivery)
    release = release_progress(delivery, part)
    context = frame(desk, delivery) | {
        "release": release,
        "comments": delivery.comments.select_related("person"),
        "files": delivery.files.defer("content"),
        "notices": template_notices(list(delivery.tables.select_related("file").defer("file__content"))),
        "may_decide": here.can_approve and delivery.state == "submitted",
        "signatures": delivery.batch.signatures.select_related("person") if delivery.batch else (),
        "wanted": open_signatures(delivery.batch) if delivery.batch else (),
        "signers": _signers(delivery),
        "rule": rule_sentences(rule_of_batch(delivery.batch)) if delivery.batch else (),
        "may_be_withdrawn": bool(
            delivery.batch
            and delivery.batch.state in {BatchState.SUBMITTED, BatchState.APPROVED}
            and not release["done"]
        ),
        "may_be_taken_back": part is None and taking_back.may_be_taken_back(delivery),
        "takes_back": taking_back.taken_back_by(delivery),
        "take_back_request": taking_back.open_request(delivery) if part is None else None,
        "is_asked": deciding.may_answer(delivery, desk.person),
    }
    waits = release["waits_until"] and delivery.batch and delivery.batch.state == BatchState.APPROVED
    return page(request, desk, "delivery", context | (effects_of(desk, delivery, EMBARGO) if waits else {}))


def _signers(delivery: Delivery) -> list[str]:
    """Return the names of those who can sign what waits, so that its steward knows whom to ask."""
    if delivery.state != DeliveryState.SUBMITTED or delivery.batch is None:
        return []
    return [person.name for person in signers_of(delivery.batch)]


@require_safe
@at_part
def progress_part(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the present progress alone, for a page that is open."""
    delivery = desk.delivery(uuid)
    release = release_progress(delivery, desk.part(delivery))
    context = frame(desk, delivery) | {"release": release, "organisation": desk.organisation}
    return render(request, "indicators/deliveries/_progress.html", context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def files_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the files of a draft, take further ones or corrected ones."""
    delivery = desk.draft(uuid)
    files = {str(file.number): file for file in delivery.files.defer("content")}
    places = [(number, _("a corrected version of “%(name)s”") % {"name": file.name}) for number, file in files.items()]
    form = FilesForm(posted(request), request.FILES or None, places=places, initial={"revision": delivery.revision})
    if request.method == "POST" and form.is_valid():
        try:
            _take(form, delivery=delivery, files=files, desk=desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery", uuid))
    return page(request, desk, "files", frame(desk, delivery, _("Files")) | {"files": files.values()}, form=form)


def _take(form: FilesForm, *, delivery: Delivery, files: dict[str, DeliveryFile], desk: Desk) -> None:
    said = form.cleaned_data
    brought = uploads(said["uploads"])
    if said["place"]:
        drafting.replace_file(file=files[said["place"]], upload=brought[0], by=desk.person, revision=said["revision"])
    else:
        drafting.add_files(delivery=delivery, files=brought, by=desk.person, revision=said["revision"])


@require_POST
@at_part
def remove_file(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Take one file out of a draft."""
    delivery = desk.draft(uuid)
    file = get_object_or_404(delivery.files.defer("content"), number=number)
    drafting.remove_file(file=file, by=desk.person, revision=revision_of(request))
    return redirect(desk.url("delivery_files", uuid))


@require_POST
@at_part
def stop_step(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Stop the long step that runs."""
    del request
    drafting.cancel_job(delivery=desk.draft(uuid), by=desk.person)
    return redirect(desk.url("delivery", uuid))


@require_POST
@at_part
def look_again(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Let the files be looked into once more, for instance after a step was stopped."""
    drafting.recognise_again(delivery=desk.draft(uuid), by=desk.person, revision=revision_of(request))
    return redirect(desk.url("delivery", uuid))


@require_POST
@at_part
def withdraw(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Take a delivery back that is not current yet; a request to take something back is given up by any of the desk."""
    del request
    delivery = desk.delivery(uuid)
    deciding.withdraw_delivery(delivery=delivery if delivery.is_take_back else desk.draft(uuid), by=desk.person)
    return redirect(desk.url("delivery", uuid))


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def discard_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Ask, then end a draft."""
    delivery = desk.draft(uuid)
    form = RevisionForm(posted(request), initial={"revision": delivery.revision})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.discard_delivery(delivery=delivery, by=desk.person, revision=form.cleaned_data["revision"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("deliveries"))
    return page(request, desk, "discard", frame(desk, delivery, _("Discard")), form=form)
