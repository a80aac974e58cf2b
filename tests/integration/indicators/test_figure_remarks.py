# SPDX-License-Identifier: EUPL-1.2
"""Questions about figures: taken from everybody, seen by those who keep the catalogue, answered in the inbox."""

import re
from datetime import date, timedelta
from html import escape, unescape
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from indicators.models import Audience, FigureRemark, Indicator, IndicatorDefinition
from indicators.services.figureremarks import MOST_AN_HOUR, forget_remarks
from sozialplanung.accounts.models import Assignment, LoginThrottle, User
from sozialplanung.accounts.services import withdraw_role
from sozialplanung.audit.models import Event
from sozialplanung.notifications.models import Notification
from sozialplanung.notifications.selectors import notifications_of
from spatial.models import BoundaryVersion
from tests.factories.desk import client_of, run_jobs
from tests.factories.notedcity import OLD, build_noted_city
from tests.factories.releases import Figures, release
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
ASK = "/musterstadt/rueckfrage/"
DESK = "/musterstadt/hinweise/rueckfragen/"
FIGURE = f"{ASK}?indikator=anteil&ebene=viertel&gebietsstand=stand-2020&stand={OLD}&gebiet=12"
TEXT = "Warum ist der Wert für Neustadt so hoch?"

kept_city = standing(build_noted_city)


def ask(client: Client, address: str = FIGURE, text: str = TEXT) -> Any:  # noqa: ANN401 - the test client's answer
    return client.post(address, {"text": text})


def asked(person: User | None = None, address: str = FIGURE) -> FigureRemark:
    assert ask(client_of(person) if person else Client(), address).status_code == 302
    return FigureRemark.objects.latest("pk")


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def act(person: User, row: FigureRemark, action: str, text: str = "") -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{DESK}{row.uuid}/", {"action": action, "text": text})


def neutral(answer: Any) -> str:  # noqa: ANN401 - the test client's answer
    """Return a page without what the address said itself, and without what differs each time."""
    page = re.sub(r'(nonce|value)="[^"]{20,}"|<code>[0-9a-f-]{36}</code>', "", unescape(answer.content.decode()))
    return re.sub("entwurf|gibt-es-nicht|(31[.]12[.])?(2019|1999)(-12-31)?", "…", page)


def council_figure(city: World) -> str:
    """Release a figure for the council alone; return where one asks about it."""
    version = BoundaryVersion.objects.get(organisation=city.city, level__slug="viertel")
    figures = Figures((1.0, 2.0, 3.0, 4.0), "2019-12-31", audience=Audience.COUNCIL)
    release(Indicator.objects.get(slug="anteil"), version, figures, city.anna)
    return f"{ASK}?indikator=anteil&ebene=viertel&stand=2019-12-31"


def test_stranger_asks_about_a_figure_and_stays_unknown(city: World) -> None:
    form = read(Client(), FIGURE)
    assert "Ohne Konto gibt es keine Antwort" in form
    assert "no-store" in Client().get(FIGURE).headers["Cache-Control"]

    row = asked()

    assert (row.indicator.slug, row.period and row.period.code, row.author, row.audience) == (
        "anteil",
        OLD,
        None,
        "public",
    )
    assert (row.boundary_version and row.boundary_version.edition, row.state, row.text) == ("stand-2020", "open", TEXT)
    for person in (city.anna, city.emil):
        (told,) = Notification.objects.filter(recipient=person)
        assert (told.kind, told.path) == ("indicators.figure_remark_written", f"{DESK}{row.uuid}/")
    assert not Notification.objects.filter(recipient__in=[city.bert, city.clara, city.dora, city.gero]).exists()
    # Nothing of who asked is kept but a keyed hash that ends with the day.
    fields = {field.name for field in FigureRemark._meta.local_concrete_fields}
    assert not fields & {"email", "name", "address", "network", "session"}
    assert not LoginThrottle.objects.filter(account_hash__contains="127").exists()


def test_who_came_from_the_analysis_finds_the_way_back_to_what_it_showed(city: World) -> None:
    back = f"/{city.city.slug}/analyse/?indikator=anteil&ebene=viertel&stand={OLD}&tafeln=tabelle"
    page = read(Client(), back.replace("/analyse/", "/rueckfrage/"))
    assert f'<a href="{back}">Zurück zur Analyse</a>' in page

    assert "Zurück zum Indikator" in read(Client(), f"{ASK}?indikator=anteil")


