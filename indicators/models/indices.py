# SPDX-License-Identifier: EUPL-1.2
"""Composite indices: recipe versions and their runs."""

from django.db import models


class Recipe(models.Model):
    """One version of the recipe of an index indicator at one level; unique by (indicator, version), never edited."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="recipes")
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField(help_text="first period end this version is used for")
    level = models.ForeignKey("spatial.Level", models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        ordering = ("indicator", "version")
        constraints = (
            models.UniqueConstraint(fields=("indicator", "version"), name="recipe_version_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="recipe_tenant_key"),
        )

    def __str__(self) -> str:
        """Return indicator and version."""
        return f"{self.indicator_id} v{self.version}"


class IndexRun(models.Model):
    """One computation of an index: recipe, period, boundary version, the hash of its inputs, the outcome."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    recipe = models.ForeignKey(Recipe, models.PROTECT, related_name="runs")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    input_hash = models.CharField(max_length=64)
    outcome = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("recipe", "period", "boundary_version", "input_hash"),
                name="indexrun_inputs_once",
            ),
        )

    def __str__(self) -> str:
        """Return recipe and period."""
        return f"{self.recipe_id} {self.period_id}"


class IndexStability(models.Model):
    """How firm a released index is: rank intervals and class stability by the choices, and by chance.

    One row per release, made from what the release shows: hidden areas have no statement. ``content`` is
    ``indicators.rendering.stability`` written down.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    release = models.OneToOneField("indicators.Release", models.PROTECT, related_name="stability")
    run = models.ForeignKey(IndexRun, models.PROTECT, related_name="+")
    seed = models.PositiveIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return the release."""
        return f"{self.release_id}"
