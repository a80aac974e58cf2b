# SPDX-License-Identifier: EUPL-1.2
"""Subscribers of a publication are told of editions for everybody: once, after the embargo, never of a figure."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from reports.models import Edition, EditionPin, Publication, Readers
from reports.services import publishing
from reports.services.announcing import announce_editions
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import MailState, Subscriber, SubscriberMail
from sozialplanung.notifications.services import announcing, handing
from sozialplanung.notifications.services.subscribing import SEND
from tests.factories.desk import run_jobs
from tests.factories.editions import begun, handed_in, let_out, let_out_for_council
from tests.factories.mailservers import PLACE
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.subscribers import ADDRESS, latest_links, subscribed
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_noted_city)
OTHER = "other@example.org"


@pytest.fixture
def out(city: World) -> World:
    """Return the city with a dashboard that is out, of which nobody is told any more."""
    first = let_out(city, handed_in(city))
    Job.objects.all().delete()
    subscribed(city, ADDRESS)
    subscribed(city, OTHER, language="en")
    outbox.outbox.clear()
    assert announce_editions() == 0
    assert first.readers == Readers.PUBLIC
    return city


def next_edition(city: World, correction: str = "") -> Edition:
    """Let the next edition out."""
    row = Publication.objects.get(slug="musterstadt-kinder-in-der-stadt")
    return let_out(city, handed_in(city, row, correction))


def sweep() -> int:
    """Do what the sweeper and a worker do; files of editions and mails of the house are nobody's matter here."""
    made = announce_editions()
    Job.objects.exclude(kind=SEND).delete()
    announcing.ring_for_subscribers()
    run_jobs()
    return made


def sent() -> dict[str, EmailMessage]:
    """Return the mails by their reader."""
    assert len({each.to[0] for each in outbox.outbox}) == len(outbox.outbox)
    return {each.to[0]: each for each in outbox.outbox}


def text_of(message: EmailMessage) -> str:
    """Return what a mail says, without its links of its own and numbers of years and editions."""
    said = f"{message.subject}\n{message.body}"
    return re.sub(r"https?://\S+|\b20\d\d/\d+|\b20\d\d\b", "", said)


@contextmanager
def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Iterator[None]:
    """Set the clock for a while."""
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def test_subscribers_are_told_of_a_new_edition_once_each_in_their_language(out: World) -> None:
    edition = next_edition(out)

    assert sweep() == 2
    assert sweep() == 0

    mails = sent()
    assert set(mails) == {ADDRESS, OTHER}
    german, english = mails[ADDRESS], mails[OTHER]
    assert german.subject == f"Musterstadt: Neue Ausgabe {edition.label}: „Kinder in der Stadt“"
    assert english.subject == f"Musterstadt: New edition {edition.label} of “Kinder in der Stadt”"
    for each in mails.values():
        assert f"/b/musterstadt-kinder-in-der-stadt/{edition.path}/" in each.body
        assert each.from_email.startswith("Musterstadt <")
        assert "/impressum/" in each.body
        assert each.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert each.extra_headers["Auto-Submitted"] == "auto-generated"
        assert each.alternatives == [] if hasattr(each, "alternatives") else True
    assert "reports.subscribers" in {duty.name for duty in duties()}


def test_link_of_a_mail_ends_the_subscription_of_its_reader_alone(out: World) -> None:
    next_edition(out)
    sweep()
    _none, end = latest_links()
    assert _none == ""

    Client().post(end)

    (left,) = Subscriber.objects.all()
    assert left.email != outbox.outbox[-1].to[0]
    outbox.outbox.clear()
    next_edition(out)
    sweep()
    assert set(sent()) == {left.email}


def test_mails_of_different_readers_share_no_link_but_the_page(out: World) -> None:
    next_edition(out)
    sweep()

    links = [set(re.findall(r"https?://\S+", str(each.body))) for each in outbox.outbox]

    assert all("/bescheid/" in each for each in links[0] ^ links[1])
    assert len(links[0] ^ links[1]) == 2


def test_correction_says_that_it_is_one_without_its_words(out: World) -> None:
    next_edition(out, correction="In Neustadt waren es 31,2 % und nicht 13,2 %.")

    sweep()

    mail = sent()[ADDRESS]
    assert "Berichtigte Ausgabe" in mail.subject
    assert "31,2" not in mail.body


@pytest.mark.check("C085")
def test_nobody_is_told_before_the_embargo_ends(out: World) -> None:
    row = Publication.objects.get()
    edition = handed_in(out, row)
    later = timezone.now() + timedelta(hours=3)
    publishing.decide_edition(
        edition=edition,
        decision=publishing.Decision(is_approved=True, embargo_until=later),
        content_hash=edition.content_hash,
        by=out.frida,
    )
    assert sweep() == 0

    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now())

    assert sweep() == 2
    assert len(outbox.outbox) == 2


def test_what_was_taken_back_before_its_mail_went_out_is_told_as_taken_back_alone(out: World) -> None:
    edition = next_edition(out)
    announce_editions()
    publishing.withdraw_edition(edition=edition, reason="In Altstadt 4711 statt 11.", by=out.frida)

    sweep()

    mail = sent()[ADDRESS]
    assert mail.subject == f"Musterstadt: Ausgabe {edition.label} wurde zurückgenommen"
    assert "4711" not in mail.body
    assert SubscriberMail.objects.filter(state=MailState.DROPPED).count() == 2
    assert sweep() == 0


def test_what_was_taken_back_before_anybody_could_read_it_is_told_nobody(out: World) -> None:
    edition = next_edition(out)
    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now() + timedelta(days=2))
    edition.refresh_from_db()
    publishing.withdraw_edition(edition=edition, reason="Irrtum.", by=out.frida)

    assert sweep() == 0
    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now() + timedelta(seconds=1))
    assert sweep() == 0


