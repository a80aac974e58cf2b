# SPDX-License-Identifier: EUPL-1.2
"""Where one is signed in, and ending it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sozialplanung.accounts import sessions
from sozialplanung.accounts.keeping import sign_in_first
from sozialplanung.accounts.models import User
from sozialplanung.web.desks import private


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One session as its person sees it."""

    handle: str
    browser: str
    began_at: datetime
    seen_at: datetime
    is_strong: bool
    is_this: bool


@require_safe
def session_list(request: HttpRequest) -> HttpResponseBase:
    """Show in which browsers one is signed in."""
    person = request.user
    if not isinstance(person, User):
        return private(sign_in_first(request))
    key = request.session.session_key
    shown = [
        ShownSession(sessions.handle_of(row), row.browser, row.began_at, row.seen_at, row.is_strong, row.pk == key)
        for row in sessions.sessions_of(person)
    ]
    shown.sort(key=lambda each: not each.is_this)
    return private(render(request, "accounts/sessions.html", {"sessions": shown}))


@require_POST
def end_session(request: HttpRequest) -> HttpResponseBase:
    """End one session of one's own, or all others."""
    person = request.user
    if not isinstance(person, User):
        return private(sign_in_first(request))
    handle = request.POST.get("session", "")
    if handle:
        count = sessions.end_sessions(person=person, handles={handle}, by=person)
    else:
        count = sessions.end_others(person=person, keep=request.session.session_key, by=person)
    text = ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", count) % {"count": count}
    messages.success(request, text)
    return private(redirect("accounts:sessions"))
