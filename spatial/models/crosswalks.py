# SPDX-License-Identifier: EUPL-1.2
"""Crosswalks: what the areas of two boundary versions of a level share, and who lives on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CrosswalkBase(models.TextChoices):
    """What figures are apportioned by."""

    PERSONS = "persons", _("by people")
    INHABITED = "inhabited", _("by inhabited ground")
    GROUND = "ground", _("by ground")
    TABLE = "table", _("by a published table")


class Crosswalk(models.Model):
    """One crosswalk between an older and a newer boundary version of one level; at most one per pair is in force.

    It is numbered and never changed, but for `is_current`. A piece is told by the positions of its areas in the frozen
    orders of both versions (`older_places`, `newer_places`), its ground in m² and its base; the four arrays are of one
    length. `outcome` says what became of every area (`fates`, `origins`, codes of ``spatial.geometry.succession``),
    which areas lie partly outside the other version (`lost`, `gained`: positions), and with which share of their ground
    (`lost_shares`, `gained_shares`, beside them). `described` names what the base was made of: the figures of people
    of either side, the layer of where people live, and the published table.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    older = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    newer = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    base = models.CharField(max_length=10, choices=CrosswalkBase)
    described = models.JSONField(default=dict)
    older_places = ArrayField(models.PositiveIntegerField())
    newer_places = ArrayField(models.PositiveIntegerField())
    ground_m2 = ArrayField(models.FloatField())
    bases = ArrayField(models.FloatField())
    outcome = models.JSONField()
    content_hash = models.CharField(max_length=64)
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("older", "newer", "-number")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="crosswalk_tenant_key"),
            models.UniqueConstraint(fields=("older", "newer", "number"), name="crosswalk_number_unique"),
            models.UniqueConstraint(
                fields=("older", "newer"), condition=Q(is_current=True), name="crosswalk_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="crosswalk_of_two_versions"),
        )

    def __str__(self) -> str:
        """Return the pair and the number."""
        return f"{self.older_id}→{self.newer_id} n{self.number}"
