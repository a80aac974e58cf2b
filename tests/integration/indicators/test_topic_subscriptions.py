# SPDX-License-Identifier: EUPL-1.2
"""Topics that people follow: told once for what comes together, of what they may read, without a figure in a mail."""

from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from indicators.models import Audience, Indicator, Release, TopicSubscription
from indicators.services.releasing.refreshing import refresh_all
from indicators.services.topicnews import tell_of_topics
from sozialplanung.accounts.models import Assignment, User
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.services import assign_role, withdraw_role
from sozialplanung.notifications.models import Mail, MailState, Notification
from sozialplanung.notifications.selectors import notifications_of
from sozialplanung.notifications.services.telling import choose
from spatial.models import BoundaryVersion
from tests.factories.desk import client_of, run_jobs
from tests.factories.notedcity import build_noted_city, staged_year
from tests.factories.notices import WISHES
from tests.factories.releases import Figures, release
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/themen/"
SETTINGS = "/konto/mitteilungen/einstellungen/"

kept_city = standing(build_noted_city)


def topic_slug() -> str:
    return Indicator.objects.get(slug="anteil").topic.slug


def press(person: User, action: str = "add", slug: str = "", came_from: str = "") -> Any:  # noqa: ANN401 - the test client's answer
    headers = {"referer": f"http://testserver{came_from}"} if came_from else {}
    return client_of(person).post(f"{PAGE}{slug or topic_slug()}/folgen/", {"action": action}, headers=headers)


def shown(person: User, address: str = PAGE) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def told(person: User) -> list[str]:
    return [each.kind for each in Notification.objects.filter(recipient=person)]


def mails() -> list[str]:
    run_jobs()
    return [address for each in outbox.outbox for address in each.to]


def for_the_council(city: World) -> None:
    """Release a figure of the topic for the council alone."""
    version = BoundaryVersion.objects.get(organisation=city.city, level__slug="viertel")
    figures = Figures((1.0, 2.0, 3.0, 4.0), "2019-12-31", audience=Audience.COUNCIL)
    made = release(Indicator.objects.get(slug="anteil"), version, figures, city.anna)
    Release.objects.filter(pk=made.pk).update(published_at=timezone.now())


def role_of(person: User, city: World) -> Assignment:
    return Assignment.objects.get(user=person, organisation=city.city)


def test_whoever_follows_a_topic_is_told_once_of_a_release_of_several_indicators(
    city: World, settings: LazySettings
) -> None:
    settings.PUBLIC_URL = "https://sozial.example"
    press(city.bert)
    press(city.dora)
    assert tell_of_topics() == 0

    before = Release.objects.count()
    staged_year(city, "2022-12-31", "230")
    assert Release.objects.filter(indicator__topic__slug=topic_slug()).count() > before + 1
    assert tell_of_topics() == 2
    assert tell_of_topics() == 0

    assert sorted(mails()) == ["bert@example.org", "dora@example.org"]
    sent = outbox.outbox[0]
    assert sent.subject == "Sozialplanung: Musterstadt: In einem Thema, dem Sie folgen, wurden Werte freigegeben."
    assert f"https://sozial.example{PAGE}#{topic_slug()}" in sent.body
    assert f"https://sozial.example{SETTINGS}" in sent.body
    topic = Indicator.objects.get(slug="anteil").topic.name
    assert not any(word in sent.body for word in ("230", "anteil", "Kinder", topic))
    assert [each.subject for each in notifications_of(city.bert)] == [topic]
    assert told(city.clara) == []


def test_nothing_is_told_while_computations_are_under_way(city: World) -> None:
    press(city.bert)
    staged_year(city, "2022-12-31", "230")
    refresh_all(organisation=city.city, by=city.frida)

    assert tell_of_topics() == 0
    run_jobs()
    assert tell_of_topics() == 1


def test_what_is_released_before_somebody_follows_is_not_told(city: World) -> None:
    staged_year(city, "2022-12-31", "230")

    press(city.bert)

    assert tell_of_topics() == 0


