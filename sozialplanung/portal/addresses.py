# SPDX-License-Identifier: EUPL-1.2
"""Addresses of an organisation's views."""

from urllib.parse import urlencode

from django.urls import reverse


def home_address(slug: str) -> str:
    """Return the address of an organisation's start page."""
    return reverse("indicators:organisation", args=(slug,))


def map_address(slug: str, *, indicator: str = "") -> str:
    """Return the address of the map, showing an indicator where one is named."""
    query = urlencode({"indikator": indicator}) if indicator else ""
    return reverse("indicators:map", args=(slug,)) + (f"?{query}" if query else "")


def workbench_address(slug: str) -> str:
    """Return the address at which an organisation's figures are analysed."""
    return reverse("indicators:workbench", args=(slug,))


def areas_address(slug: str) -> str:
    """Return the address where areas are found."""
    return reverse("indicators:areas", args=(slug,))


def area_address(slug: str, *, edition: str, level: str, key: str) -> str:
    """Return the address of an area's profile."""
    return reverse("indicators:area", args=(slug, edition, level, key))


def district_address(slug: str, *, edition: str, level: str, key: str) -> str:
    """Return the address of an area in plain words."""
    return reverse("reports:district", args=(slug, edition, level, key))


def indicator_address(slug: str, indicator: str) -> str:
    """Return the address of an indicator's sheet."""
    return reverse("indicators:indicator", args=(slug, indicator))


def reports_address(slug: str) -> str:
    """Return the address where an organisation's dashboards and reports are read."""
    return reverse("reports:editions", args=(slug,))


def dashboards_address(slug: str) -> str:
    """Return the address where dashboards are made."""
    return reverse("reports:desk", args=(slug,))


def catalogue_address(slug: str) -> str:
    """Return the address of the list of indicators."""
    return reverse("indicators:catalogue", args=(slug,))


def deliveries_address(slug: str) -> str:
    """Return the address of the deliveries of an organisation."""
    return reverse("indicators:deliveries", args=(slug,))


def notes_address(slug: str) -> str:
    """Return the address at which breaks of series and annotations are kept."""
    return reverse("indicators:breaks", args=(slug,))


def workshop_address(slug: str) -> str:
    """Return the address of the workshop of indices."""
    return reverse("indicators:index_workshop", args=(slug,))


def settings_address(slug: str) -> str:
    """Return the address at which an organisation says who approves."""
    return reverse("indicators:settings", args=(slug,))


def log_address(slug: str) -> str:
    """Return the address of the log of an organisation."""
    return reverse("accounts:log", args=(slug,))


def people_address(slug: str) -> str:
    """Return the address of the people of an organisation."""
    return reverse("accounts:people", args=(slug,))


def boundaries_address(slug: str) -> str:
    """Return the address of the boundary versions of an organisation."""
    return reverse("spatial:versions", args=(slug,))


def reach_address(slug: str) -> str:
    """Return the address at which one asks what is reached from a place."""
    return reverse("indicators:reach", args=(slug,))


def scenarios_address(slug: str) -> str:
    """Return the address of the scenarios of an organisation."""
    return reverse("indicators:scenarios", args=(slug,))


def map_services_address(slug: str) -> str:
    """Return the address of the map services of others that an organisation offers."""
    return reverse("spatial:map_services", args=(slug,))
