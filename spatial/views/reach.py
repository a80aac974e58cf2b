# SPDX-License-Identifier: EUPL-1.2
"""The page of isochrones: what is reached from a place on a street network, as a drawing and a table."""

from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of
from spatial.forms.reach import ReachForm
from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.profiles import Mode
from spatial.geometry.projections import to_metric
from spatial.rendering.reach_drawing import ReachWords, draw_reach
from spatial.selectors.networks import NetworkRow, networks_of
from spatial.selectors.routing import Asked, Isochrone, isochrone

SECONDS: Final = 60
SQUARE_KILOMETRE: Final = 1_000_000
KILOMETRE: Final = 1000
START: Final = {"profil": "foot", "grenze": 15, "einheit": "minuten"}


@dataclass(frozen=True, slots=True)
class Place:
    """A person who may compute isochrones at an organisation."""

    organisation: Organisation
    person: User


def _place(person: User, body: Organisation) -> Place | None:
    """Give a place to who reads what is released inside: planners, stewards, approvers."""
    return Place(body, person) if has_permission(person, Permission.VIEW_INTERNAL_RELEASES, body) else None


at_streets = for_whom(_place)


@require_safe
@at_streets
def reach_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask from where and how far, and show what is reached."""
    networks = networks_of(place.organisation)
    form = ReachForm(request.GET or None, networks=networks, initial=START)
    found = _found(form.cleaned_data) if form.is_bound and form.is_valid() else None
    context = {
        "organisation": place.organisation,
        "section": "reach",
        "crumbs": [{"label": _("Reachability"), "url": ""}],
        "networks": networks,
        "form": form,
        "found": found,
    }
    return render(request, "spatial/reach.html", context, status=status_of(form))


def _found(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the page tells of an isochrone."""
    network: NetworkRow = said["network"]
    is_metres = said["einheit"] == "meter"
    asked = Asked(network, Mode(said["profil"]), is_metres=is_metres)
    made = isochrone(asked, said["punkt"], float(said["grenze"] * (1 if is_metres else SECONDS)))
    area_m2 = float(shapely.area(to_metric(as_geometries([made.area]), asked.crs))[0])
    return {
        "is_off": made.distance_m is None,
        "bound_m": asked.bound_m,
        "distance_m": made.distance_m,
        "length_km": made.length_m / KILOMETRE,
        "area_km2": area_m2 / SQUARE_KILOMETRE,
        "drawing": _drawing(made, said),
        "network": network,
    }


def _drawing(made: Isochrone, said: dict[str, Any]) -> str:
    if shapely.is_empty(made.area):
        return ""
    title = _("What is reached from the place")
    description = _("Streets that are reached, the ground of 50 metres beside them, and the place as a ring.")
    return draw_reach(made.lines, made.area, said["punkt"], ReachWords(title, description))
