# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of boundaries that are fetched from an address, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _
from spatial.readers.asking_texts import CHECK_ADDRESS, WaysOut, asking_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

TRY_LATER = _("Try again later, or upload the boundaries as a file.")
TELL_SOURCE = _("Tell the office that runs the service, or upload the boundaries as a file.")
AS_A_FILE = _("Export the layer as GeoJSON or GeoPackage and upload the file.")

SOURCES: Mapping[str, Explanation] = {
    **asking_texts("source", "wfs", WaysOut(TRY_LATER, TELL_SOURCE, AS_A_FILE)),
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
    "wfs_version": Explanation(
        _("The answer is “%(found)s”."), _("WFS of the versions %(allowed)s can be read."), CHECK_ADDRESS
    ),
    "wfs_no_geojson": Explanation(
        _("The service does not give out GeoJSON, but %(formats)s."), _("GeoJSON is read."), AS_A_FILE
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
