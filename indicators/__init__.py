# SPDX-License-Identifier: EUPL-1.2
"""Catalogue, imports, observations, derivations and releases."""
