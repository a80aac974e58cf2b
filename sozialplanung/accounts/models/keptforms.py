# SPDX-License-Identifier: EUPL-1.2
"""What somebody sent after their session had ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class KeptForm(models.Model):
    """One row is what one person sent to one page and what was not taken; unique by person and path, short-lived."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    fields = models.JSONField()
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "path"], name="accounts_keptform_once"),
            models.CheckConstraint(condition=models.Q(path__startswith="/"), name="accounts_keptform_path_of_ours"),
        ]

    def __str__(self) -> str:
        """Return the page."""
        return self.path
