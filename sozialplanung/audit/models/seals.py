# SPDX-License-Identifier: EUPL-1.2
"""The chain of hashes over the audit log."""

from typing import ClassVar

from django.db import models


class Seal(models.Model):
    """One row seals one event and, by the hash before it, all earlier ones; the event's id is unique.

    Sealing follows the events by moments instead of being part of them: a chain inside the acts
    would let only one act happen at a time in the whole house.
    """

    event_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        """Name the event and the start of the hash."""
        return f"{self.event_id}: {self.chain_hash[:12]}"
