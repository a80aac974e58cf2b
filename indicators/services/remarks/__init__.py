# SPDX-License-Identifier: EUPL-1.2
"""Breaks of series and annotations: mark, change, withdraw, decide, undo."""
