# SPDX-License-Identifier: EUPL-1.2
"""The files of an edition: to read and print, to go on writing, to show, to calculate."""

from django.http import HttpRequest, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.rendering.document import LANGUAGES
from reports.rendering.files.formats import MEDIA_TYPES
from reports.selectors.editionfiles import file_content
from reports.views.edition import FILES_PLACE, found_edition, nothing_there
from sozialplanung.web.attachments import attachment
from sozialplanung.web.conditional import checked, is_known
from sozialplanung.web.desks import private


@require_safe
@at_one_moment()
def edition_file(  # noqa: PLR0913, PLR0917 - an address has so many parts
    request: HttpRequest, slug: str, year: int, number: int, language: str, ending: str
) -> HttpResponseBase:
    """Send a file of an edition; while it is being made, its page says so."""
    found = found_edition(request, slug, (year, number))
    told = next((one for one in LANGUAGES if one == language), None)
    if told is None or ending not in MEDIA_TYPES:
        raise nothing_there()
    file = next((each for each in found.files(told) if each.ending == ending), None)
    if file is not None and found.row.read_for == PUBLIC and is_known(request, file.content_hash):
        return checked(HttpResponseNotModified(), file.content_hash)
    content = file_content(found.row, file, told) if file else None
    if file is None or content is None:
        page = reverse("reports:edition", args=[slug, year, number])
        return private(HttpResponseRedirect(f"{page}#{FILES_PLACE}"))
    answer = attachment(content, f"{slug}-{found.row.path}-{told}.{ending}", MEDIA_TYPES[ending])
    return checked(answer, file.content_hash) if found.row.read_for == PUBLIC else private(answer)
