# SPDX-License-Identifier: EUPL-1.2
"""Who is told of a comment on a scenario, and who is not."""

import pytest

from indicators.models import Scenario
from indicators.services.scenarios.keeping import remove_scenario, share_scenario
from indicators.services.scenarios.telling import COMMENTED
from sozialplanung.accounts.models import User
from sozialplanung.notifications.models import MailMode, Notification
from sozialplanung.notifications.selectors import notifications_of
from sozialplanung.notifications.services.telling import choose
from tests.factories.desk import client_of
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


def say(person: User, row: Scenario, **said: str) -> None:
    answer = client_of(person).post(f"{HOME}{row.uuid}/kommentar/", said or {"text": WORDS})
    assert answer.status_code == 302, answer.content.decode()[:2000]


def told(person: User) -> int:
    return notifications_of(person).filter(kind=COMMENTED).count()


def unread(person: User) -> int:
    return notifications_of(person).filter(kind=COMMENTED, read_at=None).count()


def test_the_owner_and_those_who_took_part_are_told_and_never_the_one_who_spoke(city: World, shared: Scenario) -> None:
    say(city.anna, shared)
    assert (told(city.bert), told(city.anna), told(city.frida)) == (1, 0, 0)

    say(city.frida, shared)
    assert (told(city.bert), told(city.anna), told(city.frida)) == (2, 1, 0)

    say(city.bert, shared)
    assert (told(city.bert), told(city.anna), told(city.frida)) == (2, 2, 1)


def test_the_notice_leads_to_the_comments_and_holds_no_word_of_them(city: World, shared: Scenario) -> None:
    say(city.anna, shared)

    row = Notification.objects.get(recipient=city.bert, kind=COMMENTED)

    assert (row.subject, row.path) == (shared.name, f"{HOME}{shared.uuid}/#comments")
    assert row.mail_mode in {MailMode.DAILY, MailMode.NONE}
    assert WORDS not in str(row.__dict__)
    assert city.anna.name not in str(row.__dict__)
    page = client_of(city.bert).get("/konto/mitteilungen/", headers={"Accept-Language": "de"})
    assert "Jemand hat ein Szenario kommentiert" in page.content.decode()


def test_who_switched_comments_off_is_shown_none(city: World, shared: Scenario) -> None:
    choose(person=city.bert, wishes={"comments_shown": False, "comments_mail": MailMode.NONE})

    say(city.anna, shared)

    assert told(city.bert) == 0
    assert Notification.objects.get(recipient=city.bert, kind=COMMENTED).mail_mode == MailMode.NONE


def test_who_took_their_words_away_is_told_nothing_more(city: World, shared: Scenario) -> None:
    say(city.anna, shared)
    say(city.anna, shared, remove=str(shared.comments.get().pk))

    say(city.frida, shared)

    assert told(city.anna) == 0


def test_what_is_kept_for_oneself_again_tells_nobody_else(city: World, shared: Scenario) -> None:
    say(city.anna, shared)
    share_scenario(scenario=shared, is_shared=False, by=city.bert)

    say(city.bert, shared)

    assert told(city.anna) == 0


def test_notice_of_words_that_were_taken_away_is_settled_and_others_stay(city: World, shared: Scenario) -> None:
    say(city.anna, shared)
    say(city.frida, shared)
    gone = shared.comments.get(person=city.anna)

    say(city.anna, shared, remove=str(gone.pk))

    assert unread(city.bert) == 1
    assert Notification.objects.get(read_at=None, recipient=city.bert).key.endswith(
        f":{shared.comments.get(person=city.frida).pk}"
    )
    assert told(city.bert) == 2
    say(city.anna, shared, restore=str(gone.pk))
    assert unread(city.bert) == 1


def test_notices_of_a_scenario_that_was_put_away_are_settled(city: World, shared: Scenario) -> None:
    other = share_scenario(scenario=begun(city, name="Anderes"), is_shared=True, by=city.bert)
    for row in (shared, other):
        say(city.anna, row)

    remove_scenario(scenario=shared, by=city.bert)

    assert unread(city.bert) == 1
    assert str(other.uuid) in Notification.objects.get(read_at=None, recipient=city.bert).path
