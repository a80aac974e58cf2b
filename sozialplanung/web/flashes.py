# SPDX-License-Identifier: EUPL-1.2
"""One-time messages on the next page, in a cookie that is bound to this host as all others are."""

from typing import ClassVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's cookie under a name that browsers take for this very host alone."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class FlashStorage(FallbackStorage):
    """The cookie, and the session for what is too long for one."""

    storage_classes: ClassVar = (HostCookieStorage, SessionStorage)  # type: ignore[misc]  # a list of classes there
