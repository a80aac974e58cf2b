# SPDX-License-Identifier: EUPL-1.2
"""A publication in Leichte Sprache: written at the desk, looked at by a second person, read on a page of its own."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from reports.models import Edition, Publication, Readers
from reports.rendering.document import EasyWords
from tests.factories.desk import client_of
from tests.factories.editions import CONTENT, begun, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C027")]
kept_city = standing(build_noted_city)
TEXT = "# Kinder in der Stadt\nHier leben viele Kinder.\nManche Kinder sind arm."
VIDEO = "https://stadt.example/dgs.mp4"


def sent(world: World, row: Publication, text: str = TEXT, **more: str) -> Any:  # noqa: ANN401 - the test client's answer
    row.refresh_from_db()
    said = {"easy_text": text, "revision": row.revision, **more}
    return client_of(world.bert).post(f"/musterstadt/berichte/werkstatt/{row.uuid}/leichte-sprache/", said)


def out(world: World, easy: EasyWords, readers: Readers = Readers.PUBLIC) -> Edition:
    return let_out(world, handed_in(world, begun(world, replace(CONTENT, easy=easy), readers=readers)))


def address(edition: Edition, path: str = "leichte-sprache/") -> str:
    return f"/b/{edition.publication.slug}/{edition.path}/{path}"


def read(url: str, client: Client | None = None, status: int = 200) -> str:
    answer = (client or Client()).get(url)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_words_go_from_the_desk_through_a_second_person_to_readers(city: World) -> None:
    row = begun(city)
    assert sent(city, row, easy_checked_by="Prüfgruppe Musterstadt", sign_language_url=VIDEO).status_code == 302
    assert "Hier leben viele Kinder." in read(
        f"/musterstadt/berichte/werkstatt/{row.uuid}/vorschau/", client_of(city.bert)
    )

    edition = handed_in(city, row)

    desk = read(f"/musterstadt/berichte/werkstatt/ausgaben/{edition.uuid}/", client_of(city.frida))
    assert "Hier leben viele Kinder." in desk
    assert VIDEO in desk
    read(address(edition), status=404)
    let_out(city, edition)
    whole = read(address(edition, ""))
    assert f'href="{address(edition)}"' in whole
    assert f'href="{VIDEO}"' in whole
    assert "Hier leben viele Kinder." not in whole
    for language in ("de", "en"):
        page = read(address(edition), Client(headers={"accept-language": language}))
        assert '<div class="easy" lang="de">' in page
        assert "<h2>Kinder in der Stadt</h2>" in page
        assert "Hier leben viele Kinder." in page
        assert "Den Text haben geprüft: Prüfgruppe Musterstadt." in page
        assert f'href="{VIDEO}"' in page


def test_edition_without_such_words_leads_to_none(city: World) -> None:
    edition = let_out(city, handed_in(city))

    assert "leichte-sprache/" not in read(address(edition, "")).split('<footer class="footer')[0].split("<main")[1]
    read(address(edition), status=404)


def test_edition_keeps_its_words_when_others_are_written(city: World) -> None:
    row = begun(city)
    sent(city, row)
    edition = let_out(city, handed_in(city, row))

    sent(city, row, "Ganz andere Worte.")

    assert "Hier leben viele Kinder." in read(address(edition))


def test_hard_lines_are_named_and_nothing_is_kept_until_the_writer_says_so(city: World) -> None:
    row = begun(city)
    hard = "Die Stadt könnte mehr tun, wenn sie wollte, was sie sollte, und deshalb ist dieser Satz viel zu lang."

    answer = sent(city, row, hard)

    assert answer.status_code == 422
    assert hard in unescape(answer.content.decode())
    row.refresh_from_db()
    assert not row.content.easy
    assert sent(city, row, hard, is_kept="on").status_code == 302
    row.refresh_from_db()
    assert row.content.easy.text == hard


def test_two_tabs_do_not_overwrite_each_other_and_a_change_is_undone(city: World) -> None:
    row = begun(city)
    sent(city, row)

    late = sent(city, row, "Andere Worte.", revision="0")

    assert late.status_code == 409
    assert "Andere Worte." in unescape(late.content.decode())
    row.refresh_from_db()
    assert row.content.easy.text == TEXT
    client_of(city.bert).post(
        f"/musterstadt/berichte/werkstatt/{row.uuid}/aendern/", {"act": "undo", "revision": row.revision}
    )
    row.refresh_from_db()
    assert not row.content.easy


@pytest.mark.parametrize(
    ("easy", "is_left"),
    [
        (EasyWords(TEXT), True),
        (EasyWords(f"{TEXT}\nJedes 4. Kind ist arm."), False),
        (EasyWords(f"{TEXT}\n¼ der Kinder ist arm."), False),
        (EasyWords(f"{TEXT}\nDie Hälfte der Kinder ist arm."), False),
    ],
)
def test_text_with_numbers_goes_when_figures_of_the_edition_are_taken_back(
    city: World, easy: EasyWords, is_left: bool
) -> None:
    edition = out(city, replace(easy, video=VIDEO))
    assert "Hier leben viele Kinder." in read(address(edition))

    withdraw_figures(city)

    page, whole = read(address(edition), status=200 if is_left else 410), read(address(edition, ""))
    assert ("Hier leben viele Kinder." in page) is is_left
    assert VIDEO not in page + whole
    assert (f'href="{address(edition)}"' in whole) is is_left
    assert is_left or "Wir zeigen diesen Text nicht mehr." in page


def test_words_for_the_council_are_for_the_council(city: World) -> None:
    edition = out(city, EasyWords(TEXT), Readers.COUNCIL)

    read(address(edition), status=404)
    answer = client_of(city.clara).get(address(edition))
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]


def test_only_those_who_build_write_them(city: World) -> None:
    row = begun(city)
    desk = f"/musterstadt/berichte/werkstatt/{row.uuid}/leichte-sprache/"

    assert client_of(city.bert).get(desk).status_code == 200
    for person in (city.clara, city.frida, city.dora):
        assert client_of(person).get(desk).status_code == 404
