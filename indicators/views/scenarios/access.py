# SPDX-License-Identifier: EUPL-1.2
"""Who reads scenarios of an organisation, who builds them, and what their pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Scenario
from indicators.selectors.readership import audiences_of
from indicators.selectors.scenarios.kept import own_scenario, readable_scenario
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of


@dataclass(frozen=True, slots=True)
class ScenarioDesk:
    """A person who reads scenarios of an organisation, for the narrowest audience that they belong to."""

    organisation: Organisation
    person: User
    can_build: bool

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])

    def scenario(self, uuid: UUID) -> Scenario:
        """Return a scenario that the person may read."""
        found = readable_scenario(self.person, self.organisation, uuid)
        if found is None:
            raise nothing()
        return found

    def own(self, uuid: UUID) -> Scenario:
        """Return a scenario that the person may change."""
        found = own_scenario(self.person, self.organisation, uuid) if self.can_build else None
        if found is None:
            raise nothing()
        return found

    def require_builder(self) -> None:
        """Let nobody see here who builds no scenarios."""
        if not self.can_build:
            raise nothing()


def _place(person: User, body: Organisation) -> ScenarioDesk | None:
    """Give a place to who reads what is released inside; planners build."""
    if not has_permission(person, Permission.VIEW_INTERNAL_RELEASES, body):
        return None
    body.readable = audiences_of(person, body)
    body.audience = body.readable[0]
    return ScenarioDesk(body, person, has_permission(person, Permission.PREPARE_REPORTS, body))


at_scenarios = for_whom(_place)


def page(
    request: HttpRequest, desk: ScenarioDesk, name: str, context: Mapping[str, Any], form: forms.Form | None = None
) -> HttpResponse:
    """Show a page of scenarios."""
    crumbs = [{"label": _("Scenarios"), "url": desk.url("scenarios")}, *context.get("crumbs", ())]
    shared = {"organisation": desk.organisation, "desk": desk, "section": "scenarios", "form": form}
    return render(
        request,
        f"indicators/scenarios/{name}.html",
        {**shared, **context, "crumbs": crumbs},
        status=status_of(form),
    )
