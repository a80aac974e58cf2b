# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of accounts."""

from sozialplanung.common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class OrganisationNotFoundError(NotFoundError):
    """There is no organisation with this address."""


class AccountConflictError(ConflictError):
    """The account, organisation or role exists already, or is still needed."""


class AccountInputError(InvalidInputError):
    """What was entered for an account or an organisation is not allowed."""


class AccountRightsError(NotAllowedError):
    """Somebody manages people where they may not, or themselves."""
