# SPDX-License-Identifier: EUPL-1.2
"""Who may stand at the desk of an organisation, and what every page there shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Delivery
from indicators.selectors.deliveries import Warnings, delivery_at, steps_of, weights_of
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of, told
from sozialplanung.web.steps import Step, next_step

STEP_PAGES: Final = {
    "dateien": "delivery_files",
    "erkennung": "delivery_recognition",
    "zuordnung": "delivery_mappings",
    "pruefung": "delivery_findings",
    "vorschau": "delivery_preview",
    "einreichen": "delivery_submit",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at an organisation, and what they may do there with deliveries."""

    organisation: Organisation
    person: User
    can_import: bool
    can_approve: bool

    def delivery(self, uuid: UUID) -> Delivery:
        """Return a delivery of this organisation."""
        return delivery_at(self.organisation, uuid)

    def draft(self, uuid: UUID) -> Delivery:
        """Return a delivery for somebody who may change it; for others there is nothing."""
        if not self.can_import:
            raise nothing()
        return self.delivery(uuid)

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of deliveries."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])


def _place(person: User, body: Organisation) -> Desk | None:
    """Give a place to who imports or approves here."""
    can_import = has_permission(person, Permission.IMPORT_FIGURES, body)
    can_approve = has_permission(person, Permission.APPROVE_IMPORTS, body)
    return Desk(body, person, can_import, can_approve) if can_import or can_approve else None


at_desk = for_whom(_place)


def delivery_of(desk: Desk, said: Mapping[str, Any]) -> Delivery:
    """Return the delivery that an address names."""
    return desk.delivery(said["uuid"])


def page(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page of the desk; one whose form has errors says so in its status."""
    shared = {"organisation": desk.organisation, "section": "deliveries", "desk": desk, "form": form}
    return render(request, f"indicators/deliveries/{template}.html", {**shared, **context}, status=status_of(form))


def frame(desk: Desk, delivery: Delivery, label: str = "") -> dict[str, Any]:
    """Return what every page of one delivery shows: where it is, and how far the delivery has come."""
    weights = weights_of(delivery.batch)
    steps = steps_of(delivery, weights)
    crumbs = [
        {"label": _("Deliveries"), "url": desk.url("deliveries")},
        {"label": delivery.title, "url": desk.url("delivery", delivery.uuid) if label else ""},
    ]
    if label:
        crumbs.append({"label": label, "url": ""})
    job = delivery.job
    return {
        "delivery": delivery,
        "steps": [(step, desk.url(STEP_PAGES[step.key], delivery.uuid)) for step in steps],
        "next_url": next_url(desk, delivery, steps),
        "next_step": next_step(steps),
        "weights": weights,
        "crumbs": crumbs,
        "job": job if job and delivery.is_open else None,
        "is_open": delivery.is_open and desk.can_import,
    }


def next_url(desk: Desk, delivery: Delivery, steps: tuple[Step, ...]) -> str:
    """Return where somebody who works on a draft goes on."""
    step = next_step(steps)
    return desk.url(STEP_PAGES[step.key], delivery.uuid) if step and step.state != "running" else ""


__all__ = ["Desk", "Warnings", "at_desk", "delivery_of", "frame", "next_step", "page", "told"]
