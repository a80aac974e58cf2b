# SPDX-License-Identifier: EUPL-1.2
"""Who signs deliveries: the rule of an organisation, the rule a batch was submitted under, and who may sign by it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from indicators.models import (
    ApprovalRule,
    Delivery,
    DeliveryState,
    ImportBatch,
    IndicatorDefinition,
    RuleChange,
    SignatureKind,
)
from indicators.selectors.parts import is_within, part_for
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import (
    has_permission,
    holds_permission_at,
    narrowed_assignments,
    organisations_below,
    people_where,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has to sign; empty sets of signers stand for every approver."""

    needs_confidentiality: bool = False
    parent_approves: bool = False
    content_signers: frozenset[int] = frozenset()
    confidentiality_signers: frozenset[int] = frozenset()

    @property
    def kinds(self) -> tuple[SignatureKind, ...]:
        """The signatures that are wanted."""
        both = (SignatureKind.CONTENT, SignatureKind.CONFIDENTIALITY)
        return both if self.needs_confidentiality else both[:1]

    def signers(self, kind: SignatureKind) -> frozenset[int]:
        """Return the ids of those who were named for a signature."""
        return self.content_signers if kind == SignatureKind.CONTENT else self.confidentiality_signers

    def is_at_least(self, other: "Rule") -> bool:
        """Say whether everything that satisfies this rule would satisfy the other one as well."""
        has_kinds = self.needs_confidentiality or not other.needs_confidentiality
        has_house = other.parent_approves or not self.parent_approves
        narrows = _narrows(self.content_signers, other.content_signers)
        if other.needs_confidentiality:
            narrows = narrows and _narrows(self.confidentiality_signers, other.confidentiality_signers)
        return has_kinds and has_house and narrows


def _narrows(new: frozenset[int], old: frozenset[int]) -> bool:
    return not old or bool(new and new <= old)


def rule_of(row: ApprovalRule | RuleChange | None) -> Rule:
    """Return what a row says; without one, one signature of any approver."""
    if row is None:
        return Rule()
    return Rule(
        row.needs_confidentiality,
        row.parent_approves,
        frozenset(row.content_signers),
        frozenset(row.confidentiality_signers),
    )


def rule_in_force(*, organisation_id: int) -> Rule:
    """Return the rule for what is submitted from now on."""
    return rule_of(ApprovalRule.objects.filter(organisation_id=organisation_id).first())


def rule_of_batch(batch: ImportBatch) -> Rule:
    """Return the rule that a batch was submitted under, or the one under which it would be."""
    said: dict[str, Any] | None = batch.rule
    if said is None:
        return rule_in_force(organisation_id=batch.organisation_id)
    return Rule(
        SignatureKind.CONFIDENTIALITY in said["kinds"],
        bool(said["parent"]),
        frozenset(said["content"]),
        frozenset(said["confidentiality"]),
    )


def open_signatures(batch: ImportBatch) -> tuple[SignatureKind, ...]:
    """Return the signatures that a batch still needs."""
    given = set(batch.signatures.values_list("kind", flat=True))
    return tuple(kind for kind in rule_of_batch(batch).kinds if kind not in given)


def signatures_open_to(batch: ImportBatch, person: User) -> tuple[SignatureKind, ...]:
    """Return the signatures that somebody may still give by the rule; who brought or signed it gives none."""
    if is_author(batch, person) or batch.signatures.filter(person_id=person.pk).exists():
        return ()
    kinds = _signable(batch, person)
    if not kinds:
        return ()
    rule = rule_of_batch(batch)
    is_named = {kind: not rule.signers(kind) or person.pk in rule.signers(kind) for kind in kinds}
    return tuple(kind for kind in open_signatures(batch) if is_named.get(kind))


def is_author(batch: ImportBatch, person: User) -> bool:
    """Say whether somebody brought or edited what is in a batch."""
    return batch.created_by_id == person.pk or batch.authors.filter(person_id=person.pk).exists()


def is_approver(batch: ImportBatch, person: User) -> bool:
    """Say whether somebody approves for the organisation of a batch: in its own house, or above where it opted in.

    By a role that is narrowed to topics, where the delivery lies within them.
    """
    return bool(_signable(batch, person))


def _signable(batch: ImportBatch, person: User) -> tuple[SignatureKind, ...]:
    """Return what somebody's roles let them sign: confidentiality concerns all that follows, so a whole role does."""
    if may_approve(rule_of_batch(batch), person, batch.organisation):
        return (SignatureKind.CONTENT, SignatureKind.CONFIDENTIALITY)
    return (SignatureKind.CONTENT,) if approves_within(batch, person) else ()


def approves_within(batch: ImportBatch, person: User) -> bool:
    """Say whether a narrowed role lets somebody approve a batch: begun within its topics, and bringing nothing else.

    Where validation rules tie it to figures of other topics, somebody has to look who may read those: whether a rule is
    held or broken makes no difference, it would tell of them.
    """
    part = part_for(person, Permission.APPROVE_IMPORTS, batch.organisation)
    delivery = Delivery.objects.filter(batch_id=batch.pk).first() if part else None
    return delivery is not None and is_within(delivery, part) and not is_tied(batch)


