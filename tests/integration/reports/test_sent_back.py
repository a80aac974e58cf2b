# SPDX-License-Identifier: EUPL-1.2
"""What was sent back has no number, for the next one has it; whoever decides next reads what was said."""

import re
from html import unescape

import pytest
from django.utils import timezone

from reports.models import Edition
from reports.services import publishing
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of
from tests.factories.editions import handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
SAID = "Die Quelle fehlt.\nBitte auch die Einordnung kürzen."
kept_city = standing(build_noted_city)


def sent_back(city: World, edition: Edition, comment: str = SAID) -> Edition:
    decision = publishing.Decision(is_approved=False, comment=comment)
    return publishing.decide_edition(
        edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida
    )


def page(person: User, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def deciding(person: User, edition: Edition) -> str:
    return page(person, f"{DESK}ausgaben/{edition.uuid}/")


def test_what_was_sent_back_is_named_by_its_moment_and_the_next_one_by_the_number(city: World) -> None:
    first = sent_back(city, handed_in(city))
    second = handed_in(city, first.publication)
    draft = f"Entwurf vom {timezone.localtime(first.submitted_at):%d.%m.%Y, %H:%M} (zurückgegeben)"

    listed = page(city.bert, f"{DESK}{first.publication.uuid}/")

    assert re.findall(r'class="edition-list__name"[^>]*>([^<]+)<', listed) == [f"Ausgabe {second.label}", draft]
    desk = deciding(city.bert, first)
    assert f"<h1>{first.title}, {draft}</h1>" in desk
    assert f"<title>{first.title}, {draft}" in desk
    # Neither on the way to it.
    assert f"Ausgabe {first.label}" not in desk


def test_planner_reads_which_draft_was_sent_back(city: World) -> None:
    first = sent_back(city, handed_in(city))

    told = page(city.bert, f"{DESK}{first.publication.uuid}/")

    assert f"Der Entwurf vom {timezone.localtime(first.submitted_at):%d.%m.%Y, %H:%M} wurde" in told
    assert f"Ausgabe {first.label}" not in told


def test_log_and_notification_name_it_by_title_and_moment(city: World) -> None:
    first = sent_back(city, handed_in(city))
    name = f"{first.title}, {timezone.localtime(first.submitted_at):%d.%m.%Y, %H:%M}"

    event = Event.objects.get(action="reports.edition_returned")
    notice = Notification.objects.get(kind="reports.edition_returned", recipient=city.bert)

    assert event.subject_label == notice.subject == name
    assert f"hat die Ausgabe „{name}“ zurückgegeben" in page(city.frida, "/musterstadt/protokoll/")
    assert name in page(city.bert, "/konto/mitteilungen/")


def test_what_took_its_number_is_named_by_it(city: World) -> None:
    first = sent_back(city, handed_in(city))
    second = let_out(city, handed_in(city, first.publication))

    (event,) = Event.objects.filter(action="reports.edition_published")

    assert second.label == first.label
    assert event.subject_label == f"{second.title} {second.label}"


def test_whoever_decides_next_reads_what_was_said_last_time(city: World) -> None:
    first = sent_back(city, handed_in(city))
    second = handed_in(city, first.publication)

    for person in (city.frida, city.bert):
        told = deciding(person, second).partition("Was beim letzten Mal gesagt wurde")[2]
        assert "Die Quelle fehlt.<br>" in told
        assert city.frida.name in told
        assert f"{DESK}ausgaben/{first.uuid}/" in told


def test_the_last_decision_alone_is_told_and_nobody_else_reads_it(city: World) -> None:
    first = sent_back(city, handed_in(city))
    second = handed_in(city, first.publication)
    assert "Die Quelle fehlt." not in deciding(city.clara, second)
    let_out(city, second)

    third = handed_in(city, first.publication)

    assert "Was beim letzten Mal gesagt wurde" not in deciding(city.frida, third)
