# SPDX-License-Identifier: EUPL-1.2
"""Why a sign-in by a sign-in service ends."""

from sozialplanung.common.errors import DomainError, InvalidInputError, NotAllowedError


class ServiceAnswerError(InvalidInputError):
    """What came back does not belong to a sign-in that began in this browser, or proves nothing."""


class ServiceRefusedError(NotAllowedError):
    """Who came back may not enter."""


class ServiceUnavailableError(DomainError):
    """The sign-in service does not answer as it should."""

    status = 503
