# SPDX-License-Identifier: EUPL-1.2
"""What is reached from a place as a document: rings, their places, and what is released of each."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.selectors.published import at_one_moment
from indicators.views.reach.asking import Place, answered, at_streets
from indicators.views.reach.context import reach_context
from indicators.views.readership import audience_words, marked_name
from reports.rendering.files.formats import PDF_TYPE
from reports.services.paper import paper_parts
from sozialplanung.web.attachments import attachment

_DRAWING = "rings.svg"


@require_safe
@at_streets
@at_one_moment()
def reach_sheet(request: HttpRequest, place: Place) -> HttpResponse:
    """Send what is told of rings around a place as PDF."""
    desk, answer = answered(request, place)
    found = reach_context(desk, answer)
    context = {
        "organisation": desk.publisher,
        "found": found,
        "drawing": _DRAWING if found["drawing"] else "",
        "address": f"{settings.PUBLIC_URL}{desk.url('indicators:reach')}",
        "audience": audience_words(desk.publisher.audience),
        "day": timezone.localdate(),
        "language": desk.language,
    }
    text = render_to_string("reports/reach_sheet.html", context)
    parts = {**paper_parts(), _DRAWING: found["drawing"].replace("currentColor", "#000").encode()}
    name = marked_name(desk.publisher, f"{desk.publisher.slug}_erreichbarkeit.pdf")
    # Nobody keeps it: the place that somebody asks for is theirs, and what they read follows from their rights.
    return attachment(_made(text, parts), name, PDF_TYPE)


def _made(text: str, parts: dict[str, bytes]) -> bytes:
    # A second and 28 MB: a process that sets no document does without.
    from reports.rendering.pdf import pdf_of

    return pdf_of(text, parts)
