# SPDX-License-Identifier: EUPL-1.2
"""Searches for the best next sites of a scenario, with what was found for one audience."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.scenarios import Scenario

MOST_NEW = 10


class SitingObjective(models.TextChoices):
    """What the best next sites are best at."""

    COVERING = "covering", _("most persons within the longest way")
    MEDIAN = "median", _("shortest ways of all persons together")


class SitingRun(models.Model):
    """One search for the best next sites of a scenario; what was asked for never changes.

    `candidates` are names, points and places as they were, `last_change` the last change that the scenario had when it
    was searched, 0 without any; `is_bounded` says that no site takes more persons than it has places. What is chosen
    follows from the figures of one release, read for one audience (`reading`): whoever reads another one is told
    nothing of it. NULL while there is no answer. Several of one scenario are told apart by time.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="sitings")
    objective = models.CharField(max_length=8, choices=SitingObjective)
    most_new = models.PositiveSmallIntegerField()
    candidates = models.JSONField()
    is_bounded = models.BooleanField(default=False)
    last_change = models.BigIntegerField()
    reading = models.CharField(max_length=400)
    release = models.ForeignKey("indicators.Release", models.PROTECT, related_name="+")
    answer = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(objective__in=SitingObjective.values), name="siting_objective"),
            models.CheckConstraint(condition=Q(most_new__gte=1, most_new__lte=MOST_NEW), name="siting_most_new"),
        ]

    def __str__(self) -> str:
        """Return what is looked for."""
        return f"{self.objective} ({self.most_new})"
