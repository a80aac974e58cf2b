# SPDX-License-Identifier: EUPL-1.2
"""Subscribers of an area are told once a day of which indicators figures came for everybody, never which."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from indicators.models import Audience, Indicator, Release
from indicators.selectors.computations import organisations_at_work
from indicators.services.releasing.withdrawing import withdraw_release
from reports.services import areasubscribers
from reports.services.areasubscribers import announce_areas
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import MailState, Subscriber, SubscriberMail
from sozialplanung.notifications.services.announcing import ring_for_subscribers, send_subscriber_mail
from sozialplanung.notifications.services.subscribing import SEND
from spatial.models import BoundaryVersion
from tests.factories.desk import run_jobs
from tests.factories.notedcity import build_noted_city, staged_year
from tests.factories.releases import Figures, release
from tests.factories.standing import standing
from tests.factories.subscribers import ADDRESS, ask, latest_links, subscribed
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_noted_city)
AREA = "/musterstadt/mein-stadtteil/stand-2020/viertel/12/"
FORM = f"{AREA}bescheid/"
OTHER = "other@example.org"
BERLIN = ZoneInfo("Europe/Berlin")
Clock = Callable[[int, int], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a way to set the clock to an hour of a day from today, in local time."""
    today = timezone.localtime()

    def set_to(days: int, hour: int) -> None:
        moment = (today + timedelta(days=days)).replace(hour=hour, minute=30, tzinfo=BERLIN).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def out(city: World) -> World:
    """Return the city, to an area of which two readers have subscribed a day ago."""
    Job.objects.all().delete()
    subscribed(city, ADDRESS, form=FORM)
    subscribed(city, OTHER, form=FORM, language="en")
    outbox.outbox.clear()
    ago = timezone.now() - timedelta(hours=1)
    Release.objects.update(published_at=timezone.now() - timedelta(days=30))
    Subscriber.objects.update(confirmed_at=ago, told_until=ago)
    return city


def sweep() -> int:
    """Do what the sweeper and a worker do; mails of the house are nobody's matter here."""
    made = announce_areas()
    Job.objects.exclude(kind=SEND).delete()
    ring_for_subscribers()
    for pk in SubscriberMail.objects.filter(state=MailState.WAITING).values_list("pk", flat=True):
        send_subscriber_mail(pk)
    return made


def mail_to(address: str) -> EmailMessage:
    (mail,) = [each for each in outbox.outbox if each.to == [address]]
    return mail


def new_year(city: World, year: str = "2022-12-31") -> None:
    staged_year(city, year, "230")
    Job.objects.all().delete()


def test_subscribers_are_told_once_a_day_of_indicators_and_periods_alone(out: World, clock: Clock) -> None:
    assert "Bescheid per E-Mail" in Client().get(AREA).content.decode()
    new_year(out)
    clock(1, 8)

    assert sweep() == 2
    assert sweep() == 0

    german, english = mail_to(ADDRESS), mail_to(OTHER)
    name = Indicator.objects.get(slug="einwohner").definitions.latest("valid_from").name
    assert german.subject == "Musterstadt: Neue Werte für Müllerstraße"
    assert english.subject == "Musterstadt: New figures for Müllerstraße"
    assert f"- {name}: 31.12.2022" in german.body
    assert f"- {name}: 31 December 2022" in english.body
    assert AREA in german.body
    assert german.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "reports.area_subscribers" in {duty.name for duty in duties()}


@pytest.mark.check("C073")
def test_no_mail_tells_a_figure(out: World, clock: Clock) -> None:
    new_year(out)
    clock(1, 8)
    sweep()

    assert len(outbox.outbox) == 2
    for each in outbox.outbox:
        said = re.sub(r"https?://\S+|31\.12\.2022|31 December 2022", "", f"{each.subject}\n{each.body}")
        assert re.findall(r"\d+", said) == []


def test_what_comes_the_same_day_waits_for_the_next_morning(out: World, clock: Clock) -> None:
    clock(1, 6)
    new_year(out)
    assert sweep() == 0
    clock(1, 8)
    assert sweep() == 2
    outbox.outbox.clear()
    clock(1, 10)
    new_year(out, "2023-12-31")
    clock(1, 22)
    assert sweep() == 0

    clock(2, 8)
    assert sweep() == 2

    assert "31.12.2023" in mail_to(ADDRESS).body
    assert "31.12.2022" not in mail_to(ADDRESS).body


