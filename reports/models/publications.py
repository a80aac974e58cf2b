# SPDX-License-Identifier: EUPL-1.2
"""Dashboards and reports in the making: what planners edit, and how it was before."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.rendering.composition import Composition, read_composition


class PublicationKind(models.TextChoices):
    """What is put together."""

    DASHBOARD = "dashboard", _("Dashboard")
    REPORT = "report", _("Report")


class Readers(models.TextChoices):
    """For whom editions are."""

    PUBLIC = "public", _("Everybody")
    COUNCIL = "council", _("The council")


class Schedule(models.TextChoices):
    """When a new edition is due: the house prepares a draft then and tells its planners; people alone hand it in."""

    RELEASE = "release", _("when newer figures are published")
    QUARTER = "quarter", _("every quarter")
    YEAR = "year", _("every year")
    NEVER = "never", _("never")


class Publication(models.Model):
    """One dashboard or report of an organisation, found at its uuid; its slug is unique everywhere and stays taken.

    `composition` is what editions are made from (`reports.rendering.composition`); `revision` counts its changes.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PublicationKind, default=PublicationKind.DASHBOARD)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("Title"), max_length=160)
    readers = models.CharField(_("For whom"), max_length=10, choices=Readers, default=Readers.PUBLIC)
    schedule = models.CharField(_("Tell of a new edition"), max_length=10, choices=Schedule, default=Schedule.RELEASE)
    # What made the last draft due that the house looked at (`reports.services.preparing`).
    prepared_for = models.CharField(max_length=64, blank=True)
    composition = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organisation", "id"), name="publication_tenant_key"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="publication_named"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def content(self) -> Composition:
        """The composition as a value."""
        return read_composition(self.composition)


class CompositionVersion(models.Model):
    """How a publication was at one revision; unique by publication and revision, never changed."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    composition = models.JSONField()
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-revision",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("publication", "revision"), name="composition_version_once")
        ]

    def __str__(self) -> str:
        """Return publication and revision."""
        return f"{self.publication_id} r{self.revision}"