def test_what_an_address_leaves_open_stays_open_and_an_indicator_is_chosen_first(city: World) -> None:
    choice = read(Client(), f"{ASK}?ebene=viertel&gebietsstand=stand-2020&gebiet=12")
    assert "Um welchen Indikator geht es?" in choice
    assert "indikator=anteil&ebene=viertel&gebietsstand=stand-2020&gebiet=12" in choice

    row = asked(address=f"{ASK}?indikator=anteil")

    assert (row.period, row.boundary_version, row.unit_id) == (None, None, None)
    assert "alle Zeiträume, alle Gebiete" in read(client_of(city.anna), f"{DESK}{row.uuid}/")


def test_what_is_not_published_looks_as_if_it_were_not_there(city: World) -> None:
    council_figure(city)
    Indicator.objects.create(
        organisation=city.city, slug="entwurf", topic=Indicator.objects.all()[0].topic, kind="delivered"
    )
    for hidden, absent in (
        ("indikator=entwurf", "indikator=gibt-es-nicht"),
        ("indikator=anteil&ebene=viertel&stand=2019-12-31", "indikator=anteil&ebene=viertel&stand=1999-12-31"),
    ):
        for said in (None, {"text": TEXT}):
            addresses = [f"{ASK}?{query}" for query in (hidden, absent)]
            answers = [Client().post(each, said) if said else Client().get(each) for each in addresses]
            assert [each.status_code for each in answers] == [404, 404]
            assert neutral(answers[0]) == neutral(answers[1])
    assert Client().get(f"{ASK}?indikator=anteil&ebene=viertel&gebiet=gibt-es-nicht").status_code == 404
    assert not FigureRemark.objects.exists()


def test_questions_are_for_the_desk_alone(city: World) -> None:
    row = asked()

    for person in (city.anna, city.emil, city.frida):
        listed = read(client_of(person), DESK)
        assert TEXT in listed
        assert TEXT in read(client_of(person), f"{DESK}{row.uuid}/")
    for person in (city.bert, city.clara, city.dora, city.gero):
        assert client_of(person).get(DESK).status_code == 404
        assert client_of(person).get(f"{DESK}{row.uuid}/").status_code == 404
    # An approver reads, and does not answer.
    assert "Antworten" not in read(client_of(city.frida), f"{DESK}{row.uuid}/")
    assert act(city.frida, row, "answer", "Weil.").status_code == 404
    for address in (FIGURE, "/musterstadt/indikatoren/anteil/", "/musterstadt/analyse/?indikator=anteil&ebene=viertel"):
        assert TEXT not in read(Client(), address)


def test_person_reads_the_answer_among_their_notifications(city: World) -> None:
    row = asked(city.bert)
    assert "Es gibt noch keine." in read(client_of(city.bert), f"{ASK}{row.uuid}/")

    assert act(city.emil, row, "answer", "Der Neubau zählt mit.").status_code == 302

    (told,) = notifications_of(city.bert)
    assert told.path == f"{ASK}{row.uuid}/"
    assert "Der Neubau zählt mit." in read(client_of(city.bert), told.path)
    run_jobs()
    (sent,) = [each for each in outbox.outbox if each.to == ["bert@example.org"]]
    assert "Rückfrage zu einem Wert wurde beantwortet" in sent.subject
    assert not any(word in sent.body for word in ("Neubau", TEXT, "anteil"))
    # Those who were told that it waits need not look any more.
    assert not Notification.objects.filter(kind="indicators.figure_remark_written", read_at=None).exists()
    for person in (city.clara, city.anna, city.dora):
        assert client_of(person).get(told.path).status_code == 404


def test_who_may_not_read_the_figure_any_more_does_not_read_the_answer(city: World) -> None:
    row = asked(city.clara, council_figure(city))
    assert row.audience == Audience.COUNCIL
    act(city.emil, row, "answer", "Vertraulich.")
    assert notifications_of(city.clara).count() == 1

    withdraw_role(assignment=Assignment.objects.get(user=city.clara, organisation=city.city), by=None)

    assert not notifications_of(city.clara).exists()
    assert client_of(city.clara).get(f"{ASK}{row.uuid}/").status_code == 404
    run_jobs()
    assert not [each for each in outbox.outbox if each.to == ["clara@example.org"]]


