# SPDX-License-Identifier: EUPL-1.2
"""Boundary versions, the dated rows of units, and the geometry that is sent to readers."""

from django.contrib.gis.db.models import MultiPolygonField, PointField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """SQL ``daterange(from, until, '[)')``; an open end is NULL."""

    function = "daterange"
    output_field = DateRangeField()


VALIDITY = DateRange("valid_from", "valid_until", RangeBoundary())


class BoundaryVersion(models.Model):
    """One Gebietsstand of one level, unique by (level, edition), with its frozen unit order.

    ``unit_ids`` never changes once stored: every array of values is in this order. ``edition`` is shared by the levels
    that were delivered together (``lor-2021``). ``neighbours`` holds for each position the positions it touches.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    level = models.ForeignKey("spatial.Level", models.PROTECT, related_name="boundary_versions")
    edition = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    unit_ids = ArrayField(models.BigIntegerField())
    order_hash = models.CharField(max_length=64)
    neighbours = models.JSONField(default=list)
    coverage_report = models.JSONField(default=dict)
    publisher = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)
    attribution = models.CharField(max_length=500)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("level", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=("level", "edition"), name="boundaryversion_edition_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="boundaryversion_tenant_key"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="boundaryversion_ends_after_start",
            ),
            ExclusionConstraint(
                name="boundaryversion_no_overlap",
                expressions=[("level", RangeOperators.EQUAL), (VALIDITY, RangeOperators.OVERLAPS)],
            ),
        )

    def __str__(self) -> str:
        """Return the German name of the version."""
        return self.name


class UnitVersion(models.Model):
    """One dated row of a unit: key, name, parent and shape for ``[valid_from, valid_until)``.

    Neither a unit nor a key of a level may have two rows at the same time.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    level = models.ForeignKey("spatial.Level", models.PROTECT, related_name="+")
    unit = models.ForeignKey("spatial.Unit", models.PROTECT, related_name="versions")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("spatial.Unit", models.PROTECT, null=True, blank=True, related_name="child_versions")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    geometry = MultiPolygonField(srid=4326)
    label_point = PointField(srid=4326)
    area_m2 = models.FloatField()

    class Meta:
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="unitversion_tenant_key"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="unitversion_ends_after_start",
            ),
            ExclusionConstraint(
                name="unitversion_unit_no_overlap",
                expressions=[("unit", RangeOperators.EQUAL), (VALIDITY, RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="unitversion_key_no_overlap",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        """Return the name of the area."""
        return self.name


class BoundaryMember(models.Model):
    """One place in the frozen order of a boundary version and the dated row that stands there."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey(BoundaryVersion, models.CASCADE, related_name="members")
    position = models.PositiveIntegerField()
    unit_version = models.ForeignKey(UnitVersion, models.PROTECT, related_name="memberships")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("boundary_version", "position"), name="member_position_unique"),
            models.UniqueConstraint(fields=("boundary_version", "unit_version"), name="member_unit_unique"),
        )

    def __str__(self) -> str:
        """Return the place as text."""
        return f"{self.boundary_version_id}/{self.position}"


class GeometryAsset(models.Model):
    """The geometry of a boundary version at one detail level, gzipped, addressed by the hash of its content."""

    class Detail(models.TextChoices):
        """How much of the outline is kept."""

        OVERVIEW = "overview"
        MAP = "map"
        FULL = "full"

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey(BoundaryVersion, models.CASCADE, related_name="assets")
    detail = models.CharField(max_length=10, choices=Detail)
    content_hash = models.CharField(max_length=64)
    body = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("boundary_version", "detail"), name="asset_detail_unique"),
            models.UniqueConstraint(fields=("boundary_version", "content_hash", "detail"), name="asset_hash_unique"),
        )

    def __str__(self) -> str:
        """Return detail and hash."""
        return f"{self.detail} {self.content_hash[:12]}"
