# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of the app `spatial`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sozialplanung.common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError

if TYPE_CHECKING:
    from spatial.geometry.problems import Problem


class BoundariesRefusedError(InvalidInputError):
    """A boundary file cannot be used as it is; `problems` holds everything that was found, the leading one first."""

    def __init__(self, problems: Sequence["Problem"], *, place: str) -> None:
        """Take code, sentence and parameters from the leading problem."""
        leading = problems[0]
        super().__init__(leading.code, leading.statement(), **leading.parameters, place=place)
        self.problems = tuple(problems)


class EditionError(InvalidInputError):
    """What was said about an edition of boundaries contradicts itself or what is stored."""


class EditionConflictError(ConflictError):
    """The edition is there already with other content, or another one holds at the same time."""


class BoundaryVersionUnknownError(NotFoundError):
    """There is no such boundary version."""


class OutlineUnknownError(NotFoundError):
    """There are no outlines at this address."""


class ChangesetError(InvalidInputError):
    """A boundary version on its way cannot go on as it is."""


class ChangesetClosedError(ConflictError):
    """The changeset is not open for this step."""


class StaleChangesetError(ConflictError):
    """Somebody changed the changeset since the page was loaded."""


class BoundaryFourEyesError(NotAllowedError):
    """Boundaries are approved by somebody else than the person who brought or edited them."""


class NotBoundaryApproverError(NotAllowedError):
    """The person may not decide on boundaries of this organisation."""


class LayerDraftError(InvalidInputError):
    """A layer on its way cannot go on as it is."""


class LayerDraftClosedError(ConflictError):
    """The draft of a layer is not open for this step."""


class StaleLayerDraftError(ConflictError):
    """Somebody changed the draft of a layer since the page was loaded."""


class LayerFourEyesError(NotAllowedError):
    """A layer is approved by somebody else than the person who brought or edited it."""


class NotLayerApproverError(NotAllowedError):
    """The person may not decide on layers of this organisation."""


class MapServiceError(InvalidInputError):
    """A map service cannot be registered as it is."""


class MapServiceConflictError(ConflictError):
    """A map service was changed meanwhile, or is in use."""


class NetworkEmptyError(InvalidInputError):
    """A file with a street network holds no line that has a length."""


class NetworkUnknownError(NotFoundError):
    """There is no such street network."""


class ProfileNotCarriedError(InvalidInputError):
    """The columns of a street network cannot carry a profile."""


class CrosswalkTableError(InvalidInputError):
    """A published crosswalk table cannot be taken as it is."""


class CrosswalkTableClosedError(ConflictError):
    """The crosswalk table is not open for this step."""


class CrosswalkTableUnknownError(NotFoundError):
    """There is no such crosswalk table."""


class TableFourEyesError(NotAllowedError):
    """A crosswalk table is put in force by somebody else than the person who brought it."""


class NotTableApproverError(NotAllowedError):
    """The person may not decide on crosswalk tables of this organisation."""


class InhabitedError(InvalidInputError):
    """The decision on the layer of where people live cannot be taken as it is."""


class InhabitedConflictError(ConflictError):
    """Somebody else decided on the layer of where people live in the meantime."""


class NotInhabitedDeciderError(NotAllowedError):
    """The person may not decide on the layer of where people live."""


class AddressesConflictError(ConflictError):
    """Somebody else decided on who may search the addresses in the meantime."""


class NotAddressesDeciderError(NotAllowedError):
    """The person may not decide on who may search the addresses."""
