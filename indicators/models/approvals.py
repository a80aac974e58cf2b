# SPDX-License-Identifier: EUPL-1.2
"""How the rule of four eyes itself is changed: what was wanted, by whom, and who confirmed it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ChangeState(models.TextChoices):
    """What became of a change."""

    PROPOSED = "proposed", _("waits for a second person")
    IN_FORCE = "in_force", _("in force")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")


class RuleChange(models.Model):
    """One change of the approval rule of an organisation; at most one waits, and nobody confirms their own."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    needs_confidentiality = models.BooleanField()
    parent_approves = models.BooleanField()
    content_signers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    confidentiality_signers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=ChangeState, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state="proposed"), name="rule_change_one_waits"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="rule_change_four_eyes",
            ),
        )
