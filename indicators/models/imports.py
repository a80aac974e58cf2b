# SPDX-License-Identifier: EUPL-1.2
"""Deliveries on their way: batch, file, staged values, findings and signatures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """How far a delivery has come."""

    STAGED = "staged"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    APPLIED = "applied"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"


# What a batch in these states said does not count: the same may be delivered again.
VOID_STATES = (BatchState.REFUSED, BatchState.WITHDRAWN, BatchState.TAKEN_BACK)


class SignatureKind(models.TextChoices):
    """What a person answers for with a signature."""

    CONTENT = "content", _("content")
    CONFIDENTIALITY = "confidentiality", _("confidentiality")


class ImportBatch(models.Model):
    """One Importvorgang: a delivery of one source, its mapping, its findings and the two who answer for it.

    Unique by the hash of files and mapping, so that the same delivery is never taken twice while it counts. A batch
    that `takes_back` another one holds no files: it brings back what that one changed (docs/adr/0004-deliveries.md).
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="batches")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=BatchState, default=BatchState.STAGED)
    boundary_edition = models.SlugField(max_length=60)
    mapping = models.JSONField()
    content_hash = models.CharField(max_length=64)
    # Empty until everything is staged; from then on neither can change (see the triggers).
    values_hash = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    # Who has to sign: written by the database when the batch is submitted, and fixed from then on.
    rule = models.JSONField(null=True, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    takes_back = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="batch_tenant_key"),
            models.UniqueConstraint(
                fields=("organisation", "content_hash"),
                condition=~Q(state__in=("refused", "withdrawn", "taken_back")),
                name="batch_content_once",
            ),
            models.UniqueConstraint(
                fields=("takes_back",),
                condition=~Q(state__in=("refused", "withdrawn")),
                name="batch_taken_back_once",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("created_by")), name="batch_four_eyes"),
            models.CheckConstraint(
                condition=~Q(state__in=("applied", "taken_back"))
                | Q(approved_by__isnull=False, applied_at__isnull=False),
                name="batch_applied_was_approved",
            ),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class BatchSlice(models.Model):
    """What one batch said of one series and period when it became current; unique by these three, never changed.

    It changed the figures of some areas and confirmed those of others: taking it back touches the former, and no
    figure that a later batch confirmed can be taken back behind its back.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="slices")
    series_id = models.IntegerField()
    period_id = models.IntegerField()
    changed_units = ArrayField(models.BigIntegerField())
    confirmed_units = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "series_id", "period_id"), name="batch_slice_once"),)
        indexes = (models.Index(fields=("series_id", "period_id"), name="batch_slice_place"),)

    def __str__(self) -> str:
        """Return batch and place."""
        return f"{self.batch_id}: {self.series_id}/{self.period_id}"


class SliceComparison(models.Model):
    """How much a batch would change of one series and period, as counted at its check; unique by these three.

    It holds as long as `compared_with` among the counts of the batch does.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="+")
    series_id = models.IntegerField()
    period_id = models.IntegerField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "series_id", "period_id"), name="comparison_once"),)

    def __str__(self) -> str:
        """Return batch and place."""
        return f"{self.batch_id}: {self.series_id}/{self.period_id}"


class ImportFile(models.Model):
    """One file of a batch as it came, byte for byte."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Finding(models.Model):
    """One thing the checks found in a batch, with its place and what to do."""

    class Severity(models.TextChoices):
        """How much it weighs: an error blocks, a warning needs a written reason, a note informs."""

        ERROR = "error"
        WARNING = "warning"
        NOTE = "note"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8, choices=Severity)
    file_name = models.CharField(max_length=300, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    table = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=300, blank=True)
    params = models.JSONField(default=dict)
    message = models.TextField()
    proposal = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("severity", "file_name", "row")

    def __str__(self) -> str:
        """Return code and place."""
        return f"{self.code} {self.file_name}:{self.row}"


class BatchAuthor(models.Model):
    """One person who brought or edited what is in a batch; unique by batch and person, and never its signer."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="authors")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "person"), name="batch_author_once"),)


class Signature(models.Model):
    """One person's approval of exactly one content; unique by batch and kind, never changed, never deleted."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=16, choices=SignatureKind)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("signed_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("batch", "kind"), name="signature_kind_once"),
            models.UniqueConstraint(fields=("batch", "person"), name="signature_person_once"),
        )


class ApprovalRule(models.Model):
    """Who signs deliveries of an organisation; unique by organisation, one signature of any approver without a row.

    Empty lists of signers stand for every approver. The database refuses a laxer rule that nobody else confirmed.
    """

    organisation = models.OneToOneField("accounts.Organisation", models.PROTECT, related_name="+")
    needs_confidentiality = models.BooleanField(default=False)
    parent_approves = models.BooleanField(default=False)
    content_signers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    confidentiality_signers = ArrayField(models.BigIntegerField(), default=list, blank=True)


class StagedValue(models.Model):
    """One value of a batch before it is approved; written by COPY and emptied when the batch is applied."""

    pk = models.CompositePrimaryKey("batch_id", "series_id", "period_id", "unit_id")
    batch_id = models.BigIntegerField()
    series_id = models.IntegerField()
    period_id = models.IntegerField()
    unit_id = models.BigIntegerField()
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    status = models.SmallIntegerField()
    flags = models.SmallIntegerField()
    row = models.IntegerField()

    def __str__(self) -> str:
        """Return the cell."""
        return f"{self.series_id}/{self.period_id}/{self.unit_id}"
