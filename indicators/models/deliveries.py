# SPDX-License-Identifier: EUPL-1.2
"""The wizard's memory: a draft with its files, tables and answers, and the mappings that were confirmed before."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialplanung.jobs.models import Job


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    DRAFT = "draft", _("in work")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved, is being released")
    RELEASED = "released", _("released")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")
    TAKEN_BACK = "taken_back", _("taken back")


class Delivery(models.Model):
    """One Datenlieferung from upload to release; found at its uuid. `revision` counts what was changed in it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="deliveries")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    batch = models.OneToOneField(
        "indicators.ImportBatch", models.PROTECT, null=True, blank=True, related_name="delivery"
    )
    job_id = models.UUIDField(null=True, blank=True)
    release_jobs = ArrayField(models.UUIDField(), default=list, blank=True)
    # Until then nothing of an approved delivery becomes current: the embargo.
    release_at = models.DateTimeField(null=True, blank=True)
    # The topics to which it is bound, where a role that is narrowed to them began it (`selectors.parts`).
    within = ArrayField(models.BigIntegerField(), null=True, blank=True, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = (models.UniqueConstraint(fields=("organisation", "id"), name="delivery_tenant_key"),)
        indexes = (models.Index(fields=("organisation", "state", "-changed_at"), name="delivery_by_state"),)

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the draft may still be changed."""
        return self.state == DeliveryState.DRAFT

    @property
    def is_take_back(self) -> bool:
        """Whether it brings earlier figures back instead of files."""
        return self.batch is not None and self.batch.takes_back_id is not None

    @property
    def job(self) -> Job | None:
        """The last long step, if there was one."""
        return Job.objects.filter(pk=self.job_id).first() if self.job_id else None


class DeliveryEditor(models.Model):
    """One person who brought or changed a delivery, and therefore never approves it; unique by delivery and person."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="editors")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("delivery", "person"), name="delivery_editor_once"),)


class DeliveryFile(models.Model):
    """One file of a delivery, byte for byte, under a number of ours; its name is only ever shown."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    problem = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("delivery", "number"), name="delivery_file_number"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class MappingProfile(models.Model):
    """One confirmed mapping of a source; unique by name and version, found again by the fingerprint of the layout."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="profiles")
    name = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    level = models.SlugField(max_length=60)
    edition = models.SlugField(max_length=60)
    mapping = models.JSONField()
    answers = models.JSONField(default=dict)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(fields=("source", "name", "version"), name="profile_version_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="profile_tenant_key"),
        )
        indexes = (models.Index(fields=("source", "fingerprint"), name="profile_by_fingerprint"),)

    def __str__(self) -> str:
        """Return name and version."""
        return f"{self.name} ({self.version})"


class DeliveryTable(models.Model):
    """One table found in a file, with what was recognised, what a person answered, and the mapping that follows."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tables")
    file = models.ForeignKey(DeliveryFile, models.CASCADE, related_name="tables")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    is_taken = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    recognition = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    level = models.CharField(max_length=60, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    mapping = models.JSONField(null=True, blank=True)
    profile = models.ForeignKey(MappingProfile, models.SET_NULL, null=True, blank=True, related_name="+")
    template = models.ForeignKey(
        "indicators.DeliveryTemplate", models.PROTECT, null=True, blank=True, related_name="tables"
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("delivery", "number"), name="delivery_table_number"),
            models.CheckConstraint(
                condition=Q(mapping__isnull=True) | ~Q(level="", edition=""), name="delivery_table_mapped"
            ),
        )

    def __str__(self) -> str:
        """Return file and sheet."""
        return f"{self.file.name}, {self.name}" if self.name else self.file.name


class DeliveryReason(models.Model):
    """Why one finding of a delivery is right as it is; unique by the key of the finding, which outlives a batch."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="reasons")
    finding_key = models.CharField(max_length=64)
    text = models.TextField()
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("delivery", "finding_key"), name="delivery_reason_once"),)


class DeliveryComment(models.Model):
    """One decision on a delivery in words: submitted, asked back, refused, approved."""

    class Kind(models.TextChoices):
        """What was decided."""

        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("taken back by the person who brought it")
        ASKED_BACK = "asked_back", _("asked back")
        REFUSED = "refused", _("refused")
        APPROVED = "approved", _("approved")
        RETRIED = "retried", _("started the release again")
        TAKEN_BACK = "taken_back", _("asked to take it back; it was taken back")
        ANSWERED = "answered", _("answered the question")

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-written_at", "-id")
