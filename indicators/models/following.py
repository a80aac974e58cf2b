# SPDX-License-Identifier: EUPL-1.2
"""What people come back to: indicators on their own list."""

from django.conf import settings
from django.db import models


class Favourite(models.Model):
    """One indicator on the list of one person; unique by both. Nobody else sees it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("person", "indicator"), name="favourite_once"),)

    def __str__(self) -> str:
        """Name whose it is, for the log."""
        return f"{self.person_id} {self.indicator_id}"