def test_nobody_is_told_where_nothing_came(out: World, clock: Clock) -> None:
    clock(1, 8)

    assert sweep() == 0
    assert not SubscriberMail.objects.exclude(key="confirm").exists()


def test_what_was_taken_back_before_the_mail_is_not_told(out: World, clock: Clock) -> None:
    new_year(out)
    clock(1, 8)
    assert announce_areas() == 2
    for row in Release.objects.filter(period__code="2022-12-31", state="published", indicator__slug="einwohner"):
        row.refresh_from_db()
        if row.state == "published":
            withdraw_release(release_id=row.pk, organisation_id=out.city.pk, by=out.frida, reason="Fehler")

    ring_for_subscribers()
    for pk in SubscriberMail.objects.filter(state=MailState.WAITING).values_list("pk", flat=True):
        assert send_subscriber_mail(pk) == MailState.DROPPED

    assert outbox.outbox == []


def test_council_only_figures_never_lead_to_a_mail(out: World, clock: Clock) -> None:
    version = BoundaryVersion.objects.get(organisation=out.city, level__slug="viertel")
    figures = Figures((1.0, 2.0, 3.0, 4.0), "2019-12-31", audience=Audience.COUNCIL)
    release(Indicator.objects.get(slug="anteil"), version, figures, out.anna)
    Release.objects.filter(audience=Audience.COUNCIL).update(published_at=timezone.now())
    clock(1, 8)

    assert sweep() == 0
    assert outbox.outbox == []


@pytest.mark.check("C075")
@pytest.mark.parametrize(("value", "told"), [(2.0, 2), (None, 0)])
def test_indicator_that_is_kept_secret_in_the_area_is_not_told(
    out: World, clock: Clock, value: float | None, told: int
) -> None:
    version = BoundaryVersion.objects.get(organisation=out.city, level__slug="viertel")
    figures = Figures((1.0, value, 3.0, 4.0), "2019-12-31")
    row = release(Indicator.objects.get(slug="anteil"), version, figures, out.anna)
    Release.objects.filter(pk=row.pk).update(published_at=timezone.now())
    clock(1, 8)

    sweep()

    assert len(outbox.outbox) == told


def test_it_waits_while_figures_are_computed(out: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    new_year(out)
    clock(1, 8)
    monkeypatch.setattr(areasubscribers, "organisations_at_work", lambda: {out.city.pk})
    assert sweep() == 0
    monkeypatch.setattr(areasubscribers, "organisations_at_work", organisations_at_work)

    assert sweep() == 2


@pytest.mark.check("C086", "C088")
def test_worker_that_is_killed_between_mails_sends_none_twice(out: World, clock: Clock) -> None:
    new_year(out)
    clock(1, 8)
    announce_areas()
    first, second = SubscriberMail.objects.filter(state=MailState.WAITING).values_list("pk", flat=True)
    send_subscriber_mail(first)
    SubscriberMail.objects.filter(pk=second).update(state=MailState.SENDING, taken_at=timezone.now())

    assert sweep() == 0
    clock(1, 9)
    sweep()

    assert len(outbox.outbox) == 1
    assert SubscriberMail.objects.get(pk=second).state == MailState.UNCLEAR


def test_area_is_confirmed_and_ended_as_a_publication_is(city: World) -> None:
    answer = ask(Client(), FORM)
    assert answer.status_code == 200
    Job.objects.exclude(kind=SEND).delete()
    run_jobs()
    link, end = latest_links()
    assert "Müllerstraße" in outbox.outbox[-1].subject
    assert "Müllerstraße" in Client().get(link).content.decode()
    Client().post(link)
    assert Subscriber.objects.get(kind="area").confirmed_at is not None

    Client().post(end)

    assert not Subscriber.objects.exists()


def test_area_that_is_not_there_cannot_be_subscribed_to(city: World) -> None:
    for address in (FORM.replace("/12/", "/99/"), FORM.replace("stand-2020", "stand-1848")):
        assert Client().get(address).status_code == 404
        assert ask(Client(), address).status_code == 404


def test_site_without_a_mail_server_shows_no_form(out: World, settings: LazySettings, clock: Clock) -> None:
    settings.MAIL_IS_ON = False
    new_year(out)
    clock(1, 8)

    assert "bescheid" not in Client().get(AREA).content.decode()
    assert Client().get(FORM).status_code == 404
    assert announce_areas() == 0
