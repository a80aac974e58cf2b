# SPDX-License-Identifier: EUPL-1.2
"""What readers would see changed by a delivery: computed in the background, shown with preview and approval."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Delivery, DeliveryState, ImportBatch
from indicators.rendering.profile_numbers import Language, language_of, period_words
from indicators.selectors.foresight import IndicatorEffects, SliceEffect, outlook_of
from indicators.selectors.review import difference_counts
from indicators.services.foresight import request_foresight, stop_foresight
from indicators.views.deliveries import effecttexts as texts
from indicators.views.deliveries.access import Desk, at_desk
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.query import QueryReader

MOST_AREAS: Final = 10
MOST_SLICES: Final = 60
PREVIEW: Final = "vorschau"
APPROVAL: Final = "freigabe"
# The pages on which the part on effects stands.
_PLACES: Final = {PREVIEW: "delivery_preview", APPROVAL: "delivery_approval"}


def waiting_batch(delivery: Delivery) -> ImportBatch:
    """Return the batch of a delivery that is not decided yet; for others there is nothing to foresee."""
    batch = delivery.batch
    if batch is None or delivery.state not in {DeliveryState.DRAFT, DeliveryState.SUBMITTED}:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return batch


def effects_of(desk: Desk, delivery: Delivery, place: str) -> dict[str, Any]:
    """Return what the part on effects shows; `place` is the page on which it stands."""
    batch, language = waiting_batch(delivery), language_of(get_language())
    outlook = outlook_of(batch)
    return {
        "outlook": outlook,
        "effects": [_effect(each, desk, language) for each in outlook.indicators],
        "effects_place": place,
        "effects_errors": batch.counts.get("errors"),
        "effects_unchanged": outlook.state == "none" and difference_counts(batch).is_empty,
    }


def _effect(effects: IndicatorEffects, desk: Desk, language: Language) -> dict[str, Any]:
    city = str(desk.organisation)
    head, told = texts.indicator_sentence(effects, city, language)
    return {
        "key": effects.indicator_id,
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
    """Return the areas that change most, over all releases of an indicator."""
    found = [(each, row) for each in effects.slices for row in each.largest]
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
@at_desk
def effects_part(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the part on effects alone, for a page that is open."""
    place = QueryReader(request.GET, allowed=("ort",)).choice("ort", tuple(_PLACES), default=PREVIEW) or PREVIEW
    delivery = desk.delivery(uuid)
    shared = {"organisation": desk.organisation, "desk": desk, "delivery": delivery}
    return render(request, "indicators/deliveries/_effects_body.html", shared | effects_of(desk, delivery, place))


@require_POST
@at_desk
def effects_again(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Let the effects be computed, once more perhaps."""
    request_foresight(batch=waiting_batch(desk.delivery(uuid)), by=desk.person)
    return redirect(_back(request, desk, uuid))


@require_POST
@at_desk
def effects_stop(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Stop computing the effects."""
    stop_foresight(batch=waiting_batch(desk.delivery(uuid)))
    return redirect(_back(request, desk, uuid))


def _back(request: HttpRequest, desk: Desk, uuid: UUID) -> str:
    page = _PLACES.get(request.POST.get("ort", PREVIEW), _PLACES[PREVIEW])
    return f"{desk.url(page, uuid)}#auswirkungen"
