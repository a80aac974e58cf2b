# SPDX-License-Identifier: EUPL-1.2
"""The main navigation: inside an organisation its views, outside the way to one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sozialplanung.portal.addresses import (
    areas_address,
    boundaries_address,
    catalogue_address,
    dashboards_address,
    deliveries_address,
    log_address,
    map_address,
    map_services_address,
    notes_address,
    people_address,
    reach_address,
    reports_address,
    scenarios_address,
    settings_address,
    workbench_address,
    workshop_address,
)


@dataclass(frozen=True)
class Entry:
    """One entry; `current` is the value of aria-current, empty for all but one; `is_inside`: only some may enter."""

    label: str | Promise
    url: str
    current: str = ""
    is_inside: bool = False


@dataclass(frozen=True)
class Navigation:
    """All entries of the navigation of a page."""

    entries: tuple[Entry, ...]

    @property
    def main(self) -> tuple[Entry, ...]:
        """The entries for everybody."""
        return tuple(entry for entry in self.entries if not entry.is_inside)

    @property
    def desk(self) -> tuple[Entry, ...]:
        """The entries for those who work on the figures."""
        return tuple(entry for entry in self.entries if entry.is_inside)


def navigation(slug: str | None, *, path: str, section: str = "", rooms: Collection[str] = ()) -> tuple[Entry, ...]:
    """Return the entries for an organisation, or without a slug those of the whole site.

    `section` names the entry to mark where the address alone does not tell; the entry whose very
    address is `path` is marked as the page, one above it as a place on the way. `rooms` adds what only
    some may enter: `deliveries`, `boundaries`, `notes`, `workshop`, `dashboards`, `mapservices`, `settings`, `people`,
    `log`.
    """
    inside = _inside(slug, rooms) if slug else []
    return tuple(
        Entry(label, url, _current(key, url, path=path, section=section), is_inside=(key, label, url) in inside)
        for key, label, url in [*_entries(slug), *inside]
    )


def desk_entries(slug: str, rooms: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries of an organisation that only some may enter."""
    return tuple(Entry(label, url, is_inside=True) for _key, label, url in _inside(slug, rooms))


def _entries(slug: str | None) -> list[tuple[str, str | Promise, str]]:
    about = ("about", _("About the data"), reverse("portal:about"))
    if slug is None:
        return [
            ("places", _("Places"), f"{reverse('portal:start')}#places"),
            about,
            ("glossary", _("Glossary"), reverse("portal:glossary")),
            ("help", _("Help"), reverse("portal:help")),
        ]
    return [
        ("map", _("Map"), map_address(slug)),
        ("workbench", _("Analyse"), workbench_address(slug)),
        ("areas", _("Areas"), areas_address(slug)),
        ("indicators", _("Indicators"), catalogue_address(slug)),
        ("reports", _("Reports"), reports_address(slug)),
        about,
    ]


def _inside(slug: str, rooms: Collection[str]) -> list[tuple[str, str | Promise, str]]:
    entries = [
        ("deliveries", pgettext_lazy("navigation", "Deliveries"), deliveries_address(slug)),
        ("boundaries", pgettext_lazy("navigation", "Boundaries"), boundaries_address(slug)),
        ("notes", pgettext_lazy("navigation", "Notes"), notes_address(slug)),
        ("workshop", pgettext_lazy("navigation", "Index workshop"), workshop_address(slug)),
        ("dashboards", pgettext_lazy("navigation", "Dashboards"), dashboards_address(slug)),
        ("reach", _("Reachability"), reach_address(slug)),
        ("scenarios", _("Scenarios"), scenarios_address(slug)),
        ("mapservices", _("Map services"), map_services_address(slug)),
        ("settings", pgettext_lazy("navigation", "Settings"), settings_address(slug)),
        ("people", pgettext_lazy("navigation", "People"), people_address(slug)),
        ("log", pgettext_lazy("navigation", "Log"), log_address(slug)),
    ]
    return [entry for entry in entries if entry[0] in rooms]


def _current(key: str, url: str, *, path: str, section: str) -> str:
    if url == path:
        return "page"
    is_section = key == section or (not section and "#" not in url and path.startswith(url))
    return "true" if is_section else ""
