# SPDX-License-Identifier: EUPL-1.2
"""Releases: the only thing that leaves the house."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.disclosure import Audience


class ReleaseState(models.TextChoices):
    """Whether a release is what readers see."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Release(models.Model):
    """One masked, rounded, immutable slice for one audience (docs/adr/0002-release-slice.md).

    At most one per indicator, period, boundary version and audience is in force. ``pattern`` says what is hidden and
    why, for those alone who may know (docs/adr/0007-disclosure-patterns.md); releases of before have none.
    ``is_taken_along`` is one that was withdrawn only because it counted from figures that were, and could not be
    released anew without them at once: it may come back by itself, without them.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="releases")
    definition = models.ForeignKey("indicators.IndicatorDefinition", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    state = models.CharField(max_length=12, choices=ReleaseState)
    number = models.PositiveIntegerField()
    vintage = models.ForeignKey("indicators.Vintage", models.PROTECT, related_name="+")
    pattern = models.ForeignKey("indicators.DisclosurePattern", models.PROTECT, null=True, related_name="+")
    payload = models.BinaryField()
    gzipped = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_taken_along = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="release_tenant_key"),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "audience", "number"),
                name="release_number_unique",
            ),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "audience"),
                condition=Q(state="published"),
                name="release_one_in_force",
            ),
        )

    def __str__(self) -> str:
        """Return number and cell."""
        return f"{self.indicator_id}/{self.period_id}/{self.boundary_version_id} r{self.number}"


class ChangeKind(models.TextChoices):
    """How a release stands to the one before it."""

    FIRST = "first", _("published for the first time")
    CHANGED = "changed", _("changed")
    RESTORED = "restored", _("earlier figures in force again")
    REDEFINED = "redefined", _("counted by another definition")
    SAME = "same", _("no figure changed")


class ReleaseChange(models.Model):
    """What one release changed for its readers; unique by release, never changed.

    Compared when the release came into force, from published figures alone: `rows` holds one list of cells per changed
    area (position and ``indicators.rendering.release_changes.COLUMNS``), and nothing that the release hides. Among
    `counts`, `lost` says of how many areas (and the city) less is told than before; readers are not shown it.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    release = models.OneToOneField(Release, models.PROTECT, related_name="change")
    before = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    counts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    decimals = models.PositiveSmallIntegerField(default=0)
    city_before = models.FloatField(null=True, blank=True)
    city_after = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        """Return the release and what it is."""
        return f"{self.release_id}: {self.kind}"
