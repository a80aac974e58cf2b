# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of second factors."""

from sozialplanung.common.errors import ConflictError


class FactorConflictError(ConflictError):
    """The factor is needed, or there already."""