def test_council_only_editions_never_lead_to_a_mail(out: World) -> None:
    let_out_for_council(out)
    Subscriber.objects.create(
        organisation=out.city,
        kind="publication",
        subject=str(Publication.objects.get(slug="musterstadt-fuer-den-rat").uuid),
        email="rat@example.org",
        language="de",
        confirmed_at=timezone.now() - timedelta(days=1),
    )

    assert sweep() == 0
    assert outbox.outbox == []


def test_mail_of_an_edition_that_became_the_councils_is_dropped(out: World) -> None:
    edition = next_edition(out)
    announce_editions()
    Edition.objects.filter(pk=edition.pk).update(readers=Readers.COUNCIL)

    sweep()

    assert outbox.outbox == []


def test_who_confirmed_after_it_came_out_has_seen_it(out: World) -> None:
    next_edition(out)
    Subscriber.objects.filter(email=OTHER).update(confirmed_at=timezone.now() + timedelta(seconds=1))

    sweep()

    assert set(sent()) == {ADDRESS}


def test_unconfirmed_request_gets_nothing_but_its_question(out: World) -> None:
    Subscriber.objects.update(confirmed_at=None)
    next_edition(out)

    assert sweep() == 0
    assert outbox.outbox == []


def test_who_ends_it_while_the_mail_waits_gets_none(out: World) -> None:
    next_edition(out)
    announce_editions()
    waiting = list(SubscriberMail.objects.filter(state=MailState.WAITING).values_list("pk", flat=True))
    Subscriber.objects.filter(email=ADDRESS).delete()

    ends = {announcing.send_subscriber_mail(pk) for pk in waiting}

    assert ends == {None, MailState.SENT}
    assert set(sent()) == {OTHER}
    assert announcing.send_subscriber_mail(uuid4()) is None


@pytest.mark.check("C086", "C088")
def test_worker_that_is_killed_between_mails_sends_none_twice_and_forgets_none(
    out: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_edition(out)
    announce_editions()
    first, second = SubscriberMail.objects.filter(state=MailState.WAITING).values_list("pk", flat=True)
    announcing.send_subscriber_mail(first)
    # Killed with the second one in its hands: nobody knows whether the server has it.
    SubscriberMail.objects.filter(pk=second).update(state=MailState.SENDING, taken_at=timezone.now())

    assert sweep() == 0
    with clock(monkeypatch, timezone.now() + timedelta(minutes=21)):
        sweep()
    assert len(outbox.outbox) == 1
    assert SubscriberMail.objects.get(pk=second).state == MailState.UNCLEAR

    # Killed before it took it: the sweeper rings again.
    SubscriberMail.objects.filter(pk=second).update(state=MailState.WAITING)
    Job.objects.all().delete()
    sweep()
    sweep()
    assert len(sent()) == 2


@pytest.mark.check("C086")
def test_sweeper_that_is_killed_while_it_announces_goes_on(out: World, monkeypatch: pytest.MonkeyPatch) -> None:
    next_edition(out)
    one, _other = Subscriber.objects.order_by("pk")
    SubscriberMail.objects.create(subscriber=one, key=f"{Edition.objects.latest('pk').pk}:out")

    assert announce_editions() == 1
    assert announce_editions() == 0


def test_mail_waits_for_a_server_that_is_away(
    out: World, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_edition(out)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{PLACE}.Away"
    sweep()
    assert set(SubscriberMail.objects.exclude(key="confirm").values_list("state", flat=True)) == {MailState.WAITING}

    settings.EMAIL_BACKEND = backend
    with clock(monkeypatch, timezone.now() + handing.pause_after(1)):
        for pk in SubscriberMail.objects.filter(state=MailState.WAITING).values_list("pk", flat=True):
            announcing.send_subscriber_mail(pk)

    assert set(sent()) == {ADDRESS, OTHER}
    # The link of the mail that arrived counts.
    assert Client().get(latest_links()[1]).status_code == 200


@pytest.mark.check("C073")
def test_no_mail_tells_a_figure(city: World) -> None:
    """Title, correction and reason tell figures: none is in any mail, and neither is one of the edition."""
    title = "Schon 31,2 % in Altstadt"
    row = begun(city, title=title)
    let_out(city, handed_in(city, row))
    Job.objects.all().delete()
    subscribed(city, ADDRESS, form=f"/b/{row.slug}/bescheid/")
    row.refresh_from_db()
    again = handed_in(city, row, "Es waren 987.654 und nicht 4711.")
    let_out(city, again)
    sweep()
    publishing.withdraw_edition(edition=again, reason="Es waren 4712.", by=city.frida)
    sweep()

    assert EditionPin.objects.exists()
    assert len(outbox.outbox) == 3
    for each in outbox.outbox:
        digits = re.findall(r"\d+", text_of(each).replace("48 Stunden", ""))
        assert digits == [], digits
        assert "Altstadt" not in text_of(each)
        assert len(each.message().get_payload()) > 100
        assert each.message().get_content_type() == "text/plain"


def test_site_without_a_mail_server_lets_no_mail_wait(out: World, settings: LazySettings) -> None:
    settings.MAIL_IS_ON = False
    next_edition(out)

    assert announce_editions() == 0
    assert SubscriberMail.objects.exclude(key="confirm").count() == 0


def test_mails_are_forgotten_after_90_days_but_nobody_is_told_twice(
    out: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_edition(out)
    sweep()
    outbox.outbox.clear()
    with clock(monkeypatch, timezone.now() + timedelta(days=91)):
        announcing.forget_mails(timezone.now() - timedelta(days=90))
        assert not SubscriberMail.objects.exists()
        assert sweep() == 0
    assert outbox.outbox == []