def is_tied(batch: ImportBatch) -> bool:
    """Say whether validation rules hold a batch against figures beyond the topics to which it is bound."""
    return any(each.get("is_beyond") for each in batch.counts.get("rules", ()))


def confirms_all(batch: ImportBatch, person: User, definitions: Iterable[IndicatorDefinition]) -> bool:
    """Say whether somebody may confirm the texts that come with a batch: by a whole role, or all of their topics."""
    if may_approve(rule_of_batch(batch), person, batch.organisation):
        return True
    part = part_for(person, Permission.APPROVE_IMPORTS, batch.organisation)
    return all(each.indicator.topic_id in part.topics for each in definitions)


def may_approve(rule: Rule, person: User, organisation: Organisation) -> bool:
    """Say whether a role of somebody counts by a rule: one given further up counts where the organisation opted in."""
    if rule.parent_approves:
        return has_permission(person, Permission.APPROVE_IMPORTS, organisation)
    return holds_permission_at(person, Permission.APPROVE_IMPORTS, organisation)


def approves_at(person: User, organisation: Organisation) -> bool:
    """Say whether somebody approves at an organisation, by the rule that holds there now."""
    return may_approve(rule_in_force(organisation_id=organisation.pk), person, organisation)


def is_named(rule: Rule, person: User) -> bool:
    """Say whether somebody may give one of the signatures that are wanted."""
    return any(not rule.signers(kind) or person.pk in rule.signers(kind) for kind in rule.kinds)


def approvers_of(organisation: Organisation, rule: Rule) -> QuerySet[User]:
    """Return everybody whose role lets them sign for an organisation by a rule."""
    return people_where(Permission.APPROVE_IMPORTS, organisation, with_above=rule.parent_approves)


def signers_of(batch: ImportBatch) -> list[User]:
    """Return those who can give a signature that a batch still needs."""
    people = list(approvers_of(batch.organisation, rule_of_batch(batch)))
    narrowed = (row.user for row in narrowed_assignments(Permission.APPROVE_IMPORTS, batch.organisation))
    people += [person for person in dict.fromkeys(narrowed) if person not in people]
    return [person for person in people if signatures_open_to(batch, person)]


def waiting_for(person: User, organisation: Organisation) -> list[int]:
    """Return the ids of the deliveries that somebody may sign at an organisation, and of those below that opted in."""
    here, below = Q(organisation_id=organisation.pk), Q(organisation_id__in=organisations_below(organisation))
    rows = Delivery.objects.filter(here | (below & Q(batch__rule__parent=True)), state=DeliveryState.SUBMITTED)
    found = rows.select_related("batch__organisation")
    return [row.pk for row in found if row.batch is not None and signatures_open_to(row.batch, person)]


def names_of(ids: Collection[int]) -> list[str]:
    """Return the names of people, in the order of the alphabet."""
    return list(User.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def waiting_change(organisation: Organisation) -> RuleChange | None:
    """Return the change of the rule that waits for its second person."""
    return RuleChange.objects.filter(organisation_id=organisation.pk, state="proposed").first()


def changes_of(organisation: Organisation) -> QuerySet[RuleChange]:
    """Return what was decided about the rule, the newest first."""
    found = RuleChange.objects.filter(organisation_id=organisation.pk).exclude(state="proposed")
    return found.select_related("proposed_by", "decided_by")


def gaps_of(organisation: Organisation, rule: Rule) -> tuple[tuple[SignatureKind, ...], bool]:
    """Return the signatures that nobody can give at present, and whether two of them hang on one single person."""
    able = {person.pk for person in approvers_of(organisation, rule)}
    each = [(kind, (rule.signers(kind) & able) if rule.signers(kind) else able) for kind in rule.kinds]
    unsigned = tuple(kind for kind, people in each if not people)
    return unsigned, not unsigned and len(each) > len(_together(people for _, people in each))


def _together(sets: Iterable[Collection[int]]) -> set[int]:
    return {person for people in sets for person in people}


def rule_sentences(rule: Rule) -> tuple[str, ...]:
    """Return what a rule says in words."""
    count = _("Two signatures by two people: content and confidentiality.") if rule.needs_confidentiality else None
    above = _("Approvers of the organisation above may sign.") if rule.parent_approves else None
    named = []
    if rule.content_signers:
        named.append(_("For the content sign: %(names)s.") % {"names": ", ".join(names_of(rule.content_signers))})
    if rule.confidentiality_signers:
        names = ", ".join(names_of(rule.confidentiality_signers))
        named.append(_("For confidentiality sign: %(names)s.") % {"names": names})
    everybody = None if named else _("Every approver of this organisation may sign.")
    said = (count or _("One signature by somebody else than the person who brought the delivery."), everybody, above)
    return tuple(text for text in (*said, *named) if text)
