# SPDX-License-Identifier: EUPL-1.2
"""Which roles a sign-in service gave, so that it may take them again."""

from django.db import models

from sozialplanung.accounts.models.assignments import Assignment


class MappedRole(models.Model):
    """One row says that an assignment came from a sign-in service; the assignment is unique.

    A role without such a row was given by hand, and no sign-in takes it.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="mapped")
    provider = models.CharField(max_length=40)

    def __str__(self) -> str:
        """Return the service."""
        return self.provider
