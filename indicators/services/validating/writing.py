# SPDX-License-Identifier: EUPL-1.2
"""Write validation rules: versions that are never edited; what loosens a rule waits for a second person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from indicators import formulas
from indicators.errors import ChangeOverError, ChangeWaitsError, StaleRemarkError
from indicators.models import RuleState, RuleVersion, ValidationRule
from indicators.selectors.rulenames import RuleName, nearest_name, rule_names
from indicators.services.proposals import tell_validation_rule
from indicators.services.validating.deciding import require_second_person
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import InvalidInputError

MOST_RULES: Final = 200
_WEIGHT: Final = {"note": 0, "warning": 1, "error": 2}
_DELIVERY: Final = "delivery"


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What a rule says: two formulas, how they are compared, what follows, and where and when it is asked."""

    name: str
    left: str
    comparison: str
    right: str
    severity: str = "warning"
    purpose: str = ""
    tolerance: float = 0.0
    levels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    occasions: tuple[str, ...] = (_DELIVERY, "stock")
    is_active: bool = True


def spec_of(version: RuleVersion) -> RuleSpec:
    """Return what a version says, as the one after it begins with."""
    names = RuleSpec.__dataclass_fields__
    said = {name: getattr(version, name) for name in names}
    return RuleSpec(**{**said, "levels": tuple(version.levels), "occasions": tuple(version.occasions)})


def read_side(written: str, names: Mapping[str, RuleName]) -> formulas.Node:
    """Return the tree of one side of a rule.

    Raises
    ------
    FormulaError
        When it is no formula, or reads a layer of places.
    InvalidInputError
        ``indicators.check_name`` when it names what does not exist, ``indicators.check_name_like`` when something is
        called nearly so, ``indicators.check_relative`` when it follows a measure through time that is re-scaled in
        every period.
    """
    node = formulas.parse(written)
    formulas.refuse_layers(node)
    for slug in formulas.names(node):
        if slug not in names:
            like = nearest_name(slug, names)
            detail = "check_name_like" if like else "check_name"
            message = f"There is no indicator or series {slug}."
            raise InvalidInputError(f"indicators.{detail}", message, found=slug, proposal=like)
    for each in formulas.earlier(node):
        if names[each.slug].is_relative:
            raise InvalidInputError(
                "indicators.check_relative", f"{each.slug} is a position, it has no course.", found=each.slug
            )
    return node


def check_comparison(left: formulas.Node, right: formulas.Node, names: Mapping[str, RuleName]) -> None:
    """Refuse two sides that cannot be compared: of different units, or without a name on either.

    Raises
    ------
    FormulaError
        ``formulas.units``.
    InvalidInputError
        ``indicators.check_no_name``.
    """
    if not formulas.names(left) and not formulas.names(right):
        raise InvalidInputError("indicators.check_no_name", "A rule names at least one indicator or series.")
    formulas.check_sides(left, right, {slug: name.unit_of_measure for slug, name in names.items()})


@transaction.atomic
def write_rule(*, organisation: Organisation, spec: RuleSpec, by: User) -> RuleVersion:
    """Store a new rule; it makes deliveries stricter and is in force at once."""
    _check(organisation, spec)
    # Two new rules at the same moment have no row to wait for; the organisation's is always there.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _refuse_too_many(organisation)
    numbers = ValidationRule.objects.filter(organisation=organisation).aggregate(newest=Max("number"))
    rule = ValidationRule.objects.create(organisation=organisation, number=(numbers["newest"] or 0) + 1)
    return _store(rule, spec, by=by, reason="", is_loosening=False)


@transaction.atomic
def change_rule(*, rule: ValidationRule, spec: RuleSpec, reason: str, by: User, revision: int) -> RuleVersion:
    """Let a rule say something else; `revision` is the number of the version that the person saw.

    Raises
    ------
    StaleRemarkError
        ``indicators.check_stale`` when the rule was changed since.
    ChangeWaitsError
        ``indicators.check_waits`` when a version waits for a second person already.
    InvalidInputError
        ``indicators.check_same`` when nothing would change, ``indicators.check_reason`` when a loosened rule does not
        say why.
    """
    current = _locked(rule)
    if current.number != revision:
        raise StaleRemarkError("indicators.check_stale", "The rule was changed in the meantime.")
    if rule.versions.filter(state=RuleState.WAITING).exists():
        raise ChangeWaitsError("indicators.check_waits", "A change of this rule waits for a second person already.")
    before = spec_of(current)
    if spec == before:
        raise InvalidInputError("indicators.check_same", "The rule says that already.")
    if spec.is_active:
        _check(rule.organisation, spec)
    if spec.is_active and not before.is_active:
        _refuse_too_many(rule.organisation)
    is_loosening = loosens(before, spec)
    if is_loosening and not reason.strip():
        raise InvalidInputError("indicators.check_reason", "Say why the rule is loosened.")
    return _store(rule, spec, by=by, reason=reason, is_loosening=is_loosening)


def archived(version: RuleVersion) -> RuleSpec:
    """Return what a version says, asked no more."""
    return replace(spec_of(version), is_active=False)


def archive_rule(*, rule: ValidationRule, reason: str, by: User, revision: int) -> RuleVersion:
    """Let a rule pass everything from now on; it stays with its history."""
    return change_rule(rule=rule, spec=archived(_in_force(rule)), reason=reason, by=by, revision=revision)


