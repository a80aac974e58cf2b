# SPDX-License-Identifier: EUPL-1.2
"""Who may stand in the workshop of an organisation, and what every page there shares."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import RecipeDraft
from indicators.selectors.workshop import draft_at
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of

SECTION: Final = "workshop"


@dataclass(frozen=True, slots=True)
class Bench:
    """A person in the workshop of an organisation, and what they may do there."""

    organisation: Organisation
    person: User
    can_build: bool
    can_approve: bool

    def draft(self, uuid: UUID) -> RecipeDraft:
        """Return a draft of this organisation."""
        return draft_at(self.organisation, uuid)

    def own(self, uuid: UUID) -> RecipeDraft:
        """Return a draft for somebody who may work at it; for others there is nothing."""
        if not self.can_build:
            raise nothing()
        return self.draft(uuid)

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of the workshop."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])


def _place(person: User, body: Organisation) -> Bench | None:
    """Give a place to who builds or approves here."""
    can_build = has_permission(person, Permission.BUILD_INDICES, body)
    can_approve = has_permission(person, Permission.APPROVE_IMPORTS, body)
    return Bench(body, person, can_build, can_approve) if can_build or can_approve else None


at_bench = for_whom(_place)


def page(
    request: HttpRequest, bench: Bench, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page of the workshop; one whose form has errors says so in its status."""
    shared = {"organisation": bench.organisation, "section": SECTION, "bench": bench, "form": form}
    return render(request, f"indicators/workshop/{template}.html", {**shared, **context}, status=status_of(form))


def origin_words(draft: RecipeDraft) -> str:
    """Return the name of what a draft was begun from; that of a preset in the reader's language."""
    return _(draft.origin_name) if draft.origin_name else ""


def crumbs(bench: Bench, draft: RecipeDraft | None = None, label: str = "") -> list[dict[str, str]]:
    """Return the way to a page of the workshop."""
    found = [{"label": _("Index workshop"), "url": bench.url("index_workshop") if draft or label else ""}]
    if draft is not None:
        found.append({"label": draft.public_name, "url": bench.url("index_draft", draft.uuid) if label else ""})
    if label:
        found.append({"label": label, "url": ""})
    return found
