# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of map services, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _
from spatial.readers.asking_texts import CHECK_ADDRESS, WaysOut, asking_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

LATER = _("Try again later. Maps of the figures do not need the service.")
TELL_SERVICE = _("Tell the office that runs the service, or choose another service.")
OTHER_LAYER = _("Choose another layer of the service, or another service.")

MAPS: Mapping[str, Explanation] = {
    **asking_texts("map", "map", WaysOut(LATER, TELL_SERVICE, OTHER_LAYER)),
    "map_host": Explanation(
        _("The server “%(host)s” is not on the list of allowed map services."),
        _("Allowed are %(allowed)s."),
        _("Ask the operator to add the server (SOZIALPLANUNG_MAP_SERVICE_HOSTS)."),
    ),
    "map_private": Explanation(
        _("The name “%(host)s” leads into a private network."),
        _("Servers of the public network are allowed, and those that the operator names."),
        _("Ask the operator to name the server (SOZIALPLANUNG_MAP_SERVICE_PRIVATE_HOSTS)."),
    ),
    "map_version": Explanation(_("The answer is “%(found)s”."), _("%(allowed)s can be read."), CHECK_ADDRESS),
    "map_no_mercator": Explanation(
        _("The layer “%(layer)s” does not come as PNG, WebP or JPEG in the system of web maps."),
        _("EPSG:3857 is needed, of a WMTS in its usual grid (GoogleMapsCompatible)."),
        OTHER_LAYER,
    ),
    "map_no_picture": Explanation(
        _("The service answers with “%(found)s” instead of a picture."),
        _("PNG, JPEG and WebP of up to 1,024 pixels on each side are shown."),
        OTHER_LAYER,
    ),
}
