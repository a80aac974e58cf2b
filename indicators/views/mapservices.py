# SPDX-License-Identifier: EUPL-1.2
"""Map services of others behind and over the figures of a map: what may be switched on, and what is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from indicators.rendering.layerslugs import MOST_SERVICES, layers_in, written_layers
from indicators.selectors.mapfacts import NamedOrganisation
from spatial.selectors.mapservices import WHOLE, OfferedService, offered_services


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service that may be switched on: the address that does it or undoes it; `value` is what that one says."""

    slug: str
    title: str
    is_base: bool
    is_shown: bool
    is_open: bool
    value: str
    query: str
    opacity: int
    attribution: str
    licence: str


@dataclass(frozen=True, slots=True)
class ServicePanel:
    """All services, those that are switched on, and what the script of the map reads."""

    choices: tuple[ServiceChoice, ...]
    shown: tuple[ServiceChoice, ...]
    is_full: bool
    script: dict[str, Any]


def service_panel(organisation: NamedOrganisation, chosen: str, query_of: Callable[[str], str]) -> ServicePanel | None:
    """Return what is said of map services on a map; None where the organisation offers none.

    `chosen` are slugs as an address writes them, and `query_of` gives the query of the page with other services. What
    is not there is passed over; of base maps the last one counts, for they would lie on one another.
    """
    services = offered_services(organisation.id)
    if not services:
        return None
    by_slug = {each.slug: each for each in services}
    shown = _one_base([by_slug[slug] for slug in layers_in(chosen) if slug in by_slug])
    choices = {each.slug: _choice(each, shown, query_of) for each in services}
    return ServicePanel(
        choices=tuple(choices.values()),
        shown=tuple(choices[each.slug] for each in shown),
        is_full=len(shown) >= MOST_SERVICES,
        script={"services": [_scripted(organisation.slug, each) for each in shown]},
    )


def _one_base(services: list[OfferedService]) -> tuple[OfferedService, ...]:
    bases = [each for each in services if each.is_base]
    return (*bases[-1:], *(each for each in services if not each.is_base))


def _choice(
    service: OfferedService, shown: tuple[OfferedService, ...], query_of: Callable[[str], str]
) -> ServiceChoice:
    is_shown = service in shown
    others = [each for each in shown if each is not service]
    wanted = others if is_shown else list(_one_base([*others, service]))
    value = written_layers(each.slug for each in wanted)
    return ServiceChoice(
        slug=service.slug,
        title=service.title,
        is_base=service.is_base,
        is_shown=is_shown,
        is_open=len(wanted) <= MOST_SERVICES,
        value=value,
        query=query_of(value),
        opacity=service.opacity,
        attribution=service.attribution,
        licence=service.licence,
    )


def _scripted(organisation: str, service: OfferedService) -> dict[str, Any]:
    west, south, east, north = service.ground
    return {
        "slug": service.slug,
        "title": service.title,
        "isBase": service.is_base,
        "opacity": service.opacity,
        "address": picture_address(organisation, service),
        "pixels": service.source.pixels,
        "lowest": service.source.lowest,
        "highest": service.source.highest,
        "bounds": [[south, west], [north, east]],
    }


def picture_address(organisation: str, service: OfferedService) -> str:
    """Return where the pictures of a service are, with names in the place of the three numbers of a tile."""
    whole = reverse("spatial:map_picture", args=[organisation, service.slug, service.mark, WHOLE])
    return whole.replace("/0/0/0.png", "/{z}/{x}/{y}.png")
