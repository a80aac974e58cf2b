# SPDX-License-Identifier: EUPL-1.2
"""Pages of reach: what lies within some minutes or metres of a place, as a page, on paper, as files, and kept."""
