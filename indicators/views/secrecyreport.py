# SPDX-License-Identifier: EUPL-1.2
"""The report of one audit: what is hidden and why, as a map, a table and a file; none of it leaves the house."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from indicators.selectors import disclosure
from indicators.selectors.differencemap import ground_of, version_of
from indicators.selectors.disclosure import LOSSES, Compiled, DecidedLevel, HiddenFigure
from indicators.selectors.profile_drawings import Drawing, joined
from indicators.views.losswords import DECISION_WORDS, losses_in_words
from indicators.views.secrecy import SecrecyDesk, at_secrecy, may_withdraw, shared, told
from indicators.views.totalwords import total_words
from sozialplanung.accounts.exporting import hands_out
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.web.query import QueryReader, refuse_unknown


@require_safe
@at_secrecy
def report_page(request: HttpRequest, desk: SecrecyDesk, number: int) -> HttpResponse:
    """Show what one audit tried, and what its releases lose."""
    compiled = disclosure.compiled_by(desk.organisation, number)
    levels = [each for each in disclosure.decided_levels(desk.organisation, number) if each.hidden]
    slugs = tuple(each.slug for each in levels)
    wanted = QueryReader(request.GET, allowed=("ebene",)).choice("ebene", slugs, default=None)
    chosen = next((each for each in levels if each.slug == wanted), levels[0] if levels else None)
    way = [{"label": _("Secrecy"), "url": reverse("indicators:secrecy", args=[desk.organisation.slug])}]
    context = {
        **told(compiled),
        "heads": DECISION_WORDS.values(),
        "losses": losses_in_words((each.level, each.counts) for each in compiled.levels),
        "totals": _totals(desk, compiled),
        "attack": compiled.content,
        "may_withdraw": may_withdraw(desk),
        "choices": _choices(levels, chosen),
        "hidden": {} if chosen is None else _hidden(desk, chosen),
        "crumbs": [*way, {"label": compiled.indicator, "url": ""}],
    }
    return render(request, "indicators/secrecy/report.html", shared(desk) | context)


def _totals(desk: SecrecyDesk, compiled: Compiled) -> list[str]:
    """Say of each value of the whole that is hidden why it cannot be published."""
    return [
        total_words(
            desk.organisation,
            (compiled.indicator, compiled.period),
            decision,
            disclosure.cells_of_total(compiled.content, each.slug),
        )
        for each in compiled.levels
        if (decision := disclosure.decision_of_total(each.counts, each.kind))
    ]


def _choices(levels: Sequence[DecidedLevel], chosen: DecidedLevel | None) -> list[dict[str, Any]]:
    """Return the levels to choose from, where there are several."""
    items = [
        {"label": f"{each.name} ({len(each.hidden)})", "url": f"?ebene={each.slug}", "is_current": each is chosen}
        for each in levels
    ]
    return [{"label": _("Level"), "items": items}] if len(items) > 1 else []


def _hidden(desk: SecrecyDesk, level: DecidedLevel) -> dict[str, Any]:
    """Return the hidden figures of a level for map and table."""
    version = version_of(desk.organisation, level.boundary_version_id)
    drawing = None if version is None else ground_of(desk.organisation, version).drawing
    counts = Counter(each.decision for each in level.hidden)
    return {
        "level": level.name,
        "summary": _summary(level, counts),
        "drawing": drawing,
        "shapes": [] if drawing is None else _shapes(level, drawing),
        "others": "" if drawing is None else joined(drawing, _shown(level)),
        "legend": [
            {"kind": each, "label": DECISION_WORDS[each], "count": counts[each]} for each in LOSSES if counts[each]
        ],
        "rest": len(level.areas) - len(level.hidden),
        "rows": [_row(each) for each in level.hidden],
    }


def _summary(level: DecidedLevel, counts: Counter[str]) -> str:
    count = len(level.hidden)
    told_now = {"count": count, "areas": len(level.areas), "level": level.name}
    parts = ", ".join(f"{DECISION_WORDS[each]}: {counts[each]}" for each in LOSSES if counts[each])
    first = ngettext(
        "The figure of %(count)s of %(areas)s areas is hidden (%(level)s).",
        "The figures of %(count)s of %(areas)s areas are hidden (%(level)s).",
        count,
    )
    return f"{first % told_now} " + _("Of these: %(parts)s.") % {"parts": parts}


def _shown(level: DecidedLevel) -> list[int]:
    hidden = {each.position for each in level.hidden}
    return [area.position for area in level.areas if area.position not in hidden]


def _shapes(level: DecidedLevel, drawing: Drawing) -> list[dict[str, Any]]:
    return [
        _row(each) | {"path": drawing.paths[each.position]} for each in level.hidden if drawing.paths[each.position]
    ]


def _row(each: HiddenFigure) -> dict[str, Any]:
    return {
        "place": each.position,
        "name": each.name,
        "key": each.key,
        "kind": each.decision,
        "decision": DECISION_WORDS[each.decision],
    }


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
        (compiled.full_name, compiled.period, each.level, each.key, each.name, str(DECISION_WORDS[each.decision]))
        for level in disclosure.decided_levels(desk.organisation, number)
        for each in level.hidden
    ]
    name = {"Content-Disposition": f'attachment; filename="geheimhaltung-{number}.csv"'}
    return HttpResponse(to_csv([heads, *rows]), content_type="text/csv; charset=utf-8", headers=name)
