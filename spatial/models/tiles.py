# SPDX-License-Identifier: EUPL-1.2
"""What tiles of a boundary version with many areas are cut from."""

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.indexes import GistIndex
from django.db import models


class TileSet(models.Model):
    """The tiles of one boundary version, named by the hash of all outlines that they are cut from; never changed.

    `places` is JSON, gzipped, of what a map knows of its areas beside their outlines; it has a hash of its own.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    boundary_version = models.OneToOneField("spatial.BoundaryVersion", models.CASCADE, related_name="tile_set")
    content_hash = models.CharField(max_length=64)
    places_hash = models.CharField(max_length=64)
    places = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "id"), name="tileset_tenant_key"),)

    def __str__(self) -> str:
        """Return the hash."""
        return self.content_hash[:12]


class TileOutline(models.Model):
    """The outline of the area in one place of the frozen order, as tiles up to the zoom `scale` show it."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", db_index=False)
    tile_set = models.ForeignKey(TileSet, models.CASCADE, related_name="outlines", db_index=False)
    scale = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    geometry = GeometryField(srid=3857, spatial_index=False)

    class Meta:
        ordering = ("scale", "position")
        constraints = (models.UniqueConstraint(fields=("tile_set", "scale", "position"), name="tileoutline_unique"),)
        # One version and scale at a time are asked: those of other editions lie on the same ground.
        indexes = (GistIndex(fields=("tile_set", "scale", "geometry"), name="tileoutline_ground"),)

    def __str__(self) -> str:
        """Return scale and place."""
        return f"{self.scale}/{self.position}"
