# SPDX-License-Identifier: EUPL-1.2
"""Keeps what readers see on other boundary versions in step with what is released (docs/space.md)."""
