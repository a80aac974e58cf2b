# SPDX-License-Identifier: EUPL-1.2
"""On which boundary versions a reader finds figures at all."""

from indicators.selectors.released import released_rows
from indicators.selectors.sheets import OrganisationRef

_THERE = "SELECT DISTINCT boundary_version_id FROM indicators_published_release WHERE organisation_id = %s"


def versions_with_figures(organisation: OrganisationRef) -> frozenset[int]:
    """Return the boundary versions of which a figure is released for the reader."""
    return frozenset(row[0] for row in released_rows(organisation.audience, _THERE, [organisation.id]))
