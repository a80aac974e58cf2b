# SPDX-License-Identifier: EUPL-1.2
"""Scenarios („what if“): sites that are opened, moved, closed or changed; ways to them, never a figure of access."""

from typing import ClassVar, Final

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.keepsake import Keepsake

LONGEST_WAY: Final = 60
LONGEST_TEXT: Final = 2000
MOST_PLACES: Final = 100_000


class WeightForm(models.TextChoices):
    """How much a place still counts the farther away it is."""

    WITHIN = "within", _("the same up to the longest way")
    ZONES = "zones", _("less in three zones")
    BELL = "bell", _("less and less, like a bell")
    LINE = "line", _("evenly less")


class ChangeOfSite(models.TextChoices):
    """What a scenario does with a site."""

    ADD = "add", pgettext_lazy("site", "open")
    MOVE = "move", pgettext_lazy("site", "move")
    CLOSE = "close", pgettext_lazy("site", "close")
    ENLARGE = "enlarge", _("change the places")


class Scenario(Keepsake):
    """A „what if“ of the sites of one layer; unique by owner and name at an organisation while it is not removed.

    `indicator` and `period` name the persons that the places are for, on `boundary_version`; `threshold` is the
    smallest change that is told, in places for 100 persons.
    """

    description = models.TextField(blank=True, max_length=LONGEST_TEXT)
    layer_version = models.ForeignKey("spatial.LayerVersion", models.PROTECT, related_name="+")
    network = models.ForeignKey("spatial.Network", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10)
    form = models.CharField(max_length=6, choices=WeightForm, default=WeightForm.WITHIN)
    minutes = models.PositiveSmallIntegerField()
    threshold = models.FloatField()
    is_shared = models.BooleanField(_("Shared with the house"), default=False)

    class Meta(Keepsake.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organisation", "id"), name="scenario_tenant_key"),
            models.UniqueConstraint(
                fields=("organisation", "owner", "name"),
                condition=Q(removed_at__isnull=True),
                name="scenario_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_named"),
            models.CheckConstraint(condition=Q(form__in=WeightForm.values), name="scenario_form"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=LONGEST_WAY), name="scenario_minutes"),
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lt=float("inf")), name="scenario_threshold"
            ),
        ]


class ScenarioChange(models.Model):
    """One change of a scenario; unique by its number: the last one can be taken back.

    `site_key` names the site: the key of a place of the layer, or the one that this change gives to what it opens.
    `address` is what the place was written as.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=ChangeOfSite)
    site_key = models.CharField(max_length=70)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400, blank=True)
    point = PointField(srid=4326, spatial_index=False, null=True, blank=True)
    places = models.FloatField(null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("scenario", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("scenario", "number"), name="scenario_change_number"),
            models.CheckConstraint(
                condition=Q(kind="add", point__isnull=False, places__isnull=False) & ~Q(name="")
                | Q(kind="move", point__isnull=False, places__isnull=True)
                | Q(kind="close", point__isnull=True, places__isnull=True)
                | Q(kind="enlarge", point__isnull=True, places__isnull=False),
                name="scenario_change_whole",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=0, places__lt=float("inf")),
                name="scenario_change_places",
            ),
            models.CheckConstraint(condition=~Q(site_key=""), name="scenario_change_site"),
        ]

    def __str__(self) -> str:
        """Return number and kind."""
        return f"{self.number}: {self.kind}"


class ScenarioWays(models.Model):
    """The ways from all areas of a boundary version to one point; unique by the hash of all that they follow from.

    `seconds` are those of the areas in frozen order (`rendering.scenario_ways`): ways alone, no persons, no places.
    Figures of access rest on the same ways.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    network = models.ForeignKey("spatial.Network", models.CASCADE, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.CASCADE, related_name="+")
    input_hash = models.CharField(max_length=64, unique=True)
    seconds = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the hash."""
        return self.input_hash[:12]


class ScenarioComment(models.Model):
    """What somebody says of a scenario that they may read; several of one person are told apart by time.

    What is taken away leaves a trace: who said something when, and who took it away. Its text stays for as long as it
    can be brought back, and is emptied then.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="comments")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("written_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(removed_at__isnull=False), name="scenario_comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="scenario_comment_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:40]
