# SPDX-License-Identifier: EUPL-1.2
"""Selections of areas that somebody asked to be released, and what the attacker let pass of them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.disclosure import Audience


class SumVerdict(models.TextChoices):
    """What became of the attack on a sum."""

    HELD = "held", _("held")
    BREACHED = "breached", _("breached")


class Selection(models.Model):
    """Areas of one boundary version under a name; unique by them while it is not removed.

    ``keys_hash`` is the hash of the sorted keys. A removed one is shown no more; what it told stays known.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    keys = ArrayField(models.CharField(max_length=40))
    keys_hash = models.CharField(max_length=64)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="selection_tenant_key"),
            models.UniqueConstraint(
                fields=("boundary_version", "keys_hash"),
                condition=Q(removed_at__isnull=True),
                name="selection_areas_once",
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SelectionFigure(models.Model):
    """One sum over a selection that was attacked for an audience; never changed.

    Unique by selection, indicator, period, vintage and audience. ``told`` lists what it tells: the code of a series and
    the sum of its values. Only what held is shown.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    selection = models.ForeignKey(Selection, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    vintage = models.ForeignKey("indicators.Vintage", models.PROTECT, related_name="+")
    numerator = models.FloatField()
    denominator = models.FloatField(null=True)
    told = models.JSONField()
    verdict = models.CharField(max_length=10, choices=SumVerdict)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("selection", "indicator", "period", "vintage", "audience"), name="selection_figure_once"
            ),
        )

    def __str__(self) -> str:
        """Return what was attacked."""
        return f"{self.selection_id}: {self.indicator_id}/{self.period_id} ({self.audience}) {self.verdict}"
