# SPDX-License-Identifier: EUPL-1.2
"""Submitting, and the second pair of eyes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.errors import DeliveryClosedError, DisclosureBreachError, UnjudgedRuleError
from indicators.forms.deliveries import DecisionForm, SubmitForm
from indicators.models import BatchState, Delivery, DeliveryState, IndicatorDefinition, SignatureKind
from indicators.selectors.approvals import (
    confirms_all,
    is_approver,
    is_author,
    rule_of_batch,
    rule_sentences,
    signatures_open_to,
)
from indicators.selectors.comparison import difference_counts
from indicators.selectors.definitions import seen_hash, waiting_definitions
from indicators.selectors.deliveries import (
    affected_indicators,
    affected_within,
    edition_name,
    findings_of,
    grounds_of,
    waiting_releases,
)
from indicators.selectors.restoring import later_batches, restored_counts
from indicators.services.deliveries import deciding
from indicators.services.deliveries.verifying import taken_tables
from indicators.services.sentences import finding_sentence
from indicators.views.deliveries.access import Desk, at_part, frame, page, told
from indicators.views.deliveries.effects import APPROVAL, effects_of, has_passed
from indicators.views.deliveries.parts import rules_of
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, NotFoundError


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def submit_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Sum up and ask for approval."""
    delivery = desk.draft(uuid)
    form = SubmitForm(posted(request), initial={"revision": delivery.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            deciding.submit_delivery(
                delivery=delivery,
                by=desk.person,
                revision=said["revision"],
                text=said["text"],
                release_at=said["release_at"],
            )
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery", uuid))
    context = frame(desk, delivery, _("Submit")) | facts_of(desk, delivery) | {"summary": _summary(desk, delivery)}
    return page(request, desk, "submit", context, form=form)


def _summary(desk: Desk, delivery: Delivery) -> list[dict[str, str]]:
    """Return what was said about each table, with the way to change it."""
    names = dict(grounds_of(desk.organisation))
    return [
        {
            "term": str(table),
            "text": names.get(f"{table.level}@{table.edition}", table.level),
            "url": desk.url("delivery_mapping", delivery.uuid, table.number),
            "url_label": _("Change the mapping"),
        }
        for table in taken_tables(delivery)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def approval_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the second person what becomes current, and take their decision."""
    if not desk.can_approve:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    delivery = desk.delivery(uuid)
    batch = delivery.batch
    if not desk.at(delivery).can_approve:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    waiting = _waiting(delivery)
    is_mine = batch is not None and confirms_all(batch, desk.person, waiting)
    mine = signatures_open_to(batch, desk.person) if batch and is_mine else ()
    kinds = [(kind.value, kind.label) for kind in mine]
    given = {
        "content_hash": seen_hash(batch.content_hash, waiting) if batch else "",
        "kind": kinds[0][0] if kinds else "",
        "release_at": delivery.release_at,
    }
    effects = effects_of(desk, delivery, APPROVAL) if delivery.state == DeliveryState.SUBMITTED else {}
    has_held = has_passed(effects["outlook"]) if effects else False
    form = DecisionForm(posted(request), kinds=kinds, initial=given, has_held=has_held)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(delivery, form.cleaned_data, desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery", uuid))
    context = facts_of(desk, delivery) | effects
    context |= {
        "is_author": bool(batch and is_author(batch, desk.person)),
        "may_sign": bool(kinds),
        "has_held": has_held,
        "waiting": _told(desk, delivery, waiting),
        "is_beyond_part": desk.is_narrowed and not (is_mine and batch and is_approver(batch, desk.person)),
        "rule": rule_sentences(rule_of_batch(batch)) if batch else (),
    }
    return page(request, desk, "approval", frame(desk, delivery, _("Approval")) | context, form=form)


def _waiting(delivery: Delivery) -> tuple[IndicatorDefinition, ...]:
    """Return the texts of indicators that would be published with these figures for the first time."""
    if delivery.batch is None or delivery.state != "submitted":
        return ()
    return waiting_definitions(delivery.organisation, affected_indicators(delivery.batch))


def _told(desk: Desk, delivery: Delivery, waiting: tuple[IndicatorDefinition, ...]) -> tuple[IndicatorDefinition, ...]:
    """Return the texts that a desk is shown: of a narrowed one those of its topics."""
    part = desk.part(delivery)
    return waiting if part is None else tuple(each for each in waiting if each.indicator.topic_id in part.topics)


def _decide(delivery: Delivery, said: dict[str, Any], desk: Desk) -> None:
    match said["decision"]:
        case "ask_back":
            deciding.ask_back(delivery=delivery, by=desk.person, text=said["text"])
        case "refuse":
            deciding.refuse_delivery(delivery=delivery, by=desk.person, text=said["text"])
        case _:
            kind = SignatureKind(said["kind"] or SignatureKind.CONTENT)
            signed = deciding.Signed(kind, said["content_hash"], said["release_at"])
            _approve(delivery, signed, said["text"], desk)


def _approve(delivery: Delivery, signed: deciding.Signed, text: str, desk: Desk) -> None:
    try:
        deciding.approve_delivery(delivery=delivery, by=desk.person, signed=signed, text=text)
    except (DisclosureBreachError, UnjudgedRuleError) as error:
        if not desk.is_narrowed:
            raise
        # Which figures would be told, or which rule asks for what, may be of other topics.
        raise DeliveryClosedError(
            "indicators.audit_missing", "Nobody knows yet whether hidden figures stay hidden: the audit is not done."
        ) from error


def facts_of(desk: Desk, delivery: Delivery) -> dict[str, Any]:
    """Return the facts that both who submits and who approves look at."""
    batch = delivery.batch
    if batch is None:
        return {"batch": None}
    warnings = findings_of(batch, severity="warning")
    is_waiting = batch.state in {BatchState.STAGED, BatchState.SUBMITTED, BatchState.APPROVED}
    return rules_of(desk, batch) | {
        "batch": batch,
        "boundaries": edition_name(delivery.organisation, batch.boundary_edition),
        "counts": difference_counts(batch) if is_waiting and not delivery.is_take_back else None,
        "restored": restored_counts(batch.takes_back) if is_waiting and batch.takes_back else None,
        "later": later_batches(batch.takes_back) if is_waiting and batch.takes_back else (),
        "waiting_releases": waiting_releases(delivery, among=desk.within()) if is_waiting else (),
        "reasons": [(finding, finding_sentence(finding)[0]) for finding in warnings[:200]],
        "affected": affected_within(batch, desk.part(delivery)),
        "files": batch.files.defer("content"),
        "tables": batch.mapping,
        "comments": delivery.comments.select_related("person"),
    }
