# SPDX-License-Identifier: EUPL-1.2
"""What was handed in, for those who decide on it and for those who made it."""

import gzip

from reports.models import Edition
from reports.rendering.document import Document, Language
from reports.rendering.storing import restored


def kept_document(edition: Edition, language: Language) -> Document:
    """Return the document of an edition, whatever its state."""
    row = edition.documents.get(language=language)
    return restored(gzip.decompress(bytes(row.gzipped))).document
