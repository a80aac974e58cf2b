# SPDX-License-Identifier: EUPL-1.2
"""Drawings of boundaries: plain SVG, no Django."""
