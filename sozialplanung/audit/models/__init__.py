# SPDX-License-Identifier: EUPL-1.2
"""The one table of the audit log."""

from sozialplanung.audit.models.events import Event

__all__ = ["Event"]
