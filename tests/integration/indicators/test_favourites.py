# SPDX-License-Identifier: EUPL-1.2
"""Indicators on the own list: put there by a star, first where indicators are chosen, seen by nobody else."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.models import Favourite, Indicator
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LIST = "/musterstadt/indikatoren/"
WORKBENCH = "/musterstadt/analyse/?indikator=kinder&ebene=viertel"
PAGES = (LIST, f"{LIST}anteil/", WORKBENCH)

kept_city = standing(build_noted_city)


def press(person: User, action: str = "add", indicator: str = "anteil", came_from: str = "") -> Any:  # noqa: ANN401 - the test client's answer
    headers = {"referer": f"http://testserver{came_from}"} if came_from else {}
    return client_of(person).post(f"{LIST}{indicator}/merken/", {"action": action}, headers=headers)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def options(page: str, name: str) -> list[tuple[str, list[str]]]:
    (select,) = re.findall(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', select, re.DOTALL)
    return [(label, re.findall(r'value="([^"]+)"', inside)) for label, inside in groups]


def test_star_puts_an_indicator_on_the_list_and_takes_it_off_again(city: World) -> None:
    before = shown(client_of(city.bert), LIST)
    assert "Auf Ihrer Merkliste steht noch nichts." in before

    for _ in range(2):
        assert press(city.bert).status_code == 302
    assert Favourite.objects.get().indicator.slug == "anteil"
    listed = shown(client_of(city.bert), LIST)
    (mine,) = re.findall(r'<ul class="favourites">.*?</ul>', listed, re.DOTALL)
    assert f'href="{LIST}anteil/"' in mine
    assert "Von der Merkliste nehmen" in shown(client_of(city.bert), f"{LIST}anteil/")

    for _ in range(2):
        assert press(city.bert, "remove").status_code == 302
    assert not Favourite.objects.exists()


def test_what_is_on_the_list_comes_first_in_both_choices_and_stands_there_once(city: World) -> None:
    press(city.bert)

    page = shown(client_of(city.bert), WORKBENCH)

    for name in ("indikator", "zweiter"):
        first, *others = options(page, name)
        assert first == ("Merkliste", ["anteil"])
        assert not any("anteil" in slugs for _, slugs in others)
    assert 'value="kinder" data-query' in page


def test_reader_is_led_back_to_where_the_star_was_pressed(city: World) -> None:
    for came_from, led in (
        (WORKBENCH, f"{WORKBENCH}#merken-anteil"),
        (LIST, f"{LIST}#merken-anteil"),
        ("", f"{LIST}anteil/#merken-anteil"),
        ("/nachbarstadt/indikatoren/", f"{LIST}anteil/#merken-anteil"),
    ):
        assert press(city.bert, came_from=came_from).headers["Location"] == led
    foreign = client_of(city.bert).post(
        f"{LIST}anteil/merken/", headers={"referer": "https://fremd.example/musterstadt/"}
    )
    assert foreign.headers["Location"] == f"{LIST}anteil/#merken-anteil"


def test_strangers_see_no_star_and_lists_are_nobody_elses(city: World) -> None:
    press(city.bert)

    for address in PAGES:
        assert "merken/" not in shown(Client(), address)
        assert "Von der Merkliste nehmen" not in shown(client_of(city.clara), address)
    answer = Client().post(f"{LIST}anteil/merken/", {"action": "add"})
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/anmelden/")
    assert Favourite.objects.count() == 1
    # Whoever has signed in elsewhere keeps what everybody reads here.
    assert press(city.dora).status_code == 302


def test_what_is_not_published_cannot_be_kept_and_is_not_shown(city: World) -> None:
    assert press(city.bert, indicator="gibt-es-nicht").status_code == 404
    draft = Indicator.objects.create(
        organisation=city.city, slug="entwurf", topic=Indicator.objects.all()[0].topic, kind="delivered"
    )
    assert press(city.bert, indicator="entwurf").status_code == 404
    assert not Favourite.objects.exists()

    Favourite.objects.create(person=city.bert, indicator=draft)
    for address in PAGES:
        assert "entwurf" not in shown(client_of(city.bert), address)


def test_log_says_nothing_of_a_list(city: World) -> None:
    before = Event.objects.count()

    press(city.bert)
    press(city.bert, "remove")

    assert Event.objects.count() == before


def test_star_is_a_form_that_needs_its_token(city: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.bert)

    assert client.post(f"{LIST}anteil/merken/", {"action": "add"}).status_code == 403
    assert not Favourite.objects.exists()


def test_database_keeps_an_indicator_once_for_a_person(city: World) -> None:
    press(city.bert)
    row = Favourite.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Favourite.objects.create(person=row.person, indicator=row.indicator)


def test_odd_page_of_origin_leads_to_the_usual_one(city: World) -> None:
    answer = client_of(city.bert).post(
        "/musterstadt/indikatoren/anteil/merken/", {}, headers={"referer": "http://[somewhere"}
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/musterstadt/indikatoren/anteil/#merken-anteil"
