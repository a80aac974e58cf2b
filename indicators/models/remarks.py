# SPDX-License-Identifier: EUPL-1.2
"""What breaks of series and annotations share: being in force, their history, and what waits for a second person."""

from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model, covariant=True)  # noqa: PLC0105 - as Django's own


class CurrentRows(models.Manager[Row]):
    """What readers see; what was withdrawn is found through `everything` alone."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Leave out what was withdrawn."""
        return super().get_queryset().filter(is_in_force=True)


class ChangeAct(models.TextChoices):
    """What a change does to a break or an annotation."""

    MARKED = "marked", _("marked")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RESTORED = "restored", _("put in force again")


class RemarkState(models.TextChoices):
    """How far a change has come; only one that loosens a break waits."""

    WAITING = "waiting", _("waits for a second person")
    IN_FORCE = "in_force", _("in force")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")
    OVERTAKEN = "overtaken", _("overtaken by a later change")


class RemarkChange(models.Model):
    """One step in the life of a break or an annotation: what it was, what it is to be, who wants it, who decided.

    `revision` is the number that the row gets with the change; it is unique per row among the changes in force. An
    empty `before` or `after` means that the row is not in force.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    series_break = models.ForeignKey(
        "indicators.SeriesBreak", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    annotation = models.ForeignKey(
        "indicators.Annotation", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    act = models.CharField(max_length=10, choices=ChangeAct)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField()
    is_loosening = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RemarkState)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(series_break__isnull=True) ^ Q(annotation__isnull=True), name="change_of_one_row"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")) | Q(state="taken_back"),
                name="change_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(is_loosening=True, state="in_force")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="change_loosening_was_decided",
            ),
            models.UniqueConstraint(
                fields=("series_break",), condition=Q(state="waiting"), name="change_one_waits_per_break"
            ),
            models.UniqueConstraint(
                fields=("series_break", "revision"), condition=Q(state="in_force"), name="change_revision_of_break"
            ),
            models.UniqueConstraint(
                fields=("annotation", "revision"), condition=Q(state="in_force"), name="change_revision_of_annotation"
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "-created_at"), name="change_by_state"),)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == RemarkState.WAITING


class KnownBreakRefusal(models.Model):
    """One known break that does not concern one indicator, and why; unique by indicator and known break."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    known = models.SlugField(max_length=80)
    reason = models.TextField()
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("known", "indicator")
        constraints = (models.UniqueConstraint(fields=("indicator", "known"), name="known_break_refused_once"),)

    def __str__(self) -> str:
        """Return the name of the known break."""
        return self.known
