# SPDX-License-Identifier: EUPL-1.2
"""Rules of disclosure control as data."""

from django.db import models


class Audience(models.TextChoices):
    """Who a release is for."""

    PUBLIC = "public"
    COUNCIL = "council"


class DisclosureRule(models.Model):
    """What may be published of one source to one audience, with its legal basis; unique by (source, audience).

    ``is_published`` False keeps everything of the source inside the house.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="rules")
    audience = models.CharField(max_length=10, choices=Audience)
    is_published = models.BooleanField(default=False)
    minimum_count = models.PositiveSmallIntegerField(default=0)
    minimum_denominator = models.PositiveIntegerField(default=0)
    minimum_inhabitants = models.PositiveIntegerField(default=0)
    inhabitants_indicator = models.ForeignKey(
        "indicators.Indicator", models.PROTECT, null=True, blank=True, related_name="+"
    )
    legal_basis = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "audience"), name="rule_source_audience_unique"),)

    def __str__(self) -> str:
        """Return the legal basis."""
        return self.legal_basis
