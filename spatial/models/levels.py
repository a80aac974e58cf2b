# SPDX-License-Identifier: EUPL-1.2
"""Raumebenen: the levels of an organisation, in several hierarchies side by side."""

from django.db import models


class Level(models.Model):
    """One Raumebene of one organisation; unique by slug there.

    Levels of the same ``hierarchy`` form a chain through ``parent`` (the next coarser level); ``position`` 0 is the
    whole. A level of another hierarchy (school district) need not nest in it.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    hierarchy = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    name_plural = models.CharField(max_length=120)
    key_pattern = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("hierarchy", "position")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="level_slug_unique"),
            models.UniqueConstraint(fields=("organisation", "hierarchy", "position"), name="level_position_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="level_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the German name of the level."""
        return self.name
