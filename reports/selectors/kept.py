# SPDX-License-Identifier: EUPL-1.2
"""What was handed in, for those who decide on it, who made it, or who read what waits."""

import gzip

from reports.models import Edition
from reports.rendering.document import Document, Language
from reports.rendering.storing import restored
from reports.selectors.gone import gone_behind, without_gone


def kept_document(edition: Edition, language: Language) -> Document:
    """Return the document of an edition, whatever its state; what rests on figures that are gone stands nowhere."""
    row = edition.documents.get(language=language)
    pinned = restored(gzip.decompress(bytes(row.gzipped)))
    return without_gone(pinned, gone_behind(edition.pk))
