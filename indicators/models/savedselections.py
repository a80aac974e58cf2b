# SPDX-License-Identifier: EUPL-1.2
"""Selections of areas that people keep for themselves or for their house: areas alone, never a figure."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedSelection(models.Model):
    """Areas that somebody keeps under a name; unique by owner and name at an organisation while it is not removed.

    ``unit_ids`` are the enduring ids of the areas on ``boundary_version``, rising. A removed one can be brought back by
    its owner for a while, then it goes for good.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    unit_ids = ArrayField(models.BigIntegerField())
    is_shared = models.BooleanField(_("Shared with the house"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="saved_selection_tenant_key"),
            models.UniqueConstraint(
                fields=("organisation", "owner", "name"),
                condition=Q(removed_at__isnull=True),
                name="saved_selection_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_selection_named"),
            models.CheckConstraint(condition=Q(unit_ids__len__gte=1), name="saved_selection_not_empty"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name
