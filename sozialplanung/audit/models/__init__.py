# SPDX-License-Identifier: EUPL-1.2
"""The audit log and its seals."""

from sozialplanung.audit.models.events import Event
from sozialplanung.audit.models.seals import Seal

# The application may add rows to these and read them, nothing else.
APPEND_ONLY_TABLES = ("audit_event", "audit_seal")

__all__ = ["APPEND_ONLY_TABLES", "Event", "Seal"]
