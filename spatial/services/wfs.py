# SPDX-License-Identifier: EUPL-1.2
"""Fetches boundaries from the address of a WFS: in a worker, and only from hosts that the operator allows."""

from django.conf import settings

from spatial.readers.capabilities import Capabilities
from spatial.readers.source import SourcePolicy
from spatial.readers.wfs import WfsLayer, fetch_layer, look_at_service


def source_policy() -> SourcePolicy:
    """Return what the operator allows."""
    private = frozenset(host.lower() for host in settings.BOUNDARY_WFS_PRIVATE_HOSTS)
    return SourcePolicy(
        hosts=frozenset(host.lower() for host in settings.BOUNDARY_WFS_HOSTS) | private, private_hosts=private
    )


def wfs_capabilities(*, address: str) -> Capabilities:
    """Return which layers a service has.

    Raises
    ------
    BoundaryFileError
        The address may not be asked, or its answer cannot be used.
    """
    return look_at_service(address, source_policy())


def wfs_layer(*, address: str, layer: str) -> WfsLayer:
    """Return all areas of a layer as GeoJSON, which goes the way of an uploaded file from here on.

    Raises
    ------
    BoundaryFileError
        The address may not be asked, its answer cannot be used, or areas are missing.
    """
    return fetch_layer(address, layer, source_policy())
