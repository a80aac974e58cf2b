# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of map services, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK_ADDRESS = _("Check the address: it is the one of the service, as its description names it.")
LATER = _("Try again later. Maps of the figures do not need the service.")
TELL_SERVICE = _("Tell the office that runs the service, or choose another service.")
OTHER_LAYER = _("Choose another layer of the service, or another service.")

MAPS: Mapping[str, Explanation] = {
    "map_address": Explanation(
        _("“%(address)s” is no address that may be asked."),
        _("Allowed are addresses with https, without user name, password and port."),
        CHECK_ADDRESS,
    ),
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
    "map_unreachable": Explanation(_("The server “%(host)s” does not answer."), "", LATER),
    "map_certificate": Explanation(
        _("The certificate of the server “%(host)s” is not valid for its name."), "", TELL_SERVICE
    ),
    "map_redirect": Explanation(
        _("The server “%(host)s” sends on to another place (%(target)s)."),
        _("Only the address that was entered is asked."),
        _("Enter the address of that place, if it is the right one."),
    ),
    "map_status": Explanation(_("The server “%(host)s” answers with the error %(status)s."), "", CHECK_ADDRESS),
    "map_encoded": Explanation(
        _("The server “%(host)s” sends its answer compressed, although it was asked not to."), "", TELL_SERVICE
    ),
    "map_too_large": Explanation(
        _("The server sends more than is allowed."), _("At most %(limit)s bytes are allowed."), OTHER_LAYER
    ),
    "map_timeout": Explanation(_("The server did not send all within %(seconds)s seconds."), "", LATER),
    "map_xml": Explanation(
        _("What the service says about itself cannot be read, or holds a document type."),
        _("Plain XML without a document type is allowed."),
        CHECK_ADDRESS,
    ),
    "map_kind": Explanation(_("The service answers with “%(found)s”."), _("%(allowed)s is expected."), CHECK_ADDRESS),
    "map_exception": Explanation(_("The service reports an error: “%(told)s”."), "", TELL_SERVICE),
    "map_version": Explanation(_("The answer is “%(found)s”."), _("%(allowed)s can be read."), CHECK_ADDRESS),
    "map_no_layers": Explanation(_("The service has no layers."), "", CHECK_ADDRESS),
    "map_layer_unknown": Explanation(
        _("The service has no layer “%(layer)s”."),
        _("It has the layers %(layers)s."),
        _("Choose one of these layers."),
    ),
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
