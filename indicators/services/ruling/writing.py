# SPDX-License-Identifier: EUPL-1.2
"""Write rules of disclosure, decide on them, and put them in force on their day."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from indicators.errors import ChangeOverError, ChangeWaitsError, FourEyesError, StaleRemarkError
from indicators.models import (
    Audience,
    DisclosureRule,
    DisclosureVersion,
    Source,
    VersionState,
)
from indicators.services import secondperson
from indicators.services.disclosure.rules import RuleContent, content_of
from indicators.services.releasing.refreshing import refresh_affected
from indicators.services.ruling.applying import put_rule, reached_by, who_counts
from indicators.services.ruling.content import WIDENESS, asks_as_much
from indicators.services.ruling.foreseeing import request_ruling_foresight
from indicators.services.ruling.telling import tell_ruling
from indicators.services.secondperson import Proposal, require_second_person
from indicators.stats.disclosure.contributions import MOST_NAMED
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import Subject, record
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.jobs import services as jobs

HOLD: Final = "indicators.hold_rule"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule is to say, by which law, from which day on, and why it is changed."""

    content: RuleContent
    legal_basis: str
    valid_from: date
    reason: str


@dataclass(frozen=True, slots=True)
class RulePlace:
    """The rule of one source for one audience."""

    source: Source
    audience: Audience

    @property
    def rule(self) -> DisclosureRule | None:
        """What holds now."""
        return DisclosureRule.objects.filter(source=self.source, audience=self.audience).first()

    @property
    def newest(self) -> int:
        """The number of the newest version, 0 before the first."""
        return self._versions().aggregate(newest=Max("number"))["newest"] or 0

    def to_come(self) -> DisclosureVersion | None:
        """Return the version that waits, for a person or for its day."""
        return self._versions().filter(state__in=(VersionState.WAITING, VersionState.CONFIRMED)).first()

    def _versions(self) -> QuerySet[DisclosureVersion]:
        return DisclosureVersion.objects.filter(source=self.source, audience=self.audience)


@transaction.atomic
def propose_rule(*, place: RulePlace, change: Ruling, by: User, revision: int) -> DisclosureVersion:
    """Write what a rule shall say; it waits for a second person. `revision` is the newest version that was seen.

    A job tries out what it would hide, for whoever decides on it.

    Raises
    ------
    StaleRemarkError
        ``indicators.ruling_stale`` when another version was written since.
    ChangeWaitsError
        ``indicators.ruling_waits`` when one waits already, for a person or for its day.
    InvalidInputError
        ``indicators.ruling_same`` when nothing would change, ``indicators.ruling_past`` for a day that is over,
        ``indicators.ruling_dominance`` for more contributors than are delivered,
        ``indicators.ruling_inhabitants`` where nobody counts the inhabitants, ``indicators.ruling_narrower`` and
        ``indicators.ruling_wider`` where an audience would see less than a wider one.
    """
    Source.objects.select_for_update(no_key=True).get(pk=place.source.pk)
    if place.newest != revision:
        raise StaleRemarkError("indicators.ruling_stale", "The rule was changed in the meantime.")
    if place.to_come() is not None:
        raise ChangeWaitsError("indicators.ruling_waits", "A change of this rule waits already.")
    _check(place, change)
    version = DisclosureVersion.objects.create(
        organisation=place.source.organisation,
        source=place.source,
        audience=place.audience,
        number=place.newest + 1,
        content=asdict(change.content),
        legal_basis=change.legal_basis.strip(),
        reason=change.reason.strip(),
        valid_from=change.valid_from,
        state=VersionState.WAITING,
        written_by=by,
    )
    _record("indicators.ruling_proposed", version, by, change.reason)
    tell_ruling(version=version, by=by)
    request_ruling_foresight(version=version, by=by)
    return version


@transaction.atomic
def confirm_rule(*, version: DisclosureVersion, by: User, comment: str = "") -> None:
    """Let a version hold from its day on, at the earliest from now; somebody else wrote it.

    Raises
    ------
    ChangeOverError
        ``indicators.ruling_over`` when it was decided already.
    FourEyesError, NotApproverError
        See `secondperson.require_second_person`.
    InvalidInputError
        ``indicators.ruling_narrower`` or ``indicators.ruling_wider`` when the other rules changed since.
    """
    current = _waiting(version)
    _require_second_person(current, by)
    place = RulePlace(current.source, Audience(current.audience))
    _check_wideness(place, content_of(current.content))
    _decide(current, VersionState.CONFIRMED, by, comment)
    jobs.enqueue(
        kind=HOLD,
        payload={"version": current.pk},
        by=by,
        organisation=current.organisation,
        not_before=_morning_of(current.valid_from) if current.valid_from > timezone.localdate() else None,
    )


@transaction.atomic
def refuse_rule(*, version: DisclosureVersion, by: User, comment: str) -> None:
    """End a version that waits; the rule stays as it is."""
    current = _waiting(version)
    _require_second_person(current, by)
    _decide(current, VersionState.REFUSED, by, comment)


