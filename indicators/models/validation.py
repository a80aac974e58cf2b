# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of stewards: what they say in each version, and what they found in all current figures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

COMPARISONS = ("<", "<=", "=", "!=", ">=", ">")
SEVERITIES = ("error", "warning", "note")


class RuleState(models.TextChoices):
    """What became of a version of a rule."""

    WAITING = "waiting", _("waits for a second person")
    IN_FORCE = "in_force", _("in force")
    REPLACED = "replaced", _("replaced by a later version")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")


class ValidationRule(models.Model):
    """One Prüfregel of one organisation: its identity; what it says is in its versions. Unique by number there."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("organisation", "number")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="validation_number_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="validation_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the number."""
        return f"R{self.number}"


class RuleVersion(models.Model):
    """What a rule says; unique by rule and number, never edited, at most one in force and one waiting.

    Both sides are formulas over names of indicators and series. A version that is not active lets everything pass: so
    is a rule archived. What loosens a rule (``is_loosening``) counts when an approver who did not write it agreed.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    rule = models.ForeignKey(ValidationRule, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    left = models.CharField(max_length=500)
    comparison = models.CharField(max_length=2)
    right = models.CharField(max_length=500)
    tolerance = models.FloatField(default=0)
    severity = models.CharField(max_length=8)
    levels = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    occasions = ArrayField(models.CharField(max_length=10))
    is_active = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    is_loosening = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=RuleState)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("rule", "-number")
        constraints = (
            models.UniqueConstraint(fields=("rule", "number"), name="rule_version_number_unique"),
            models.UniqueConstraint(fields=("rule",), condition=Q(state="in_force"), name="rule_version_one_in_force"),
            models.UniqueConstraint(fields=("rule",), condition=Q(state="waiting"), name="rule_version_one_waits"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("written_by")) | Q(state="taken_back"),
                name="rule_version_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(is_loosening=True, state__in=("in_force", "replaced")) | Q(decided_by__isnull=False),
                name="rule_version_loosening_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=SEVERITIES, comparison__in=COMPARISONS),
                name="rule_version_words",
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="rule_version_tolerance"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def formula(self) -> str:
        """The rule as one line."""
        return f"{self.left} {self.comparison} {self.right}"


class RuleResult(models.Model):
    """What one rule said of all current figures the last time it was run over them; unique by rule."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    rule = models.OneToOneField(ValidationRule, models.CASCADE, related_name="result")
    version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="+")
    computed_at = models.DateTimeField()
    # How many batches had become current when the figures were read: with one more the result is outdated.
    batches = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    broken = models.PositiveIntegerField()
    not_checked = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return the rule and how often it is broken."""
        return f"{self.rule}: {self.broken}"


class RuleResultSlice(models.Model):
    """One period and boundary version of a result: how many areas, and both sides where the rule is broken.

    Unique by result, period and boundary version. The three arrays are of one length and in the order of the areas.
    """

    result = models.ForeignKey(RuleResult, models.CASCADE, related_name="slices")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    held = models.PositiveIntegerField()
    broken = models.PositiveIntegerField()
    not_checked = models.PositiveIntegerField()
    units = ArrayField(models.BigIntegerField())
    left = ArrayField(models.FloatField())
    right = ArrayField(models.FloatField())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("result", "period", "boundary_version"), name="rule_result_slice_once"),
        )

    def __str__(self) -> str:
        """Return result and place."""
        return f"{self.result_id}: {self.period_id}/{self.boundary_version_id}"
