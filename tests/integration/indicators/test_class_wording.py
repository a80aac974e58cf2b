# SPDX-License-Identifier: EUPL-1.2
"""What the classes of an index are called: decided with a reason, told everywhere, taken back; never a judgement."""

from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from indicators.errors import CatalogueError, StaleRemarkError
from indicators.models import ClassWording, Indicator, Recipe
from indicators.selectors import published
from indicators.services.wording import set_class_words, undo_class_words, withdraw_class_words
from reports.selectors.sentencefacts import pack_of
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.common.fairwords import Words
from tests.factories.desk import client_of
from tests.factories.indexcity import OPEN, create_index, publish, recipe
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/hinweise/klassennamen/"
PLACE = f"{DESK}bedarf/"
MAP = "/musterstadt/karte/?indikator=bedarf&ebene=viertel"
WORDS = (Words("Wenig Unterstützung nötig", "Little support needed"), Words("Viel Unterstützung nötig", "Much needed"))
SAID = {
    "de_0": WORDS[0].de,
    "en_0": WORDS[0].en,
    "de_1": WORDS[1].de,
    "en_1": WORDS[1].en,
    "reason": "Beschluss des Sozialausschusses",
    "revision": "0",
}


def build(world: World) -> World:
    """Store a city with an index of two classes, released for one period."""
    build_city(world)
    create_index(world, recipe())
    publish(world, OPEN)
    return world


kept_city = standing(build)


def send(person: User, said: dict[str, Any], path: str = "") -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PLACE}{path}", said)


def page(address: str, language: str = "de") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def index() -> Indicator:
    return Indicator.objects.get(slug="bedarf")


@pytest.mark.parametrize(
    "address",
    [
        MAP,
        "/musterstadt/analyse/?indikator=bedarf&ebene=viertel",
        "/musterstadt/karte/daten.csv?indikator=bedarf&ebene=viertel",
        "/musterstadt/gebiete/stand-2020/viertel/11/",
        "/musterstadt/mein-stadtteil/stand-2020/viertel/11/",
        "/musterstadt/indikatoren/bedarf/",
    ],
)
def test_readers_are_told_the_words_wherever_the_index_is_shown(city: World, address: str) -> None:
    assert WORDS[1].de not in page(address)

    assert send(city.anna, SAID).status_code == 302

    shown = page(address)
    assert WORDS[1].de in shown
    assert "High" not in shown


def test_english_readers_are_told_the_english_words(city: World) -> None:
    send(city.anna, SAID)
    client = Client()
    client.post("/sprache/", {"language": "en", "next": "/"})

    shown = unescape(client.get(MAP).content.decode())

    assert WORDS[1].en in shown
    assert WORDS[1].de not in shown


def test_official_names_stay_in_the_sheet_of_the_method(city: World) -> None:
    send(city.anna, SAID)

    sheet = page("/musterstadt/indikatoren/bedarf/")

    assert '<td class="sheet__official">hoch</td>' in sheet
    answer = send(city.anna, SAID | {"de_1": "Hoch", "revision": "1"})
    assert answer.status_code == 422
    assert "der amtliche Name einer Klasse" in unescape(answer.content.decode())


def test_sentences_of_reports_take_the_words_in_both_languages(city: World) -> None:
    send(city.anna, SAID)

    (sheet,) = published.recipes_of(city.city, "bedarf")

    assert dict(pack_of(sheet).words) == {"1": WORDS[0], "2": WORDS[1]}


def test_decision_is_logged_and_listed_with_its_reason(city: World) -> None:
    send(city.anna, SAID)

    event = Event.objects.get(action="indicators.wording_set")
    assert event.reason == SAID["reason"]
    assert event.details["words"] == [WORDS[0].de, WORDS[1].de]
    shown = client_of(city.anna).get(PLACE).content.decode()
    assert SAID["reason"] in shown
    assert f'value="{WORDS[0].de}"' in shown
    listed = unescape(client_of(city.frida).get(DESK).content.decode())
    assert WORDS[0].de in listed
    assert "eigene" in listed


def test_withdrawn_and_taken_back_are_decisions_of_their_own(city: World) -> None:
    send(city.anna, SAID)

    assert send(city.anna, {"reason": "Neuer Beschluss", "revision": "1"}, "zurueckziehen/").status_code == 302
    assert WORDS[1].de not in page(MAP)
    assert send(city.anna, {"revision": "2"}, "rueckgaengig/").status_code == 302
    assert WORDS[1].de in page(MAP)
    assert [row.revision for row in ClassWording.objects.order_by("revision")] == [1, 2, 3]
    actions = Event.objects.filter(action__startswith="indicators.wording_").values_list("action", flat=True)
    assert sorted(actions) == ["indicators.wording_set", "indicators.wording_undone", "indicators.wording_withdrawn"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"de_1": ""}, "Jede Klasse hat Worte"),
        ({"en_0": " \u200b "}, "Jede Klasse hat Worte"),
        ({"de_1": WORDS[0].de.upper()}, "Eine andere Klasse hat diese Worte schon"),
        ({"de_1": "Sozialer Brennpunkt"}, "Das Wort bewertet Menschen oder ihren Wohnort."),
        ({"de_1": "x" * 61}, "Höchstens 60 Buchstaben"),
        ({"reason": ""}, "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_words_that_are_not_fit_are_answered_beside_their_field_and_nothing_is_kept(
    city: World, changes: dict[str, str], told: str
) -> None:
    answer = send(city.anna, SAID | changes)

    assert answer.status_code == 422
    assert told in unescape(answer.content.decode())
    assert not ClassWording.objects.exists()
    assert WORDS[0].en in unescape(answer.content.decode()) or "en_0" in changes


