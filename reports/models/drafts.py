# SPDX-License-Identifier: EUPL-1.2
"""What the house prepared by itself for a planner to look at: no edition, and seen at the desk alone."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from reports.models.publications import Readers, Schedule


class PreparedDraft(models.Model):
    """What a publication showed when a new edition was due; one at most for each publication.

    It has no number, no address and no readers. Whoever hands it in makes an edition of exactly this; whoever changes
    the publication goes on by hand, and it is gone. `content_hash` is what was looked at, `schedule` why it was made,
    `own_areas` are those that it shows, as in an edition.
    """

    publication = models.OneToOneField("reports.Publication", models.CASCADE, related_name="prepared")
    edition = models.ForeignKey("reports.Edition", models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    readers = models.CharField(max_length=10, choices=Readers)
    composition = models.JSONField()
    schedule = models.CharField(max_length=10, choices=Schedule)
    content_hash = models.CharField(max_length=64)
    own_areas = models.JSONField(default=list, blank=True)
    prepared_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class PreparedDocument(models.Model):
    """What a prepared draft says in one language; unique by draft and language."""

    draft = models.ForeignKey(PreparedDraft, models.CASCADE, related_name="documents")
    language = models.CharField(max_length=2)
    gzipped = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("draft", "language"), name="prepared_document_once")]

    def __str__(self) -> str:
        """Return draft and language."""
        return f"{self.draft_id} {self.language}"
