# SPDX-License-Identifier: EUPL-1.2
"""What the page frame needs to know; load with `{% load portal %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms import BoundField
from django.template import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.selectors import roles_held, roles_of
from sozialplanung.notifications.selectors import unread_count
from sozialplanung.portal.navigation import Entry, navigation
from sozialplanung.portal.strings import script_sentences
from sozialplanung.portal.version import version

register = template.Library()

# Who finds which entry of the navigation: one of these permissions is enough.
ROOMS = {
    "deliveries": frozenset({Permission.IMPORT_FIGURES, Permission.APPROVE_IMPORTS}),
    "boundaries": frozenset({Permission.IMPORT_BOUNDARIES, Permission.APPROVE_IMPORTS}),
    "notes": frozenset({Permission.EDIT_CATALOGUE, Permission.APPROVE_IMPORTS}),
    "workshop": frozenset({Permission.BUILD_INDICES, Permission.APPROVE_IMPORTS}),
    "settings": frozenset({Permission.MANAGE_ORGANISATIONS}),
}


@register.simple_tag(takes_context=True)
def main_navigation(context: Context, organisation: Any = None, section: str = "") -> tuple[Entry, ...]:  # noqa: ANN401 - whatever has a slug
    """Return the entries of the main navigation."""
    return tuple(entry for entry in _navigation(context, organisation, section) if not entry.is_inside)


@register.simple_tag(takes_context=True)
def desk_navigation(context: Context, organisation: Any = None, section: str = "") -> tuple[Entry, ...]:  # noqa: ANN401 - whatever has a slug
    """Return the entries for those who work on the figures."""
    return tuple(entry for entry in _navigation(context, organisation, section) if entry.is_inside)


def _navigation(context: Context, organisation: Any, section: str) -> tuple[Entry, ...]:  # noqa: ANN401 - whatever has a slug
    request = context.get("request")
    slug = getattr(organisation, "slug", None) or None
    if "_navigation" not in context.render_context:
        held = _permissions(context.get("user"), organisation)
        rooms = [room for room, permissions in ROOMS.items() if permissions & held]
        path = request.path if request else ""
        context.render_context["_navigation"] = navigation(slug, path=path, section=section or "", rooms=rooms)
    entries: tuple[Entry, ...] = context.render_context["_navigation"]
    return entries


def _permissions(user: Any, organisation: Any) -> frozenset[Permission]:  # noqa: ANN401 - as the context holds them
    if not isinstance(user, User) or not isinstance(organisation, Organisation):
        return frozenset()
    return frozenset[Permission]().union(*(ROLES[role].permissions for role in roles_of(user, organisation)))


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


@register.simple_tag
def unread_notifications(user: User | AnonymousUser) -> int:
    """Return how many notifications whoever reads has not read."""
    return unread_count(user) if isinstance(user, User) else 0


@register.simple_tag
def roles_of_reader(user: User | AnonymousUser) -> tuple[tuple[Promise, str], ...]:
    """Return the roles of whoever reads: name of the role, name of the organisation."""
    return roles_held(user)


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
