# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of the app `indicators`."""

from collections.abc import Sequence

from sozialplanung.common.errors import (
    ConflictError,
    DomainError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from sozialplanung.jobs.errors import TransientJobError


class CatalogueError(InvalidInputError):
    """A definition contradicts itself or names something that is not there."""


class CycleError(CatalogueError):
    """An indicator would be computed from itself."""


class DeliveryError(InvalidInputError):
    """A delivery cannot be taken as it is."""


class DeliveryTwiceError(ConflictError):
    """The same delivery was taken before."""


class FourEyesError(NotAllowedError):
    """A delivery is approved by somebody else than the person who brought it."""


class OvertakenError(ConflictError):
    """Later deliveries stand on the figures that were to be taken back."""


class NotReleasedError(NotFoundError):
    """There is no release to be seen."""


class SelectionError(InvalidInputError):
    """A selection holds areas that do not belong together, or too many."""


class KeepsakeError(InvalidInputError):
    """Something cannot be kept under this name, or for these people."""


class ScenarioError(InvalidInputError):
    """A scenario cannot be begun so, or a change of its sites cannot be made."""


class ScenarioChangedError(ConflictError):
    """A scenario was changed meanwhile."""


class FigureRemarkError(InvalidInputError):
    """A question about a figure, or its answer, cannot be taken."""


class DisclosureBreachError(ConflictError):
    """What would be published tells hidden figures, together with what is or was published; nobody overrides it."""


class UnjudgedRuleError(ConflictError):
    """A rule of disclosure asks who stands behind figures, and no delivery says it; nothing is published unjudged."""


class StaleDeliveryError(ConflictError):
    """Somebody changed the delivery since the page was loaded."""


class DeliveryClosedError(ConflictError):
    """The delivery is not open for changes any more, or never was for this step."""


class NotApproverError(NotAllowedError):
    """The person may not decide on deliveries of this organisation."""


class StaleRemarkError(ConflictError):
    """Somebody changed the break or the annotation since the page was loaded."""


class ChangeWaitsError(ConflictError):
    """A change of the same break waits for a second person already."""


class ChangeOverError(ConflictError):
    """A change was decided already, or what it changed was changed again."""


class RecipeDraftError(InvalidInputError):
    """A recipe in the making cannot be handed in as it is."""


class RecipeGapsError(RecipeDraftError):
    """A recipe in the making lacks several things; `gaps` holds each, and code and sentence are those of the first."""

    def __init__(self, gaps: Sequence[DomainError]) -> None:
        """Keep all of them."""
        first = gaps[0]
        super().__init__(first.code, first.message, way_out=first.way_out, **first.params)
        self.gaps = tuple(gaps)


class RecipeDraftStateError(ConflictError):
    """The recipe in the making was changed since, or is in a state in which this cannot be done."""


class ForesightBusyError(TransientJobError):
    """What a batch would change cannot be tried out at this moment: a release needs the same rows."""
