# SPDX-License-Identifier: EUPL-1.2
"""What people keep under a name of their own: put away, it can be brought back for a while."""

import uuid

from django.db import models

LONGEST_NAME = 120


class Keepsake(models.Model):
    """Something that somebody keeps at an organisation; its name is theirs alone while it is not removed.

    A removed one can be brought back by its owner for a while, then it goes for good.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("name", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
