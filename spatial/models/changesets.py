# SPDX-License-Identifier: EUPL-1.2
"""A boundary version on its way: files, what a person said of them, what the check staged, and who answers for it."""

import uuid

from django.contrib.gis.db.models import MultiPolygonField, PointField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialplanung.jobs.models import Job


class ChangesetState(models.TextChoices):
    """How far a boundary version has come."""

    DRAFT = "draft", _("in work")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved, is being activated")
    ACTIVE = "active", _("activated")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")


class Changeset(models.Model):
    """One edition of boundaries from upload to activation; found at its uuid. `revision` counts what was changed in it.

    `content_hash` is empty until the check and speaks for everything staged; `summary` says what will be stored for
    each level, the coarsest first, and is part of the hash.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ChangesetState, default=ChangesetState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    edition = models.SlugField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    whole_key = models.CharField(max_length=40, blank=True)
    whole_name = models.CharField(max_length=200, blank=True)
    may_lie_elsewhere = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="changeset_tenant_key"),
            models.UniqueConstraint(
                fields=("organisation", "edition"),
                condition=Q(state__in=("submitted", "approved")),
                name="changeset_edition_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="changeset_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("created_by")), name="changeset_four_eyes"),
            models.CheckConstraint(
                condition=~Q(state__in=("submitted", "approved", "active")) | ~Q(content_hash=""),
                name="changeset_submitted_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "active"), approved_by__isnull=False)
                | (~Q(state__in=("approved", "active")) & Q(approved_by__isnull=True)),
                name="changeset_approved_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "-changed_at"), name="changeset_by_state"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the draft may still be changed."""
        return self.state == ChangesetState.DRAFT

    @property
    def job(self) -> Job | None:
        """The last long step, if there was one."""
        return Job.objects.filter(pk=self.job_id).first() if self.job_id else None


class ChangesetEditor(models.Model):
    """One person who brought or changed a changeset, and therefore never approves it; unique by both."""

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="editors")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("changeset", "person"), name="changeset_editor_once"),)


class ChangesetFile(models.Model):
    """One boundary file, byte for byte (loose parts of a Shapefile as the zip that holds them); its name is only shown.

    `address` is where it was fetched, `feature_type` which layer was asked for there.
    """

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=1000, blank=True)
    feature_type = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    problem = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("changeset", "number"), name="changeset_file_number"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class ChangesetLayer(models.Model):
    """One layer of a file: what was found in it, what a person said of it, and what the check drew and counted."""

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="layers")
    file = models.ForeignKey(ChangesetFile, models.CASCADE, related_name="layers")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    is_taken = models.BooleanField(default=True)
    sketch = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    is_answered = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("changeset", "number"), name="changeset_layer_number"),)

    def __str__(self) -> str:
        """Return file and layer."""
        return f"{self.file.name}, {self.name}" if self.name else self.file.name


class StagedUnit(models.Model):
    """One area as it will be stored; unique by level and key. `continues` is the key of the area that it goes on."""

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="staged")
    level = models.SlugField(max_length=60)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    parent_key = models.CharField(max_length=40, blank=True)
    continues = models.CharField(max_length=40, blank=True)
    geometry = MultiPolygonField(srid=4326)
    label_point = PointField(srid=4326)
    area_m2 = models.FloatField()

    class Meta:
        ordering = ("level", "position")
        constraints = (
            models.UniqueConstraint(fields=("changeset", "level", "position"), name="staged_unit_position"),
            models.UniqueConstraint(fields=("changeset", "level", "key"), name="staged_unit_key"),
        )

    def __str__(self) -> str:
        """Return the name of the area."""
        return self.name


class ChangesetFinding(models.Model):
    """One thing that the check found, with its areas, its place on earth and its size."""

    class Severity(models.TextChoices):
        """How much it weighs: an error blocks, a warning needs a written reason, a note informs."""

        ERROR = "error"
        WARNING = "warning"
        NOTE = "note"

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="findings")
    layer = models.ForeignKey(ChangesetLayer, models.CASCADE, null=True, related_name="findings")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8, choices=Severity)
    keys = models.JSONField(default=list)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    area_m2 = models.FloatField(null=True)
    length_m = models.FloatField(null=True)
    params = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("changeset", "number"), name="changeset_finding_number"),)

    def __str__(self) -> str:
        """Return code and number."""
        return f"{self.number} {self.code}"


class ChangesetReason(models.Model):
    """Why findings of one code in one layer are right as they are; unique by both, and kept over checks."""

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="reasons")
    topic = models.CharField(max_length=200)
    text = models.TextField()
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("changeset", "topic"), name="changeset_reason_once"),)


class ChangesetSignature(models.Model):
    """One person's approval of exactly one content; unique by changeset and revision, never changed, never deleted."""

    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="signatures")
    revision = models.PositiveIntegerField()
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-signed_at", "-id")
        constraints = (models.UniqueConstraint(fields=("changeset", "revision"), name="changeset_signature_once"),)


class ChangesetComment(models.Model):
    """One decision on a changeset in words."""

    class Kind(models.TextChoices):
        """What was decided."""

        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("taken back by the person who brought it")
        ASKED_BACK = "asked_back", _("asked back")
        REFUSED = "refused", _("refused")
        APPROVED = "approved", _("approved")

    changeset = models.ForeignKey(Changeset, models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-written_at", "-id")
