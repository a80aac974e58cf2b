# SPDX-License-Identifier: EUPL-1.2
"""Who may stand at the desk of an organisation, and what every page there shares.

Most pages are for whole roles (`at_desk`). Those that know what a part is (`at_part`) let in who brings or approves in
some topics alone: such a desk finds the deliveries of its part and no others, and a page tells of them what is of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Delivery
from indicators.selectors.deliveries import Warnings, delivery_at, steps_of, weights_of
from indicators.selectors.parts import Part, bounds_of, deliveries_within, is_within, part_for
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, reach_of
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
    # The topics within which narrowed roles let them, where no whole role does.
    brings: Part | None = None
    signs: Part | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether nothing is done here by a whole role."""
        return not ((self.can_import and self.brings is None) or (self.can_approve and self.signs is None))

    def within(self) -> list[int] | None:
        """Return the ids of the deliveries of a narrowed desk; None for one that finds all."""
        return deliveries_within(*filter(None, (self.brings, self.signs))) if self.is_narrowed else None

    def delivery(self, uuid: UUID) -> Delivery:
        """Return a delivery of this organisation; of a narrowed desk one of its part."""
        found = delivery_at(self.organisation, uuid)
        at_hand = self.at(found)
        if self.is_narrowed and not (at_hand.can_import or at_hand.can_approve):
            raise nothing()
        return found

    def draft(self, uuid: UUID) -> Delivery:
        """Return a delivery for somebody who may change it; for others there is nothing."""
        if not self.can_import:
            raise nothing()
        found = self.delivery(uuid)
        if not self.at(found).can_import:
            raise nothing()
        return found

    def at(self, delivery: Delivery) -> "Desk":
        """Return the desk with what may be done there with one delivery."""
        imports = self.can_import and (self.brings is None or is_within(delivery, self.brings))
        approves = self.can_approve and (self.signs is None or is_within(delivery, self.signs))
        return replace(self, can_import=imports, can_approve=approves)

    def part(self, delivery: Delivery) -> Part | None:
        """Return the part of which pages tell at a narrowed desk; None at one to which everything is told."""
        return bounds_of(delivery) if self.is_narrowed else None

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of deliveries."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])


def _place(person: User, body: Organisation) -> Desk | None:
    """Give a place to who imports or approves here."""
    can_import = has_permission(person, Permission.IMPORT_FIGURES, body)
    can_approve = has_permission(person, Permission.APPROVE_IMPORTS, body)
    return Desk(body, person, can_import, can_approve) if can_import or can_approve else None


def _place_within(person: User, body: Organisation) -> Desk | None:
    """Give a place to who imports or approves here, in some topics at least."""
    found = [_reached(person, each, body) for each in (Permission.IMPORT_FIGURES, Permission.APPROVE_IMPORTS)]
    (can_import, brings), (can_approve, signs) = found
    return Desk(body, person, can_import, can_approve, brings, signs) if can_import or can_approve else None


def _reached(person: User, permission: Permission, body: Organisation) -> tuple[bool, Part | None]:
    reach = reach_of(person, permission, body)
    part = part_for(person, permission, body) if reach.scopes else None
    return reach.is_whole or bool(part), part


def _reads_part(person: User, body: Organisation) -> bool:
    return not reach_of(person, Permission.VIEW_RAW_FIGURES, body).is_nothing


at_desk = for_whom(_place)
at_part = for_whom(_place_within, reads_part=_reads_part)


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
    desk = desk.at(delivery)
    weights = weights_of(delivery.batch)
    job = delivery.job
    steps = steps_of(delivery, weights, job)
    crumbs = [
        {"label": _("Deliveries"), "url": desk.url("deliveries")},
        {"label": delivery.title, "url": desk.url("delivery", delivery.uuid) if label else ""},
    ]
    if label:
        crumbs.append({"label": label, "url": ""})
    return {
        "desk": desk,
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


__all__ = ["Desk", "Warnings", "at_desk", "at_part", "delivery_of", "frame", "next_step", "page", "told"]
