# SPDX-License-Identifier: EUPL-1.2
"""The streets of an address file, the areas that each of them runs through, and who may search the file."""

from django.contrib.gis.db.models import PointField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Street(models.Model):
    """One street of an address file; unique by what its spellings share, its town and its part.

    Streets of one name in one town that lie apart are different `part`s, counted from 0 in the order of the file's
    numbers. `street_key` is as in `Address`; `plain_key` is the name as it was written, without its short forms spelled
    out, for what somebody has typed so far. `words` are the beginnings at which a name is found: those of its words.
    """

    register = models.ForeignKey("spatial.AddressRegister", models.CASCADE, related_name="streets")
    name = models.CharField(max_length=200)
    street_key = models.CharField(max_length=250)
    plain_key = models.CharField(max_length=250)
    words = models.CharField(max_length=400)
    city = models.CharField(max_length=200, blank=True)
    part = models.PositiveIntegerField(default=0)
    postcodes = ArrayField(models.CharField(max_length=5), default=list)
    address_count = models.PositiveIntegerField()
    location = PointField(srid=4326, spatial_index=False)

    class Meta:
        ordering = ("register", "street_key", "city", "part")
        constraints = (models.UniqueConstraint(fields=("register", "street_key", "city", "part"), name="street_part"),)
        indexes = (
            models.Index(
                fields=("register", "street_key"), name="street_by_key", opclasses=("int8_ops", "varchar_pattern_ops")
            ),
            models.Index(
                fields=("register", "plain_key"),
                name="street_as_written",
                opclasses=("int8_ops", "varchar_pattern_ops"),
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class StreetArea(models.Model):
    """How many addresses of a street lie in one area; unique by street, boundary version and its position there."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="areas")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    address_count = models.PositiveIntegerField()

    class Meta:
        ordering = ("street", "boundary_version", "position")
        constraints = (
            models.UniqueConstraint(fields=("street", "boundary_version", "position"), name="street_area_position"),
        )

    def __str__(self) -> str:
        """Return street and place as text."""
        return f"{self.street_id}/{self.boundary_version_id}/{self.position}"


class AddressDecision(models.Model):
    """One decision on whether everybody may search an address file; unique by its revision of the file.

    The decision with the highest revision counts; without one the file is for the house. A row is never changed:
    another decision takes its place.
    """

    register = models.ForeignKey("spatial.AddressRegister", models.PROTECT, related_name="decisions")
    revision = models.PositiveIntegerField()
    is_open = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("register", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("register", "revision"), name="address_decision_revision"),
            models.CheckConstraint(condition=~Q(reason=""), name="address_decision_reason"),
        )

    def __str__(self) -> str:
        """Return what was decided about."""
        return f"{self.register_id}/{self.revision}"
