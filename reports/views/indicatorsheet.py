# SPDX-License-Identifier: EUPL-1.2
"""The sheet of an indicator as a document: what it shows, how it is read, where it ends, where it comes from."""

import hashlib
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.catalogue import indicator_page
from indicators.selectors.published import at_one_moment
from indicators.views.profilesentences import IndicatorNotFoundError
from indicators.views.readership import audience_words, marked_name, publisher_of
from reports.rendering.files.formats import PDF_TYPE
from reports.services.paper import paper_parts
from sozialplanung.web.attachments import attachment
from sozialplanung.web.conditional import is_known
from sozialplanung.web.kept import A_DAY, made_once
from sozialplanung.web.query import refuse_unknown


@require_safe
@at_one_moment()
def indicator_sheet(request: HttpRequest, organisation: str, indicator: str) -> HttpResponseBase:
    """Send the sheet of one indicator as PDF."""
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    language = language_of(get_language())
    page = indicator_page(publisher, indicator, language)
    if page is None:
        raise IndicatorNotFoundError("catalogue.indicator_unknown", "There is no such indicator.", name=indicator)
    address = f"{settings.PUBLIC_URL}{reverse('indicators:indicator', args=[publisher.slug, indicator])}"
    context = {
        "organisation": publisher,
        "page": page,
        "definition": page.definition,
        "address": address,
        "audience": audience_words(publisher.audience),
        "language": language,
    }
    text = render_to_string("reports/indicator_sheet.html", context)
    tag = hashlib.sha256("\n".join((text, *sorted(_digests()))).encode()).hexdigest()
    if is_known(request, tag):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        name = marked_name(publisher, f"{publisher.slug}_{indicator}_datenblatt.pdf")
        answer = attachment(made_once(f"reports.sheet.{tag}", lambda: _made(text), seconds=A_DAY), name, PDF_TYPE)
    answer.headers["ETag"] = f'"{tag}"'
    return answer


def _made(text: str) -> bytes:
    # A second and 28 MB: a process that sets no document does without.
    from reports.rendering.pdf import pdf_of

    return pdf_of(text, paper_parts())


@cache
def _digests() -> tuple[str, ...]:
    return tuple(hashlib.sha256(content).hexdigest() for content in paper_parts().values())
