# SPDX-License-Identifier: EUPL-1.2
"""Rules of disclosure control as data."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """Who a release is for, the widest first: each reads what those before it read (docs/adr/0008-audiences.md)."""

    PUBLIC = "public", pgettext_lazy("audience", "Public")
    COUNCIL = "council", pgettext_lazy("audience", "Council")
    INTERNAL = "internal", pgettext_lazy("audience", "Internal")


def read_by(audience: str) -> tuple[Audience, ...]:
    """Return the audiences whose figures an audience reads, its own last."""
    return tuple(Audience)[: tuple(Audience).index(Audience(audience)) + 1]


def narrowest(audiences: Iterable[str]) -> Audience:
    """Return for whom things are that are shown together; the public for nothing at all."""
    return max(map(Audience, audiences), key=tuple(Audience).index, default=Audience.PUBLIC)


def reading(audience: str) -> tuple[Audience, ...]:
    """Return the audiences that read the figures of an audience, itself first."""
    return tuple(Audience)[tuple(Audience).index(Audience(audience)) :]


class Rounding(models.IntegerChoices):
    """To which multiples every count is rounded, halves up."""

    NONE = 0, _("not rounded")
    FIVE = 5, _("multiples of 5")
    TEN = 10, _("multiples of 10")


class DisclosureRule(models.Model):
    """What may be published of one source to one audience, with its legal basis; unique by (source, audience).

    ``is_published`` False keeps everything of the source inside the house. 0 switches a minimum off; the meaning of
    each number is that of ``indicators.stats.disclosure.rules.CellRule``. ``preset`` names the starting point of that
    module that the rule came from.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="rules")
    audience = models.CharField(max_length=10, choices=Audience)
    is_published = models.BooleanField(default=False)
    minimum_count = models.PositiveSmallIntegerField(default=0)
    minimum_denominator = models.PositiveIntegerField(default=0)
    minimum_inhabitants = models.PositiveIntegerField(default=0)
    minimum_units = models.PositiveSmallIntegerField(default=0)
    dominance_n = models.PositiveSmallIntegerField(default=0)
    dominance_k = models.PositiveSmallIntegerField(default=100, help_text="percent")
    prior_percent = models.PositiveSmallIntegerField(default=0)
    hides_nobody = models.BooleanField(default=False, help_text="0 tells of each single person")
    hides_everybody = models.BooleanField(default=False, help_text="100 % tells of each single person")
    safety_range = models.PositiveSmallIntegerField(default=30, help_text="percent")
    rounding = models.PositiveSmallIntegerField(choices=Rounding, default=Rounding.NONE)
    knows_own = models.BooleanField(default=False, help_text="the only person of a cell knows to be the only one")
    preset = models.CharField(max_length=20, blank=True)
    inhabitants_indicator = models.ForeignKey(
        "indicators.Indicator", models.PROTECT, null=True, blank=True, related_name="+"
    )
    legal_basis = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "audience"), name="rule_source_audience_unique"),
            models.CheckConstraint(condition=models.Q(rounding__in=Rounding.values), name="rule_rounding_base"),
            models.CheckConstraint(
                condition=models.Q(dominance_k__range=(1, 100), safety_range__range=(1, 100)),
                name="rule_percents_in_range",
            ),
        )

    def __str__(self) -> str:
        """Return the legal basis."""
        return self.legal_basis
