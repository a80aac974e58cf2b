# SPDX-License-Identifier: EUPL-1.2
"""A layer on its way: its file, what a person said of it, its rows with what is wrong, and who answers for it."""

import uuid
from typing import Final

from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sozialplanung.jobs.models import Job
from spatial.models.layers import Layer, LayerKind, LayerVersion
from spatial.readers.features.telling import told_address


class LayerDraftState(models.TextChoices):
    """How far a layer has come."""

    DRAFT = "draft", _("in work")
    SUBMITTED = "submitted", _("waiting for approval")
    ACTIVE = "active", _("in force")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")


class LayerDraft(models.Model):
    """One version of a layer from upload to being in force; found at its uuid. `revision` counts the changes in it.

    Without a `layer` it begins a new one of that slug. `content_hash` is empty until every row has a place or a reason.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    layer = models.ForeignKey(Layer, models.PROTECT, null=True, blank=True, related_name="drafts")
    version = models.OneToOneField(LayerVersion, models.PROTECT, null=True, blank=True, related_name="draft")
    state = models.CharField(max_length=10, choices=LayerDraftState, default=LayerDraftState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=LayerKind, default=LayerKind.POINT)
    topic = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    is_answered = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="layer_draft_tenant_key"),
            models.UniqueConstraint(
                fields=("organisation", "slug"), condition=Q(state="submitted"), name="layer_draft_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="layer_draft_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("created_by")), name="layer_draft_four_eyes"),
            models.CheckConstraint(
                condition=~Q(state__in=("submitted", "active")) | ~Q(content_hash=""),
                name="layer_draft_submitted_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(state="active", approved_by__isnull=False, version__isnull=False)
                | (~Q(state="active") & Q(approved_by__isnull=True, version__isnull=True)),
                name="layer_draft_approved_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "-changed_at"), name="layer_draft_by_state"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the draft may still be changed."""
        return self.state == LayerDraftState.DRAFT

    @property
    def job(self) -> Job | None:
        """The last long step, if there was one."""
        return Job.objects.filter(pk=self.job_id).first() if self.job_id else None


class LayerDraftEditor(models.Model):
    """One person who brought or changed a draft, and therefore never approves it; unique by both."""

    draft = models.ForeignKey(LayerDraft, models.CASCADE, related_name="editors")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "person"), name="layer_draft_editor_once"),)


class ServiceKind(models.TextChoices):
    """How a service of features is asked."""

    WFS = "wfs", "WFS"
    FEATURES = "features", "OGC API Features"


class AddressTold(models.TextChoices):
    """How much of the address of a service readers see."""

    SERVER = "server", _("the name of the server alone")
    ADDRESS = "address", _("the address without what stands after “?”")


class LayerDraftSource(models.Model):
    """The service that the file of a draft is fetched from; unique by draft.

    The address may bear a key of the organisation, so that this table is none of those that the public login reads:
    people see `told_address`, readers what of it goes into a version.
    """

    draft = models.OneToOneField(LayerDraft, models.CASCADE, related_name="source")
    kind = models.CharField(max_length=8, choices=ServiceKind)
    address = models.CharField(max_length=1000)
    collection = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    told = models.CharField(max_length=7, choices=AddressTold, default=AddressTold.SERVER)

    def __str__(self) -> str:
        """Return the name of the collection."""
        return self.collection

    @property
    def told_address(self) -> str:
        """What everybody may see of the address."""
        return told_address(self.address, self.told)


class LayerDraftFile(models.Model):
    """The file of a draft, byte for byte (parts of a Shapefile as the zip that holds them); a later one replaces it.

    `sketch` is what was found in it, layer by layer; `fetched_at` is NULL for a file that somebody uploaded.
    """

    draft = models.OneToOneField(LayerDraft, models.CASCADE, related_name="file")
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    sketch = models.JSONField(default=list)
    problem = models.JSONField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class RowState(models.TextChoices):
    """Whether a row has a place, and how it came to it."""

    PLACED = "placed", _("with coordinates")
    EXACT = "exact", _("address found")
    INEXACT = "inexact", _("address found inexactly")
    FAILED = "failed", _("address not found")
    WRONG = "wrong", _("to be corrected")
    CORRECTED = "corrected", _("corrected")
    LEFT_OUT = "left_out", _("left out")


class LayerDraftRow(models.Model):
    """One row of the file as the check read it, with corrections; unique by draft and number (its line or feature).

    `candidates` are addresses that may be meant, each with its reasons; `nearest` what is next in words.
    """

    SETTLED: Final = (RowState.PLACED, RowState.EXACT, RowState.CORRECTED, RowState.LEFT_OUT)

    draft = models.ForeignKey(LayerDraft, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState)
    key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400, blank=True)
    capacity = models.FloatField(null=True, blank=True)
    attributes = models.JSONField(default=dict)
    geometry = GeometryField(srid=4326, null=True, blank=True, spatial_index=False)
    candidates = models.JSONField(default=list)
    nearest = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "number"), name="layer_draft_row_number"),
            models.CheckConstraint(
                condition=~Q(state__in=("placed", "exact", "corrected")) | Q(geometry__isnull=False),
                name="layer_draft_row_has_place",
            ),
        )
        indexes = (models.Index(fields=("draft", "state", "number"), name="layer_draft_row_by_state"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name or self.key

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be decided."""
        return self.state in self.SETTLED


class LayerDraftCorrection(models.Model):
    """What a person decided on one row; unique by both, kept over checks until the file or its columns change.

    `said` is an address, the position of a candidate with its words, or coordinates in EPSG:4326; with each of them
    the address that the row has in the file.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        ADDRESS = "address", _("another address")
        CANDIDATE = "candidate", _("one of the candidates")
        POINT = "point", _("coordinates")
        LEFT_OUT = "left_out", _("left out")

    draft = models.ForeignKey(LayerDraft, models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    said = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "number"), name="layer_draft_correction_once"),
            models.CheckConstraint(
                condition=~Q(kind="left_out") | ~Q(reason=""), name="layer_draft_left_out_with_reason"
            ),
        )


class LayerDraftFinding(models.Model):
    """One thing that the check found, in one row or in the whole file (`row` is NULL)."""

    class Severity(models.TextChoices):
        """How much it weighs: an error keeps the draft back, a note informs."""

        ERROR = "error"
        NOTE = "note"

    draft = models.ForeignKey(LayerDraft, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    row = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8, choices=Severity)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="layer_draft_finding_number"),)

    def __str__(self) -> str:
        """Return code and number."""
        return f"{self.number} {self.code}"


class LayerDraftSignature(models.Model):
    """One person's approval of exactly one content; unique by draft and revision, never changed, never deleted."""

    draft = models.ForeignKey(LayerDraft, models.PROTECT, related_name="signatures")
    revision = models.PositiveIntegerField()
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-signed_at", "-id")
        constraints = (models.UniqueConstraint(fields=("draft", "revision"), name="layer_draft_signature_once"),)


class LayerDraftComment(models.Model):
    """One decision on a draft in words."""

    class Kind(models.TextChoices):
        """What was decided."""

        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("taken back by the person who brought it")
        ASKED_BACK = "asked_back", _("asked back")
        REFUSED = "refused", _("refused")
        APPROVED = "approved", _("approved")

    draft = models.ForeignKey(LayerDraft, models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-written_at", "-id")
