# SPDX-License-Identifier: EUPL-1.2
"""Who may stand at the desk of boundaries, and what every page there shares."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of
from sozialplanung.web.steps import Step, next_step
from spatial.models import Changeset
from spatial.selectors.changesets import changeset_at, steps_of, weights_of

STEP_PAGES: Final = {
    "dateien": "changeset_files",
    "angaben": "changeset_facts",
    "ebenen": "changeset_layers",
    "pruefung": "changeset_findings",
    "nachfolge": "changeset_succession",
    "einreichen": "changeset_submit",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at an organisation, and what they may do there with boundaries."""

    organisation: Organisation
    person: User
    can_import: bool
    can_approve: bool

    def changeset(self, uuid: UUID) -> Changeset:
        """Return a changeset of this organisation."""
        return changeset_at(self.organisation, uuid)

    def draft(self, uuid: UUID) -> Changeset:
        """Return a changeset for somebody who may change it; for others there is nothing."""
        if not self.can_import:
            raise nothing()
        return self.changeset(uuid)

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of boundaries."""
        return reverse(f"spatial:{name}", args=[self.organisation.slug, *arguments])


def desk_at(person: User, body: Organisation) -> Desk | None:
    """Give a place to who imports or approves here."""
    can_import = has_permission(person, Permission.IMPORT_BOUNDARIES, body)
    can_approve = has_permission(person, Permission.APPROVE_IMPORTS, body)
    return Desk(body, person, can_import, can_approve) if can_import or can_approve else None


at_desk = for_whom(desk_at)


def page(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page of the desk; one whose form has errors says so in its status."""
    shared = {"organisation": desk.organisation, "section": "boundaries", "desk": desk, "form": form}
    return render(request, f"spatial/{template}.html", {**shared, **context}, status=status_of(form))


def frame(desk: Desk, changeset: Changeset, label: str = "") -> dict[str, Any]:
    """Return what every page of one changeset shows: where it is, and how far it has come."""
    weights = weights_of(changeset)
    job = changeset.job
    steps = steps_of(changeset, weights, job)
    crumbs = [
        {"label": _("Boundary versions"), "url": desk.url("versions")},
        {"label": changeset.name, "url": desk.url("changeset", changeset.uuid) if label else ""},
    ]
    if label:
        crumbs.append({"label": label, "url": ""})
    return {
        "changeset": changeset,
        "steps": [(step, desk.url(STEP_PAGES[step.key], changeset.uuid)) for step in steps],
        "next_url": next_url(desk, changeset, steps),
        "next_step": next_step(steps),
        "weights": weights,
        "crumbs": crumbs,
        "job": job if job and changeset.state in {"draft", "approved", "active"} else None,
        "is_open": changeset.is_open and desk.can_import,
    }


def next_url(desk: Desk, changeset: Changeset, steps: tuple[Step, ...]) -> str:
    """Return where somebody who works on a draft goes on."""
    step = next_step(steps)
    return desk.url(STEP_PAGES[step.key], changeset.uuid) if step and step.state != "running" else ""
