# SPDX-License-Identifier: EUPL-1.2
"""Scenarios that somebody may read: their own, and those that are shared with the house."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from indicators.models import Scenario
from indicators.selectors.keepsakes import kept_by, removed, there
from sozialplanung.accounts.models import Organisation, User
from spatial.selectors.rows import OrganisationKey

_ABOUT = ("owner", "indicator", "period", "organisation", "layer_version__layer", "boundary_version__level")


def has_scenarios(organisation: Organisation) -> bool:
    """Say whether anybody ever began a scenario at an organisation, one that was put away among them."""
    return Scenario.objects.filter(organisation=organisation).exists()


def readable_scenarios(person: User, organisation: Organisation) -> QuerySet[Scenario]:
    """Return the own scenarios and those of the house, by name, with the number of their changes."""
    mine_or_shared = Q(owner_id=person.pk) | Q(is_shared=True)
    rows = there(Scenario.objects.filter(mine_or_shared, organisation_id=organisation.pk))
    return rows.select_related(*_ABOUT).annotate(change_count=Count("changes")).order_by("name", "pk")


def readable_scenario(person: User, organisation: Organisation, uuid: UUID) -> Scenario | None:
    """Return a scenario that somebody may read; None for one that somebody keeps for themselves."""
    return readable_scenarios(person, organisation).filter(uuid=uuid).first()


def own_scenario(person: User, organisation: Organisation, uuid: UUID) -> Scenario | None:
    """Return a scenario that somebody may change; None for one of somebody else, and for one that is not there."""
    return readable_scenarios(person, organisation).filter(uuid=uuid, owner_id=person.pk).first()


def shared_scenarios(organisation: OrganisationKey) -> QuerySet[Scenario]:
    """Return the scenarios that are shared with the house, by name: what documents may show."""
    rows = there(Scenario.objects.filter(organisation_id=organisation.id, is_shared=True))
    return rows.select_related(*_ABOUT).order_by("name", "pk")


def shared_scenario(organisation: OrganisationKey, uuid: UUID | None) -> Scenario | None:
    """Return one scenario that is shared with the house; None where there is none."""
    return shared_scenarios(organisation).filter(uuid=uuid).first() if uuid else None


def removed_scenarios(person: User, organisation: Organisation) -> QuerySet[Scenario]:
    """Return the own scenarios that can be brought back, those that went last first."""
    return removed(kept_by(Scenario, person, organisation)).select_related("organisation")
