# SPDX-License-Identifier: EUPL-1.2
"""Sozialplanung: small-area social monitoring for German municipalities."""
