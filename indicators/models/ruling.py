# SPDX-License-Identifier: EUPL-1.2
"""What rules of disclosure say from which day on, written by one person and confirmed by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.disclosure import Audience


class VersionState(models.TextChoices):
    """What became of a version."""

    WAITING = "waiting", _("waits for a second person")
    CONFIRMED = "confirmed", _("confirmed, holds from its day on")
    IN_FORCE = "in_force", _("in force")
    REPLACED = "replaced", _("replaced by a later version")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")


class DisclosureVersion(models.Model):
    """What one source lets one audience see from a day on; unique by source, audience and number, never edited.

    ``content`` holds the columns of ``DisclosureRule`` that it sets. At most one waits and at most one is in force.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="rule_versions")
    audience = models.CharField(max_length=10, choices=Audience)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    legal_basis = models.CharField(max_length=300)
    reason = models.TextField()
    valid_from = models.DateField()
    state = models.CharField(max_length=10, choices=VersionState)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("source", "audience", "-number")
        constraints = (
            models.UniqueConstraint(fields=("source", "audience", "number"), name="disclosure_version_number_unique"),
            models.UniqueConstraint(
                fields=("source", "audience"),
                condition=Q(state__in=("waiting", "confirmed")),
                name="disclosure_version_one_to_come",
            ),
            models.UniqueConstraint(
                fields=("source", "audience"), condition=Q(state="in_force"), name="disclosure_version_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("written_by")) | Q(state="taken_back"),
                name="disclosure_version_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "in_force", "replaced")) | Q(decided_by__isnull=False),
                name="disclosure_version_was_decided",
            ),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="disclosure_version_has_a_basis"),
        )

    def __str__(self) -> str:
        """Return the source, the audience and the number."""
        return f"{self.source_id}/{self.audience} v{self.number}"


class RulingForesight(models.Model):
    """What one version of a rule would hide, tried out before anybody confirms it; unique by version.

    `said_hash` is the hash of what the version said when it was tried, `compared_with` that of everything releases are
    made from; both are empty until a try came to its end. `result` holds counts of figures by indicator and level as
    they are and as they would be, and what would be refused.
    """

    version = models.OneToOneField(DisclosureVersion, models.CASCADE, related_name="foresight")
    job_id = models.UUIDField()
    said_hash = models.CharField(max_length=64, blank=True)
    compared_with = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Return the version."""
        return f"foresight of rule {self.version_id}"
