# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of the app `spatial`."""
