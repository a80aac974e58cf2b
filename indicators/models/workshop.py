# SPDX-License-Identifier: EUPL-1.2
"""Recipes of indices in the making: found again after a crash, submitted by content, signed by somebody else."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DraftState(models.TextChoices):
    """How far a recipe in the making has come."""

    DRAFT = "draft", _("in work")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("sent back")
    DISCARDED = "discarded", _("discarded")


OPEN_STATES = (DraftState.DRAFT, DraftState.REJECTED)


class RecipeDraft(models.Model):
    """One recipe in the making, found at its uuid; `revision` counts what was changed in it.

    `content` is a recipe of format 2 that may still lack components; `origin` is what it was copied from, for
    comparison, and `origin_name` names that. `texts` are those of the indicator, for an index that is new; else
    `indicator` is the index that gets a new version. `submitted_hash` is what was handed in and what is signed.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    level = models.ForeignKey("spatial.Level", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, null=True, blank=True, related_name="+")
    preset = models.SlugField(max_length=40, blank=True)
    content = models.JSONField()
    origin = models.JSONField(null=True, blank=True)
    origin_name = models.CharField(max_length=200, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    submitted_hash = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    recipe = models.ForeignKey("indicators.Recipe", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="recipe_draft_tenant_key"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("written_by")) & ~Q(decided_by=F("owner"))),
                name="recipe_draft_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False, recipe__isnull=False, indicator__isnull=False) & ~Q(submitted_hash="")),
                name="recipe_draft_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | (~Q(submitted_hash="") & Q(written_by__isnull=False)),
                name="recipe_draft_was_submitted",
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "-changed_at"), name="recipe_draft_by_state"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def public_name(self) -> str:
        """The name under which readers find the index, or will find it; the working name where there is none yet.

        Selectors that list drafts bring the name of an index in force along (`index_name`).
        """
        if self.indicator is None:
            return str(self.texts.get("name", "")).strip() or self.name
        known: str | None = getattr(self, "index_name", None)
        if known is None:
            known = self.indicator.definitions.order_by("-valid_from").values_list("name", flat=True).first()
        return known or self.name

    @property
    def working_name(self) -> str:
        """The name that only those who work at it know; empty where it is the public one."""
        return "" if self.name.strip() == self.public_name else self.name

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state in OPEN_STATES


class RecipeDraftEditor(models.Model):
    """One person who began or changed a draft, and therefore never approves it; unique by draft and person."""

    draft = models.ForeignKey(RecipeDraft, models.CASCADE, related_name="editors")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "person"), name="recipe_draft_editor_once"),)