def test_whoever_is_slower_is_told_and_nothing_is_lost(city: World) -> None:
    send(city.anna, SAID)

    answer = send(city.anna, SAID | {"de_0": "Andere Worte"})

    assert answer.status_code == 409
    shown = unescape(answer.content.decode())
    assert "inzwischen" in shown
    assert 'value="Andere Worte"' in shown
    with pytest.raises(StaleRemarkError):
        withdraw_class_words(indicator=index(), reason="so", by=city.anna, revision=0)


def test_words_of_another_number_of_classes_do_not_hold_for_a_new_recipe(city: World) -> None:
    send(city.anna, SAID)
    row = Recipe.objects.get(indicator__slug="bedarf")
    more = row.content | {"classes": [*row.content["classes"], {"code": "3", "official": "x", "label": "Very high"}]}
    (sheet,) = published.recipes_of(city.city, "bedarf")
    assert sheet.wording

    Recipe.objects.filter(pk=row.pk).update(content=more)

    (sheet,) = published.recipes_of(city.city, "bedarf")
    assert sheet.wording == {}
    shown = client_of(city.anna).get(PLACE).content.decode()
    assert 'name="de_2"' in shown
    assert f'value="{WORDS[0].de}"' not in shown


def test_words_do_not_hold_where_a_high_index_means_something_else(city: World) -> None:
    send(city.anna, SAID)
    row = Recipe.objects.get(indicator__slug="bedarf")

    Recipe.objects.filter(pk=row.pk).update(content=row.content | {"higher_means": "less_need"})

    (sheet,) = published.recipes_of(city.city, "bedarf")
    assert sheet.wording == {}
    assert WORDS[0].de not in client_of(city.anna).get(DESK).content.decode()


def test_much_too_long_words_are_called_too_long_alone(city: World) -> None:
    answer = send(city.anna, SAID | {"de_0": "x" * 300})

    assert answer.status_code == 422
    assert len(answer.context["form"].errors["de_0"]) == 1


def test_service_refuses_what_the_form_refuses(city: World) -> None:
    for words in (WORDS[:1], (WORDS[0], WORDS[0]), (WORDS[0], Words("Ghetto", "Ghetto"))):
        with pytest.raises(CatalogueError, match="Every class"):
            set_class_words(indicator=index(), words=words, reason="so", by=city.anna)
    with pytest.raises(CatalogueError, match="Nothing was decided"):
        undo_class_words(indicator=index(), reason="so", by=city.anna)


def test_only_those_who_keep_the_catalogue_name_classes_of_their_own_indices(city: World) -> None:
    assert client_of(city.frida).get(DESK).status_code == 200
    for person in (city.frida, city.bert, city.emil):
        assert client_of(person).get(PLACE).status_code == (200 if person == city.emil else 404)
    assert client_of(city.dora).get(PLACE).status_code == 404
    assert client_of(city.anna).get(f"{DESK}anteil/").status_code == 404
    assert client_of(city.anna).get(f"{PLACE}zurueckziehen/").status_code == 404


def test_ready_words_are_offered_for_scales_of_need_alone(city: World) -> None:
    row = Recipe.objects.get(indicator__slug="bedarf")
    assert "?worte=" not in client_of(city.anna).get(PLACE).content.decode()
    three = [{"code": str(number), "official": "", "label": f"L{number}"} for number in (1, 2, 3)]
    Recipe.objects.filter(pk=row.pk).update(content=row.content | {"classes": three})

    shown = unescape(client_of(city.anna).get(f"{PLACE}?worte=handlung").content.decode())

    assert 'value="Niedriger Handlungsbedarf"' in shown
    assert 'value="High need for action"' in shown


def test_database_keeps_organisations_apart_and_wants_a_reason(city: World) -> None:
    row = ClassWording(indicator=index(), organisation=city.other_city, revision=1, reason="so", decided_by=city.anna)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="tenant"), transaction.atomic():
        row.save()
    row = ClassWording(indicator=index(), organisation=city.city, revision=1, reason="", decided_by=city.anna)
    with pytest.raises(IntegrityError, match="class_wording_reason"), transaction.atomic():
        row.save()
