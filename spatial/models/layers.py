# SPDX-License-Identifier: EUPL-1.2
"""Places, lines and areas that lie in the organisation: layers, their versions in force, and the addresses known."""

from django.contrib.gis.db.models import GeometryField, PointField
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialplanung.jobs.models import Job


class LayerKind(models.TextChoices):
    """What a layer holds."""

    POINT = "point", _("places")
    LINE = "line", _("lines")
    AREA = "area", _("areas")


class Layer(models.Model):
    """One layer of an organisation over all its versions, such as day-care centres; unique by slug.

    `topic` is a path of words with strokes between them.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=LayerKind)
    topic = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("topic", "name")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="layer_slug"),
            models.UniqueConstraint(fields=("organisation", "id"), name="layer_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class LayerVersion(models.Model):
    """One state of a layer, as it was approved; never changed but for being superseded; unique by layer and number.

    One that was wrong is taken back by two people (`LayerWithdrawal`) and read by nobody any more; the one before it is
    in force again.

    `columns` are the attributes that are shown, `capacity_label` what capacity counts (empty where none is told). What
    was `fetched_on` a day tells from which service and which of its collections; a file that was uploaded has none.
    """

    layer = models.ForeignKey(Layer, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    publisher = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)
    attribution = models.CharField(max_length=500)
    note = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    capacity_label = models.CharField(max_length=120, blank=True)
    fetched_from = models.CharField(max_length=400, blank=True)
    fetched_collection = models.CharField(max_length=200, blank=True)
    fetched_on = models.DateField(null=True, blank=True)
    feature_count = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    activated_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-valid_from", "-number")
        constraints = (
            models.UniqueConstraint(fields=("layer", "number"), name="layer_version_number"),
            models.UniqueConstraint(
                fields=("layer",), condition=Q(superseded_at__isnull=True), name="layer_version_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="layer_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(fetched_on__isnull=True, fetched_from="", fetched_collection="")
                | (Q(fetched_on__isnull=False) & ~Q(fetched_from="") & ~Q(fetched_collection="")),
                name="layer_version_fetched_from_somewhere",
            ),
        )

    def __str__(self) -> str:
        """Return layer and day."""
        return f"{self.layer} ({self.valid_from:%d.%m.%Y})"

    @property
    def is_in_force(self) -> bool:
        """Whether no later version took its place."""
        return self.superseded_at is None


class LayerFeature(models.Model):
    """One place of a version; unique by its position and by its key. `capacity` is NULL where it is not known."""

    version = models.ForeignKey(LayerVersion, models.CASCADE, related_name="features")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=400, blank=True)
    geometry = GeometryField(srid=4326, spatial_index=False)
    capacity = models.FloatField(null=True, blank=True)
    attributes = models.JSONField(default=dict)

    class Meta:
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="layer_feature_position"),
            models.UniqueConstraint(fields=("version", "key"), name="layer_feature_key"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=0), name="layer_feature_capacity_not_negative"
            ),
        )
        indexes = (GistIndex(fields=("geometry",), name="layer_feature_geometry"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class RegisterState(models.TextChoices):
    """How far an address file has come."""

    READING = "reading", _("is being read")
    CURRENT = "current", _("in use")
    FAILED = "failed", _("cannot be read")
    SUPERSEDED = "superseded", _("replaced")


class AddressRegister(models.Model):
    """One address file of an organisation; at most one is in use. `content` is kept until it was read.

    `selection` is what was said of its columns and its system, `rows_left_out` how many rows are no address here,
    `linked_versions` the boundary versions in which its streets are known.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RegisterState, default=RegisterState.READING)
    name = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    selection = models.JSONField(default=dict)
    content = models.BinaryField(blank=True, default=bytes)
    address_count = models.PositiveIntegerField(default=0)
    rows_left_out = models.PositiveIntegerField(default=0)
    linked_versions = ArrayField(models.BigIntegerField(), default=list)
    problem = models.JSONField(null=True, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state="current"), name="address_register_in_use_once"
            ),
        )

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name

    @property
    def job(self) -> Job | None:
        """The reading of the file."""
        return Job.objects.filter(pk=self.job_id).first() if self.job_id else None


class Address(models.Model):
    """One known address. One house number has the same first and last number.

    `street_key` is what spellings of one street share, as `spatial.readers.addresses.words` tells it.
    """

    register = models.ForeignKey(AddressRegister, models.CASCADE, related_name="addresses")
    street = models.CharField(max_length=200)
    street_key = models.CharField(max_length=250)
    first_number = models.PositiveIntegerField()
    first_suffix = models.CharField(max_length=8, blank=True)
    last_number = models.PositiveIntegerField()
    last_suffix = models.CharField(max_length=8, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=200, blank=True)
    location = PointField(srid=4326, spatial_index=False)

    class Meta:
        ordering = ("register", "id")
        indexes = (models.Index(fields=("register", "street_key"), name="address_by_street"),)

    def __str__(self) -> str:
        """Return street and first number."""
        return f"{self.street} {self.first_number}{self.first_suffix}"