@transaction.atomic
def take_back_rule(*, version: DisclosureVersion, by: User) -> None:
    """End a version that is not wanted any more, as long as it does not hold."""
    current = _locked(version)
    if current.state not in {VersionState.WAITING, VersionState.CONFIRMED}:
        raise ChangeOverError("indicators.ruling_over", "This change was decided already.")
    _decide(current, VersionState.TAKEN_BACK, by, "")


@transaction.atomic
def hold_rule(*, version_id: int, by: User) -> None:
    """Put a confirmed version in force and compile anew what it reaches; a second attempt changes nothing."""
    current = _locked(DisclosureVersion.objects.get(pk=version_id))
    if current.state != VersionState.CONFIRMED:
        return
    put_rule(current)
    rows = DisclosureVersion.objects.filter(source=current.source, audience=current.audience)
    rows.filter(state=VersionState.IN_FORCE).update(state=VersionState.REPLACED)
    current.state = VersionState.IN_FORCE
    current.save(update_fields=["state"])
    _record("indicators.ruling_holds", current, by, current.reason)
    tell_ruling(version=current, by=by)
    refresh_affected(
        organisation=current.organisation,
        indicator_ids=reached_by(current.source),
        by=by,
        after=(),
        key=f"rule {current.pk}",
    )


def may_decide(*, version: DisclosureVersion, by: User) -> bool:
    """Say whether somebody is the second person of a version."""
    return secondperson.may_decide(_proposal(version), by=by)


def _require_second_person(version: DisclosureVersion, by: User) -> None:
    refusal = FourEyesError("indicators.ruling_four_eyes", "Somebody else confirms a rule than who wrote it.")
    require_second_person(_proposal(version), by=by, refusal=refusal)


def _proposal(version: DisclosureVersion) -> Proposal:
    return Proposal(version.organisation, version.written_by_id, version.written_at)


def _check(place: RulePlace, change: Ruling) -> None:
    rule = place.rule
    basis = rule.legal_basis if rule else ""
    if content_of(rule) == change.content and basis == change.legal_basis.strip():
        raise InvalidInputError("indicators.ruling_same", "The rule says that already.")
    if change.valid_from < timezone.localdate():
        raise InvalidInputError(
            "indicators.ruling_past", "A rule holds from today on at the earliest.", place="valid_from"
        )
    if change.content.dominance_n > MOST_NAMED:
        raise InvalidInputError(
            "indicators.ruling_dominance",
            "Dominance is judged by the two largest.",
            place="dominance_n",
            most=MOST_NAMED,
        )
    if change.content.minimum_inhabitants and who_counts(place.source) is None:
        raise InvalidInputError("indicators.ruling_inhabitants", "No indicator counts the inhabitants of this source.")
    _check_wideness(place, change.content)


def _check_wideness(place: RulePlace, said: RuleContent) -> None:
    """Refuse that an audience sees less than a wider one: it reads the wider one's figures anyway.

    An audience that is given nothing of its own reads those of the wider ones, and takes part in no comparison.
    """
    if not said.is_published:
        return
    rules = DisclosureRule.objects.filter(source=place.source, is_published=True)
    held = {rule.audience: content_of(rule) for rule in rules}
    here = WIDENESS.index(place.audience)
    for wider in WIDENESS[:here]:
        if wider in held and not asks_as_much(held[wider], said):
            raise InvalidInputError("indicators.ruling_narrower", "A wider audience would see more.", other=wider.value)
    for narrower in WIDENESS[here + 1 :]:
        if narrower in held and not asks_as_much(said, held[narrower]):
            raise InvalidInputError("indicators.ruling_wider", "A narrower one would see less.", other=narrower.value)


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _locked(version: DisclosureVersion) -> DisclosureVersion:
    Source.objects.select_for_update(no_key=True).get(pk=version.source_id)
    return DisclosureVersion.objects.select_related("source__organisation", "organisation").get(pk=version.pk)


def _waiting(version: DisclosureVersion) -> DisclosureVersion:
    current = _locked(version)
    if current.state != VersionState.WAITING:
        raise ChangeOverError("indicators.ruling_over", "This change was decided already.")
    return current


def _decide(version: DisclosureVersion, state: VersionState, by: User, comment: str) -> None:
    version.state, version.decided_by, version.decided_at, version.comment = state, by, timezone.now(), comment
    version.save(update_fields=["state", "decided_by", "decided_at", "comment"])
    actions = {
        VersionState.CONFIRMED: "indicators.ruling_confirmed",
        VersionState.REFUSED: "indicators.ruling_refused",
        VersionState.TAKEN_BACK: "indicators.ruling_taken_back",
    }
    _record(actions[state], version, by, comment)
    tell_ruling(version=version, by=by)


def _record(action: str, version: DisclosureVersion, by: User, reason: str) -> None:
    details = {
        "source": version.source.title,
        "audience": version.audience,
        "version": version.number,
        "valid_from": version.valid_from.isoformat(),
        "legal_basis": version.legal_basis,
        "content": version.content,
    }
    label = f"{version.source.title} · {version.get_audience_display()}"
    subject = Subject(type=DisclosureVersion._meta.label_lower, id=str(version.pk), label=label)  # noqa: SLF001 - public API
    record(action=action, by=by, organisation=version.organisation, subject=subject, reason=reason, details=details)
