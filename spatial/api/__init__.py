# SPDX-License-Identifier: EUPL-1.2
"""The versioned read API."""
