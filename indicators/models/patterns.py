# SPDX-License-Identifier: EUPL-1.2
"""What was decided about each figure, and the attack that the decisions withstood. Protected: see adr/0007."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.disclosure import Audience


class Verdict(models.TextChoices):
    """What became of an attack."""

    HELD = "held", _("held")
    BREACHED = "breached", _("breached")


class DisclosureAudit(models.Model):
    """One attack on the patterns of one indicator and period on one edition; never changed.

    ``set_hash`` is the hash of exactly the patterns that it saw (``services.disclosure.patterns.set_hash``),
    ``content`` what was tried and how the pattern was found (``services.disclosure.deciding.Report``).
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    edition = models.CharField(max_length=80)
    audience = models.CharField(max_length=10, choices=Audience)
    set_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict)
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "id"), name="disclosure_audit_tenant_key"),)
        indexes = (models.Index(fields=("indicator", "period", "audience"), name="disclosure_audit_cell"),)

    def __str__(self) -> str:
        """Return what was attacked."""
        return f"{self.indicator_id}/{self.period_id}/{self.edition}: {self.verdict}"


class DisclosurePattern(models.Model):
    """The decision about each figure of one slice; unique by its number, never changed.

    ``decisions`` are runs of ``services.disclosure.deciding.Decision`` in frozen unit order
    (``indicators.stats.disclosure.packing``), ``counts`` how many there are of each, ``rule`` the rule they follow.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    number = models.PositiveIntegerField()
    audit = models.ForeignKey(DisclosureAudit, models.PROTECT, related_name="patterns")
    vintage = models.ForeignKey("indicators.Vintage", models.PROTECT, related_name="+")
    decisions = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    counts = models.JSONField()
    rule = models.JSONField()
    method = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=10)
    cost = models.FloatField()
    bound = models.FloatField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="disclosure_pattern_tenant_key"),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "audience", "number"),
                name="disclosure_pattern_number_unique",
            ),
        )

    def __str__(self) -> str:
        """Return number and cell."""
        return f"{self.indicator_id}/{self.period_id}/{self.boundary_version_id} p{self.number}"
