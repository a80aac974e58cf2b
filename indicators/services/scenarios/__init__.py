# SPDX-License-Identifier: EUPL-1.2
"""Keep scenarios, change their sites, and work out the ways that they need."""
