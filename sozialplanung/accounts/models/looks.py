# SPDX-License-Identifier: EUPL-1.2
"""How organisations look and looked: their logos and colours."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

_ACCENT: str = r"^(#[0-9a-f]{6})?$"


class Logo(models.Model):
    """One row is one logo that an organisation has or had, as PNG; unique by both, never changed, read by everybody."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "digest"], name="accounts_logo_once")]

    def __str__(self) -> str:
        """Return whose it is, and its digest."""
        return f"{self.organisation_id}: {self.digest[:12]}"


class Look(models.Model):
    """One row says how an organisation looks from a moment on: no colour or no logo means the house's.

    Never changed: who goes back to an earlier look adds a row. The newest one stands at the organisation as well.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="looks")
    accent = models.CharField(max_length=7, blank=True, default="")
    logo = models.ForeignKey(Logo, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(accent__regex=_ACCENT), name="accounts_look_accent")
        ]

    def __str__(self) -> str:
        """Return whose it is, and the colour."""
        return f"{self.organisation_id}: {self.accent or 'house'}"


class LookDraft(models.Model):
    """One row is a look that somebody tries; unique by organisation and person, gone when it is kept or dropped."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    accent = models.CharField(max_length=7, blank=True, default="")
    logo = models.BinaryField(default=bytes)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person"], name="accounts_lookdraft_once"),
            models.CheckConstraint(condition=models.Q(accent__regex=_ACCENT), name="accounts_lookdraft_accent"),
        ]

    def __str__(self) -> str:
        """Return whose it is, and who tries it."""
        return f"{self.organisation_id}: {self.person_id}"
