# SPDX-License-Identifier: EUPL-1.2
"""What releases lose to secrecy and what the attacker tried: for those who publish or approve, and nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Audience
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors import disclosure
from indicators.selectors.disclosure import Breached, Compiled
from indicators.services.releasing.attacking import request_attack
from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.exporting import hands_out
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.periods import parse
from sozialplanung.web.query import QueryReader, refuse_unknown

_READERS: Final = (Permission.PUBLISH_RELEASES, Permission.APPROVE_IMPORTS)
PAGE_SIZE: Final = 50
_MOST_PAGES: Final = 10_000
# As the column heads of the losses say them.
DECISION_WORDS: Final = {
    "shown": pgettext_lazy("figures", "shown"),
    "primary": pgettext_lazy("figures", "too small (primary)"),
    "secondary": pgettext_lazy("figures", "for others (secondary)"),
    "kept": pgettext_lazy("figures", "kept by the source or from before"),
    "inherited": pgettext_lazy("figures", "made of hidden ones"),
}


@dataclass(frozen=True, slots=True)
class SecrecyDesk:
    """A person who may know why figures of an organisation are hidden."""

    organisation: Organisation
    person: User


def _place(person: User, body: Organisation) -> SecrecyDesk | None:
    """Give a place to who publishes or approves here."""
    return SecrecyDesk(body, person) if any(has_permission(person, each, body) for each in _READERS) else None


at_secrecy = for_whom(_place)


@require_safe
@at_secrecy
def secrecy_page(request: HttpRequest, desk: SecrecyDesk) -> HttpResponse:
    """List what is in force with its losses, and how the newest attack on all of it ended."""
    query = QueryReader(request.GET, allowed=("seite", "nur"))
    only = query.choice("nur", ("gesperrt",), default=None)
    compiled = disclosure.compiled_of(desk.organisation)
    shown = [each for each in compiled if each.hidden] if only else compiled
    paginator = Paginator(shown, PAGE_SIZE)
    page = paginator.get_page(query.integer("seite", minimum=1, maximum=_MOST_PAGES, default=1) or 1)
    context = {
        "rows": [_row(each) for each in page.object_list],
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "query": f"{urlencode({'nur': only})}&" if only else "",
        "only": only,
        "total": len(compiled),
        "sums": disclosure.sums_by_level(compiled),
        "heads": DECISION_WORDS.values(),
        "without": disclosure.without_pattern(desk.organisation),
        "standing": disclosure.standing_of(desk.organisation),
        "refused": [_refusal(each) for each in disclosure.refused_of(desk.organisation)],
        "job": disclosure.last_attack(desk.organisation),
        "crumbs": [{"label": _("Secrecy"), "url": ""}],
    }
    return render(request, "indicators/secrecy/list.html", _shared(desk) | context)


def _shared(desk: SecrecyDesk) -> dict[str, Any]:
    return {"organisation": desk.organisation, "section": "deliveries"}


def _row(each: Compiled) -> dict[str, Any]:
    return {
        "each": each,
        "period": period_words(parse(each.period), language_of(get_language())),
        "audience": Audience(each.audience).label,
        "levels": [level for level in each.levels if level.hidden],
    }


def _refusal(each: Breached) -> dict[str, Any]:
    return {"each": each, "period": period_words(parse(each.period), language_of(get_language()))}


@require_POST
@at_secrecy
def check(request: HttpRequest, desk: SecrecyDesk) -> HttpResponse:
    """Let everything in force be attacked."""
    request_attack(organisation=desk.organisation, by=desk.person)
    messages.info(request, _("Everything in force is being attacked. Load this page again in a moment."))
    return redirect("indicators:secrecy", desk.organisation.slug)


@require_safe
@at_secrecy
def report_page(request: HttpRequest, desk: SecrecyDesk, number: int) -> HttpResponse:
    """Show what one audit tried, and what its releases lose."""
    refuse_unknown(request.GET, ())
    compiled = disclosure.compiled_by(desk.organisation, number)
    way = [{"label": _("Secrecy"), "url": f"/{desk.organisation.slug}/geheimhaltung/"}]
    context = {
        **_row(compiled),
        "heads": DECISION_WORDS.values(),
        "hidden": [_figure(row) for row in disclosure.hidden_figures(desk.organisation, number)],
        "attack": compiled.content,
        "crumbs": [*way, {"label": compiled.indicator, "url": ""}],
    }
    return render(request, "indicators/secrecy/report.html", _shared(desk) | context)


def _figure(row: disclosure.HiddenFigure) -> dict[str, Any]:
    return {"level": row.level, "key": row.key, "name": row.name, "decision": DECISION_WORDS[row.decision]}


def _whose(desk: SecrecyDesk, _kwargs: Mapping[str, Any]) -> Organisation:
    return desk.organisation


@require_safe
@at_secrecy
@hands_out(_whose)
def report_csv(request: HttpRequest, desk: SecrecyDesk, number: int) -> HttpResponse:
    """Give the hidden figures of one audit as a file; it never leaves the house, and taking it is logged."""
    refuse_unknown(request.GET, ())
    compiled = disclosure.compiled_by(desk.organisation, number)
    heads = (_("Indicator"), _("Period"), _("Level"), _("Key"), _("Area"), _("Why hidden"))
    rows = [
        (compiled.indicator, compiled.period, each.level, each.key, each.name, str(DECISION_WORDS[each.decision]))
        for each in disclosure.hidden_figures(desk.organisation, number)
    ]
    name = {"Content-Disposition": f'attachment; filename="geheimhaltung-{number}.csv"'}
    return HttpResponse(to_csv([heads, *rows]), content_type="text/csv; charset=utf-8", headers=name)
