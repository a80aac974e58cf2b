# SPDX-License-Identifier: EUPL-1.2
"""Every link of the demo's pages leads somewhere."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels, units

pytestmark = pytest.mark.usefixtures("demo")
ORGANISATIONS = ("berlin", "nrw", "koeln", "flensburg")
PORTAL = ("/", "/suche/?q=reuter", "/glossar/", "/ueber-die-daten/", "/hilfe/", "/datenschutz/", "/api/v1/")
# Links that differ in the area alone: a few of each stand for all.
AREA = re.compile(r"(?P<level>/\w+/gebiete/[^/?]+/[^/?]+/)[^/?]+/$")
FEW = 2


def _profiles(slug: str) -> Iterator[str]:
    """Name the first and the last area of every level of every edition."""
    for version in levels.boundary_versions_of(Organisation.objects.get(slug=slug)):
        rows = units.unit_rows(version.id)
        for row in {rows[0], rows[-1]}:
            yield f"/{slug}/gebiete/{version.edition}/{version.level}/{row.key}/"


def _pages(slug: str) -> Iterator[str]:
    yield from (f"/{slug}/", f"/{slug}/gebiete/", f"/{slug}/indikatoren/")
    yield from _profiles(slug)


def _links(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = [urljoin(address, html.unescape(link)) for link in re.findall(r'\shref="([^"#]+)', answer.content.decode())]
    inside = [link for link in dict.fromkeys(found) if not urlsplit(link).netloc and link.startswith("/")]
    kept: dict[str, int] = {}
    few = []
    for link in inside:
        area = AREA.fullmatch(link)
        kind = area["level"] if area else link
        kept[kind] = kept.get(kind, 0) + 1
        if kept[kind] <= FEW and not link.startswith("/static/"):
            few.append(link)
    return few


def _dead(pages: Iterator[str] | tuple[str, ...]) -> dict[str, str]:
    client, answers, dead = Client(), dict[str, int](), dict[str, str]()
    for page in pages:
        for link in _links(client, page):
            if link not in answers:
                answers[link] = client.get(link).status_code
            if answers[link] not in {200, 302}:
                dead[f"{page} -> {link}"] = str(answers[link])
    assert len(answers) > FEW
    return dead


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_every_link_of_a_place_and_its_profiles_leads_somewhere(slug: str) -> None:
    assert _dead(_pages(slug)) == {}


def test_every_link_of_the_portal_leads_somewhere() -> None:
    assert _dead(PORTAL) == {}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/koeln/gebiete/stadtgebiet-2012/stadtteil/101/", "ebene=stadtteil&amp;gebietsstand=stadtgebiet-2012"),
        ("/nrw/gebiete/gemeinden-2021/kreis/05513/", ""),
        ("/nrw/gebiete/gemeinden-2021/land/05/", ""),
    ],
)
def test_profile_links_the_map_only_where_it_shows_the_area(client: Client, address: str, shown: str) -> None:
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]

    found = re.findall(r'href="[^"]*/karte/\?([^"]+)"', main)

    assert all(shown in query for query in found)
    assert bool(found) == bool(shown)


def test_profile_without_figures_leads_to_the_map_of_the_area_that_holds_it(client: Client) -> None:
    quarter = next(address for address in _profiles("koeln") if "/stadtviertel/" in address)

    main = client.get(quarter).content.decode().partition("<main")[2].partition("</main>")[0]

    assert "ebene=stadtteil&amp;" in main
    assert "Auf der Karte zeigen" not in main
    assert re.search(r"Die Karte mit [^<]+ zeigen", main)
    assert "profil.csv" not in main
