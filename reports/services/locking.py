# SPDX-License-Identifier: EUPL-1.2
"""An edition for whoever changes it now: of two at once the second one finds what the first one did."""

from reports.models import Edition


def locked_edition(pk: int) -> Edition:
    """Return an edition with its publication and organisation, locked until the transaction ends."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("publication", "organisation")
    return rows.get(pk=pk)
