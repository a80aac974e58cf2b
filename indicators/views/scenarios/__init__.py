# SPDX-License-Identifier: EUPL-1.2
"""Pages of scenarios: the list, one with its changes and what they do, its file."""
