# SPDX-License-Identifier: EUPL-1.2
"""Layers of places where no script draws them: the picture of the page, its file, the pages of others."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from tests.factories.placescity import build_places_city
from tests.factories.planningcity import SLUG
from tests.factories.standing import public_reads_along
from tests.factories.world import World

QUERY = f"?indikator={SLUG}&ebene=viertel"
PAGE = f"/musterstadt/analyse/{QUERY}"
PICTURE = f"/musterstadt/analyse/bild.svg{QUERY}"
EMBED = f"/embed/musterstadt/{QUERY}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def places_city(world: World) -> World:
    """Give the city with layers and figures."""
    return build_places_city(world)


def text_at(address: str) -> str:
    """Return what German readers get."""
    with public_reads_along():
        answer = Client(headers={"accept-language": "de"}).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def file_at(query: str) -> ET.Element:
    return ET.fromstring(text_at(f"{PICTURE}{query}"))  # noqa: S314 - our own file


def told_by(file: ET.Element) -> str:
    return " ".join(text.text or "" for text in file.iter(f"{SVG}text"))


def signs_of(text: str) -> list[str]:
    """Return the signs that stand on a map, those of the legend left out."""
    return re.findall(r'<use href="#(place-sign-\d)" x=', text)


@pytest.mark.django_db
def test_picture_counts_every_place_once_and_names_layer_day_and_source() -> None:
    text = text_at(f"{PICTURE}&orte=kitas")

    alone = len(signs_of(text))
    shared = [int(count) for count in re.findall(r'fill="#ffffff">(\d+)</text>', text)]
    assert alone - len(shared) + sum(shared) == 60
    assert max(shared) >= 5
    told = told_by(file_at("&orte=kitas"))
    assert "Kindertagesstätten (60), Stand 01.01.2022" in told
    assert (
        "Kindertagesstätten: Quelle: © Stadt Musterstadt, Datenlizenz Deutschland – Namensnennung – Version 2.0" in told
    )


@pytest.mark.django_db
def test_picture_of_an_earlier_period_has_the_places_of_then() -> None:
    text = text_at(f"{PICTURE}&orte=kitas&stand=2019-12-31")

    shared = [int(count) for count in re.findall(r'fill="#ffffff">(\d+)</text>', text)]
    assert len(signs_of(text)) - len(shared) + sum(shared) == 12
    assert "Stand 01.01.2019" in text


@pytest.mark.django_db
def test_file_brings_every_sign_and_pattern_that_it_uses() -> None:
    file = file_at("&orte=schulen,radwege,parks")

    used = {each.get("href", "").removeprefix("#") for each in file.iter(f"{SVG}use")}
    fills = {each.get("fill", "") for each in file.iter() if each.get("fill", "").startswith("url(#")}
    used |= {fill.removeprefix("url(#").removesuffix(")") for fill in fills}
    assert {"place-sign-1", "place-pattern-3"} <= used
    assert used <= {each.get("id") for each in file.iter()}
    # Nothing in a file takes its colour from a style sheet.
    assert not [each.get("class") for each in file.iter() if each.get("class")]
    dashes = [each.get("stroke-dasharray") for each in file.iter(f"{SVG}path") if each.get("stroke-dasharray")]
    assert set(dashes) == {"10 4"}


@pytest.mark.django_db
def test_picture_without_layers_is_as_it_was() -> None:
    text = text_at(PICTURE)

    assert "place-sign" not in text
    assert "place-pattern" not in text


@pytest.mark.django_db
def test_page_draws_them_before_any_script() -> None:
    text = text_at(f"{PAGE}&orte=kitas,parks")

    picture = text[text.index("data-workbench-picture") :]
    picture = picture[: picture.index("</svg>")]
    assert signs_of(picture)
    assert 'fill="url(#place-pattern-2)"' in picture


@pytest.mark.django_db
def test_page_of_somebody_else_shows_them_with_day_and_source_and_opens_links_outside() -> None:
    text = text_at(f"{EMBED}&orte=kitas")

    assert signs_of(text)
    assert 'id="place-sign-1"' in text
    legend = text[text.index('class="place-legend"') :]
    assert "Stand 01.01.2022" in legend
    assert "© Stadt Musterstadt, Datenlizenz Deutschland – Namensnennung – Version 2.0" in legend
    assert '<a href="/musterstadt/orte/kitas/" target="_blank" rel="noopener">' in legend
    assert 'class="place-legend"' not in text_at(EMBED)