def test_a_release_for_the_council_is_told_to_those_alone_who_read_it(city: World) -> None:
    for person in (city.bert, city.clara, city.dora, city.gero):
        press(person)

    for_the_council(city)
    tell_of_topics()

    assert told(city.bert) == told(city.clara) == ["indicators.topic_council"]
    assert told(city.dora) == told(city.gero) == []
    assert sorted(mails()) == ["bert@example.org", "clara@example.org"]


def test_rights_are_judged_when_the_mail_goes_out(city: World) -> None:
    press(city.clara)
    for_the_council(city)
    assert tell_of_topics() == 1

    withdraw_role(assignment=role_of(city.clara, city), by=None)

    assert mails() == []
    assert Mail.objects.get().state == MailState.DROPPED
    assert not notifications_of(city.clara).exists()


def test_a_role_for_the_topic_alone_lets_somebody_be_told_of_it_and_of_no_other(city: World) -> None:
    topic = Indicator.objects.get(slug="anteil").topic
    withdraw_role(assignment=role_of(city.bert, city), by=None)
    scope = Scope(ScopeKind.TOPIC, str(topic.pk))
    assign_role(user=city.bert, organisation=city.city, role="planner", by=None, scope=scope)
    press(city.bert)

    for_the_council(city)
    assert tell_of_topics() == 1

    assert notifications_of(city.bert).count() == 1
    assert mails() == ["bert@example.org"]
    Notification.objects.update(matter=f"topic:council:{topic.pk + 1000}")
    assert not notifications_of(city.bert).exists()


def test_wishes_hold_for_what_somebody_follows(city: World) -> None:
    choose(person=city.bert, wishes={**WISHES, "subscriptions_mail": "none"})
    choose(person=city.clara, wishes={**WISHES, "subscriptions_shown": False})
    for person in (city.bert, city.clara):
        press(person)
    staged_year(city, "2022-12-31", "230")

    tell_of_topics()

    assert mails() == ["clara@example.org"]
    assert notifications_of(city.bert).count() == 1
    assert not notifications_of(city.clara).exists()


def test_following_ends_on_the_page_and_in_the_settings_by_one_press(city: World) -> None:
    assert "Sie folgen keinem Thema." in shown(city.bert, SETTINGS)
    assert press(city.bert).headers["Location"] == f"{PAGE}#{topic_slug()}"
    press(city.bert)
    assert TopicSubscription.objects.count() == 1
    assert "Sie folgen diesem Thema." in shown(city.bert)

    listed = shown(city.bert, SETTINGS)
    assert f'action="{PAGE}{topic_slug()}/folgen/"' in listed
    answer = press(city.bert, "remove", came_from=SETTINGS)
    assert answer.headers["Location"] == f"{SETTINGS}#{topic_slug()}"
    assert not TopicSubscription.objects.exists()
    assert press(city.bert, "remove").status_code == 404
    staged_year(city, "2022-12-31", "230")
    assert tell_of_topics() == 0


def test_page_says_what_is_new_and_strangers_sign_in(city: World) -> None:
    page = shown(city.bert)

    assert "Zuletzt freigegeben" in page
    assert "/musterstadt/indikatoren/anteil/" in page
    assert Client().get(PAGE).headers["Location"].partition("?")[0] == "/anmelden/"
    assert "themen/" not in unescape(Client().get("/musterstadt/indikatoren/").content.decode())


def test_topic_of_which_nothing_is_read_is_not_there(city: World) -> None:
    topic = Indicator.objects.get(slug="anteil").topic
    hidden = type(topic).objects.create(organisation=city.city, slug="geheim", name="Geheimes")

    assert press(city.bert, slug="geheim").status_code == 404
    assert "Geheimes" not in shown(city.bert)
    # Whoever followed it before can still end it.
    TopicSubscription.objects.create(person=city.bert, topic=hidden)
    assert "Geheimes" not in shown(city.bert)
    assert press(city.bert, "remove", slug="geheim").status_code == 302
