# SPDX-License-Identifier: EUPL-1.2
"""Who is signed in where."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string


class PersonSession(AbstractBaseSession):
    """One row is one session of one browser; its key is unique. Without a person nobody has signed in there yet.

    No network address is kept: it says more of where people work than of who they are.
    """

    # No foreign key: what a session holds is checked with each request, and a deleted person's sessions mean nothing.
    person_id = models.BigIntegerField(null=True, db_index=True)
    browser = models.CharField(max_length=60, blank=True)
    is_strong = models.BooleanField(default=False)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that reads these rows."""
        store: type = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store
