# SPDX-License-Identifier: EUPL-1.2
"""The audit log, its seals, what became of the walks along them, and the key to its pseudonyms."""

from sozialplanung.audit.models.events import PERSONAL_SUBJECTS, Event
from sozialplanung.audit.models.pseudonyms import Pseudonym
from sozialplanung.audit.models.seals import Seal
from sozialplanung.audit.models.verifications import Verification

# The application may add rows to these and read them, nothing else.
APPEND_ONLY_TABLES = ("audit_event", "audit_seal", "audit_verification")
# The application has no right at all to these.
CLOSED_TABLES = ("audit_pseudonym",)
# What the application may let the owner do, and nothing beyond.
APP_FUNCTIONS = ("audit_pseudonymise(text[], timestamptz, bigint, integer)",)

__all__ = [
    "APPEND_ONLY_TABLES",
    "APP_FUNCTIONS",
    "CLOSED_TABLES",
    "PERSONAL_SUBJECTS",
    "Event",
    "Pseudonym",
    "Seal",
    "Verification",
]
