# SPDX-License-Identifier: EUPL-1.2
"""Organisations, users and the roles which users hold there."""
