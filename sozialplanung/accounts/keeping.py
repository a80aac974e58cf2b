# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost when a session ends: what was sent is kept, and offered to the same person on the same page.

A signed cookie of its own says who last worked in this browser; it opens nothing and holds nothing that was typed.
What is kept was sent with a valid token, or from a page of ours; it is shown in its form again, never acted upon.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone

from sozialplanung.accounts.models import KeptForm, User

COOKIE: Final = f"{settings.COOKIE_PREFIX}desk"
KEPT_FOR: Final = timedelta(days=7)
MOST_BYTES: Final = 100_000
MOST_FORMS: Final = 20
LONGEST_PATH: Final = 300
_SALT: Final = "accounts.keeping"
# What no person typed.
_HIDDEN: Final = frozenset({"csrfmiddlewaretoken", "revision", "content_hash", "seen"})
_INVALID: Final = 422


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Lead somebody without a session to the page for signing in and back; what they sent is kept."""
    if request.method == "POST":
        keep(request)
        return redirect_to_login(page_of(request))
    return redirect_to_login(request.get_full_path())


def at_work(request: HttpRequest, person: User, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer with what was kept for this page at hand; what is sent now takes its place."""
    if request.method == "GET":
        _offer(request, person)
    response = answer()
    if request.method == "POST":
        KeptForm.objects.filter(person=person, path=request.path).delete()
    elif response.status_code == _INVALID:
        # Shown again, not refused: nobody sent it just now.
        response.status_code = 200
    response.set_cookie(
        COOKIE,
        signing.dumps(person.pk, salt=_SALT),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what fills a form: what was sent, what was kept for this page, or nothing."""
    kept: QueryDict | None = getattr(request, "kept_fields", None)
    return request.POST or kept or None


def keep(request: HttpRequest, *, page: str = "") -> bool:
    """Keep what was sent for whoever it belongs to; say whether there was anything to keep.

    `page` names the page whose form it fills, where that is another one than it was sent to.
    """
    path = page or request.path
    person_id = request.user.pk if request.user.is_authenticated else _last_person(request)
    fields = {
        without_nul(name): [without_nul(value) for value in values]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
    }
    is_typed = any(text.strip() for name, values in fields.items() if name not in _HIDDEN for text in values)
    is_fit = len(json.dumps(fields)) <= MOST_BYTES and len(path) <= LONGEST_PATH
    if person_id is None or not is_typed or not is_fit:
        return False
    KeptForm.objects.update_or_create(
        person_id=person_id,
        path=path,
        defaults={
            "fields": fields,
            "had_files": request.content_type == "multipart/form-data",
            "kept_at": timezone.now(),
        },
    )
    newest = KeptForm.objects.filter(person_id=person_id).order_by("-kept_at").values_list("pk", flat=True)
    KeptForm.objects.filter(person_id=person_id).exclude(pk__in=list(newest[:MOST_FORMS])).delete()
    return True


def without_nul(text: str) -> str:
    """Return what was typed without the one sign that PostgreSQL stores in no text; no keyboard has it."""
    return text.replace("\x00", "")


def page_of(request: HttpRequest) -> str:
    """Return the page from which something was sent: that of the browser's referrer if it is ours."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    is_ours = referrer.netloc == request.get_host() and referrer.path.startswith("/")
    return referrer.path if is_ours and not referrer.path.startswith("//") else request.path


def is_from_us(request: HttpRequest) -> bool:
    """Say whether the browser vouches that a page of ours sent this; scripts of others cannot set this header."""
    origin = request.headers.get("Origin", "")
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def forget_kept_forms() -> int:
    """Delete what nobody came back for; returns how many."""
    deleted, _ = KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def _offer(request: HttpRequest, person: User) -> None:
    kept = KeptForm.objects.filter(person=person, path=request.path, kept_at__gte=timezone.now() - KEPT_FOR).first()
    if kept is None:
        return
    fields = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        fields.setlist(name, values)
    said: Any = request
    said.kept_form, said.kept_fields = kept, fields


def _last_person(request: HttpRequest) -> int | None:
    try:
        person_id = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    is_there = isinstance(person_id, int) and User.objects.filter(pk=person_id, is_active=True).exists()
    return person_id if is_there else None
