# SPDX-License-Identifier: EUPL-1.2
"""What the page frame needs to know; load with `{% load portal %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms import BoundField
from django.template import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.selectors import Held, held_by
from sozialplanung.notifications.selectors import unread_count
from sozialplanung.portal.desks import rooms_at
from sozialplanung.portal.glossary import explained
from sozialplanung.portal.navigation import Navigation, navigation
from sozialplanung.portal.strings import script_sentences
from sozialplanung.web.version import version

register = template.Library()


@register.simple_tag
def held_roles(user: Any) -> Held:  # noqa: ANN401 - as the context holds it
    """Return the roles of whoever reads, read once for the whole frame."""
    return held_by(user) if isinstance(user, User) else Held()


@register.simple_tag(takes_context=True)
def site_navigation(context: Context, organisation: Any, section: str, held: Held) -> Navigation:  # noqa: ANN401 - whatever has a slug
    """Return the navigation of a page, with the rooms that the roles of the reader open."""
    request = context.get("request")
    slug = getattr(organisation, "slug", None) or None
    rooms = rooms_at(held, organisation.pk) if isinstance(organisation, Organisation) else ()
    path = request.path if request else ""
    return Navigation(navigation(slug, path=path, section=section or "", rooms=rooms))


@register.simple_tag
def is_demonstration() -> bool:
    """Say whether this site shows the sample data that it ships with."""
    return bool(getattr(settings, "SOZIALPLANUNG_DEMO", False))


@register.simple_tag
def product_version() -> str:
    """Return the version that runs."""
    return version()


@register.simple_tag
def script_strings() -> dict[str, str]:
    """Return the sentences that scripts of every page may say."""
    return script_sentences()


@register.inclusion_tag("components/words.html")
def words(anchors: str | Iterable[str], place: str = "") -> dict[str, Any]:
    """Explain terms of the glossary where they are used; `anchors` are those of the terms, also as one text.

    `place` gives each word an address on the page, so that links can lead to it.
    """
    chosen = anchors.split() if isinstance(anchors, str) else anchors
    return {"entries": explained(chosen, (get_language() or "de")[:2]), "place": place}


@register.simple_tag
def unread_notifications(user: User | AnonymousUser, held: Held) -> int:
    """Return how many notifications whoever reads has not read."""
    return unread_count(user, held) if isinstance(user, User) else 0


@register.simple_tag
def roles_of_reader(held: Held) -> tuple[tuple[Promise, str], ...]:
    """Return the roles that whoever reads was given, narrowed ones last: name of the role, name of the organisation."""
    given = [(each.role, each.organisation) for each in held.roles if each.is_given_here]
    given += [(each.role, each.organisation) for each in held.parts]
    return tuple((ROLES[role].display_name, organisation) for role, organisation in given)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Show the control of a form field with our class, tied to its help and its error."""
    described = []
    if field.help_text:
        described.append(f"{field.id_for_label}_helptext")
    attributes: dict[str, str | bool] = {"class": "field__control"}
    if field.errors:
        described.append(f"{field.id_for_label}_error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attributes)
