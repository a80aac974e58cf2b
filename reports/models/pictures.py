# SPDX-License-Identifier: EUPL-1.2
"""Pictures that people bring along: private until an edition that holds them is out."""

from typing import ClassVar

from django.db import models

from reports.models.editions import Edition
from reports.models.publications import Publication


class Picture(models.Model):
    """The pixels of one picture brought along; unique by publication and content, never changed.

    `content_hash` is that of the file that is kept, not of the one that was brought.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="pictures")
    content_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()
    brought_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("publication", "content_hash"), name="picture_once"),
        ]

    def __str__(self) -> str:
        """Return publication and hash."""
        return f"{self.publication_id} {self.content_hash[:12]}"


class EditionPicture(models.Model):
    """One picture that an edition holds; unique by both, never changed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("edition", "picture"), name="edition_picture_once"),
        ]

    def __str__(self) -> str:
        """Return edition and picture."""
        return f"{self.edition_id}: {self.picture_id}"
