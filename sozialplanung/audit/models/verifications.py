# SPDX-License-Identifier: EUPL-1.2
"""When the whole log was checked, and what came of it."""

from typing import ClassVar

from django.db import models


class Verification(models.Model):
    """One row is one walk along the whole chain; its last seal has to be found again by the next one."""

    at = models.DateTimeField()
    seals = models.BigIntegerField()
    last_seal_id = models.BigIntegerField(null=True)
    last_hash = models.CharField(max_length=64, blank=True)
    broken = models.JSONField(default=list)
    is_cut = models.BooleanField(default=False)
    milliseconds = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        """Say when and what."""
        return f"{self.at:%Y-%m-%d %H:%M}: {'whole' if self.is_whole else 'broken'}"

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found."""
        return not self.broken and not self.is_cut
