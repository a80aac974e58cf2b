# SPDX-License-Identifier: EUPL-1.2
"""What is reached as documents: rings of a place with their figures, and how many people a layer reaches."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.selectors.published import at_one_moment
from indicators.views.reach.asking import Place, answered, at_streets
from indicators.views.reach.context import reach_context
from indicators.views.reach.coverage import coverage_context, covered
from indicators.views.readership import audience_words, marked_name
from reports.rendering.files.formats import PDF_TYPE
from reports.services.paper import paper_parts
from sozialplanung.accounts.models import Organisation
from sozialplanung.web.attachments import attachment

_DRAWING: Final = "rings.svg"


@require_safe
@at_streets
@at_one_moment()
def reach_sheet(request: HttpRequest, place: Place) -> HttpResponse:
    """Send what is told of rings around a place as PDF."""
    desk, answer = answered(request, place)
    found = reach_context(desk, answer)
    parts = {_DRAWING: found["drawing"].replace("currentColor", "#000").encode()}
    context = {"found": found, "drawing": _DRAWING if found["drawing"] else "", "language": desk.language}
    return _sheet(desk.publisher, "reach_sheet", context | {"address": desk.url("indicators:reach")}, parts)


@require_safe
@at_streets
@at_one_moment()
def coverage_sheet(request: HttpRequest, place: Place) -> HttpResponse:
    """Send how much of the people of a city lives within reach of a layer as PDF."""
    desk, found = covered(request, place)
    context = {"found": coverage_context(desk, found), "language": desk.language}
    return _sheet(desk.publisher, "coverage_sheet", context | {"address": desk.url("indicators:coverage")}, {})


def _sheet(publisher: Organisation, name: str, context: Mapping[str, Any], parts: Mapping[str, bytes]) -> HttpResponse:
    told = {
        "organisation": publisher,
        "audience": audience_words(publisher.audience),
        "day": timezone.localdate(),
        **context,
        "address": f"{settings.PUBLIC_URL}{context['address']}",
    }
    text = render_to_string(f"reports/{name}.html", told)
    kind = {"reach_sheet": _("reach"), "coverage_sheet": _("coverage")}[name]
    # Nobody keeps it: the place that somebody asks for is theirs, and what they read follows from their rights.
    body = _made(text, {**paper_parts(), **parts})
    return attachment(body, marked_name(publisher, f"{publisher.slug}_{kind}.pdf"), PDF_TYPE)


def _made(text: str, parts: Mapping[str, bytes]) -> bytes:
    # A second and 28 MB: a process that sets no document does without.
    from reports.rendering.pdf import pdf_of

    return pdf_of(text, parts)
