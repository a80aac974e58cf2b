# SPDX-License-Identifier: EUPL-1.2
"""Taking a wrong version of a layer back: one person asks, another one decides."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from spatial.models.layers import LayerVersion


class WithdrawalState(models.TextChoices):
    """What became of the wish to take a version back."""

    WAITING = "waiting", _("waiting for approval")
    DONE = "done", _("taken back")
    REFUSED = "refused", _("refused")
    CALLED_OFF = "called_off", _("called off")


class LayerWithdrawal(models.Model):
    """One wish to take the version of a layer that is in force back, with its reason; one of a version waits at most.

    Decided once, by somebody else than who asked; the database refuses another change, and that a row goes.
    """

    version = models.ForeignKey(LayerVersion, models.PROTECT, related_name="withdrawals")
    state = models.CharField(max_length=10, choices=WithdrawalState, default=WithdrawalState.WAITING)
    reason = models.TextField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("version",), condition=Q(state="waiting"), name="layer_withdrawal_waits_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="layer_withdrawal_with_reason"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="layer_withdrawal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("done", "refused")) | ~Q(decided_by=F("asked_by")),
                name="layer_withdrawal_four_eyes",
            ),
        )

    def __str__(self) -> str:
        """Return the version."""
        return str(self.version)
