# SPDX-License-Identifier: EUPL-1.2
"""An edition or publication for whoever changes it now: of two at once the second finds what the first one did."""

from reports.models import Edition, Publication


def locked_edition(pk: int) -> Edition:
    """Return an edition with its publication and organisation, locked until the transaction ends."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("publication", "organisation")
    return rows.get(pk=pk)


def locked_publication(pk: int) -> Publication:
    """Return a publication with its organisation, locked until the transaction ends."""
    return Publication.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
