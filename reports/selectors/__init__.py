# SPDX-License-Identifier: EUPL-1.2
"""Selectors read."""
