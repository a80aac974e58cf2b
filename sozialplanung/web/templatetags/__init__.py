# SPDX-License-Identifier: EUPL-1.2
"""Filters and tags which every template may load."""
