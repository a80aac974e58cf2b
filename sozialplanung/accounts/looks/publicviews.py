# SPDX-License-Identifier: EUPL-1.2
"""What every page of an organisation loads of its look: the logo, and a style sheet that says one colour."""

import hashlib
import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.looks.colours import is_readable, style_of
from sozialplanung.accounts.looks.selectors import public_logo
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.conditional import IMMUTABLE, Representation, conditional_response, pack

_NAME: Final = re.compile(r"[0-9a-f]{6}\Z")
# The address names the colour; which shade goes with it on dark pages may change with the program.
_A_DAY: Final = "public, max-age=86400"


@require_safe
def logo(request: HttpRequest, organisation: str, digest: str) -> HttpResponse:
    """Send a logo that an organisation has or had; the address names its bytes."""
    found = public_logo(organisation_by_slug(organisation), digest)
    representation = Representation(found.digest, "image/png", IMMUTABLE)
    return conditional_response(request, representation, lambda: pack(bytes(found.content)))


@require_safe
def publisher_style(request: HttpRequest, colour: str) -> HttpResponse:
    """Send the style sheet of a colour that can be read; it says nothing but the colour that its address names."""
    if not _NAME.match(colour) or not is_readable(f"#{colour}"):
        raise nothing()
    body = style_of(f"#{colour}").encode()
    representation = Representation(hashlib.sha256(body).hexdigest(), "text/css; charset=utf-8", _A_DAY)
    return conditional_response(request, representation, lambda: pack(body))
