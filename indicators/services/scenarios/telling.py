# SPDX-License-Identifier: EUPL-1.2
"""Tell the owner of a scenario, and whose words stand beside it, that somebody said something of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import Scenario, ScenarioComment
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import About, Kind
from sozialplanung.notifications.services.telling import settle, tell

COMMENTED: Final = "indicators.scenario_commented"
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        COMMENTED: Kind(
            "comments",
            _("%(organisation)s: Somebody commented on a scenario of yours or one that you commented on."),
            frozenset({Permission.VIEW_INTERNAL_RELEASES}),
        )
    }
)


def tell_of_comment(said: ScenarioComment) -> int:
    """Tell of a comment, in the transaction that keeps it; no word of it is told. Returns how many were told."""
    row, by = said.scenario, said.person
    about = About(
        organisation=row.organisation,
        subject=row.name,
        path=f"{reverse('indicators:scenario', args=[row.organisation.slug, row.uuid])}#comments",
        matter=_matter(row),
        key=_key(said),
    )
    return tell(kind=COMMENTED, recipients=_who_takes_part(row), about=about, by=by)


def settle_comment(said: ScenarioComment) -> None:
    """Let nobody look for a comment that was taken away; one that comes back is not told again."""
    settle(matter=_matter(said.scenario), kinds=(COMMENTED,), key=_key(said))


def settle_scenario(row: Scenario) -> None:
    """Let nobody look for comments on a scenario that is not there any more."""
    settle(matter=_matter(row), kinds=(COMMENTED,))


def _matter(row: Scenario) -> str:
    return f"scenario:{row.pk}"


def _key(said: ScenarioComment) -> str:
    return f"{COMMENTED}:{said.pk}"


def _who_takes_part(row: Scenario) -> list[User]:
    """Return the owner, and those whose words stand there while the scenario is shared with them."""
    if not row.is_shared:
        return [row.owner]
    talking = row.comments.filter(removed_at__isnull=True).values("person")
    return [row.owner, *User.objects.filter(pk__in=talking).exclude(pk=row.owner_id)]
