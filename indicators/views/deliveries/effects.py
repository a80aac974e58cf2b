# SPDX-License-Identifier: EUPL-1.2
"""What readers would see changed by a delivery: computed in the background, shown with preview and approval."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Audience, Delivery, DeliveryState, ForeseenRelease
from indicators.rendering.difference_file import FileCell, csv_file, xlsx_file
from indicators.rendering.profile_numbers import Language, language_of, period_words
from indicators.selectors.cellnames import short_names
from indicators.selectors.comparison import difference_counts
from indicators.selectors.differencemap import ground_of, release_cells, version_of
from indicators.selectors.foresight import (
    MOST_AREAS,
    AudienceLoss,
    IndicatorEffects,
    Outlook,
    SliceEffect,
    effect_of,
    foreseen_release,
    outlook_of,
    siblings_of,
)
from indicators.selectors.parts import Part, foreseeable_in
from indicators.services.foresight import request_foresight, stop_foresight
from indicators.views.cellwords import cells_in_words
from indicators.views.deliveries import effecttexts as texts
from indicators.views.deliveries.access import Desk, at_part, delivery_of, frame, page
from indicators.views.deliveries.differencetexts import Cells, file_rows, map_context, table_rows
from indicators.views.deliveries.parts import XLSX, download, foreseen_batch, sliced, waiting_batch
from indicators.views.losswords import DECISION_WORDS, losses_in_words
from indicators.views.totalwords import total_words
from sozialplanung.accounts.exporting import hands_out
from sozialplanung.common.errors import NotFoundError
from sozialplanung.common.periods import parse
from sozialplanung.web.query import QueryReader

MOST_SLICES: Final = 12
PREVIEW: Final = "vorschau"
APPROVAL: Final = "freigabe"
EMBARGO: Final = "wartezeit"
# The pages on which the part on effects stands.
_PLACES: Final = {PREVIEW: "delivery_preview", APPROVAL: "delivery_approval", EMBARGO: "delivery"}


def effects_of(desk: Desk, delivery: Delivery, place: str) -> dict[str, Any]:
    """Return what the part on effects shows; `place` is the page on which it stands."""
    batch, language = foreseen_batch(delivery), language_of(get_language())
    desk, part = desk.at(delivery), desk.part(delivery)
    outlook = outlook_of(batch)
    if part is not None:
        outlook = _of_part(outlook, foreseeable_in(part))
    return {
        "outlook": outlook,
        "effects_in_part": part is not None,
        "effects_problem": _problem(outlook, part),
        "effects": [_effect(each, desk, language) for each in outlook.indicators if each.audience == Audience.PUBLIC],
        "effects_inside": _inside(outlook, desk, language) if _approves(desk, part) else [],
        "effects_place": place,
        "effects_errors": batch.counts.get("errors"),
        "effects_decided": delivery.state == DeliveryState.APPROVED,
        "secrecy": _secrecy(outlook, desk) if place == APPROVAL and part is None and _approves(desk, part) else None,
        "effects_unchanged": outlook.state == "none" and difference_counts(batch).is_empty,
    }


def _problem(outlook: Outlook, part: Part | None) -> str:
    """Return why computing failed; a narrowed desk is not told, for it may name what is of other topics."""
    if part is not None:
        return _("Whoever works for all topics sees why.")
    return outlook.job.error_text if outlook.job else ""


def _of_part(outlook: Outlook, indicators: Collection[int]) -> Outlook:
    """Return what is told of an outlook at a narrowed desk: of indicators that rest on its part and nothing else."""
    return replace(outlook, indicators=tuple(each for each in outlook.indicators if each.indicator_id in indicators))


def _inside(outlook: Outlook, desk: Desk, language: Language) -> list[dict[str, Any]]:
    """Return what becomes of the releases of council and house: for approvers alone."""
    found = []
    for audience in Audience:
        own = [each for each in outlook.indicators if each.audience == audience and audience != Audience.PUBLIC]
        if own:
            found.append({"name": audience.label, "effects": [_effect(each, desk, language) for each in own]})
    return found


def _secrecy(outlook: Outlook, desk: Desk) -> dict[str, Any] | None:
    """Return what each audience would not see, and what withstood nothing, in words."""
    told = outlook.secrecy
    if told is None:
        return None
    names = short_names(desk.organisation)
    return {
        "holds": told.holds,
        "sensitive": told.tried("sensitive"),
        "programs": told.tried("programs"),
        "earlier_count": told.tried("earlier_count"),
        "heads": DECISION_WORDS.values(),
        "audiences": [_loss(each, desk, names) for each in told.audiences],
        "unjudged": {names.get(slug, slug): said for slug, said in told.unjudged.items()},
        "breaches": [
            {"indicator": names.get(slug, slug), "cells": cells_in_words(desk.organisation, cells)}
            for slug, cells in told.breaches.items()
        ],
    }


def _loss(each: AudienceLoss, desk: Desk, names: Mapping[str, str]) -> dict[str, Any]:
    levels = losses_in_words((str(row["level"]), row) for row in each.levels)
    totals = [
        total_words(
            desk.organisation,
            (names.get(row["indicator"], row["indicator"]), row["period"]),
            row["decision"],
            row["cells"],
        )
        for row in each.totals
    ]
    label = Audience(each.audience).label
    return {"key": each.audience, "name": label, "levels": levels, "hides": each.hides, "totals": totals}


def _readable(desk: Desk, part: Part | None) -> tuple[str, ...]:
    """Return for whom releases are foreseen that somebody may look at here."""
    return tuple(Audience.values) if _approves(desk, part) else (Audience.PUBLIC.value,)


def _approves(desk: Desk, part: Part | None) -> bool:
    """Say whether somebody approves as far as the page tells: everything by a whole role, a part by any."""
    return desk.can_approve and (desk.signs is None or part is not None)


def has_passed(outlook: Outlook) -> bool:
    """Say whether the audit was tried to its end and held: without that nobody approves."""
    return outlook.has_result and (outlook.secrecy is None or outlook.secrecy.holds)


def _effect(effects: IndicatorEffects, desk: Desk, language: Language) -> dict[str, Any]:
    city = str(desk.organisation)
    head, told = texts.indicator_sentence(effects, city, language)
    return {
        "key": f"{effects.audience}-{effects.indicator_id}",
        "head": head,
        "sentence": told,
        "slices": [_slice(each, city, language) for each in effects.slices[:MOST_SLICES]],
        "further": max(0, len(effects.slices) - MOST_SLICES),
        "areas": _areas(effects, language),
        "has_classes": any(_class(row) for each in effects.slices for row in each.largest),
    }


def _slice(effect: SliceEffect, city: str, language: Language) -> dict[str, Any]:
    return {
        "number": effect.number,
        "period": period_words(effect.period, language),
        "level": effect.level_name,
        "edition": effect.edition_name,
        "sentence": texts.slice_sentence(effect, city, language),
    }


def _areas(effects: IndicatorEffects, language: Language) -> list[dict[str, str]]:
    """Return the areas of the finest level that change most, over all periods of an indicator."""
    found = [(each, row) for each in texts.finest(effects.slices) for row in each.largest]
    found.sort(key=lambda item: -abs(_difference(item[1])))
    return [
        {
            "name": row["name"],
            "key": row["key"],
            "period": period_words(each.period, language),
            "before": texts.reading_text(each, row["before"], language),
            "after": texts.reading_text(each, row["after"], language),
            "classes": _class(row),
        }
        for each, row in found[:MOST_AREAS]
    ]


def _difference(row: Any) -> float:  # noqa: ANN401 - as it is stored
    old, new = row["before"][0], row["after"][0]
    return float("inf") if old is None or new is None else new - old


def _class(row: Any) -> str:  # noqa: ANN401 - as it is stored
    old, new = row["before"][2], row["after"][2]
    if old is None and new is None:
        return ""
    return str(new) if old == new else f"{old or '–'} {texts.ARROW} {new or '–'}"


@require_safe
@at_part
def effects_part(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the part on effects alone, for a page that is open."""
    place = QueryReader(request.GET, allowed=("ort",)).choice("ort", tuple(_PLACES), default=PREVIEW) or PREVIEW
    delivery = desk.delivery(uuid)
    shared = {"organisation": desk.organisation, "desk": desk.at(delivery), "delivery": delivery}
    return render(request, "indicators/deliveries/_effects_body.html", shared | effects_of(desk, delivery, place))


