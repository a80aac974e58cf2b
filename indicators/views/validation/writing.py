# SPDX-License-Identifier: EUPL-1.2
"""Write and change validation rules, with an explanation while they are written."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.validation import RuleForm
from indicators.models import Period, RuleState, RuleVersion, ValidationRule
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.rulenames import RuleName, labels_of, rule_names
from indicators.selectors.validation import row_of
from indicators.services.validating.stock import Trial, try_rule
from indicators.services.validating.writing import change_rule, spec_of, write_rule
from indicators.views.validation import telling
from indicators.views.validation.access import RulesDesk, at_rules, crumbs, page
from sozialplanung.accounts.keeping import posted, without_nul
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.desks import told

_SIDES: Final = ("left", "right")
_NEW: Final = {"comparison": "<=", "severity": "warning", "occasions": ["delivery", "stock"], "revision": 0}


@require_http_methods(["GET", "HEAD", "POST"])
@at_rules
def new_page(request: HttpRequest, desk: RulesDesk) -> HttpResponse:
    """Write a new rule."""
    desk.require_editor()
    form = _form(request, desk, initial=_NEW)
    if _is_saved(request, form):
        try:
            version = write_rule(organisation=desk.organisation, spec=form.spec(), by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("The rule holds from now on. Run it over the stock to see what it finds."))
            return redirect(desk.url("validation_rule", version.rule.number))
    return _shown(request, desk, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@at_rules
def edit_page(request: HttpRequest, desk: RulesDesk, number: int) -> HttpResponse:
    """Let a rule say something else."""
    desk.require_editor()
    rule = desk.rule(number)
    current = row_of(rule).in_force
    if current is None or not current.is_active:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    form = _form(request, desk, initial=_kept(current), is_new=False)
    if _is_saved(request, form):
        version = _changed(form, rule, desk)
        if version is not None:
            messages.success(request, outcome(version))
            return redirect(desk.url("validation_rule", number))
    return _shown(request, desk, form, current)


@require_safe
@at_rules
def explain_part(request: HttpRequest, desk: RulesDesk) -> HttpResponse:
    """Explain a rule that is being written, and say what it would find in the newest figures."""
    desk.require_editor()
    names = rule_names(organisation_id=desk.organisation.pk)
    form = RuleForm(_asked(request.GET), names=names, levels=_levels(desk))
    context = {"organisation": desk.organisation, **explained(desk, form, names)}
    return render(request, "indicators/validation/_explanation.html", context)


def outcome(version: RuleVersion) -> str:
    """Return what became of a change, in words."""
    if version.state == RuleState.WAITING:
        return _("The change waits for a second person. Until then the rule stays as it is.")
    return _("The rule holds like this from now on.")


def explained(desk: RulesDesk, form: RuleForm, names: Mapping[str, RuleName]) -> dict[str, Any]:
    """Return the sentence of what stands in a form and what it would find; what is wrong with it otherwise."""
    if not form.is_bound:
        return {}
    form.is_valid()
    problems = [(form[side].label, problem) for side in _SIDES for problem in _problems(form, side)]
    said = form.cleaned_data
    if problems or not all(said.get(side) for side in (*_SIDES, "comparison", "severity")):
        return {"problems": problems}
    version = _version(desk, form)
    return {
        "sentence": telling.sentence_of(version, labels_of(names)),
        "formula": telling.formula_of(version),
        "trial": _tried(try_rule(organisation=desk.organisation, version=version)),
        "has_tried": True,
    }


def _problems(form: RuleForm, side: str) -> list[str]:
    """Return what is wrong with a side; one that is empty still is only not written yet."""
    found = form.errors.as_data().get(side, ())
    return [text for each in found if each.code != "required" for text in each.messages]


def _version(desk: RulesDesk, form: RuleForm) -> RuleVersion:
    said = form.cleaned_data
    return RuleVersion(
        organisation=desk.organisation,
        left=said["left"],
        comparison=said["comparison"],
        right=said["right"],
        severity=said["severity"],
        tolerance=said.get("tolerance") or 0.0,
        levels=said.get("levels") or [],
        since=said.get("since"),
        until=said.get("until"),
        occasions=["delivery", "stock"],
    )


def _tried(trial: Trial | None) -> dict[str, Any]:
    if trial is None:
        return {}
    period = Period.objects.get(pk=trial.period_id)
    lines = [
        {"level": row.level_name_plural, "edition": row.name, "slice": each, "asked": each.held + each.broken}
        for row, each in trial.slices
    ]
    return {"period": period_words(period.as_value, language_of(get_language())), "lines": lines}


def _form(request: HttpRequest, desk: RulesDesk, *, initial: dict[str, Any], is_new: bool = True) -> RuleForm:
    names = rule_names(organisation_id=desk.organisation.pk)
    return RuleForm(posted(request), names=names, levels=_levels(desk), is_new=is_new, initial=initial)


def _is_saved(request: HttpRequest, form: RuleForm) -> bool:
    return request.method == "POST" and "explain" not in request.POST and form.is_valid()


def _changed(form: RuleForm, rule: ValidationRule, desk: RulesDesk) -> RuleVersion | None:
    said = form.cleaned_data
    try:
        return change_rule(
            rule=rule, spec=form.spec(), reason=said["reason"], by=desk.person, revision=said["revision"] or 0
        )
    except DomainError as error:
        told(form, error)
        return None


def _shown(request: HttpRequest, desk: RulesDesk, form: RuleForm, current: RuleVersion | None) -> HttpResponse:
    way = crumbs(desk, (_("New rule"), ""))
    if current is not None:
        own = (current.name, desk.url("validation_rule", current.rule.number))
        way = crumbs(desk, own, (pgettext("to change", "Change"), ""))
    context = {
        "version": current,
        "crumbs": way,
        "names": list(form.names.values()),
        "is_explained": "explain" in request.POST,
        **explained(desk, form, form.names),
    }
    if "explain" in request.POST:
        # What was sent to be explained is no attempt to save: nothing is refused yet.
        return page(request, desk, "form", {**context, "form": _afresh(request, form)})
    return page(request, desk, "form", context, form=form)


def _afresh(request: HttpRequest, form: RuleForm) -> RuleForm:
    """Return the form with what was typed, without refusals."""
    typed: dict[str, Any] = {
        name: request.POST.getlist(name) if name in ("levels", "occasions") else without_nul(request.POST.get(name, ""))
        for name in form.fields
    }
    levels = [(str(value), str(label)) for value, label in form.fields["levels"].choices]  # type: ignore[attr-defined]  # a field of choices
    return RuleForm(names=form.names, levels=levels, is_new="reason" not in form.fields, initial=typed)


def _asked(query: QueryDict) -> QueryDict:
    """Return what a page sends to be explained, with what it need not say."""
    asked = query.copy()
    asked.setdefault("severity", "warning")
    asked.setdefault("comparison", "<=")
    return asked


def _kept(version: RuleVersion) -> dict[str, Any]:
    spec = spec_of(version)
    names = ("name", "left", "comparison", "right", "severity", "purpose", "since", "until")
    kept = {name: getattr(spec, name) for name in names}
    lists = {"levels": list(spec.levels), "occasions": list(spec.occasions)}
    return {**kept, **lists, "tolerance": spec.tolerance or None, "revision": version.number}


def _levels(desk: RulesDesk) -> list[tuple[str, str]]:
    return list(telling.level_names(desk.organisation).items())
