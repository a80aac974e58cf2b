# SPDX-License-Identifier: EUPL-1.2
"""What organisations say and said in their own words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class OwnWords(models.Model):
    """One row is what an organisation says from a moment on; never changed. The newest stands at the organisation too.

    `easy_text` is Leichte Sprache: a sentence on each line, headings behind ``#``.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="words")
    easy_text = models.TextField(blank=True, default="")
    easy_checked_by = models.CharField(max_length=160, blank=True, default="")
    sign_language_url = models.URLField(max_length=300, blank=True, default="")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sign_language_url="") | models.Q(sign_language_url__startswith="https://"),
                name="accounts_ownwords_https",
            )
        ]

    def __str__(self) -> str:
        """Return whose they are, and since when."""
        return f"{self.organisation_id}: {self.written_at:%Y-%m-%d}"
