# SPDX-License-Identifier: EUPL-1.2
"""Scenarios of sites: whose somebody may read, what they rest on, and what they change for the reader at hand."""