def test_steward_closes_and_opens_again_and_the_log_tells_no_word(city: World) -> None:
    row = asked()
    before = Event.objects.count()

    act(city.anna, row, "close")
    assert "Wieder öffnen" in read(client_of(city.anna), f"{DESK}{row.uuid}/")
    act(city.anna, row, "reopen")
    act(city.anna, row, "answer", "Danke für den Hinweis.")

    row.refresh_from_db()
    assert (row.state, row.handled_by) == ("answered", city.anna)
    actions = Event.objects.order_by("pk").values_list("action", flat=True)[before:]
    assert [each.rpartition("_")[2] for each in actions] == ["closed", "open", "answered"]
    assert not any(word in str(each) for each in Event.objects.values() for word in (TEXT, "Danke für"))


def test_nothing_is_taken_without_a_word_or_with_too_many(city: World) -> None:
    for text in ("", "   ", "x" * 2001):
        assert ask(Client(), text=text).status_code == 422
    row = asked()
    for text in ("", " ", "x" * 2001):
        assert act(city.anna, row, "answer", text).status_code == 422
    assert FigureRemark.objects.get().state == "open"
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureRemark.objects.update(state="answered")


def test_words_are_escaped(city: World) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    ask(Client(), text=hostile)
    row = FigureRemark.objects.get()

    for address in (DESK, f"{DESK}{row.uuid}/"):
        page = client_of(city.anna).get(address).content.decode()
        assert hostile not in page
        assert escape(hostile) in page


@pytest.mark.usefixtures("city")
def test_a_network_asks_so_often_in_an_hour_and_no_more() -> None:
    answers = [ask(Client()).status_code for _ in range(MOST_AN_HOUR + 1)]

    assert answers == [302] * MOST_AN_HOUR + [429]
    refused = ask(Client())
    assert TEXT in unescape(refused.content.decode())
    assert "höchstens 10 Rückfragen" in unescape(refused.content.decode())
    assert FigureRemark.objects.count() == MOST_AN_HOUR


def test_somebody_else_asks_meanwhile(city: World) -> None:
    for _ in range(MOST_AN_HOUR + 1):
        ask(Client())

    assert ask(client_of(city.bert)).status_code == 302


@pytest.mark.usefixtures("city")
def test_form_needs_its_token() -> None:
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403
    assert not FigureRemark.objects.exists()


@pytest.mark.check("C029")
@pytest.mark.usefixtures("city")
def test_pages_that_lead_to_the_form_set_no_cookie_and_the_form_the_one_that_protects_it() -> None:
    for address in ("/musterstadt/analyse/?indikator=anteil&ebene=viertel", "/musterstadt/indikatoren/anteil/", ASK):
        assert not Client().get(address).cookies, address
    assert set(Client().get(FIGURE).cookies) == {"csrf"}


@pytest.mark.usefixtures("city")
def test_questions_go_two_years_after_their_last_change() -> None:
    old, young = asked(), asked()
    FigureRemark.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=731))

    assert forget_remarks() == 1
    assert FigureRemark.objects.get() == young


def test_pages_lead_to_the_question_with_the_figure_that_they_show(city: World) -> None:
    del city
    bench = read(Client(), "/musterstadt/analyse/?indikator=anteil&ebene=viertel&gebiet=12")
    assert f'href="{ASK}?indikator=anteil&ebene=viertel' in bench
    assert f'href="{ASK}?indikator=anteil"' in read(Client(), "/musterstadt/indikatoren/anteil/")
    profile = read(Client(), "/musterstadt/gebiete/stand-2020/viertel/12/")
    assert f'href="{ASK}?ebene=viertel&gebietsstand=stand-2020&gebiet=12"' in profile


def test_who_asked_is_told_no_name_that_was_not_released(city: World) -> None:
    row = asked(city.bert)
    rows = IndicatorDefinition.objects.filter(indicator__slug="anteil")
    rows.update(valid_until=date(2030, 1, 1))
    draft = rows.get()
    draft.pk, draft.valid_from, draft.valid_until = None, date(2030, 1, 1), None
    draft.name, draft.written_by, draft.confirmed_by = "Neuer Zuschnitt", city.anna, None
    draft.save()

    assert "Neuer Zuschnitt" not in read(client_of(city.bert), f"{ASK}{row.uuid}/")
    assert "Neuer Zuschnitt" in read(client_of(city.anna), f"{DESK}{row.uuid}/")
