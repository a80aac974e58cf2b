# SPDX-License-Identifier: EUPL-1.2
"""Where figures come from and under which licence they may be used."""

from django.db import models
from django.db.models import Q


class Licence(models.Model):
    """One licence, shared by all organisations; unique by code (``dl-de/by-2-0``)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField(blank=True)

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Source(models.Model):
    """One Quelle of one organisation: publisher, title, licence and the attribution it asks for.

    ``secured_by`` names the supplier whose tables arrive secured: its marks are the pattern of what is hidden, and
    counts below ``secured_below`` are not among them. Empty and 0: the figures arrive as they were counted.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    attribution = models.CharField(max_length=500)
    contact = models.CharField(max_length=300, blank=True)
    secured_by = models.CharField(max_length=200, blank=True, default="")
    secured_below = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="source_slug_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="source_tenant_key"),
            models.CheckConstraint(
                condition=Q(secured_by="", secured_below=0) | (~Q(secured_by="") & Q(secured_below__gte=2)),
                name="source_secured_says_below_what",
            ),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title
