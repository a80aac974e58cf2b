# SPDX-License-Identifier: EUPL-1.2
"""Levels, units and boundary versions."""
