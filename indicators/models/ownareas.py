# SPDX-License-Identifier: EUPL-1.2
"""Areas of one's own that people keep for themselves, their house, or by link: ground, never a figure."""

from typing import ClassVar

from django.contrib.gis.db.models import MultiPolygonField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.keepsake import Keepsake
from indicators.models.savedviews import Sharing
from indicators.rendering.workbench.ownshapes import LONGEST

LONGEST_COLLECTION = 120


class OwnAreaKind(models.TextChoices):
    """How an own area came about."""

    UNION = "union", _("areas together")
    CIRCLE = "circle", _("circle")
    DRAWN = "drawn", _("drawn")
    UPLOADED = "uploaded", _("from a file")
    REACHED = "reached", _("what is reached along streets")


class OwnArea(Keepsake):
    """An area of one's own; unique by owner and name at an organisation while it is not removed.

    What it is on the ground says its newest edition. ``collection`` names the set it came with (empty: none).
    """

    sharing = models.CharField(_("Who can open it"), max_length=6, choices=Sharing, default=Sharing.NOBODY)
    collection = models.CharField(max_length=LONGEST_COLLECTION, blank=True)

    class Meta(Keepsake.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organisation", "id"), name="own_area_tenant_key"),
            models.UniqueConstraint(
                fields=("organisation", "owner", "name"),
                condition=Q(removed_at__isnull=True),
                name="own_area_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="own_area_named"),
            models.CheckConstraint(condition=Q(sharing__in=Sharing.values), name="own_area_sharing"),
        ]

    @property
    def is_shared(self) -> bool:
        """Whether the house finds it."""
        return self.sharing != Sharing.NOBODY

    @property
    def current(self) -> "OwnAreaEdition":
        """The newest edition."""
        return max(self.editions.all(), key=lambda edition: edition.number)


class OwnAreaEdition(models.Model):
    """What an own area is on the ground since some moment; unique by area and number, never changed.

    ``query`` is the shape as an address says it, empty for what came from a file; ``content_hash`` names the ground.
    Which areas of a boundary version it holds follows from both, which never change.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    area = models.ForeignKey(OwnArea, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=OwnAreaKind)
    query = models.CharField(max_length=LONGEST, blank=True)
    geometry = MultiPolygonField(srid=4326)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("area", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("area", "number"), name="own_area_edition_once"),
            models.CheckConstraint(condition=Q(kind__in=OwnAreaKind.values), name="own_area_edition_kind"),
        ]

    def __str__(self) -> str:
        """Return area and number."""
        return f"{self.area_id} n{self.number}"
