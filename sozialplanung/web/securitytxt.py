# SPDX-License-Identifier: EUPL-1.2
"""Whom to tell of a vulnerability, as RFC 9116 wants it: /.well-known/security.txt."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

PATH: Final = "/.well-known/security.txt"
# RFC 9116 recommends less than a year; the same answer holds for a month, so that it can be cached.
_VALID: Final = timedelta(days=180)


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Name the operator's address; without one there is nothing to name."""
    email = settings.OPERATOR["email"]
    if not email or not email.isprintable():
        raise Http404
    lines = [
        f"Contact: mailto:{email}",
        f"Expires: {_end(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.PUBLIC_URL}{PATH}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _end(now: datetime) -> datetime:
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first + _VALID
