# SPDX-License-Identifier: EUPL-1.2
"""What readers ask or point out about a figure: read by those who keep the catalogue, shown to nobody else."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.disclosure import Audience

LONGEST_REMARK = 2_000


class FigureRemarkState(models.TextChoices):
    """What became of a question."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class FigureRemark(models.Model):
    """One question or hint of a reader about a figure; unique by its uuid.

    ``period`` and the area (``unit_id`` on ``boundary_version``) are empty where the reader meant all of them.
    ``audience`` is for whom the figure was when they asked: who may not read for it any more does not read the answer.
    ``author`` is empty for whoever had not signed in; no name and no address is asked for.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    indicator = models.ForeignKey("indicators.Indicator", models.CASCADE, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, null=True, blank=True, related_name="+")
    boundary_version = models.ForeignKey(
        "spatial.BoundaryVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_id = models.BigIntegerField(null=True, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    text = models.TextField(max_length=LONGEST_REMARK)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=FigureRemarkState, default=FigureRemarkState.OPEN)
    answer = models.TextField(max_length=LONGEST_REMARK, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-written_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="figure_remark_says_something"),
            models.CheckConstraint(condition=Q(state__in=FigureRemarkState.values), name="figure_remark_state"),
            models.CheckConstraint(condition=~Q(state="answered", answer=""), name="figure_remark_answer"),
            models.CheckConstraint(
                condition=Q(boundary_version=None, unit_id=None)
                | Q(boundary_version__isnull=False, unit_id__isnull=False),
                name="figure_remark_area_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation"], condition=Q(state="open"), name="figure_remark_open"),
        ]

    def __str__(self) -> str:
        """Name the remark for the log, without a word of what was written."""
        return f"{self.indicator.slug} ({self.pk})"
