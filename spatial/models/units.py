# SPDX-License-Identifier: EUPL-1.2
"""The enduring spatial unit."""

from django.db import models


class Unit(models.Model):
    """One enduring area: an identity without key, name or shape, which its dated rows carry."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    level = models.ForeignKey("spatial.Level", models.PROTECT, related_name="units")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "id"), name="unit_tenant_key"),)

    def __str__(self) -> str:
        """Return the identity as text."""
        return f"Unit {self.pk}"
