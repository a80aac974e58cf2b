# SPDX-License-Identifier: EUPL-1.2
"""Street networks of an organisation that are in force."""

from dataclasses import dataclass
from typing import Any

from spatial.errors import NetworkUnknownError
from spatial.models import Network
from spatial.selectors.rows import OrganisationKey


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network as pages tell it; lengths in metres in the system ``srid``."""

    id: int
    slug: str
    number: int
    name: str
    source: str
    licence: str
    attribution: str
    content_hash: str
    srid: int
    profiles: dict[str, Any]
    topology: dict[str, Any]
    node_count: int
    edge_count: int
    length_m: float

    def carries(self, mode: str) -> bool:
        """Return whether the columns of the network carry a profile."""
        return bool(self.profiles.get(mode, {}).get("is_carried"))


_COLUMNS = tuple(NetworkRow.__dataclass_fields__)


def networks_of(organisation: OrganisationKey) -> tuple[NetworkRow, ...]:
    """Return the newest network of each slug."""
    newest = Network.objects.filter(organisation_id=organisation.id).order_by("slug", "-number").distinct("slug")
    return tuple(NetworkRow(*row) for row in newest.values_list(*_COLUMNS))


def network(organisation: OrganisationKey, slug: str) -> NetworkRow:
    """Return the network in force by its slug.

    Raises
    ------
    NetworkUnknownError
        There is none.
    """
    known = networks_of(organisation)
    for row in known:
        if row.slug == slug:
            return row
    allowed = ", ".join(row.slug for row in known) or "–"
    raise NetworkUnknownError("spatial.network_unknown", "There is no such network.", network=slug, allowed=allowed)


def stored_network(organisation: OrganisationKey, network_id: int) -> NetworkRow | None:
    """Return a network of an organisation by its id, in force or not; None where there is none."""
    row = Network.objects.filter(organisation_id=organisation.id, pk=network_id).values_list(*_COLUMNS).first()
    return NetworkRow(*row) if row else None
