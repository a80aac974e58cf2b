# SPDX-License-Identifier: EUPL-1.2
"""Published crosswalk tables on their way: the file of a steward, the table, and who answers for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TableWeight(models.TextChoices):
    """What the weights of a table are: shares of the older area, or a count of what is on the piece."""

    SHARE = "share", _("share of the older area, 0 to 1")
    PERCENT = "percent", _("share of the older area, in percent")
    PERSONS = "persons", _("persons on the piece")
    ADDRESSES = "addresses", _("addresses on the piece")


class TableState(models.TextChoices):
    """How far a table has come."""

    WAITING = "waiting", _("waiting for approval")
    IN_FORCE = "in_force", _("in force")
    REFUSED = "refused", _("refused")
    SUPERSEDED = "superseded", _("replaced")
    WITHDRAWN = "withdrawn", _("withdrawn")


class CrosswalkUpload(models.Model):
    """The file of a table that is not handed in yet; one for each person and pair, a later one takes its place.

    Of a workbook the sheet that was read is kept, as text with the numbers of its rows.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    older = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    newer = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    content = models.BinaryField()
    sheet = models.CharField(max_length=200, blank=True, default="")
    brought_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("older", "newer", "person"), name="crosswalk_upload_once"),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="crosswalk_upload_of_two_versions"),
        )

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


class CrosswalkTable(models.Model):
    """One published table for a pair of boundary versions, numbered; at most one waits, and one is in force.

    Its rows are four arrays of one length: the line of the file, positions in the frozen orders of both versions, and
    the weight as it was published. The database refuses every change but that of its state, and that anybody puts in
    force what they brought. `counted_on` is the day of which the weights are. `ended_by` withdrew it, or put the next
    one in force.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    older = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    newer = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=TableState, default=TableState.WAITING)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)
    attribution = models.CharField(max_length=500)
    note = models.TextField(blank=True)
    counted_on = models.DateField()
    weight = models.CharField(max_length=10, choices=TableWeight)
    lines = ArrayField(models.PositiveIntegerField())
    older_places = ArrayField(models.PositiveIntegerField())
    newer_places = ArrayField(models.PositiveIntegerField())
    weights = ArrayField(models.FloatField())
    file_name = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("older", "newer", "-number")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="crosswalk_table_tenant_key"),
            models.UniqueConstraint(fields=("older", "newer", "number"), name="crosswalk_table_number"),
            models.UniqueConstraint(
                fields=("older", "newer"), condition=Q(state="in_force"), name="crosswalk_table_in_force_once"
            ),
            models.UniqueConstraint(
                fields=("older", "newer"), condition=Q(state="waiting"), name="crosswalk_table_waits_once"
            ),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="crosswalk_table_of_two_versions"),
            models.CheckConstraint(condition=~Q(decided_by=F("created_by")), name="crosswalk_table_four_eyes"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "withdrawn")) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="crosswalk_table_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(decided_by__isnull=True, decided_at__isnull=True),
                name="crosswalk_table_waits_undecided",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="crosswalk_table_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("superseded", "withdrawn"), ended_by__isnull=False, ended_at__isnull=False)
                | (~Q(state__in=("superseded", "withdrawn")) & Q(ended_by__isnull=True, ended_at__isnull=True)),
                name="crosswalk_table_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return len(self.weights)
