# SPDX-License-Identifier: EUPL-1.2
"""At most ten sign-in attempts a minute for one account from one network, whether the account exists or not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sozialplanung.accounts.models import LoginThrottle, User

MOST_ATTEMPTS: Final = 10
# So many networks at once may try one account to the full before everybody has to wait.
MOST_ATTEMPTS_OF_ALL: Final = 20 * MOST_ATTEMPTS
WINDOW_SECONDS: Final = 60
# Of a million codes three are right at any time: at this pace, guessing one takes years.
MOST_PROOFS_A_DAY: Final = 100
MOST_MAILS_AN_HOUR: Final = 3
_HOUR_SECONDS: Final = 60 * 60
_DAY_SECONDS: Final = 24 * 60 * 60
_KEPT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """Whether somebody may try to sign in; of the refusals of an account one a minute is to be told."""

    is_allowed: bool
    is_to_be_told: bool = False


def account_key(email: str) -> str:
    """Return the keyed hash under which attempts are counted; it tells nobody the address."""
    return _key("accounts.throttling", email)


def reserve_attempt(email: str, network: str) -> Attempt:
    """Count an attempt before it is made, and say whether it may be made.

    Counting first keeps twenty attempts at the same moment from all being the tenth. What a network tries beyond
    its own limit counts for nobody else: a stranger cannot keep the right person out.
    """
    is_allowed = _counted(_network_key(email, network)) <= MOST_ATTEMPTS
    is_allowed = is_allowed and _counted(account_key(email)) <= MOST_ATTEMPTS_OF_ALL
    if is_allowed:
        return Attempt(is_allowed=True)
    return Attempt(is_allowed=False, is_to_be_told=_counted(_refusal_key(email)) == 1)


def reserve_proof(person: User) -> Attempt:
    """Count a try of a second factor before it is made, and say whether it may be made.

    Only who knows the password comes this far, so that counting over all networks keeps no stranger's victim out.
    """
    text = str(person.pk)
    is_allowed = _counted(_key("accounts.factors.minute", text)) <= MOST_ATTEMPTS
    is_allowed = is_allowed and _counted(_key("accounts.factors.day", text), _DAY_SECONDS) <= MOST_PROOFS_A_DAY
    return Attempt(is_allowed=is_allowed, is_to_be_told=not is_allowed and is_first_in_minute("accounts.factors", text))


def forget_proofs(person: User) -> None:
    """Start counting anew, after somebody proved their second factor."""
    keys = [_key(f"accounts.factors.{each}", str(person.pk)) for each in ("minute", "day")]
    LoginThrottle.objects.filter(account_hash__in=keys).delete()


def is_mail_due(purpose: str, email: str) -> bool:
    """Count a mail that somebody wants sent to an address, and say whether it is to be sent: floods reach nobody."""
    return _counted(_key(f"{purpose}.mail", email), _HOUR_SECONDS) <= MOST_MAILS_AN_HOUR


def is_within_hour(purpose: str, text: str, *, most: int) -> bool:
    """Count something before it is done, and say whether so many of its kind may be done in the hour that runs."""
    return _counted(_key(f"{purpose}.hour", text), _HOUR_SECONDS) <= most


def is_within_day(purpose: str, text: str, *, most: int) -> bool:
    """Count something before it is done, and say whether so many of its kind may be done in the day that runs."""
    return _counted(_key(f"{purpose}.day", text), _DAY_SECONDS) <= most


def is_first_in_minute(purpose: str, text: str) -> bool:
    """Count something and say whether it is the first of its kind in the minute that runs: floods fill no log."""
    return _counted(_key(f"{purpose}.first", text)) == 1


def _counted(key: str, window: int = WINDOW_SECONDS) -> int:
    """Count one more in the minute or day that runs, and return how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_loginthrottle AS counted (account_hash, window_started_at, failures)
            VALUES (%(key)s, clock_timestamp(), 1)
            ON CONFLICT (account_hash) DO UPDATE SET (failures, window_started_at) = (
                SELECT CASE WHEN is_over THEN 1 ELSE counted.failures + 1 END,
                       CASE WHEN is_over THEN clock_timestamp() ELSE counted.window_started_at END
                  FROM (SELECT counted.window_started_at
                               < clock_timestamp() - make_interval(secs => %(window)s) AS is_over) AS age)
            RETURNING failures
            """,
            {"key": key, "window": window},
        )
        return int(cursor.fetchone()[0])


def forget_attempts(email: str, network: str) -> None:
    """Start counting anew, after somebody signed in."""
    keys = (_network_key(email, network), account_key(email))
    LoginThrottle.objects.filter(account_hash__in=keys).delete()


def _network_key(email: str, network: str) -> str:
    return _key("accounts.throttling.network", f"{network} {email}")


def _refusal_key(email: str) -> str:
    return _key("accounts.throttling.refusal", email)


def _key(purpose: str, text: str) -> str:
    return salted_hmac(purpose, text.strip().lower(), algorithm="sha256").hexdigest()


def purge_attempts() -> int:
    """Delete counts that are over for long."""
    deleted, _ = LoginThrottle.objects.filter(window_started_at__lt=timezone.now() - _KEPT).delete()
    return deleted
