# SPDX-License-Identifier: EUPL-1.2
"""Map services of others (WMS, WMTS) whose pictures lie behind or over the figures of our maps."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MapServiceKind(models.TextChoices):
    """How a service is asked."""

    WMS = "wms", "WMS"
    WMTS = "wmts", "WMTS"


class MapServiceRole(models.TextChoices):
    """Where the pictures of a service lie."""

    BASE = "base", _("base map: streets and names behind the figures, in grey")
    OVERLAY = "overlay", _("overlay: over the figures, in its own colours")


class MapServiceState(models.TextChoices):
    """Whether readers are offered a service."""

    DRAFT = "draft", _("not offered yet")
    SHOWN = "shown", _("offered on maps")
    HIDDEN = "hidden", _("taken off maps")


class MapService(models.Model):
    """One layer of a service that an organisation may offer on its maps; unique by slug.

    `source` is what its pictures are asked for with (`spatial.readers.maps.source`). An address may bear a key of the
    organisation, so that this table is none of those that the public login reads. `seen_at`: when a picture came last
    while somebody looked.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=4, choices=MapServiceKind)
    role = models.CharField(max_length=7, choices=MapServiceRole)
    state = models.CharField(max_length=6, choices=MapServiceState, default=MapServiceState.DRAFT)
    address = models.CharField(max_length=1000)
    source = models.JSONField()
    opacity = models.PositiveSmallIntegerField()
    attribution = models.CharField(max_length=500)
    licence = models.CharField(max_length=200)
    revision = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("role", "title")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="map_service_slug"),
            models.CheckConstraint(condition=Q(opacity__gte=10) & Q(opacity__lte=100), name="map_service_can_be_seen"),
            models.CheckConstraint(condition=~Q(attribution=""), name="map_service_names_its_source"),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_base(self) -> bool:
        """Whether its pictures lie behind the figures."""
        return self.role == MapServiceRole.BASE

    @property
    def is_shown(self) -> bool:
        """Whether readers are offered it."""
        return self.state == MapServiceState.SHOWN
