# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of the app `reports`."""

from sozialplanung.common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class PublicationError(InvalidInputError):
    """A dashboard or report cannot be kept or handed in as it is."""


class PublicationChangedError(ConflictError):
    """Somebody else changed it meanwhile."""


class EditionError(ConflictError):
    """An edition is not in the state in which this can be done."""


class EditionFourEyesError(NotAllowedError):
    """An edition is let out by somebody else than those who wrote it."""


class EditionNotFoundError(NotFoundError):
    """There is no such edition, or none that the reader may know of."""
