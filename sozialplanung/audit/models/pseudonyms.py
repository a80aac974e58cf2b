# SPDX-License-Identifier: EUPL-1.2
"""Which pseudonym stands for whom: the key to the old part of the log, closed to the application."""

from typing import ClassVar

from django.db import models


class Pseudonym(models.Model):
    """One row is one person (or one hash of an address that was typed); unique by both, and by the pseudonym.

    The pseudonym is chance, not a hash of the person: who deletes the row destroys the only way back.
    """

    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=60)
    pseudonym = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "reference"], name="audit_pseudonym_of_one"),
        ]

    def __str__(self) -> str:
        """Name the pseudonym, never the person."""
        return self.pseudonym
