# SPDX-License-Identifier: EUPL-1.2
"""Own words of an organisation: Leichte Sprache that a machine looked at, a video that is linked and never loaded."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from sozialplanung.accounts.models import Organisation, OwnWords
from sozialplanung.accounts.ownwords.texts import easy_lines, easy_parts
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of, german
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C027")]
DESK = "/musterstadt/eigene-worte/"
EASY = "/musterstadt/mein-stadtteil/leichte-sprache/"
TEXT = "# Das sind wir\nWir planen für alle.\n\n# So geht es\nHier stehen Zahlen."
VIDEO = "https://stadt.example/dgs.mp4"


def sent(world: World, text: str = TEXT, **more: str) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(world.gero).post(DESK, {"easy_text": text, **more})


def read(address: str = EASY, language: str = "de") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_text_is_read_by_everybody_in_german_with_who_examined_it(world: World) -> None:
    assert Client().get(EASY).status_code == 404
    assert sent(world, easy_checked_by="Prüfgruppe Musterstadt").status_code == 302

    for language in ("de", "en"):
        page = read(language=language)
        assert 'lang="de"' in page
        assert "<h2>Das sind wir</h2>" in page
        assert "<p>Wir planen für alle.</p>" in page
        assert "Den Text haben geprüft: Prüfgruppe Musterstadt." in page
    assert Client().get(EASY.replace("musterstadt", "nachbarstadt")).status_code == 404


def test_text_that_nobody_examined_says_so(world: World) -> None:
    sent(world)

    assert "Menschen mit Lern-Schwierigkeiten haben den Text noch nicht geprüft." in read()


def test_hard_lines_are_named_and_stay_only_if_the_writer_says_so(world: World) -> None:
    text = "Die Barrierefreiheit ist wichtig.\nDas könnte gut sein."

    answer = sent(world, text)

    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert german("“%(found)s” says what could be. Say what is.") % {"found": "könnte"} in page
    assert "Die Barrierefreiheit ist wichtig." in page
    assert not OwnWords.objects.exists()
    assert sent(world, text, is_kept="on").status_code == 302
    assert "Die Barrierefreiheit ist wichtig." in read()


@pytest.mark.parametrize(
    "address",
    [
        "http://stadt.example/dgs.mp4",
        "javascript:alert(1)",
        "//stadt.example/dgs",
        "https://",
        "https://name:wort@stadt.example/",  # no secret: it is refused
        'https://stadt.example/"onclick=x',
        "https://stadt.example:99999/",
        "data:text/html,x",
    ],
)
def test_video_lies_at_an_encrypted_address_of_a_host(world: World, address: str) -> None:
    assert sent(world, sign_language_url=address).status_code == 422
    assert Organisation.objects.get(pk=world.city.pk).sign_language_url == ""


def test_video_is_linked_and_not_loaded(world: World) -> None:
    sent(world, sign_language_url=VIDEO)

    page = read()

    assert f'<a href="{VIDEO}" rel="external noreferrer" hreflang="gsg">' in page
    assert "<video" not in page
    assert "<iframe" not in page


def test_markup_in_a_text_is_text(world: World) -> None:
    sent(world, "<script>alert(1)</script>.", is_kept="on")

    assert "<script>alert(1)" not in Client().get(EASY).content.decode()


def test_earlier_words_come_back_and_each_act_stands_in_the_log(world: World) -> None:
    sent(world)
    first = OwnWords.objects.get()
    sent(world, "Jetzt ist es anders.")
    assert "Wir planen für alle." not in read()

    assert client_of(world.gero).post(f"{DESK}{first.pk}/nehmen/").status_code == 302

    assert "Wir planen für alle." in read()
    acts = Event.objects.filter(action__startswith="accounts.words_").order_by("pk").values_list("action", flat=True)
    assert [*acts] == ["accounts.words_written", "accounts.words_written", "accounts.words_restored"]


def test_same_words_are_not_written_twice(world: World) -> None:
    sent(world)
    sent(world)

    assert OwnWords.objects.count() == 1


def test_only_administrators_of_the_organisation_write(world: World) -> None:
    for person in (world.anna, world.bert, world.frida, world.dora):
        assert client_of(person).get(DESK).status_code == 404


def test_text_is_read_line_by_line() -> None:
    assert easy_lines("## A\n\n b. \n#\nc.") == ("b.", "c.")
    assert [part.title for part in easy_parts("Eins.\n# Zwei\nDrei.")] == ["", "Zwei"]
    assert easy_parts(" \n\n") == ()
