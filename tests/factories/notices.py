# SPDX-License-Identifier: EUPL-1.2
"""An event to tell, and what somebody may wish of notifications, for tests."""

from typing import Any

from sozialplanung.notifications.registry import About
from tests.factories.world import World

SECRET = "31.245 Personen in Altstadt"
WISHES: dict[str, Any] = {
    "language": "de",
    "approvals_shown": True,
    "approvals_mail": "once",
    "deliveries_shown": True,
    "deliveries_mail": "once",
    "reminders_shown": True,
    "reminders_mail": "daily",
    "subscriptions_shown": True,
    "subscriptions_mail": "once",
    "comments_shown": True,
    "comments_mail": "daily",
}


def about(world: World, key: str = "1") -> About:
    """Return an event of the city whose subject holds what no mail may hold."""
    return About(world.city, SECRET, "/musterstadt/lieferungen/", "delivery:1", key)
