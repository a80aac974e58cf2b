# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of boundaries that are fetched from an address, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK_ADDRESS = _("Check the address: it is the one of the service, as its description names it.")
TRY_LATER = _("Try again later, or upload the boundaries as a file.")
TELL_SOURCE = _("Tell the office that runs the service, or upload the boundaries as a file.")
AS_A_FILE = _("Export the layer as GeoJSON or GeoPackage and upload the file.")

SOURCES: Mapping[str, Explanation] = {
    "source_address": Explanation(
        _("“%(address)s” is no address that may be asked."),
        _("Allowed are addresses with https, without user name, password and port."),
        CHECK_ADDRESS,
    ),
    "source_host": Explanation(
        _("The server “%(host)s” is not on the list of allowed sources."),
        _("Allowed are %(allowed)s."),
        _("Ask the operator to add the server (SOZIALPLANUNG_BOUNDARY_WFS_HOSTS), or upload the boundaries as a file."),
    ),
    "source_private": Explanation(
        _("The name “%(host)s” leads into a private network."),
        _("Servers of the public network are allowed, and those that the operator names."),
        _(
            "Ask the operator to name the server (SOZIALPLANUNG_BOUNDARY_WFS_PRIVATE_HOSTS), "
            "or upload the boundaries as a file."
        ),
    ),
    "source_unreachable": Explanation(_("The server “%(host)s” does not answer."), "", TRY_LATER),
    "source_certificate": Explanation(
        _("The certificate of the server “%(host)s” is not valid for its name."), "", TELL_SOURCE
    ),
    "source_redirect": Explanation(
        _("The server “%(host)s” sends on to another place (%(target)s)."),
        _("Only the address that was entered is asked."),
        _("Enter the address of that place, if it is the right one."),
    ),
    "source_status": Explanation(_("The server “%(host)s” answers with the error %(status)s."), "", CHECK_ADDRESS),
    "source_encoded": Explanation(
        _("The server “%(host)s” sends its answer compressed, although it was asked not to."), "", TELL_SOURCE
    ),
    "source_too_large": Explanation(
        _("The server sends more than is allowed."), _("At most %(limit)s bytes are allowed."), AS_A_FILE
    ),
    "source_timeout": Explanation(_("The server did not send all within %(seconds)s seconds."), "", TRY_LATER),
    "wfs_xml": Explanation(
        _("What the service says about itself cannot be read, or holds a document type."),
        _("Plain XML without a document type is allowed."),
        CHECK_ADDRESS,
    ),
    "wfs_kind": Explanation(_("The service answers with “%(found)s”."), _("%(allowed)s is expected."), CHECK_ADDRESS),
    "wfs_exception": Explanation(_("The service reports an error: “%(told)s”."), "", TELL_SOURCE),
    "wfs_version": Explanation(
        _("The answer is “%(found)s”."), _("WFS of the versions %(allowed)s can be read."), CHECK_ADDRESS
    ),
    "wfs_no_layers": Explanation(_("The service has no layers."), "", CHECK_ADDRESS),
    "wfs_no_geojson": Explanation(
        _("The service does not give out GeoJSON, but %(formats)s."), _("GeoJSON is read."), AS_A_FILE
    ),
    "wfs_layer_unknown": Explanation(
        _("The service has no layer “%(layer)s”."),
        _("It has the layers %(layers)s."),
        _("Choose one of these layers."),
    ),
    "wfs_incomplete": Explanation(
        _("The service sent %(count)s areas, but counts %(expected)s."),
        _("All areas of a layer are needed."),
        AS_A_FILE,
    ),
    "wfs_paging": Explanation(
        _("The service repeats areas from page to page, or changes the system in between."),
        _("Each area may come once."),
        AS_A_FILE,
    ),
}
