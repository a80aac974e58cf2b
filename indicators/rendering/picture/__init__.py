# SPDX-License-Identifier: EUPL-1.2
"""Pictures to take away: what a page shows, with its title, legend, source and date, on white paper."""
