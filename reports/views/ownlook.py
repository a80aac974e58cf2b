# SPDX-License-Identifier: EUPL-1.2
"""The look of an organisation as an edition keeps it: the colour and the logo of the moment when it was handed in."""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

from reports.rendering.document import Document
from reports.rendering.files.colours import HOUSE
from sozialplanung.accounts.looks.colours import name_of
from sozialplanung.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class OwnLook:
    """What a page shows of it: the colour as addresses name it, the address of the logo; empty for the house's."""

    colour: str = ""
    logo: str = ""
    alternative: str = ""


def own_look(document: Document | None, organisation: Organisation) -> OwnLook:
    """Return the look of a document; the house's where it has none of its own, or is not there any more."""
    if document is None:
        return OwnLook()
    colour, logo = document.imprint.colour, document.imprint.logo
    if logo is None:
        return OwnLook("" if colour == HOUSE else name_of(colour))
    digest = hashlib.sha256(logo.content).hexdigest()
    address = reverse("accounts:logo", args=[organisation.slug, digest])
    return OwnLook("" if colour == HOUSE else name_of(colour), address, logo.alternative)
