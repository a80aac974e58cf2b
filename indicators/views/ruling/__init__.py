# SPDX-License-Identifier: EUPL-1.2
"""Pages on which rules of disclosure are read, written and confirmed."""
