# SPDX-License-Identifier: EUPL-1.2
"""Who has to know that places or boundaries came into force: apps above register, none is known here."""

from collections.abc import Callable
from typing import Final

from sozialplanung.accounts.models import Organisation, User
from spatial.selectors.layerfigures import LayerFact

LayerFollower = Callable[[LayerFact, User], None]
BoundaryFollower = Callable[[Organisation, User, str], None]
_OF_LAYERS: Final[list[LayerFollower]] = []
_OF_BOUNDARIES: Final[list[BoundaryFollower]] = []
_OF_PEOPLE: Final[list[BoundaryFollower]] = []


def register_layer_follower(follower: LayerFollower) -> None:
    """Let somebody know of each version of a layer, in the transaction that puts it in force."""
    if follower not in _OF_LAYERS:
        _OF_LAYERS.append(follower)


def register_boundary_follower(follower: BoundaryFollower) -> None:
    """Let somebody know of each edition of boundaries, in the transaction that makes it current; `key` names it."""
    if follower not in _OF_BOUNDARIES:
        _OF_BOUNDARIES.append(follower)


def register_people_follower(follower: BoundaryFollower) -> None:
    """Let somebody know of each decision on where people live, in the transaction that takes it; `key` names it."""
    if follower not in _OF_PEOPLE:
        _OF_PEOPLE.append(follower)


def layer_in_force(fact: LayerFact, by: User) -> None:
    """Tell everybody who registered that a version of a layer is in force."""
    for follower in _OF_LAYERS:
        follower(fact, by)


def boundaries_in_force(organisation: Organisation, by: User, key: str) -> None:
    """Tell everybody who registered that an edition of boundaries is current."""
    for follower in _OF_BOUNDARIES:
        follower(organisation, by, key)


def people_moved(organisation: Organisation, by: User, key: str) -> None:
    """Tell everybody who registered that another layer, or none, says where people live."""
    for follower in _OF_PEOPLE:
        follower(organisation, by, key)