def restore_rule(*, rule: ValidationRule, by: User, revision: int) -> RuleVersion:
    """Ask an archived rule again."""
    spec = replace(spec_of(_in_force(rule)), is_active=True)
    return change_rule(rule=rule, spec=spec, reason="", by=by, revision=revision)


@transaction.atomic
def approve_version(*, version: RuleVersion, by: User, comment: str = "") -> None:
    """Put a version in force that somebody else wrote."""
    current = _waiting(version)
    require_second_person(version=current, by=by)
    _replace_current(current.rule)
    _decide(current, RuleState.IN_FORCE, by, comment)


@transaction.atomic
def refuse_version(*, version: RuleVersion, by: User, comment: str) -> None:
    """End a version that waits; the rule stays as it is."""
    current = _waiting(version)
    require_second_person(version=current, by=by)
    _decide(current, RuleState.REFUSED, by, comment)


@transaction.atomic
def take_back_version(*, version: RuleVersion, by: User) -> None:
    """End a version that waits and that is not wanted any more."""
    _decide(_waiting(version), RuleState.TAKEN_BACK, by, "")


def loosens(before: RuleSpec, after: RuleSpec) -> bool:
    """Say whether anything that the rule held up, or asked a reason for, could pass by the new version.

    Another formula cannot be compared with the one before: it counts as looser.
    """
    if not before.is_active or before.severity == "note" or _DELIVERY not in before.occasions:
        return False
    return not (
        after.is_active
        and _formula(before) == _formula(after)
        and after.tolerance <= before.tolerance
        and _WEIGHT[after.severity] >= _WEIGHT[before.severity]
        and set(after.occasions) >= set(before.occasions)
        and _covers(before, after)
    )


def _covers(before: RuleSpec, after: RuleSpec) -> bool:
    has_levels = not after.levels or (bool(before.levels) and set(after.levels) >= set(before.levels))
    starts = after.since is None or (before.since is not None and after.since <= before.since)
    ends = after.until is None or (before.until is not None and after.until >= before.until)
    return has_levels and starts and ends


def _formula(spec: RuleSpec) -> tuple[formulas.Node, str, formulas.Node]:
    return formulas.parse(spec.left), spec.comparison, formulas.parse(spec.right)


def _check(organisation: Organisation, spec: RuleSpec) -> None:
    names = rule_names(organisation_id=organisation.pk)
    check_comparison(read_side(spec.left, names), read_side(spec.right, names), names)


def _refuse_too_many(organisation: Organisation) -> None:
    rows = RuleVersion.objects.filter(organisation=organisation, state=RuleState.IN_FORCE, is_active=True)
    if rows.count() >= MOST_RULES:
        raise InvalidInputError("indicators.check_many", "There are too many rules.", limit=MOST_RULES)


def _in_force(rule: ValidationRule) -> RuleVersion:
    return rule.versions.get(state=RuleState.IN_FORCE)


def _locked(rule: ValidationRule) -> RuleVersion:
    ValidationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    return _in_force(rule)


def _store(rule: ValidationRule, spec: RuleSpec, *, by: User, reason: str, is_loosening: bool) -> RuleVersion:
    newest = rule.versions.aggregate(newest=Max("number"))["newest"] or 0
    if not is_loosening:
        _replace_current(rule)
    version = RuleVersion.objects.create(
        organisation=rule.organisation,
        rule=rule,
        number=newest + 1,
        reason=reason,
        is_loosening=is_loosening,
        state=RuleState.WAITING if is_loosening else RuleState.IN_FORCE,
        written_by=by,
        **{**asdict(spec), "levels": list(spec.levels), "occasions": list(spec.occasions)},
    )
    _record("indicators.check_proposed" if is_loosening else "indicators.check_written", version, by, reason)
    return version


def _replace_current(rule: ValidationRule) -> None:
    rule.versions.filter(state=RuleState.IN_FORCE).update(state=RuleState.REPLACED)


def _waiting(version: RuleVersion) -> RuleVersion:
    ValidationRule.objects.select_for_update(no_key=True).get(pk=version.rule_id)
    current = RuleVersion.objects.select_related("rule__organisation", "organisation").get(pk=version.pk)
    if current.state != RuleState.WAITING:
        raise ChangeOverError("indicators.check_over", "This change was decided already.")
    return current


def _decide(version: RuleVersion, state: RuleState, by: User, comment: str) -> None:
    version.state, version.decided_by, version.decided_at, version.comment = state, by, timezone.now(), comment
    version.save(update_fields=["state", "decided_by", "decided_at", "comment"])
    actions = {
        RuleState.IN_FORCE: "indicators.check_approved",
        RuleState.REFUSED: "indicators.check_refused",
        RuleState.TAKEN_BACK: "indicators.check_taken_back",
    }
    _record(actions[state], version, by, comment)


def _record(action: str, version: RuleVersion, by: User, reason: str) -> None:
    details: dict[str, Any] = {
        "number": version.rule.number,
        "version": version.number,
        "formula": version.formula,
        "severity": version.severity,
        "is_active": version.is_active,
    }
    record(action=action, by=by, organisation=version.organisation, subject=version, reason=reason, details=details)
    tell_validation_rule(version=version, by=by)
