# SPDX-License-Identifier: EUPL-1.2
"""Try a look, take it, go back to an earlier one or to the house's; each act but trying leaves one event."""

import hashlib
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from sozialplanung.accounts.errors import AccountConflictError, AccountInputError
from sozialplanung.accounts.looks.colours import is_readable
from sozialplanung.accounts.looks.pictures import LogoPicture
from sozialplanung.accounts.looks.selectors import logo_of
from sozialplanung.accounts.models import Logo, Look, LookDraft, Organisation, User
from sozialplanung.audit.services import record

_KEPT_FOR: Final = timedelta(days=30)
NO_LOGO: Final = LogoPicture(b"", 0, 0)


def try_look(*, organisation: Organisation, person: User, accent: str, logo: LogoPicture) -> LookDraft:
    """Keep what somebody tries, for them alone; a second try takes the place of the first."""
    told = {"accent": accent, "logo": logo.content, "width": logo.width, "height": logo.height}
    draft, _is_new = LookDraft.objects.update_or_create(
        organisation_id=organisation.pk, person_id=person.pk, defaults=told | {"made_at": timezone.now()}
    )
    return draft


def tried_logo(organisation: Organisation, draft: LookDraft | None) -> LogoPicture:
    """Return the logo from which somebody goes on: the one that they try, else the one in force."""
    if draft is not None:
        return LogoPicture(bytes(draft.logo), draft.width, draft.height)
    logo = logo_of(organisation)
    return LogoPicture(bytes(logo.content), logo.width, logo.height) if logo else NO_LOGO


def seal_of(draft: LookDraft) -> str:
    """Name what a draft says: whoever takes it names what they saw."""
    return hashlib.sha256(draft.accent.encode() + b" " + bytes(draft.logo)).hexdigest()


@transaction.atomic
def take_look(*, organisation: Organisation, draft: LookDraft, seen: str, by: User) -> Look:
    """Let an organisation look as in a draft from now on.

    Raises
    ------
    AccountConflictError
        ``accounts.look_changed_meanwhile``: the draft says something else than was seen.
    AccountInputError
        ``accounts.look_unreadable``: the colour cannot be read everywhere.
    """
    if seal_of(draft) != seen:
        raise AccountConflictError("accounts.look_changed_meanwhile", "The draft was changed meanwhile.")
    logo = _kept(organisation, draft) if draft.logo else None
    look = _look(organisation, draft.accent, logo, by)
    draft.delete()
    record(action="accounts.look_taken", by=by, organisation=organisation, subject=organisation, details=_told(look))
    return look


@transaction.atomic
def reset_look(*, organisation: Organisation, by: User) -> Look:
    """Let an organisation look as the house does."""
    look = _look(organisation, "", None, by)
    record(action="accounts.look_reset", by=by, organisation=organisation, subject=organisation)
    return look


@transaction.atomic
def restore_look(*, organisation: Organisation, look: Look, by: User) -> Look:
    """Let an organisation look as it did before.

    Raises
    ------
    AccountInputError
        ``accounts.look_unreadable``.
    """
    again = _look(organisation, look.accent, look.logo, by)
    record(action="accounts.look_restored", by=by, organisation=organisation, subject=organisation, details=_told(look))
    return again


def drop_draft(*, draft: LookDraft) -> None:
    """Forget what somebody tries."""
    draft.delete()


def forget_drafts() -> int:
    """Delete what nobody came back for; returns how many."""
    deleted, _by_table = LookDraft.objects.filter(made_at__lt=timezone.now() - _KEPT_FOR).delete()
    return deleted


def _kept(organisation: Organisation, draft: LookDraft) -> Logo:
    content = bytes(draft.logo)
    logo, _is_new = Logo.objects.get_or_create(
        organisation_id=organisation.pk,
        digest=hashlib.sha256(content).hexdigest(),
        defaults={"content": content, "width": draft.width, "height": draft.height},
    )
    return logo


def _look(organisation: Organisation, accent: str, logo: Logo | None, by: User) -> Look:
    if accent and not is_readable(accent):
        raise AccountInputError("accounts.look_unreadable", "The colour cannot be read everywhere.", given=accent)
    # One after the other: the row of the organisation says what the newest look says.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    look = Look.objects.create(organisation_id=organisation.pk, accent=accent, logo=logo, made_by=by)
    organisation.accent, organisation.logo_digest = accent, logo.digest if logo else ""
    organisation.save(update_fields=["accent", "logo_digest"])
    return look


def _told(look: Look) -> dict[str, str]:
    return {"colour": look.accent, "logo": "own" if look.logo_id else "none"}
