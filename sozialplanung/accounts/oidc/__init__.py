# SPDX-License-Identifier: EUPL-1.2
"""Signing in at a sign-in service of the house (OpenID Connect)."""
