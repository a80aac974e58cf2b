# SPDX-License-Identifier: EUPL-1.2
"""At most ten sign-in attempts a minute for one account, whoever tries, whether it exists or not."""

from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sozialplanung.accounts.models import LoginThrottle

MOST_ATTEMPTS: Final = 10
WINDOW_SECONDS: Final = 60
_KEPT: Final = timedelta(days=1)


def account_key(email: str) -> str:
    """Return the keyed hash under which attempts are counted; it tells nobody the address."""
    return salted_hmac("accounts.throttling", email.strip().lower(), algorithm="sha256").hexdigest()


def reserve_attempt(email: str) -> bool:
    """Count an attempt before it is made; False when it may not be made.

    Counting first keeps twenty attempts at the same moment from all being the tenth.
    """
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
            {"key": account_key(email), "window": WINDOW_SECONDS},
        )
        return bool(cursor.fetchone()[0] <= MOST_ATTEMPTS)


def forget_attempts(email: str) -> None:
    """Start counting anew, after somebody signed in."""
    LoginThrottle.objects.filter(account_hash=account_key(email)).delete()


def purge_attempts() -> int:
    """Delete counts that are over for long."""
    deleted, _ = LoginThrottle.objects.filter(window_started_at__lt=timezone.now() - _KEPT).delete()
    return deleted
