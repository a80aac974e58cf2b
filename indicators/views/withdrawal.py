# SPDX-License-Identifier: EUPL-1.2
"""Take published figures out of force: what goes with them, why, and the button."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.forms.withdrawal import WithdrawForm
from indicators.models import Audience, Release
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors import disclosure
from indicators.selectors.cellnames import short_names
from indicators.selectors.papers import papers_on
from indicators.services.releasing.withdrawing import request_withdrawal, what_goes_along
from indicators.views.secrecy import SecrecyDesk, at_withdrawal, shared, told
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse
from sozialplanung.web.desks import status_of
from sozialplanung.web.query import refuse_unknown


@require_http_methods(["GET", "HEAD", "POST"])
@at_withdrawal
def withdraw_page(request: HttpRequest, desk: SecrecyDesk, number: int) -> HttpResponse:
    """Say what goes along with the figures of one audit, and take them out of force."""
    refuse_unknown(request.GET, ())
    release = disclosure.in_force_by(desk.organisation, number)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        request_withdrawal(organisation=desk.organisation, release_id=release.pk, by=desk.person, reason=reason)
        messages.info(request, _("The figures are being taken out of force. Load this page again in a moment."))
        return redirect("indicators:secrecy", desk.organisation.slug)
    along = what_goes_along(release=release)
    compiled = disclosure.compiled_by(desk.organisation, number)
    goes, may_go = ({each.pk for each in releases} for releases in (along.goes, along.changes))
    papers = papers_on(desk.organisation, desk.person, goes)
    also = papers_on(desk.organisation, desk.person, may_go) if may_go else ()
    context = {
        **told(compiled),
        "form": form,
        "goes": _named(desk.organisation, along.goes),
        "changes": _named(desk.organisation, along.changes),
        "papers": papers,
        "also": [paper for paper in also if paper not in papers],
        "crumbs": _way(desk.organisation, number, compiled.indicator),
    }
    return render(request, "indicators/secrecy/withdraw.html", shared(desk) | context, status=status_of(form))


def _way(organisation: Organisation, number: int, name: str) -> list[dict[str, str]]:
    return [
        {"label": _("Secrecy"), "url": reverse("indicators:secrecy", args=[organisation.slug])},
        {"label": name, "url": reverse("indicators:secrecy_report", args=[organisation.slug, number])},
        {"label": _("Withdraw"), "url": ""},
    ]


def _named(organisation: Organisation, releases: Iterable[Release]) -> list[dict[str, Any]]:
    """Return releases as rows: once for each indicator, period and audience, with their levels."""
    names, language = short_names(organisation), language_of(get_language())
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in releases:
        slug, period = each.indicator.slug, each.period.code
        row = found.setdefault(
            (slug, period, each.audience),
            {
                "indicator": names.get(slug, slug),
                "period": period_words(parse(period), language),
                "audience": Audience(each.audience).label,
                "levels": [],
            },
        )
        if each.boundary_version.level.name_plural not in row["levels"]:
            row["levels"].append(each.boundary_version.level.name_plural)
    return list(found.values())
