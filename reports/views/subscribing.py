# SPDX-License-Identifier: EUPL-1.2
"""Readers leave an address to be told of new editions of a dashboard or report, or of new figures of an area."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.rendering.profile_numbers import language_of
from indicators.views.profile import place_at
from reports.selectors.areanews import AREA, subject_of, subscribed_area
from reports.selectors.subscribed import PUBLICATION, subscribed_named
from reports.services import areasubscribers
from reports.services.announcing import thing_of
from reports.views.edition import nothing_there
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.notifications.services.subscribing import Wanted
from sozialplanung.notifications.subscriberviews import subscribe_page


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_to_publication(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take an address for new editions; what is for the council alone cannot be subscribed to."""
    found = subscribed_named(slug)
    if found is None:
        raise nothing_there()
    thing = thing_of(found)
    wanted = Wanted(PUBLICATION, str(found.uuid), thing.organisation, language_of(get_language()))
    context = {
        "organisation": thing.organisation,
        "section": "reports",
        "crumbs": [
            {"label": _("Dashboards and reports"), "url": reverse("reports:editions", args=[thing.organisation.slug])},
            {"label": found.title or thing.name, "url": thing.path},
            {"label": _("Be told by e-mail"), "url": ""},
        ],
    }
    return subscribe_page(request, wanted, thing, context)


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_to_area(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponseBase:
    """Take an address for new figures of an area; mails tell of what is released for everybody alone."""
    publisher = organisation_by_slug(organisation)
    place, _versions = place_at(publisher, (edition, level, key))
    subject = subject_of(publisher, place.unit.unit_id)
    found = subscribed_area(subject)
    if found is None:
        raise nothing_there()
    thing = areasubscribers.thing_of(found)
    wanted = Wanted(AREA, subject, publisher, language_of(get_language()))
    context = {
        "organisation": publisher,
        "section": "areas",
        "crumbs": [{"label": thing.name, "url": thing.path}, {"label": _("Be told by e-mail"), "url": ""}],
    }
    return subscribe_page(request, wanted, thing, context)
