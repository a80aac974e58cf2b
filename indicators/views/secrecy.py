# SPDX-License-Identifier: EUPL-1.2
"""What releases lose to secrecy, and attacks on all of them: for those who publish or approve, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Audience
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors import disclosure
from indicators.selectors.cellnames import cell_names
from indicators.selectors.disclosure import Breached, Compiled
from indicators.services.releasing.attacking import request_attack
from indicators.views.cellwords import cell_words
from indicators.views.losswords import DECISION_WORDS, losses_in_words
from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.common.periods import parse
from sozialplanung.web.query import QueryReader

_READERS: Final = (Permission.PUBLISH_RELEASES, Permission.APPROVE_IMPORTS)
PAGE_SIZE: Final = 50
MOST_CELLS: Final = 20
_MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class SecrecyDesk:
    """A person who may know why figures of an organisation are hidden."""

    organisation: Organisation
    person: User


def _place(person: User, body: Organisation) -> SecrecyDesk | None:
    """Give a place to who publishes or approves here."""
    return SecrecyDesk(body, person) if any(has_permission(person, each, body) for each in _READERS) else None


at_secrecy = for_whom(_place)


def may_withdraw(desk: SecrecyDesk) -> bool:
    """Say whether somebody may take figures out of force here."""
    return has_permission(desk.person, Permission.WITHDRAW_RELEASES, desk.organisation)


def _withdrawing_place(person: User, body: Organisation) -> SecrecyDesk | None:
    # Both are asked, whatever the first answers, so that both are told.
    is_allowed, desk = has_permission(person, Permission.WITHDRAW_RELEASES, body), _place(person, body)
    return desk if is_allowed else None


# A door of its own, so that the page that explains who gets in names this permission.
at_withdrawal = for_whom(_withdrawing_place)


@require_safe
@at_secrecy
def secrecy_page(request: HttpRequest, desk: SecrecyDesk) -> HttpResponse:
    """List what is in force with its losses, and how the newest attack on all of it ended."""
    query = QueryReader(request.GET, allowed=("seite", "nur"))
    only = query.choice("nur", ("gesperrt",), default=None)
    compiled, standing = disclosure.compiled_of(desk.organisation), disclosure.standing_of(desk.organisation)
    shown = [each for each in compiled if each.hidden] if only else compiled
    paginator = Paginator(shown, PAGE_SIZE)
    page = paginator.get_page(query.integer("seite", minimum=1, maximum=_MOST_PAGES, default=1) or 1)
    context = {
        "rows": [told(each) for each in page.object_list],
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "query": f"{urlencode({'nur': only})}&" if only else "",
        "only": only,
        "total": len(compiled),
        "sums": losses_in_words((each.level, each.counts) for each in disclosure.sums_by_level(compiled)),
        "heads": DECISION_WORDS.values(),
        "without": disclosure.without_pattern(desk.organisation),
        "standing": standing,
        "breached": _broken(desk, standing.breached),
        "refused": _broken(desk, disclosure.refused_of(desk.organisation)),
        "job": disclosure.last_attack(desk.organisation),
        "withdrawals": disclosure.withdrawals_of(desk.organisation),
        "crumbs": [{"label": _("Secrecy"), "url": ""}],
    }
    return render(request, "indicators/secrecy/list.html", shared(desk) | context)


def shared(desk: SecrecyDesk) -> dict[str, Any]:
    """Return what every page here shows."""
    return {"organisation": desk.organisation, "section": "deliveries"}


def told(each: Compiled) -> dict[str, Any]:
    """Return what is told of some releases in words."""
    return {
        "each": each,
        "period": period_words(parse(each.period), language_of(get_language())),
        "audience": Audience(each.audience).label,
        "levels": [level for level in each.levels if level.hidden],
    }


def _broken(desk: SecrecyDesk, rows: Sequence[Breached]) -> list[dict[str, Any]]:
    """Return what did not hold, each with some of its cells in words."""
    names = cell_names(desk.organisation, {key for each in rows for key in each.cells[:MOST_CELLS]})
    return [
        {
            "indicator": each.indicator,
            "period": period_words(parse(each.period), language_of(get_language())),
            "edition": each.edition,
            "cells": [cell_words(names[key]) for key in each.cells[:MOST_CELLS]],
            "further": max(0, each.count - MOST_CELLS),
        }
        for each in rows
    ]


@require_POST
@at_secrecy
def check(request: HttpRequest, desk: SecrecyDesk) -> HttpResponse:
    """Let everything in force be attacked."""
    request_attack(organisation=desk.organisation, by=desk.person)
    messages.info(request, _("Everything in force is being attacked. Load this page again in a moment."))
    return redirect("indicators:secrecy", desk.organisation.slug)
