# SPDX-License-Identifier: EUPL-1.2
"""Set up, use and remove second factors; each act leaves one event and a mail to the person."""

from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare

from sozialplanung.accounts.factors.errors import FactorConflictError
from sozialplanung.accounts.factors.selectors import APP, CODES, KEY, has_factor, is_needed
from sozialplanung.accounts.mails import tell
from sozialplanung.accounts.models import Organisation, PersonSession, User
from sozialplanung.audit.services import record

LONGEST_NAME: Final = 60


def new_secret() -> str:
    """Return a secret to be put into an app."""
    return str(totp.generate_totp_secret())


@transaction.atomic
def add_app(*, person: User, secret: str, code: str) -> bool:
    """Make an app the second factor of somebody; False when its code is not right."""
    _hold(person)
    if Authenticator.objects.filter(user=person, type=APP).exists():
        raise FactorConflictError("accounts.factor_there", "There is an app already.")
    counter = _counter_of(secret, code)
    if counter is None:
        return False
    row = totp.TOTP.activate(person, secret).instance
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    _added(person, row)
    return True


@transaction.atomic
def add_key(*, person: User, name: str, credential: Mapping[str, Any]) -> bool:
    """Make a security key a second factor of somebody; False when what it says is not right."""
    _hold(person)
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(dict(credential))
    except (ValidationError, ValueError, TypeError, KeyError):
        return False
    row = webauthn.WebAuthn.add(person, name.strip()[:LONGEST_NAME], dict(credential)).instance
    _added(person, row)
    return True


def pass_code(*, person: User, code: str) -> str:
    """Return the kind of second factor that a code proves, empty when it proves none; each code counts once."""
    if _passes_app(person, code):
        return str(APP.value)
    row = Authenticator.objects.filter(user=person, type=CODES).first()
    if row is None or not row.wrap().validate_code(code):
        return ""
    record(action="accounts.recovery_code_used", by=person, organisation=None, subject=person)
    return str(CODES.value)


def pass_key(*, person: User, credential: Mapping[str, Any]) -> str:
    """Return the kind of second factor that the answer of a security key proves, empty when it proves none."""
    try:
        webauthn.parse_authentication_response(dict(credential))
        row = webauthn.complete_authentication(person, dict(credential))
    except (ValidationError, ValueError, TypeError, KeyError):
        return ""
    row.record_usage()
    return str(KEY.value)


@transaction.atomic
def _passes_app(person: User, code: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=person, type=APP).first()
    counter = _counter_of(decrypt(row.data["secret"]), code) if row else None
    if row is None or counter is None or counter <= row.data.get("last_counter", -1):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    row.record_usage()
    return True


@transaction.atomic
def renew_codes(*, person: User) -> None:
    """Make new recovery codes; the earlier ones count no more."""
    _hold(person)
    if not has_factor(person):
        raise FactorConflictError("accounts.factor_first", "There is no second factor yet.")
    Authenticator.objects.filter(user=person, type=CODES).delete()
    RecoveryCodes.activate(person)
    record(action="accounts.codes_renewed", by=person, organisation=None, subject=person)
    tell(person=person, kind="codes_renewed")


@transaction.atomic
def remove_factor(*, person: User, pk: int) -> None:
    """Remove one factor of one's own; the last one only where none is needed."""
    _hold(person)
    row = Authenticator.objects.filter(user=person, pk=pk, type__in=(APP, KEY)).first()
    if row is None:
        raise FactorConflictError("accounts.factor_gone", "There is no such factor any more.")
    row.delete()
    if not has_factor(person):
        if is_needed(person):
            raise FactorConflictError("accounts.factor_needed", "The last factor is needed.")
        Authenticator.objects.filter(user=person).delete()
    record(action="accounts.factor_removed", by=person, organisation=None, subject=person, details={"kind": row.type})
    tell(person=person, kind="factor_removed")


@transaction.atomic
def reset_factors(*, person: User, organisation: Organisation, by: User, reason: str) -> None:
    """Remove all factors of somebody who lost theirs, and end their sessions; they set up new ones."""
    if by.pk == person.pk:
        raise FactorConflictError("accounts.factor_own", "Nobody removes their own second factor here.")
    _hold(person)
    deleted, _ = Authenticator.objects.filter(user=person).delete()
    if not deleted:
        raise FactorConflictError("accounts.factor_gone", "There is no such factor any more.")
    PersonSession.objects.filter(person_id=person.pk).delete()
    record(action="accounts.factors_reset", by=by, organisation=organisation, subject=person, reason=reason)
    tell(person=person, kind="factors_reset", is_own_act=False)


def _added(person: User, row: Authenticator) -> None:
    RecoveryCodes.activate(person)
    record(action="accounts.factor_added", by=person, organisation=None, subject=person, details={"kind": row.type})
    tell(person=person, kind="factor_added")


def _hold(person: User) -> None:
    """Let one act on somebody's factors happen at a time."""
    User.objects.select_for_update().get(pk=person.pk)


def _counter_of(secret: str, code: str) -> int | None:
    """Return the step of time that a code belongs to, None for a wrong one."""
    typed = "".join(code.split())
    for counter in totp.yield_hotp_counters_from_time():
        if constant_time_compare(totp.format_hotp_value(totp.hotp_value(secret, counter)), typed):
            return int(counter)
    return None
