# SPDX-License-Identifier: EUPL-1.2
"""What somebody comes back to: indicators are put on the own list and taken off it, wherever their star stands."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.selectors import published
from indicators.services.following import put_on_list, take_off_list
from indicators.views.readership import publisher_of
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has signed in, at the pages of an organisation: whatever they may read there they may keep."""

    publisher: Organisation
    person: User


at_reading = for_whom(lambda person, body: Reader(body, person))


@require_POST
@at_reading
def keep_indicator(request: HttpRequest, reader: Reader, indicator: str) -> HttpResponse:
    """Put an indicator on the own list, or take it off, and lead back to where its star was pressed."""
    sheet = published.indicator_sheet(publisher_of(request, reader.publisher.slug), indicator)
    if sheet is None:
        raise nothing()
    words = {"name": sheet.definition.short_name}
    if request.POST.get("action") == "remove":
        take_off_list(indicator_id=sheet.id, by=reader.person)
        messages.success(request, _("“%(name)s” is no more on your list.") % words)
    else:
        put_on_list(indicator_id=sheet.id, by=reader.person)
        messages.success(
            request, _("“%(name)s” is on your list now: it comes first where indicators are chosen.") % words
        )
    usual = reverse("indicators:indicator", args=[reader.publisher.slug, indicator])
    return HttpResponseRedirect(f"{came_from(request, reader.publisher, usual)}#merken-{indicator}")


def came_from(request: HttpRequest, publisher: Organisation, usual: str) -> str:
    """Return the page of the organisation, or of one's notifications, from which something was sent, as it stood."""
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return usual
    pages = (f"/{publisher.slug}/", reverse("notifications:list"))
    is_ours = referrer.netloc == request.get_host() and referrer.path.startswith(pages)
    if not is_ours:
        return usual
    return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
