# SPDX-License-Identifier: EUPL-1.2
"""Those whom an edition concerns are told: that it waits, what became of it, that figures behind it are gone."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from reports.errors import EditionFourEyesError
from reports.models import Edition, Readers, Schedule
from reports.rendering.composition import Composition
from reports.services import composing, publishing
from reports.services.foureyes import require_second_person
from reports.services.telling import due_reminders, tell_of_gone, tell_of_newer, waiting_reminders
from sozialplanung.accounts.services import assign_role
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of
from tests.factories.editions import CONTENT, begun, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import NEW, build_noted_city, staged_year
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
NAMES = ("anna", "bert", "clara", "dora", "emil", "frida", "gero")
kept_city = standing(build_noted_city)


def told(kind: str) -> dict[str, list[bool]]:
    """Return by names who was told of a kind, and whether each of it is read."""
    rows = Notification.objects.filter(kind=f"reports.{kind}").select_related("recipient")
    found: dict[str, list[bool]] = {}
    for row in rows:
        found.setdefault(row.recipient.email.partition("@")[0], []).append(row.read_at is not None)
    return found


def sent_back(city: World, edition: Edition) -> None:
    decision = publishing.Decision(is_approved=False, comment="Die Quelle fehlt.")
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida)


def test_whoever_may_let_it_out_is_told_and_nobody_else(city: World) -> None:
    edition = handed_in(city)

    people = {"bert", *told("edition_waits")}
    assert "frida" in told("edition_waits")
    assert "bert" not in told("edition_waits")
    for name in set(NAMES) - people:
        with pytest.raises(EditionFourEyesError):
            require_second_person(edition, by=getattr(city, name))
    (path,) = set(Notification.objects.values_list("path", flat=True))
    assert client_of(city.frida).get(path).status_code == 200
    page = client_of(city.frida).get("/konto/mitteilungen/").content.decode()
    assert "Eine Ausgabe wartet auf Ihre Freigabe." in page


def test_who_wrote_at_it_and_publishes_is_not_asked(city: World) -> None:
    row = begun(city)
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.frida)
    handed_in(city, row)

    assert "frida" not in told("edition_waits")


def test_author_is_told_that_it_was_let_out_and_the_question_is_settled(city: World) -> None:
    let_out(city, handed_in(city))

    assert told("edition_approved") == {"bert": [False]}
    assert told("edition_waits")["frida"] == [True]
    assert told("edition_returned") == {}


def test_all_who_wrote_are_told_that_it_was_sent_back(city: World) -> None:
    row = begun(city)
    assign_role(user=city.emil, organisation=city.city, role="planner", by=None)
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.emil)
    sent_back(city, handed_in(city, row))

    assert set(told("edition_returned")) == {"bert", "emil"}
    again = handed_in(city, row)
    assert len(told("edition_waits")["frida"]) == 2
    sent_back(city, again)
    assert len(told("edition_returned")["bert"]) == 2


def test_who_may_let_it_out_is_reminded_while_it_waits(city: World, settings: LazySettings) -> None:
    handed_in(city)
    later = timezone.localdate() + timedelta(days=2 * settings.REMIND_WAITING_DAYS)

    (due,) = waiting_reminders(later)

    assert city.frida in due.recipients
    assert city.bert not in due.recipients
    assert list(waiting_reminders(timezone.localdate())) == []


def test_author_and_approvers_are_told_once_of_figures_that_are_gone(city: World) -> None:
    edition = let_out(city, handed_in(city))
    assert tell_of_gone() == 0

    withdraw_figures(city, NEW)

    assert tell_of_gone() > 0
    assert tell_of_gone() == 0
    people = told("figures_gone")
    assert {"bert", "frida"} <= set(people)
    assert all(len(each) == 1 for each in people.values())
    assert {"clara", "dora"}.isdisjoint(people)
    (path,) = set(Notification.objects.filter(kind="reports.figures_gone").values_list("path", flat=True))
    assert str(edition.uuid) in path
    for person in (city.bert, city.frida):
        assert client_of(person).get(path).status_code == 200
    assert "reports.figures_gone" in {duty.name for duty in duties()}


def test_words_that_may_still_tell_what_is_gone_are_named_at_the_desk_and_in_no_message(city: World) -> None:
    content = Composition("Schon 24,6 von 100 Kindern.", CONTENT.parts)
    edition = let_out(city, handed_in(city, begun(city, content)))
    desk, said = f"/musterstadt/berichte/werkstatt/ausgaben/{edition.uuid}/", "können noch Werte nennen"
    assert said not in client_of(city.frida).get(desk).content.decode()

    withdraw_figures(city, NEW)
    assert tell_of_gone() > 0

    assert {"bert", "frida"} <= set(told("figures_still_said"))
    assert told("figures_gone") == {}
    for person in (city.bert, city.frida):
        page = client_of(person).get(desk).content.decode()
        assert said in page
        assert "Kurz gesagt</a>: Schon 24,6 von 100 Kindern." in page
    messages = client_of(city.frida).get("/konto/mitteilungen/").content.decode()
    assert "ihre eigenen Worte" in messages
    assert "24,6" not in messages


def test_nobody_is_told_of_an_edition_that_no_reader_finds(city: World) -> None:
    waiting = handed_in(city)
    back = let_out(city, handed_in(city, begun(city, title="Andere")))
    publishing.withdraw_edition(edition=back, reason="Falsche Quelle.", by=city.frida)
    withdraw_figures(city, NEW)

    assert tell_of_gone() == 0
    # Once it is out all the same, its parts are missing from the first moment on.
    let_out(city, waiting)
    assert (
        "Dieser Teil wird nicht mehr gezeigt"
        in Client().get(f"/b/{waiting.publication.slug}/{waiting.path}/").content.decode()
    )
    assert tell_of_gone() > 0


def test_what_came_back_and_goes_again_is_told_again(city: World) -> None:
    edition = let_out(city, handed_in(city))
    withdraw_figures(city, NEW)
    first = tell_of_gone()
    # As if the figures had come back meanwhile.
    Edition.objects.filter(pk=edition.pk).update(told_gone=[])

    assert tell_of_gone() == first


def newer_year(city: World) -> None:
    """Release the figures of a later year."""
    staged_year(city, "2022-12-31", "230")


def test_who_wrote_at_it_is_told_once_of_newer_figures_and_led_to_the_draft(city: World) -> None:
    edition = let_out(city, handed_in(city))
    assert tell_of_newer() == 0

    newer_year(city)

    assert tell_of_newer() == 1
    assert tell_of_newer() == 0
    assert told("newer_figures") == {"bert": [False]}
    path = Notification.objects.get(kind="reports.newer_figures").path
    assert path == f"/musterstadt/berichte/werkstatt/{edition.publication.uuid}/"
    assert client_of(city.bert).get(path).status_code == 200


def test_edition_that_is_not_the_newest_is_told_no_more(city: World) -> None:
    first = let_out(city, handed_in(city))
    newer_year(city)
    let_out(city, handed_in(city, first.publication))

    assert tell_of_newer() == 0


@pytest.mark.parametrize("schedule", [Schedule.NEVER, Schedule.YEAR])
def test_whoever_wants_no_word_of_newer_figures_gets_none(city: World, schedule: Schedule) -> None:
    edition = let_out(city, handed_in(city))
    row = edition.publication
    row.refresh_from_db()
    head = composing.Head(row.title, Readers(row.readers), schedule)
    composing.change_head(publication=row, head=head, revision=row.revision, by=city.bert)

    newer_year(city)

    assert tell_of_newer() == 0


def test_edition_is_due_by_the_calendar_and_again_after_as_long(city: World) -> None:
    edition = let_out(city, handed_in(city))
    edition.publication.schedule = Schedule.QUARTER
    edition.publication.save(update_fields=["schedule"])
    day = timezone.localdate()

    assert [len(list(due_reminders(day + timedelta(days=days)))) for days in (0, 90, 91, 182)] == [0, 0, 1, 1]
    (first,), (second,) = (list(due_reminders(day + timedelta(days=days))) for days in (91, 182))
    assert [person.email for person in first.recipients] == [city.bert.email]
    assert first.about.key != second.about.key


def test_schedule_is_chosen_by_form(city: World) -> None:
    row, bert = begun(city), client_of(city.bert)
    said = {"act": "head", "title": row.title, "readers": "public", "schedule": "year", "lead": "", "revision": 0}

    bert.post(f"/musterstadt/berichte/werkstatt/{row.uuid}/aendern/", said)

    row.refresh_from_db()
    assert row.schedule == Schedule.YEAR
    assert "jedes Jahr" in bert.get(f"/musterstadt/berichte/werkstatt/{row.uuid}/").content.decode()


def test_duties_look_for_newer_figures() -> None:
    assert "reports.newer_figures" in [duty.name for duty in duties()]
