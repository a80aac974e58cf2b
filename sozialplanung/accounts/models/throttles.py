# SPDX-License-Identifier: EUPL-1.2
"""Counts of failed sign-ins, kept in the database so that they outlive the cache."""

from typing import ClassVar

from django.db import models


class LoginThrottle(models.Model):
    """One row counts attempts to sign in within one minute; unique by a keyed hash.

    The hash is that of an account, of an account and a network, or of the refusals of an account.
    """

    account_hash = models.CharField(max_length=64, unique=True)
    window_started_at = models.DateTimeField()
    failures = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(failures__gte=1), name="accounts_loginthrottle_counts_failures"),
        ]

    def __str__(self) -> str:
        return self.account_hash[:8]
