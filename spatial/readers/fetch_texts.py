# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of places that are fetched from an address, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _
from spatial.readers.asking_texts import CHECK_ADDRESS, WaysOut, asking_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

FETCH_LATER = _("Nothing was kept. Try again later, or upload the places as a file.")
TELL_PROVIDER = _("Tell the office that runs the service, or upload the places as a file.")
PLACES_AS_A_FILE = _("Export the places as GeoJSON, GeoPackage or CSV and upload the file.")

FETCHES: Mapping[str, Explanation] = {
    **asking_texts("fetch", "fetch", WaysOut(FETCH_LATER, TELL_PROVIDER, PLACES_AS_A_FILE)),
    "fetch_host": Explanation(
        _("The server “%(host)s” is not on the list of servers that may be asked."),
        _("Allowed are %(allowed)s."),
        _("Ask the operator to add the server (SOZIALPLANUNG_MAP_SERVICE_HOSTS), or upload the places as a file."),
    ),
    "fetch_private": Explanation(
        _("The name “%(host)s” leads into a private network."),
        _("Servers of the public network are allowed, and those that the operator names."),
        _(
            "Ask the operator to name the server (SOZIALPLANUNG_MAP_SERVICE_PRIVATE_HOSTS), "
            "or upload the places as a file."
        ),
    ),
    "fetch_version": Explanation(
        _("The answer is “%(found)s”."), _("WFS of the versions %(allowed)s can be read."), CHECK_ADDRESS
    ),
    "fetch_no_geojson": Explanation(
        _("The service does not give out GeoJSON, but %(formats)s."),
        _(
            "Needed is one of the output formats application/geo+json, application/json and geojson; "
            "GML is not read here."
        ),
        _("Ask the office that runs the service to switch GeoJSON on, or upload the places as a file."),
    ),
    "fetch_no_collections": Explanation(
        _("The service does not list its collections as OGC API Features does."),
        _("At its address, followed by /collections, a list as JSON is expected."),
        _("Check the address: it is that of the start page of the service. A WFS is chosen as WFS."),
    ),
    "fetch_incomplete": Explanation(
        _("The service sent %(count)s places, but counts %(expected)s."),
        _("All places of a collection are needed."),
        FETCH_LATER,
    ),
    "fetch_paging": Explanation(
        _("The service repeats places from page to page, or changes the system in between."),
        _("Each place may come once."),
        TELL_PROVIDER,
    ),
    "fetch_too_many": Explanation(
        _("The collection holds %(count)s places."), _("At most %(limit)s are allowed."), PLACES_AS_A_FILE
    ),
    "fetch_empty": Explanation(
        _("The collection holds no places."), _("At least one is needed."), _("Choose another collection.")
    ),
    "fetch_unreadable": Explanation(
        _("What the service sends cannot be read as GeoJSON."),
        _("A complete FeatureCollection in UTF-8 is expected."),
        TELL_PROVIDER,
    ),
    "fetch_system": Explanation(
        _("The service sends places in the coordinate reference system “%(found)s”."),
        _("Of an OGC API Features longitude and latitude (CRS84) are expected, of a WFS one of the known systems."),
        TELL_PROVIDER,
    ),
}
