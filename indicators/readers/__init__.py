# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of a delivery to staged rows and findings, without guessing."""
