# SPDX-License-Identifier: EUPL-1.2
"""All rules of disclosure of an organisation, and one of them: what holds, what is to come, what was."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.ruling import RulingDecisionForm, RulingForm
from indicators.models import Audience, DisclosureVersion
from indicators.selectors.ruling import SourceRules, rules_by_source, versions_of
from indicators.services.disclosure.rules import content_of
from indicators.services.ruling import writing as service
from indicators.services.ruling.content import WORD_OF
from indicators.services.ruling.foreseeing import request_ruling_foresight
from indicators.services.ruling.writing import RulePlace, may_decide
from indicators.views.ruling.access import RulingDesk, at_rulings, crumbs, page
from indicators.views.ruling.foreseen import foreseen_words
from indicators.views.ruling.telling import rule_words
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import refuse_unknown


@require_safe
@at_rulings
def rulings_page(request: HttpRequest, desk: RulingDesk) -> HttpResponse:
    """List what holds of each source for each audience."""
    refuse_unknown(request.GET, ())
    rows = [
        {
            "source": each.source,
            "securing_url": reverse("indicators:source_securing", args=[desk.organisation.slug, each.source.slug]),
            "cells": [_cell(desk, each, place) for place in range(len(each.cells))],
        }
        for each in rules_by_source(desk.organisation)
    ]
    audiences = [audience.label for audience in Audience]
    return page(request, desk, "list", {"rows": rows, "audiences": audiences, "crumbs": crumbs(desk)})


def _cell(desk: RulingDesk, rules: SourceRules, place: int) -> dict[str, Any]:
    cell, wider, source = rules.cells[place], rules.cells[:place], rules.source.slug
    is_shown = bool(cell.rule and cell.rule.is_published)
    shown_to = [each.audience.label for each in wider if each.rule and each.rule.is_published]
    reads_along = not is_shown and shown_to
    return {
        "label": cell.audience.label,
        "words": [_("Nothing of its own: sees the same as “%(audience)s”.") % {"audience": shown_to[-1]}]
        if reads_along
        else rule_words(content_of(cell.rule)),
        "basis": cell.rule.legal_basis if cell.rule else "",
        "to_come": cell.to_come,
        "url": desk.url("ruling", desk.place(source, WORD_OF[cell.audience])),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@at_rulings
def ruling_page(request: HttpRequest, desk: RulingDesk, source: str, audience: str) -> HttpResponse:
    """Show one rule, or decide on the version of it that waits."""
    refuse_unknown(request.GET, ())
    place = desk.place(source, audience)
    coming = place.to_come()
    may = coming is not None and may_decide(version=coming, by=desk.person)
    form = RulingDecisionForm(posted(request), initial={"number": coming.number if coming else 0})
    if request.method == "POST" and form.is_valid() and _decided(form, place, desk):
        messages.success(request, _("Your decision is stored."))
        return redirect(desk.url("ruling", place))
    context = _facts(desk, place, coming) | {"may_decide": may, "decision": form}
    return page(request, desk, "rule", context, form=form)


def _decided(form: RulingDecisionForm, place: RulePlace, desk: RulingDesk) -> bool:
    said = form.cleaned_data
    version = versions_of(place.source, place.audience).filter(number=said["number"]).first()
    if version is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    decide = service.confirm_rule if said["decision"] == "approve" else service.refuse_rule
    try:
        decide(version=version, by=desk.person, comment=said["comment"])
    except DomainError as error:
        told(form, error)
        return False
    return True


def _facts(desk: RulingDesk, place: RulePlace, coming: DisclosureVersion | None) -> dict[str, Any]:
    rule = place.rule
    return {
        "source": place.source,
        "audience": place.audience.label,
        "rule": rule,
        "words": rule_words(content_of(rule)),
        "coming": coming,
        "coming_words": rule_words(content_of(coming.content)) if coming else [],
        "foreseen": foreseen_words(coming) if coming and desk.can_decide else None,
        "history": [
            {"version": each, "words": rule_words(content_of(each.content))}
            for each in versions_of(place.source, place.audience)
        ],
        "urls": {name: desk.url(f"ruling_{name}", place) for name in ("change", "take_back", "foresee")},
        "crumbs": crumbs(desk, place),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@at_rulings
def change_page(request: HttpRequest, desk: RulingDesk, source: str, audience: str) -> HttpResponse:
    """Write what a rule shall say from a day on."""
    desk.require_editor()
    refuse_unknown(request.GET, ())
    place = desk.place(source, audience)
    form = RulingForm(posted(request), initial=_initial(place))
    if request.method == "POST" and form.is_valid() and _proposed(form, place, desk):
        messages.success(request, _("The rule waits for a second person. Until then everything stays as it is."))
        return redirect(desk.url("ruling", place))
    context = {"source": place.source, "audience": place.audience.label, "back": desk.url("ruling", place)}
    return page(request, desk, "form", context | {"crumbs": crumbs(desk, place)}, form=form)


def _initial(place: RulePlace) -> dict[str, Any]:
    rule = place.rule
    basis = rule.legal_basis if rule else ""
    return {
        **asdict(content_of(rule)),
        "preset": "",
        "legal_basis": basis,
        "valid_from": timezone.localdate(),
        "revision": place.newest,
    }


def _proposed(form: RulingForm, place: RulePlace, desk: RulingDesk) -> bool:
    try:
        service.propose_rule(place=place, change=form.ruling(), by=desk.person, revision=form.cleaned_data["revision"])
    except DomainError as error:
        told(form, error)
        return False
    return True


@require_POST
@at_rulings
def take_back(request: HttpRequest, desk: RulingDesk, source: str, audience: str) -> HttpResponse:
    """Take back what is to come; the rule stays as it is."""
    desk.require_editor()
    place = desk.place(source, audience)
    version = versions_of(place.source, place.audience).filter(number=revision_of(request)).first()
    if version is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    try:
        service.take_back_rule(version=version, by=desk.person)
    except DomainError as error:
        messages.warning(request, " ".join(sentence_for(error.to_problem())))
    else:
        messages.info(request, _("The change was taken back. The rule stays as it is."))
    return redirect(desk.url("ruling", place))


@require_POST
@at_rulings
def foresee(request: HttpRequest, desk: RulingDesk, source: str, audience: str) -> HttpResponse:
    """Let a job find out, once more perhaps, what the change to come would hide."""
    desk.require_decider()
    place = desk.place(source, audience)
    coming = place.to_come()
    if coming is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    request_ruling_foresight(version=coming, by=desk.person)
    messages.info(request, _("What the change would hide is being computed. Load this page again in a moment."))
    return redirect(f"{desk.url('ruling', place)}#wirkung")
