# SPDX-License-Identifier: EUPL-1.2
"""Selections of areas that people keep for themselves or for their house: areas alone, never a figure."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.keepsake import Keepsake


class SavedSelection(Keepsake):
    """Areas that somebody keeps under a name; unique by owner and name at an organisation while it is not removed.

    ``unit_ids`` are the enduring ids of the areas on ``boundary_version``, rising.
    """

    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    unit_ids = ArrayField(models.BigIntegerField())
    is_shared = models.BooleanField(_("Shared with the house"), default=False)

    class Meta(Keepsake.Meta):
        abstract = False
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
