# SPDX-License-Identifier: EUPL-1.2
"""Topics: what is new in each, followed and followed no more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.topics import topic_followed, topic_rows, topic_to_follow
from indicators.services.following import follow_topic, unfollow_topic
from indicators.views.following import Reader, at_reading, came_from
from indicators.views.readership import publisher_of
from sozialplanung.accounts.desks import nothing


@require_safe
@at_reading
def topics_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """List the topics of which somebody reads something, each with what is new in it."""
    publisher = publisher_of(request, reader.publisher.slug)
    context = {
        "organisation": publisher,
        "section": "indicators",
        "topics": topic_rows(publisher, reader.person, language_of(get_language())),
        "settings_url": reverse("notifications:preferences"),
        "crumbs": [
            {"label": _("Indicators"), "url": reverse("indicators:catalogue", args=[publisher.slug])},
            {"label": _("Topics"), "url": ""},
        ],
    }
    return render(request, "indicators/topics.html", context)


@require_POST
@at_reading
def follow(request: HttpRequest, reader: Reader, topic: str) -> HttpResponse:
    """Follow a topic, or follow it no more, and lead back to where the button was pressed."""
    publisher = publisher_of(request, reader.publisher.slug)
    is_over = request.POST.get("action") == "remove"
    found = topic_followed(publisher, topic, reader.person) if is_over else topic_to_follow(publisher, topic)
    if found is None:
        raise nothing()
    if is_over:
        unfollow_topic(topic=found, by=reader.person)
        messages.success(request, _("You follow “%(name)s” no more.") % {"name": found.name})
    else:
        follow_topic(topic=found, by=reader.person)
        messages.success(request, _("You are told of new figures in “%(name)s” from now on.") % {"name": found.name})
    usual = reverse("indicators:topics", args=[publisher.slug])
    return HttpResponseRedirect(f"{came_from(request, publisher, usual)}#{topic}")
