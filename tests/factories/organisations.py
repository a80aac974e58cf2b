# SPDX-License-Identifier: EUPL-1.2
"""Made-up organisations for tests."""

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.services import NewOrganisation, create_organisation


def organisation(slug: str = "musterstadt", name: str = "Musterstadt") -> Organisation:
    """Store a municipality."""
    new = NewOrganisation(slug=slug, name=name, kind=OrganisationKind.MUNICIPALITY)
    return create_organisation(organisation=new, by=None)
