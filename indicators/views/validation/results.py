# SPDX-License-Identifier: EUPL-1.2
"""One validation rule: what it says, what it found in all current figures, its history, and what is decided on it."""

from math import isfinite
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.validation import ArchiveForm, VersionDecisionForm
from indicators.models import RuleResult, RuleVersion
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.rulenames import labels_of, rule_names
from indicators.selectors.validation import (
    BrokenPlace,
    RuleRow,
    broken_places,
    history_of,
    last_run,
    row_of,
    slices_of_result,
)
from indicators.services.validating import writing as service
from indicators.services.validating.deciding import may_decide
from indicators.views.deliveries.parts import download
from indicators.views.validation import telling
from indicators.views.validation.access import RulesDesk, at_rules, crumbs, page
from indicators.views.validation.writing import outcome
from sozialplanung.accounts.exporting import hands_out
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.csvsafe import Cell, to_csv
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 25


@require_http_methods(["GET", "HEAD", "POST"])
@at_rules
def rule_page(request: HttpRequest, desk: RulesDesk, number: int) -> HttpResponse:
    """Show one rule, or decide on the version of it that waits."""
    if request.method == "POST":
        desk.require_decider()
    row = row_of(desk.rule(number))
    query = QueryReader(request.GET, allowed=("seite",))
    may = row.waiting is not None and may_decide(version=row.waiting, by=desk.person)
    form = VersionDecisionForm(posted(request), initial={"number": row.waiting.number if row.waiting else 0})
    if request.method == "POST" and form.is_valid() and _decided(form, row, desk):
        messages.success(request, _("Your decision is stored."))
        return redirect(desk.url("validation_rule", number))
    shown = query.integer("seite", minimum=1, maximum=1_000_000, default=1) or 1
    result = row.result if desk.can_see_figures else None
    context = _facts(row, desk) | {"may_decide": may, "decision": form, **_result(result, shown)}
    return page(request, desk, "rule", context, form=form)


def _decided(form: VersionDecisionForm, row: RuleRow, desk: RulesDesk) -> bool:
    said = form.cleaned_data
    version = row.rule.versions.select_related("rule").filter(number=said["number"]).first()
    if version is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    decide = service.approve_version if said["decision"] == "approve" else service.refuse_version
    try:
        decide(version=version, by=desk.person, comment=said["comment"])
    except DomainError as error:
        told(form, error)
        return False
    return True


def _facts(row: RuleRow, desk: RulesDesk) -> dict[str, Any]:
    labels = labels_of(rule_names(organisation_id=desk.organisation.pk))
    version = row.version
    if version is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return {
        "row": row,
        "version": version,
        "sentence": telling.sentence_of(version, labels),
        "formula": telling.formula_of(version),
        "severity": telling.SEVERITIES[version.severity],
        "scope": telling.scope_of(version, desk.organisation),
        "changes": telling.differences(row.in_force, row.waiting, labels) if row.waiting else [],
        "history": _history(row, labels),
        "job": last_run(desk.organisation),
        "crumbs": crumbs(desk, (version.name, "")),
    }


def _history(row: RuleRow, labels: dict[str, str]) -> list[dict[str, Any]]:
    versions = list(history_of(row.rule).select_related("organisation"))
    earlier: list[RuleVersion | None] = [*versions[1:], None]
    return [
        {"version": version, "changes": telling.differences(before, version, labels)}
        for version, before in zip(versions, earlier, strict=True)
    ]


def _result(result: RuleResult | None, number: int) -> dict[str, Any]:
    if result is None:
        return {}
    last = max(1, -(-result.broken // PAGE_SIZE))
    start = (min(number, last) - 1) * PAGE_SIZE
    language = language_of(get_language())
    return {
        "result": result,
        "result_words": telling.result_words(result),
        "slices": [(each, period_words(each.period.as_value, language)) for each in slices_of_result(result)],
        "places": telling.place_rows(broken_places(result, start=start, stop=start + PAGE_SIZE)),
        "number": min(number, last),
        "last": last,
        "before": f"?seite={number - 1}" if 1 < number <= last else "",
        "after": f"?seite={number + 1}" if number < last else "",
    }


@require_safe
@at_rules
@hands_out(lambda desk, said: desk.rule(said["number"]))
def places_csv(request: HttpRequest, desk: RulesDesk, number: int) -> HttpResponse:
    """Give all places at which a rule is broken as CSV."""
    desk.require_figures()
    QueryReader(request.GET, allowed=())
    row = row_of(desk.rule(number))
    if row.result is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    heads: list[Cell] = [
        _("Period"),
        _("Level"),
        _("Boundary version"),
        _("Key"),
        _("Area"),
        _("Left side"),
        _("Right side"),
        _("Difference"),
    ]
    rows = [_line(each) for each in broken_places(row.result)]
    return download(to_csv([heads, *rows]), "text/csv; charset=utf-8", f"{_('rule')}-{number}", "csv")


def _line(each: BrokenPlace) -> list[Cell]:
    difference = each.left - each.right
    ground = (each.version.level_name, each.version.name) if each.version else ("", "")
    sides: list[Cell] = [each.left, each.right, difference if isfinite(difference) else None]
    return [each.period.code, *ground, each.key, each.name, *sides]


@require_http_methods(["GET", "HEAD", "POST"])
@at_rules
def archive_page(request: HttpRequest, desk: RulesDesk, number: int) -> HttpResponse:
    """Ask why a rule is not to be asked any more."""
    desk.require_editor()
    rule = desk.rule(number)
    current = row_of(rule).in_force
    if current is None or not current.is_active:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    form = ArchiveForm(posted(request), initial={"revision": current.number})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            version = service.archive_rule(rule=rule, reason=said["reason"], by=desk.person, revision=said["revision"])
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, outcome(version))
            return redirect(desk.url("validation_rule", number))
    own = (current.name, desk.url("validation_rule", number))
    needs_two = service.loosens(service.spec_of(current), service.archived(current))
    context = {"version": current, "needs_two": needs_two, "crumbs": crumbs(desk, own, (_("Archive"), ""))}
    return page(request, desk, "archive", context, form=form)


@require_POST
@at_rules
def restore(request: HttpRequest, desk: RulesDesk, number: int) -> HttpResponse:
    """Ask an archived rule again."""
    desk.require_editor()
    version = service.restore_rule(rule=desk.rule(number), by=desk.person, revision=revision_of(request))
    messages.success(request, outcome(version))
    return redirect(desk.url("validation_rule", number))


@require_POST
@at_rules
def take_back(request: HttpRequest, desk: RulesDesk, number: int) -> HttpResponse:
    """End a change that waits and is not wanted any more."""
    desk.require_editor()
    waiting = row_of(desk.rule(number)).waiting
    if waiting is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    service.take_back_version(version=waiting, by=desk.person)
    messages.success(request, _("The change is taken back. The rule stays as it is."))
    return redirect(desk.url("validation_rule", number))
