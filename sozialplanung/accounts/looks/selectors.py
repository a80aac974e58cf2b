# SPDX-License-Identifier: EUPL-1.2
"""Read how organisations look and looked."""

from sozialplanung.accounts.errors import OrganisationNotFoundError
from sozialplanung.accounts.models import Logo, Look, LookDraft, Organisation, User
from sozialplanung.accounts.selectors import PUBLIC

MOST_LOOKS = 20


def logo_of(organisation: Organisation) -> Logo | None:
    """Return the logo that an organisation has now."""
    if not organisation.logo_digest:
        return None
    return Logo.objects.get(organisation_id=organisation.pk, digest=organisation.logo_digest)


def public_logo(organisation: Organisation, digest: str) -> Logo:
    """Return a logo that an organisation has or had: editions keep the one of their time.

    Raises
    ------
    OrganisationNotFoundError
        It never had that one.
    """
    found = Logo.objects.using(PUBLIC).filter(organisation_id=organisation.pk, digest=digest).first()
    if found is None:
        raise OrganisationNotFoundError("http.not_found", "There is nothing at this address.")
    return found


def looks_of(organisation: Organisation) -> tuple[Look, ...]:
    """Return the looks of an organisation, the one in force first."""
    rows = Look.objects.filter(organisation_id=organisation.pk).select_related("made_by", "logo")
    return tuple(rows.defer("logo__content")[:MOST_LOOKS])


def draft_of(organisation: Organisation, person: User) -> LookDraft | None:
    """Return the look that somebody tries."""
    return LookDraft.objects.filter(organisation_id=organisation.pk, person_id=person.pk).first()
