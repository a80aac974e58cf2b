# SPDX-License-Identifier: EUPL-1.2
"""The pages of published crosswalk tables: bringing one with its findings, deciding, and what everybody reads."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from spatial.models import CrosswalkTable, CrosswalkUpload
from tests.factories.desk import client_of
from tests.factories.drawnanew import build_drawn_anew, convert
from tests.factories.standing import standing
from tests.factories.tablebringer import (
    BRING,
    HEAD,
    PAIR,
    ROWS,
    TABLES,
    brought,
    decided,
    in_force,
    said,
    uploaded,
    withdrawn,
)
from tests.factories.world import World

pytestmark = pytest.mark.django_db

kept_city = standing(build_drawn_anew)


def seen(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode()).replace("&nbsp;", "\u00a0")


def test_the_desk_says_what_to_do_while_there_is_no_table(city: World) -> None:
    page = seen(client_of(city.anna), TABLES)

    assert "Noch keine Tabelle" in page
    assert f'href="{BRING}"' in page
    assert f'href="{BRING}"' not in seen(client_of(city.frida), TABLES)


def test_the_pair_leads_those_who_may_to_its_tables_and_nobody_else(city: World, client: Client) -> None:
    assert f'href="{TABLES}"' in seen(client_of(city.anna), PAIR)
    assert f'href="{TABLES}"' in seen(client_of(city.frida), PAIR)
    assert "tabellen" not in seen(client, PAIR)
    assert "tabellen" not in seen(client_of(city.clara), PAIR)


def test_who_is_not_signed_in_is_asked_to(city: World, client: Client) -> None:
    for address in (TABLES, BRING, f"{BRING}angaben/", f"{TABLES}1/"):
        assert client.get(address).status_code == 302


def test_columns_are_guessed_and_the_rows_checked_before_anything_is_said(city: World) -> None:
    uploaded(city.anna)

    page = seen(client_of(city.anna), f"{BRING}angaben/")

    assert "Alle Zeilen sind lesbar" in page
    for name in ("alt", "neu", "anteil", "share"):
        assert f'<option value="{name}" selected>' in page


def test_every_row_that_is_wrong_is_named_and_nothing_is_handed_in(city: World) -> None:
    uploaded(city.anna, HEAD + "11;11;1\n12;13;0,6\n12;14;viel\n021;21;1\n22;22;1\n")

    answer = said(city.anna)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Zeile 4: Das Gewicht „viel“ ist keine Zahl." in page
    assert "Zeile 5: „021“ ist kein Schlüssel von „Stand 2020“; führende Nullen fehlen: „21“." in page
    assert "Zuerst sind 2 Befunde zu berichtigen" in page
    assert not CrosswalkTable.objects.exists()
    assert CrosswalkUpload.objects.count() == 1


def test_table_of_very_many_columns_is_refused_with_what_to_leave_in_it(city: World) -> None:
    more = ";".join(f"merkmal {number}" for number in range(38))
    wide = "".join(f"{row};{more if not at else ';' * 37}\n" for at, row in enumerate(ROWS.splitlines()))

    answer = client_of(city.anna).post(BRING, {"upload": [SimpleUploadedFile("tabelle.csv", wide.encode())]})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Die Tabelle hat 41 Spalten; erlaubt sind höchstens 40." in page
    assert "Lassen Sie nur diese drei Spalten in der Datei" in page
    assert not CrosswalkUpload.objects.exists()


def test_sums_are_told_with_their_tolerance_in_german_numbers(city: World) -> None:
    uploaded(city.anna, ROWS.replace("0,6", "0,585"))

    page = said(city.anna, "look").content.decode()

    assert "Zeile 3: Die Anteile des Gebiets „12“ ergeben zusammen 98,5 %." in page
    assert "bis zu 0,5 Prozentpunkte" in page


def test_only_checking_asks_for_no_origin_and_hands_nothing_in(city: World) -> None:
    uploaded(city.anna)

    answer = said(city.anna, "look", title="", publisher="", licence="", attribution="", counted_on="")

    assert answer.status_code == 200
    assert "Alle Zeilen sind lesbar" in answer.content.decode()
    assert not CrosswalkTable.objects.exists()


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(city: World) -> None:
    uploaded(city.anna)

    answer = said(city.anna, publisher="", counted_on="")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Umsteigetabelle 2020 auf 2021" in page
    assert 'href="#id_publisher"' in page
    assert 'href="#id_counted_on"' in page


def test_a_column_means_one_thing(city: World) -> None:
    uploaded(city.anna)

    page = said(city.anna, "look", newer="alt").content.decode()

    assert "Diese Spalte bedeutet schon etwas anderes" in page


def test_a_file_that_is_no_table_is_refused_with_a_way_out(city: World) -> None:
    answer = uploaded(city.anna, "PK\x03\x04\x00")

    assert answer.status_code == 422
    assert "Arbeitsmappe ist beschädigt" in answer.content.decode()
    assert client_of(city.anna).post(BRING, {"upload": ""}).status_code == 422
    assert not CrosswalkUpload.objects.exists()


def test_another_file_takes_the_place_and_a_discarded_one_is_gone(city: World) -> None:
    uploaded(city.anna)
    uploaded(city.anna, name="neuer.csv")

    assert "neuer.csv" in seen(client_of(city.anna), BRING)
    assert "Weiter mit der hochgeladenen Datei" in seen(client_of(city.anna), TABLES)
    assert client_of(city.anna).post(f"{BRING}verwerfen/").status_code == 302
    assert client_of(city.anna).get(f"{BRING}angaben/").status_code == 302
    assert not CrosswalkUpload.objects.exists()


def test_the_second_person_sees_what_the_table_changes_and_where_it_contradicts_the_ground(city: World) -> None:
    table = brought(city.anna, HEAD + "11;11;1\n12;13;1\n21;21;0,95\n21;11;0,05\n22;22;1\n", note="Probe")

    page = seen(client_of(city.frida), f"{TABLES}{table.number}/")

    assert "50 % der Fläche von „12“ liegen in „14“, und die Tabelle schickt nichts dorthin." in page
    assert "Zeile 5: Die Gebiete „21“ und „11“ haben keine nennenswerte gemeinsame Fläche." in page
    assert "In das Gebiet „14“ von „Stand 2021“ schickt die Tabelle nichts." in page
    assert page.index("Müllerstraße West") < page.index("Müggelheim")
    assert "Ihre Entscheidung" in page
    assert "Ihre Entscheidung" not in seen(client_of(city.anna), f"{TABLES}{table.number}/")


def test_in_force_everybody_reads_title_publisher_and_source(city: World, client: Client) -> None:
    in_force(city, note="Ohne Gewähr")
    convert(city)

    pairs, pair = seen(client, "/musterstadt/umschluesselung/"), seen(client, f"{PAIR}?art=split")

    assert "nach amtlicher Tabelle: Umsteigetabelle 2020 auf 2021, Amt für Statistik" in pairs
    assert "© Amt für Statistik" in pair
    assert "Datenlizenz Deutschland – Namensnennung – Version 2.0" in pair
    assert "30.06.2020" in pair
    assert "Ohne Gewähr" in pair
    assert "60,0\u00a0% nach der Tabelle, 50,0\u00a0% der Fläche" in pair
    assert "12;Müllerstraße;13" in client.get(f"{PAIR}tabelle.csv").content.decode("utf-8-sig")


def test_what_waits_is_read_by_nobody_outside(city: World, client: Client) -> None:
    brought(city.anna)
    convert(city)

    assert "Umsteigetabelle" not in seen(client, PAIR) + seen(client, "/musterstadt/umschluesselung/")


def test_withdrawing_says_what_follows_and_the_table_says_who_and_why(city: World) -> None:
    table = in_force(city)
    address = f"{TABLES}{table.number}/"

    assert "als gäbe es keine Tabelle" in seen(client_of(city.frida), f"{address}zuruecknehmen/")
    withdrawn(city.frida, table, "Falsch gezählt.")

    page = seen(client_of(city.frida), address)
    assert "Zurückgezogen von" in page
    assert "Falsch gezählt." in page
    assert "wartet nicht und ist nicht in Kraft" in seen(client_of(city.frida), f"{address}zuruecknehmen/")
    assert "zurückgezogen" in seen(client_of(city.anna), TABLES)


def test_a_refusal_stands_at_the_table(city: World) -> None:
    table = brought(city.anna)
    decided(city.frida, table, "refuse", "Von wann ist sie?")

    assert "Von wann ist sie?" in seen(client_of(city.anna), f"{TABLES}{table.number}/")


def test_a_table_or_a_pair_that_is_not_there_is_not_found(city: World) -> None:
    assert client_of(city.anna).get(f"{TABLES}7/").status_code == 404
    assert client_of(city.anna).get(TABLES.replace("viertel", "block")).status_code == 404


def test_the_pages_ask_the_database_as_often_for_many_rows(city: World, django_assert_max_num_queries: object) -> None:
    table = brought(city.anna)

    with django_assert_max_num_queries(40):  # type: ignore[operator]
        seen(client_of(city.frida), f"{TABLES}{table.number}/")
