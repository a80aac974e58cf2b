# SPDX-License-Identifier: EUPL-1.2
"""Which user holds which role at which organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models.organisations import Organisation
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import LONGEST_KEY, Scope, ScopeKind, words_of


class WholeAssignments(models.Manager["Assignment"]):
    """The assignments that are not narrowed: who forgets that there are others gives nobody more."""

    def get_queryset(self) -> models.QuerySet["Assignment"]:
        """Leave out narrowed ones."""
        return super().get_queryset().filter(scope_kind="")


class Assignment(models.Model):
    """One row gives one user one role at one organisation and all below it; unique with what it is narrowed to.

    A narrowed one (`scope_kind`, `scope_key`; `accounts.scopes`) counts at this very organisation alone, and only
    where it is asked for: `objects` and every statement about roles leave it out. `every` holds both.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=20)
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)
    scope_kind = models.CharField(_("narrowed to"), max_length=10, blank=True, default="", editable=False)
    scope_key = models.CharField(max_length=LONGEST_KEY, blank=True, default="", editable=False)

    objects = WholeAssignments()
    every: ClassVar[models.Manager["Assignment"]] = models.Manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "scope_kind", "scope_key"], name="accounts_assignment_unique"
            ),
            models.CheckConstraint(condition=models.Q(role__in=sorted(ROLES)), name="accounts_assignment_role"),
            models.CheckConstraint(
                condition=models.Q(scope_kind="", scope_key="")
                | (models.Q(scope_kind__in=sorted(ScopeKind)) & ~models.Q(scope_key="")),
                name="accounts_assignment_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id} {self.user_id}"

    @property
    def scope(self) -> Scope:
        """What the role is narrowed to."""
        return Scope(self.scope_kind, self.scope_key)

    @property
    def narrowing(self) -> str:
        """The same in words; nothing of a whole role."""
        return words_of(self.scope, self.organisation_id)
