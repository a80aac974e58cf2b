# SPDX-License-Identifier: EUPL-1.2
"""Which user holds which role at which organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models.organisations import Organisation
from sozialplanung.accounts.roles import ROLES


class Assignment(models.Model):
    """One row gives one user one role at one organisation and all below it; the triple is unique."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=20)
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="accounts_assignment_unique"),
            models.CheckConstraint(condition=models.Q(role__in=sorted(ROLES)), name="accounts_assignment_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id} {self.user_id}"
