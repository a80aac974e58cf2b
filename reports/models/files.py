# SPDX-License-Identifier: EUPL-1.2
"""Files of editions: made from what an edition says, made anew when it says less."""

from typing import ClassVar

from django.db import models

from reports.models.editions import Edition


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
