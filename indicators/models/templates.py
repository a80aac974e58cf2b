# SPDX-License-Identifier: EUPL-1.2
"""Empty delivery tables that are sent to a supplier and recognised when they come back."""

from django.db import models
from django.db.models import Q


class DeliveryTemplate(models.Model):
    """One Liefervorlage: which series of a source for which periods on which areas; unique by the code it carries.

    What it says never changes: the file may come back years later. `series` holds slug, label and whether areas add
    up; `periods` the codes of the periods. A discarded one is not recognised any more.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="templates")
    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    level = models.SlugField(max_length=60)
    edition = models.SlugField(max_length=60)
    is_long = models.BooleanField(default=False)
    series = models.JSONField()
    periods = models.JSONField()
    contact = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    discarded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="template_tenant_key"),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False),
                name="template_discarded_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Return title and code."""
        return f"{self.title} ({self.code})"

    @property
    def is_open(self) -> bool:
        """Whether the template is still recognised."""
        return self.discarded_at is None
