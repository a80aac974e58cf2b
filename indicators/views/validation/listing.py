# SPDX-License-Identifier: EUPL-1.2
"""The validation rules of an organisation: the list, and running them over all current figures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.selectors.rulenames import labels_of, rule_names
from indicators.selectors.validation import RuleRow, last_run, rules_of
from indicators.services.validating.stock import request_run, stop_run
from indicators.views.validation import telling
from indicators.views.validation.access import RulesDesk, at_rules, crumbs, page
from sozialplanung.common.errors import DomainError
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader


@require_safe
@at_rules
def rules_page(request: HttpRequest, desk: RulesDesk) -> HttpResponse:
    """List the rules with what each says and what it found the last time."""
    QueryReader(request.GET, allowed=())
    labels = labels_of(rule_names(organisation_id=desk.organisation.pk))
    rows = rules_of(desk.organisation)
    context = {
        "groups": [
            {"key": "asked", "rows": [_row(row, labels, desk) for row in rows if not row.is_archived]},
            {"key": "archived", "rows": [_row(row, labels, desk) for row in rows if row.is_archived]},
        ],
        "has_rules": bool(rows),
        "can_run": any(row.in_force and not row.is_archived for row in rows),
        "job": last_run(desk.organisation),
        "crumbs": crumbs(desk),
    }
    return page(request, desk, "list", context)


def _row(row: RuleRow, labels: dict[str, str], desk: RulesDesk) -> dict[str, Any]:
    version = row.version
    return {
        "row": row,
        "version": version,
        "sentence": telling.sentence_of(version, labels) if version else "",
        "formula": telling.formula_of(version) if version else "",
        "severity": telling.SEVERITIES[version.severity] if version else "",
        "result": telling.result_words(row.result) if row.result and desk.can_see_figures else "",
    }


@require_POST
@at_rules
def run(request: HttpRequest, desk: RulesDesk) -> HttpResponse:
    """Let the rules be run over all current figures."""
    desk.require_figures()
    try:
        request_run(organisation=desk.organisation, by=desk.person)
    except DomainError as error:
        messages.warning(request, " ".join(sentence_for(error.to_problem())))
    return redirect(f"{desk.url('validation_rules')}#lauf")


@require_POST
@at_rules
def stop(request: HttpRequest, desk: RulesDesk) -> HttpResponse:
    """Stop running the rules; what was found before stays."""
    desk.require_figures()
    stop_run(organisation=desk.organisation)
    messages.info(request, _("Running the rules is being stopped. What was found before stays."))
    return redirect(f"{desk.url('validation_rules')}#lauf")


@require_safe
@at_rules
def progress_part(request: HttpRequest, desk: RulesDesk) -> HttpResponse:
    """Give how far the run is, for a page that is open."""
    desk.require_figures()
    QueryReader(request.GET, allowed=())
    context = {"organisation": desk.organisation, "desk": desk, "job": last_run(desk.organisation)}
    return render(request, "indicators/validation/_progress.html", context)
