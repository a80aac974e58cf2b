# SPDX-License-Identifier: EUPL-1.2
"""Append-only record of who did what, when and why."""
