# SPDX-License-Identifier: EUPL-1.2
"""Which hosts a WFS may be fetched from is the operator's word alone."""

import pytest
from django.test import override_settings

from spatial.readers.texts import BoundaryFileError
from spatial.services.wfs import source_policy, wfs_capabilities, wfs_layer


@override_settings(BOUNDARY_WFS_HOSTS=[], BOUNDARY_WFS_PRIVATE_HOSTS=[])
def test_no_host_is_allowed_unless_the_operator_names_it() -> None:
    with pytest.raises(BoundaryFileError) as error:
        wfs_capabilities(address="https://gdi.example.de/wfs")

    assert error.value.code == "spatial.source_host"


@override_settings(BOUNDARY_WFS_HOSTS=["GDI.example.de"], BOUNDARY_WFS_PRIVATE_HOSTS=["gis.intern.example.de"])
def test_hosts_of_a_private_network_are_named_apart() -> None:
    policy = source_policy()

    assert policy.hosts == {"gdi.example.de", "gis.intern.example.de"}
    assert policy.private_hosts == {"gis.intern.example.de"}
    assert policy.plain_hosts == frozenset()


@pytest.mark.check("C059")
@override_settings(BOUNDARY_WFS_HOSTS=["localhost"], BOUNDARY_WFS_PRIVATE_HOSTS=[])
def test_an_allowed_name_of_this_machine_is_not_asked() -> None:
    with pytest.raises(BoundaryFileError) as error:
        wfs_layer(address="https://localhost/wfs", layer="stadt:viertel")

    assert error.value.code == "spatial.source_private"
