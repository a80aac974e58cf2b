# SPDX-License-Identifier: EUPL-1.2
"""Services write: keyword-only, `by=`, one audit event in the same transaction."""
