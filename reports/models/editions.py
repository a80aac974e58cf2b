# SPDX-License-Identifier: EUPL-1.2
"""Editions: what was handed in, who let it out, and the releases behind it (docs/adr/0012-editions.md)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.publications import Readers


class EditionState(models.TextChoices):
    """How far an edition has come; it is read from `published_at` on, as long as it is not withdrawn."""

    SUBMITTED = "submitted", _("waiting for approval")
    RETURNED = "returned", _("sent back")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Edition(models.Model):
    """One edition of a publication; unique by publication, year and number among those that were not sent back.

    What it says never changes: its documents are made when it is handed in, and `content_hash` is what is signed.
    `correction` says what was wrong in the edition before it; `writers` are the ids of who had written at it when it
    was handed in, whatever of the draft is undone later; `own_areas` are the own areas that it shows, with their ground
    as it was (`reports.rendering.ownshown`); `told_gone` holds the releases behind it of which people were told that
    they are gone.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    publication = models.ForeignKey("reports.Publication", models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    readers = models.CharField(max_length=10, choices=Readers)
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.SUBMITTED)
    composition = models.JSONField()
    correction = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    writers = models.JSONField(default=list, blank=True)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    told_gone = models.JSONField(default=list, blank=True)
    told_newer = models.JSONField(default=list, blank=True)
    own_areas = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-year", "-number", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("publication", "year", "number"), condition=~Q(state="returned"), name="edition_number_once"
            ),
            models.UniqueConstraint(fields=("organisation", "id"), name="edition_tenant_key"),
            models.UniqueConstraint(
                fields=("publication",), condition=Q(state="submitted"), name="edition_waits_alone"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="edition_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("submitted", "returned"))
                | Q(decided_by__isnull=False, decided_at__isnull=False, published_at__isnull=False),
                name="edition_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="edition_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        """Return title and number; of what was sent back its moment, for the next one has its number."""
        if self.state == EditionState.RETURNED:
            return f"{self.title}, {self.moment}"
        return f"{self.title} {self.label}"

    @property
    def label(self) -> str:
        """Year and number, as they are written in words."""
        return f"{self.year}/{self.number}"

    @property
    def moment(self) -> str:
        """Day and time of handing in, as they are written in words."""
        return f"{timezone.localtime(self.submitted_at):%d.%m.%Y, %H:%M}"

    @property
    def path(self) -> str:
        """Year and number, as they are written in addresses."""
        return f"{self.year}-{self.number}"


class EditionDocument(models.Model):
    """What an edition says in one language, as it was handed in; unique by edition and language, never changed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="documents")
    language = models.CharField(max_length=2)
    gzipped = models.BinaryField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("edition", "language"), name="edition_document_once")]

    def __str__(self) -> str:
        """Return edition and language."""
        return f"{self.edition_id} {self.language}"


class EditionPin(models.Model):
    """One release behind an edition; unique by both, never changed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pins")
    release = models.ForeignKey("indicators.Release", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("edition", "release"), name="edition_pin_once")]

    def __str__(self) -> str:
        """Return edition and release."""
        return f"{self.edition_id}: {self.release_id}"


class EditionConversion(models.Model):
    """What was carried to other boundaries for an edition, by its hash; unique by release and version, never changed.

    The releases behind it are pins as well (`EditionPin`): with these it goes. Another conversion of the same changes
    nothing of what the edition says.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="conversions")
    release = models.ForeignKey("indicators.Release", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("edition", "release", "boundary_version"), name="edition_conversion_once")
        ]

    def __str__(self) -> str:
        """Return the edition, and what was carried whither."""
        return f"{self.edition_id}: {self.release_id}→{self.boundary_version_id}"


class EditionFile(models.Model):
    """One file of an edition in one language; unique by edition, language and format.

    `made_from` names what it was made from (`reports.rendering.files.formats.made_from`): where the edition says
    something else by now, the file is handed out no more.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    language = models.CharField(max_length=2)
    format = models.CharField(max_length=4)
    made_from = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("edition", "language", "format"), name="edition_file_once")
        ]

    def __str__(self) -> str:
        """Return edition, language and format."""
        return f"{self.edition_id} {self.language}.{self.format}"
