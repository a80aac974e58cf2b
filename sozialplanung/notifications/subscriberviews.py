# SPDX-License-Identifier: EUPL-1.2
"""Readers without an account subscribe by e-mail, confirm it and end it; nothing here needs a script."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sozialplanung.accounts.desks import nothing
from sozialplanung.notifications.forms import SubscribeForm
from sozialplanung.notifications.services.subscribing import (
    Shown,
    Wanted,
    confirm_subscription,
    end_subscription,
    is_request_due,
    request_subscription,
    subscription_behind,
)
from sozialplanung.notifications.subscribable import Thing, source_of
from sozialplanung.web.clients import network_of
from sozialplanung.web.desks import private, status_of

_NOT_FOUND: Final = 404
_TOO_MANY: Final = 429


def subscribe_page(request: HttpRequest, wanted: Wanted, thing: Thing, context: Mapping[str, Any]) -> HttpResponseBase:
    """Take an address for a thing; the answer is the same whether it is known, subscribed or has had enough mails."""
    if not settings.MAIL_IS_ON:
        raise nothing()
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    is_taken, status = False, None
    if form.is_valid():
        is_taken = is_request_due(network=network_of(request))
        if is_taken:
            request_subscription(wanted=wanted, email=form.cleaned_data["email"])
        else:
            form.add_error(None, _("There were too many requests from your network. Please try again in an hour."))
            status = _TOO_MANY
    told = {"form": form, "thing": thing, "is_taken": is_taken, **context}
    return private(render(request, "notifications/subscribe.html", told, status=status or status_of(form)))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, number: UUID, secret: str) -> HttpResponseBase:
    """Ask whether somebody wants to subscribe, and take the yes by a button: programs open links by themselves."""
    shown = subscription_behind(number, secret)
    is_confirmed = shown is not None and request.method == "POST"
    if shown and is_confirmed:
        confirm_subscription(shown=shown)
    context = {"is_confirmed": is_confirmed, "number": number, "secret": secret}
    return _answer(request, "notifications/subscription.html", shown, context)


# Without a token on purpose: mail programs send this form for their reader (RFC 8058), and the address is a secret.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: HttpRequest, number: UUID, secret: str) -> HttpResponseBase:
    """End a subscription by one button; who does so twice is told the same again."""
    shown = subscription_behind(number, secret)
    is_ended = request.method == "POST"
    if shown and is_ended:
        end_subscription(shown=shown)
    return _answer(request, "notifications/subscription_end.html", shown, {"is_ended": is_ended})


def _answer(request: HttpRequest, template: str, shown: Shown | None, context: Mapping[str, Any]) -> HttpResponseBase:
    thing = source_of(shown.kind).thing(shown.subject) if shown else None
    status = 200 if shown or context.get("is_ended") else _NOT_FOUND
    answer = render(request, template, {"shown": shown, "thing": thing, **context}, status=status)
    # The address is a secret: other sites are not told it.
    answer.headers["Referrer-Policy"] = "same-origin"
    return private(answer)
