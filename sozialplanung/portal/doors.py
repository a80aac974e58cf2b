# SPDX-License-Identifier: EUPL-1.2
"""Where one goes on from an address: its surroundings as an own area, rings of reach, places on the map.

Whatever stands in a link is rounded to some hundred metres, so that no link names a house.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sozialplanung.accounts.models import Organisation
from sozialplanung.portal.addresses import reach_address
from sozialplanung.portal.areaways import AreaWay
from spatial.selectors.layers import layers_in_force
from spatial.selectors.networks import networks_of

METRES: Final = 500
_MOST_LAYERS: Final = 5


@dataclass(frozen=True, slots=True)
class Door:
    """One way on from an address."""

    label: str
    url: str


def doors_of(
    organisation: Organisation, point: tuple[float, float], finest: AreaWay | None, *, is_house: bool
) -> tuple[Door, ...]:
    """Return the ways on from a place; rings are for the house alone."""
    return tuple(_doors(organisation, (round(point[0], 3), round(point[1], 3)), finest, is_house=is_house))


def _doors(
    organisation: Organisation, point: tuple[float, float], finest: AreaWay | None, *, is_house: bool
) -> Iterator[Door]:
    east, north = point
    form = urlencode({"form": f"umkreis:{east:.3f},{north:.3f},{METRES}"}, safe=":,")
    label = _("Figures within some %(metres)s m") % {"metres": METRES}
    yield Door(label, f"{reverse('indicators:own_look', args=[organisation.slug])}?{form}")
    networks = networks_of(organisation) if is_house else ()
    if networks:
        asked = {"netz": networks[0].slug, "punkt": f"{north:.3f}, {east:.3f}", "profil": "foot", "grenze": "5,10,15"}
        query = urlencode({**asked, "einheit": "minuten"}, safe=",")
        yield Door(_("What is within reach on foot"), f"{reach_address(organisation.slug)}?{query}")
    layers = [each.layer.slug for each in layers_in_force(organisation.pk)][:_MOST_LAYERS]
    if layers and finest and finest.map_url:
        yield Door(_("Places nearby on the map"), f"{finest.map_url}&{urlencode({'orte': ','.join(layers)}, safe=',')}")