@require_POST
@at_part
def effects_again(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Let the effects be computed, once more perhaps."""
    request_foresight(batch=waiting_batch(desk.delivery(uuid)), by=desk.person)
    return redirect(_back(request, desk, uuid))


@require_POST
@at_part
def effects_stop(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Stop computing the effects."""
    stop_foresight(batch=waiting_batch(desk.delivery(uuid)))
    return redirect(_back(request, desk, uuid))


@require_safe
@at_part
def effect_page(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Draw one release as it would become against the one in force, with all its areas."""
    delivery = desk.delivery(uuid)
    row = _foreseen(desk, delivery, number)
    query = QueryReader(request.GET, allowed=("seite",))
    cells, effect = _cells(desk, row), effect_of(row)
    title = f"{effect.name}, {period_words(effect.period, cells.language)}"
    context = frame(desk, delivery, title) | {
        "map": map_context(cells, title),
        "heading": title,
        "level": effect.level_name,
        "edition": effect.edition_name,
        "audience": "" if row.audience == Audience.PUBLIC else Audience(row.audience).label,
        "sentence": texts.slice_sentence(effect, str(desk.organisation), cells.language),
        "number_of_effect": number,
        "siblings": [_sibling(each, cells.language) for each in siblings_of(row)],
        "has_ranks": any(side.rank or side.class_number for side in (cells.sides or ((), ()))[1]),
    }
    page_number = query.integer("seite", minimum=1, maximum=1_000_000, default=1) or 1
    return page(request, desk, "effect", context | sliced(table_rows(cells), page_number, {}))


def _foreseen(desk: Desk, delivery: Delivery, number: int) -> ForeseenRelease:
    part = desk.part(delivery)
    row = foreseen_release(foreseen_batch(delivery), number, _readable(desk.at(delivery), part))
    if part is not None and row.indicator_id not in foreseeable_in(part):
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return row


def _sibling(row: ForeseenRelease, language: Language) -> tuple[int, str]:
    period = period_words(parse(row.period.code), language)
    return row.pk, f"{period}, {row.boundary_version.level.name_plural}"


def _cells(desk: Desk, row: ForeseenRelease) -> Cells:
    version = version_of(desk.organisation, row.boundary_version_id)
    if version is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    found, effect = release_cells(row), effect_of(row)
    return Cells(
        ground=ground_of(desk.organisation, version),
        pairs=found.pairs,
        measure="absolute",
        unit=effect.unit,
        decimals=effect.decimals,
        language=language_of(get_language()),
        sides=(found.before, found.after),
    )


@require_safe
@at_part
@hands_out(delivery_of)
def effect_csv(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Give one release before and after as CSV."""
    del request
    heads, rows = _file_of(desk, uuid, number)
    return download(csv_file(heads, rows), "text/csv; charset=utf-8", _("effect"), "csv")


@require_safe
@at_part
@hands_out(delivery_of)
def effect_xlsx(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Give one release before and after as a workbook."""
    del request
    heads, rows = _file_of(desk, uuid, number)
    return download(xlsx_file(_("Effect"), heads, rows), XLSX, _("effect"), "xlsx")


def _file_of(desk: Desk, uuid: UUID, number: int) -> tuple[list[str], list[list[FileCell]]]:
    cells = _cells(desk, _foreseen(desk, desk.delivery(uuid), number))
    names, sides = (_("Value"), _("Status"), _("Class"), _("Rank")), (_("old"), _("new"))
    heads = [_("Key"), _("Area"), *(f"{name} ({side})" for side in sides for name in names), _("Difference")]
    return heads, file_rows(cells)


def _back(request: HttpRequest, desk: Desk, uuid: UUID) -> str:
    page = _PLACES.get(request.POST.get("ort", PREVIEW), _PLACES[PREVIEW])
    return f"{desk.url(page, uuid)}#auswirkungen"
