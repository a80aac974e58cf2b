# SPDX-License-Identifier: EUPL-1.2
"""Sessions in a table of our own: they know whose they are, so that people see and end theirs.

Named by `SESSION_ENGINE`, hence the name `SessionStore`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sozialplanung.accounts.models.sessions import PersonSession
from sozialplanung.accounts.models.users import User
from sozialplanung.audit.services import record

# What a session holds of the sign-in.
SIGNED_IN: Final = "accounts.signed_in"
# The last proof of who somebody is.
PROVED: Final = "accounts.proved"
BROWSER: Final = "accounts.browser"
STRENGTH: Final = "accounts.strength"
PROVIDER: Final = "accounts.provider"
# Who sets up a second factor before being signed in, and which kind it became.
SETTING_UP: Final = "accounts.setting_up"
SECRET: Final = "accounts.secret"  # noqa: S105 - the name of a place
ROLES_KNOWN: Final = "accounts.roles_known"
# „Last used“ is told to this measure, so that reading writes a row now and then only.
SEEN_EVERY: Final = timedelta(minutes=5)

# So long after signing in somebody may change how they sign in.
RECENT: Final = timedelta(minutes=15)

_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class SessionStore(DatabaseStore):
    """Keep sessions in `PersonSession`."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        """Return the table."""
        return PersonSession

    def create_model_instance(self, data: Mapping[str, Any]) -> PersonSession:
        """Return the row of this session, with what its list shows in columns."""
        now = timezone.now()
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]  # Django's own, unknown to its stubs
        return PersonSession(
            session_key=key,
            session_data=self.encode(dict(data)),
            expire_date=self.get_expiry_date(),
            person_id=_person_of(data),
            browser=str(data.get(BROWSER, ""))[:60],
            is_strong=bool(data.get(STRENGTH)),
            began_at=_instant(data.get(SIGNED_IN)) or now,
            seen_at=now,
        )

    def load(self) -> dict[str, Any]:
        """Return what the session holds; note now and then that it is in use."""
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # Django's own, unknown to its stubs
        if row is None:
            return {}
        now = timezone.now()
        if row.person_id and row.seen_at < now - SEEN_EVERY:
            PersonSession.objects.filter(pk=row.pk).update(seen_at=now)
        return self.decode(row.session_data)


def begin(request: HttpRequest, *, strength: str, provider: str = "") -> None:
    """Note in a session that just began how somebody signed in, and in which browser."""
    now = timezone.now()
    request.session[SIGNED_IN] = now.timestamp()
    request.session[PROVED] = now.timestamp()
    request.session[ROLES_KNOWN] = now.timestamp()
    request.session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))
    request.session[STRENGTH] = strength
    request.session[PROVIDER] = provider


def is_recent(request: HttpRequest) -> bool:
    """Say whether somebody proved a while ago at most who they are."""
    proved = _instant(request.session.get(PROVED))
    return proved is not None and timezone.now() - proved < RECENT


def prove_again(request: HttpRequest, *, strength: str = "") -> None:
    """Note that somebody proved again who they are, or set up what makes the session strong; under another key.

    Whoever came by the key of before could otherwise do with it what wants a fresh proof.
    """
    rotate(request)
    request.session[PROVED] = timezone.now().timestamp()
    if strength:
        request.session[STRENGTH] = strength


def is_outdated(request: HttpRequest, person: User) -> bool:
    """Say whether the roles of somebody changed since their session got its key."""
    known = _instant(request.session.get(ROLES_KNOWN))
    return person.roles_changed_at is not None and (known is None or known < person.roles_changed_at)


def rotate(request: HttpRequest) -> None:
    """Give a session another key."""
    request.session.cycle_key()
    request.session[ROLES_KNOWN] = timezone.now().timestamp()


def sessions_of(person: User) -> QuerySet[PersonSession]:
    """Return the sessions of somebody that are not over, the last used first."""
    return PersonSession.objects.filter(person_id=person.pk, expire_date__gt=timezone.now()).order_by("-seen_at", "pk")


def handle_of(session: PersonSession) -> str:
    """Return the name of a session in addresses and forms; its key opens it and leaves the server in cookies only."""
    return salted_hmac("accounts.sessions", session.session_key, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def end_sessions(*, person: User, handles: Collection[str], by: User) -> int:
    """End sessions of somebody with immediate effect; returns how many."""
    keys = [session.session_key for session in sessions_of(person) if handle_of(session) in handles]
    return _end(PersonSession.objects.filter(session_key__in=keys), person, by)


@transaction.atomic
def end_others(*, person: User, keep: str | None, by: User) -> int:
    """End all sessions of somebody but one with immediate effect; returns how many."""
    return _end(sessions_of(person).exclude(session_key=keep or ""), person, by)


def _end(ended: QuerySet[PersonSession], person: User, by: User) -> int:
    count, _ = ended.delete()
    if count:
        details = {"count": count}
        record(action="accounts.sessions_ended", by=by, organisation=None, subject=person, details=details)
    return count


def forget_sessions() -> int:
    """Delete sessions that are over; returns how many."""
    deleted, _ = PersonSession.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted


def browser_name(agent: str) -> str:
    """Return how people call a browser and its system, empty where neither is known."""
    named = [next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in named if name)


def _person_of(data: Mapping[str, Any]) -> int | None:
    person = str(data.get(SESSION_KEY, ""))
    return int(person) if person.isdecimal() else None


def _instant(stamp: object) -> datetime | None:
    if not isinstance(stamp, int | float):
        return None
    return datetime.fromtimestamp(stamp, tz=timezone.get_default_timezone())
