# SPDX-License-Identifier: EUPL-1.2
"""The main navigation: inside an organisation its views, outside the way to one; one entry is marked."""

import pytest
from django.urls import resolve

from sozialplanung.portal.navigation import navigation


def test_without_an_organisation_the_navigation_leads_to_the_places() -> None:
    entries = navigation(None, path="/")

    assert [entry.url for entry in entries] == ["/#places", "/ueber-die-daten/", "/glossar/", "/hilfe/"]
    assert not any(entry.current for entry in entries)


def test_inside_an_organisation_the_navigation_leads_to_its_views() -> None:
    entries = navigation("berlin", path="/berlin/")

    assert [entry.url for entry in entries] == [
        "/berlin/karte/",
        "/berlin/analyse/",
        "/berlin/gebiete/",
        "/berlin/indikatoren/",
        "/berlin/berichte/",
        "/ueber-die-daten/",
    ]


@pytest.mark.parametrize(
    ("path", "section", "expected"),
    [
        ("/berlin/karte/", "", ["page", "", "", "", "", ""]),
        ("/berlin/analyse/", "", ["", "page", "", "", "", ""]),
        ("/berlin/gebiete/lor-2021/plr/01100101/", "", ["", "", "true", "", "", ""]),
        ("/berlin/", "indicators", ["", "", "", "true", "", ""]),
        ("/ueber-die-daten/", "", ["", "", "", "", "", "page"]),
        ("/berlin/berichte/", "", ["", "", "", "", "page", ""]),
        ("/anderswo/", "", ["", "", "", "", "", ""]),
    ],
)
def test_the_entry_of_the_page_is_marked(path: str, section: str, expected: list[str]) -> None:
    assert [entry.current for entry in navigation("berlin", path=path, section=section)] == expected


@pytest.mark.parametrize("slug", [None, "berlin"])
def test_every_entry_leads_to_a_page_that_exists(slug: str | None) -> None:
    for entry in navigation(slug, path="/"):
        assert resolve(entry.url.partition("#")[0]).url_name


def test_entries_for_those_who_work_on_the_figures_are_told_apart() -> None:
    entries = navigation("berlin", path="/berlin/lieferungen/neu/", rooms=("deliveries", "notes"))

    assert [entry.url for entry in entries if entry.is_inside] == ["/berlin/lieferungen/", "/berlin/hinweise/"]
    assert [entry.current for entry in entries if entry.is_inside] == ["true", ""]
    assert not any(entry.is_inside for entry in navigation("berlin", path="/berlin/"))
