# SPDX-License-Identifier: EUPL-1.2
"""Who reaches what: floating catchments, need for places, and how much of a group lives within reach."""
