# SPDX-License-Identifier: EUPL-1.2
"""Dashboards, documents and editions."""
