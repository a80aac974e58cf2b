# SPDX-License-Identifier: EUPL-1.2
"""What was said of a scenario, who may take which words away, and who may bring them back."""

from django.db.models import QuerySet

from indicators.models import Scenario, ScenarioComment
from indicators.selectors.keepsakes import forgotten_before
from sozialplanung.accounts.models import User


def comments_of(scenario: Scenario) -> QuerySet[ScenarioComment]:
    """Return all that was said, the oldest first; what was taken away is there as a trace."""
    return scenario.comments.select_related("person", "removed_by")


def removable(scenario: Scenario, person: User) -> QuerySet[ScenarioComment]:
    """Return what somebody may take away: their own words, and all that was said of their own scenario."""
    there = comments_of(scenario).filter(removed_at__isnull=True)
    return there if scenario.owner_id == person.pk else there.filter(person=person)


def restorable(scenario: Scenario, person: User) -> QuerySet[ScenarioComment]:
    """Return what somebody took away themselves and can still bring back."""
    return comments_of(scenario).filter(removed_by=person, removed_at__gt=forgotten_before()).exclude(text="")
