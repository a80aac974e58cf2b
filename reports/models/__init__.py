# SPDX-License-Identifier: EUPL-1.2
"""What of dashboards, reports and their editions is stored."""

from reports.models.drafts import PreparedDocument, PreparedDraft
from reports.models.editions import (
    Edition,
    EditionConversion,
    EditionDocument,
    EditionFile,
    EditionPin,
    EditionState,
)
from reports.models.handings import HandingIn
from reports.models.pictures import EditionPicture, Picture
from reports.models.publications import CompositionVersion, Publication, PublicationKind, Readers, Schedule

PUBLIC_TABLES = (
    "reports_public_edition",
    "reports_public_document",
    "reports_public_file",
    "reports_public_picture",
    "reports_public_pin",
)
APPEND_ONLY_TABLES = (
    "reports_editionconversion",
    "reports_editiondocument",
    "reports_editionpicture",
    "reports_editionpin",
)
# What an edition says stays; only these columns follow the course of things.
UPDATED_COLUMNS = {
    "reports_edition": (
        "state",
        "decided_by_id",
        "decided_at",
        "comment",
        "published_at",
        "withdrawn_by_id",
        "withdrawn_at",
        "reason",
        "told_gone",
        "told_newer",
    )
}

__all__ = [
    "APPEND_ONLY_TABLES",
    "PUBLIC_TABLES",
    "UPDATED_COLUMNS",
    "CompositionVersion",
    "Edition",
    "EditionConversion",
    "EditionDocument",
    "EditionFile",
    "EditionPicture",
    "EditionPin",
    "EditionState",
    "HandingIn",
    "Picture",
    "PreparedDocument",
    "PreparedDraft",
    "Publication",
    "PublicationKind",
    "Readers",
    "Schedule",
]
