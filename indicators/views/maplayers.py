# SPDX-License-Identifier: EUPL-1.2
"""Layers of places beside and over the figures of a map: what may be chosen, what is drawn, and as of when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering.layerslugs import MOST_LAYERS, layers_in, written_layers
from indicators.selectors.mapfacts import NamedOrganisation
from sozialplanung.common.periods import parse
from spatial.selectors.maplayers import LayerState, MapLayer, map_layers


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """A layer that may be drawn: the address that draws it or takes it away, its sign, and which state is shown.

    `sign` is its place among the drawn ones, from 1 on, and 0 for one that is not drawn. `is_other_time`: no state of
    it holds at the period shown, and the nearest one is taken.
    """

    slug: str
    name: str
    kind: str
    topic: str
    sign: int
    value: str
    query: str
    page: str
    is_open: bool
    state: LayerState
    says: str
    is_other_time: bool

    @property
    def is_shown(self) -> bool:
        """Whether it is drawn."""
        return self.sign > 0


@dataclass(frozen=True, slots=True)
class LayerPanel:
    """All layers by topic, those that are drawn in the order of the address, and what the script of the map reads."""

    topics: tuple[tuple[str, tuple[LayerChoice, ...]], ...]
    shown: tuple[LayerChoice, ...]
    is_full: bool
    page: str
    script: dict[str, Any]


def layer_panel(
    organisation: NamedOrganisation,
    chosen: str,
    periods: Sequence[str],
    shown: int,
    query_of: Callable[[str], str],
) -> LayerPanel | None:
    """Return what is said of layers on a map; None where the organisation has none.

    `chosen` are slugs as an address writes them, `periods` the codes of all periods in order, `shown` the place of the
    one on the map, and `query_of` gives the query of the page with other layers. What is not there is passed over.
    """
    layers = map_layers(organisation.id)
    if not layers:
        return None
    by_slug = {layer.slug: layer for layer in layers}
    drawn = tuple(slug for slug in layers_in(chosen) if slug in by_slug)
    days = tuple(parse(code).last_day for code in periods)
    choices = {layer.slug: _choice(organisation, layer, drawn, days[shown], query_of) for layer in layers}
    topics = groupby(layers, key=lambda layer: layer.topic)
    return LayerPanel(
        topics=tuple((_path(topic), tuple(choices[layer.slug] for layer in group)) for topic, group in topics),
        shown=tuple(choices[slug] for slug in drawn),
        is_full=len(drawn) >= MOST_LAYERS,
        page=reverse("spatial:places", args=[organisation.slug]),
        script={"layers": [_scripted(organisation.slug, by_slug[slug], days) for slug in drawn]},
    )


def _path(topic: str) -> str:
    return topic.replace("/", " › ") or _("Without a topic")


def _choice(
    organisation: NamedOrganisation,
    layer: MapLayer,
    drawn: tuple[str, ...],
    day: date,
    query_of: Callable[[str], str],
) -> LayerChoice:
    is_drawn = layer.slug in drawn
    wanted = tuple(slug for slug in drawn if slug != layer.slug) if is_drawn else (*drawn, layer.slug)
    state = layer.states[layer.at(day)]
    return LayerChoice(
        slug=layer.slug,
        name=layer.name,
        kind=layer.kind,
        topic=layer.topic,
        sign=drawn.index(layer.slug) + 1 if is_drawn else 0,
        value=written_layers(wanted),
        query=query_of(written_layers(wanted)),
        page=reverse("spatial:layer", args=[organisation.slug, layer.slug]),
        is_open=is_drawn or len(drawn) < MOST_LAYERS,
        state=state,
        says=_as_of(state, day),
        is_other_time=not state.holds_on(day),
    )


def _as_of(state: LayerState, day: date) -> str:
    told = {"day": f"{state.valid_from:%d.%m.%Y}", "shown": f"{day:%d.%m.%Y}"}
    if state.holds_on(day):
        return _("as of %(day)s") % told
    return _("as of %(day)s: no state is known for %(shown)s") % told


def _scripted(organisation: str, layer: MapLayer, days: tuple[date, ...]) -> dict[str, Any]:
    return {
        "slug": layer.slug,
        "name": layer.name,
        "kind": layer.kind,
        "states": [
            {"file": _file(organisation, layer, state), "capacity": state.capacity_label} for state in layer.states
        ],
        "at": [layer.at(day) for day in days],
        "says": [_as_of(layer.states[layer.at(day)], day) for day in days],
    }


def _file(organisation: str, layer: MapLayer, state: LayerState) -> str:
    return reverse("spatial:layer_data", args=[organisation, layer.slug, state.number, state.content_hash])
