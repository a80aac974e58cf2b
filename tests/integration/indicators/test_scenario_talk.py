# SPDX-License-Identifier: EUPL-1.2
"""What people say of scenarios, and who may take it away: always with a trace."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Scenario, ScenarioComment
from indicators.services.scenarios import commenting
from indicators.services.scenarios.keeping import share_scenario
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of
from tests.factories.queries import page_queries
from tests.factories.scenariocity import begun, build_scenario_city
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db
HOME = "/musterstadt/szenarien/"
WORDS = "Wohin mit den Kindern?"


@pytest.fixture
def city(db: None) -> World:
    return build_scenario_city(build_world())


@pytest.fixture
def shared(city: World) -> Scenario:
    return share_scenario(scenario=begun(city), is_shared=True, by=city.bert)


def say(person: User, row: Scenario, **said: str) -> Any:  # noqa: ANN401 - what Django's client returns
    return client_of(person).post(f"{HOME}{row.uuid}/kommentar/", said)


def see(person: User, row: Scenario) -> str:
    answer = client_of(person).get(f"{HOME}{row.uuid}/")
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def only() -> ScenarioComment:
    return ScenarioComment.objects.get()


def number() -> str:
    return str(only().pk)


def test_readers_of_a_shared_scenario_comment_on_it_by_name(city: World, shared: Scenario) -> None:
    assert "Noch hat niemand etwas gesagt." in see(city.anna, shared)

    answer = say(city.anna, shared, text=f"  {WORDS}  ")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{HOME}{shared.uuid}/#comments")
    page = see(city.bert, shared)
    assert WORDS in page
    assert f"<strong>{city.anna.name}</strong>" in page
    assert only().text == WORDS


def test_what_somebody_takes_away_leaves_a_trace_and_comes_back(city: World, shared: Scenario) -> None:
    say(city.anna, shared, text=WORDS)

    assert say(city.anna, shared, remove=number()).status_code == 302

    for person in (city.anna, city.bert, city.frida):
        page = see(person, shared)
        assert WORDS not in page
        assert f"{city.anna.name} hat es am" in page
        assert ('name="restore"' in page) is (person == city.anna)
    assert say(city.bert, shared, restore=number()).status_code == 404
    assert say(city.anna, shared, restore=number()).status_code == 302
    assert WORDS in see(city.bert, shared)
    # One's own words are nobody else's matter.
    assert not Event.objects.filter(action__startswith="indicators.scenario_comment").exists()


def test_the_owner_takes_away_what_others_said_and_the_log_tells_that_and_no_word_of_it(
    city: World, shared: Scenario
) -> None:
    say(city.anna, shared, text=WORDS)
    assert 'name="remove"' in see(city.bert, shared)

    assert say(city.bert, shared, remove=number()).status_code == 302

    page = see(city.anna, shared)
    assert f"{city.bert.name} hat es am" in page
    assert 'name="restore"' not in page
    assert say(city.anna, shared, restore=number()).status_code == 404
    assert say(city.bert, shared, restore=number()).status_code == 302
    events = Event.objects.filter(action__startswith="indicators.scenario_comment").order_by("pk")
    assert [event.action for event in events] == [commenting.REMOVED, commenting.RESTORED]
    assert all(WORDS not in str(event.__dict__) for event in events)


def test_others_take_nothing_away(city: World, shared: Scenario) -> None:
    say(city.anna, shared, text=WORDS)

    assert 'name="remove"' not in see(city.frida, shared)
    for wanted in (number(), "0", "x", ""):
        assert say(city.frida, shared, remove=wanted).status_code == 404

    assert only().removed_at is None


def test_what_was_taken_away_long_ago_is_emptied_and_its_trace_stays(city: World, shared: Scenario) -> None:
    say(city.anna, shared, text=WORDS)
    say(city.anna, shared, remove=number())
    ScenarioComment.objects.update(removed_at=timezone.now() - timedelta(days=31))
    assert 'name="restore"' not in see(city.anna, shared)
    assert say(city.anna, shared, restore=number()).status_code == 404

    say(city.bert, shared, text="Weiter")

    assert [row.text for row in ScenarioComment.objects.all()] == ["", "Weiter"]
    assert f"{city.anna.name} hat es am" in see(city.bert, shared)


def test_nobody_comments_on_what_they_cannot_read(city: World) -> None:
    row = begun(city)

    for person in (city.anna, city.clara, city.dora):
        assert say(person, row, text=WORDS).status_code == 404

    assert ScenarioComment.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  ", "Schreiben Sie, was Sie sagen möchten."),
        ("x" * 2001, "höchstens 2000 Zeichen"),
    ],
)
def test_what_is_no_comment_is_said_at_its_field_and_stays_in_it(
    city: World, shared: Scenario, text: str, words: str
) -> None:
    answer = say(city.anna, shared, text=text)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert text in page
    assert ScenarioComment.objects.count() == 0


def test_ends_of_lines_count_as_one_character_as_they_do_in_the_browser(city: World, shared: Scenario) -> None:
    text = "\r\n".join(["x" * 9] * 200)

    assert say(city.anna, shared, text=text).status_code == 302

    assert only().text == text.replace("\r\n", "\n")


def test_a_scenario_has_room_for_some_comments(city: World, shared: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commenting, "MOST_COMMENTS", 1)
    say(city.anna, shared, text=WORDS)

    answer = say(city.bert, shared, text="Noch etwas")

    assert answer.status_code == 422
    assert "Ein Szenario hat Raum für 1 Kommentare." in answer.content.decode()
    say(city.anna, shared, remove=number())
    assert say(city.bert, shared, text="Noch etwas").status_code == 302


def test_the_number_of_questions_to_the_database_does_not_grow_with_comments(city: World, shared: Scenario) -> None:
    client = client_of(city.bert)
    say(city.anna, shared, text=WORDS)
    client.get(f"{HOME}{shared.uuid}/")
    with page_queries() as before:
        client.get(f"{HOME}{shared.uuid}/")
    for person in (city.bert, city.frida, city.anna):
        say(person, shared, text=WORDS)

    with page_queries() as after:
        client.get(f"{HOME}{shared.uuid}/")

    assert after.view == before.view


def test_the_database_refuses_a_comment_without_words_and_one_that_nobody_took_away(
    city: World, shared: Scenario
) -> None:
    for said in ({"text": ""}, {"text": "x", "removed_at": timezone.now()}, {"text": "x", "removed_by": city.anna}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScenarioComment.objects.create(scenario=shared, person=city.anna, **said)
