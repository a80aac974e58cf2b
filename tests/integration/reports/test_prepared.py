# SPDX-License-Identifier: EUPL-1.2
"""Drafts by schedule: prepared where something is new, looked at and handed in by people, never read before."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from reports.errors import EditionError, EditionFourEyesError
from reports.models import Edition, EditionState, PreparedDraft, Publication, Schedule
from reports.rendering.composition import Composition
from reports.selectors.kept import kept_document
from reports.selectors.prepared import shown_document
from reports.services import composing
from reports.services.handingin import hand_in
from reports.services.preparing import KIND, ask_for_drafts, hand_in_prepared
from reports.services.telling import tell_of_newer
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import CONTENT, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import build_noted_city, staged_year
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
LATER = "2022-12-31"
kept_city = standing(build_noted_city)


def out(city: World, schedule: Schedule = Schedule.RELEASE) -> Publication:
    """Return a dashboard with an edition that is out."""
    row = let_out(city, handed_in(city)).publication
    Publication.objects.filter(pk=row.pk).update(schedule=schedule)
    row.refresh_from_db()
    return row


def prepared(city: World, row: Publication | None = None) -> PreparedDraft:
    """Return what is prepared after newer figures were released."""
    row = row or out(city)
    staged_year(city, LATER, "230")
    assert ask_for_drafts() == 1
    run_jobs()
    return PreparedDraft.objects.get(publication=row)


def address(row: Publication, name: str = "vorbereitet/") -> str:
    return f"{DESK}{row.uuid}/{name}"


def test_newer_figures_are_prepared_once_and_whoever_wrote_last_is_told(city: World) -> None:
    row = out(city)
    assign_role(user=city.emil, organisation=city.city, role="planner", by=None)
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.emil)
    assert ask_for_drafts() == 0

    draft = prepared(city, row)

    assert ask_for_drafts() == 0
    (told,) = Notification.objects.filter(kind="reports.draft_prepared")
    assert told.recipient == city.emil
    assert told.path == address(row)
    assert "Anteil" in told.subject
    page = unescape(client_of(city.emil).get(told.path).content.decode())
    assert "31.12.2022" in page
    assert draft.edition.label in page
    assert "Noch hat es niemand angesehen" in page
    assert "reports.drafts_due" in [duty.name for duty in duties()]
    assert Event.objects.filter(action="reports.publication_prepared", actor_id=None).exists()


def test_nobody_reads_what_was_prepared_but_those_who_work_at_it(city: World) -> None:
    row = prepared(city).publication

    for name, status in {"bert": 200, "frida": 200, "anna": 404, "clara": 404, "dora": 404, "gero": 404}.items():
        client = client_of(getattr(city, name))
        assert client.get(address(row)).status_code == status, name
        assert client.get(address(row, "vorbereitet/bild/panel1bild.svg")).status_code == status, name
    assert Client().get(address(row)).status_code == 302
    assert Edition.objects.count() == 1
    assert "2022" not in Client().get(f"/b/{row.slug}/", follow=True).content.decode().partition("<main")[2]
    # Whoever lets out does not hand in.
    draft = PreparedDraft.objects.get()
    assert client_of(city.frida).post(address(row), {"content_hash": draft.content_hash}).status_code == 404


def test_what_was_looked_at_is_handed_in_by_a_person_and_let_out_by_another(city: World) -> None:
    draft = prepared(city)
    row, document = draft.publication, shown_document(draft, "de")
    assign_role(user=city.frida, organisation=city.city, role="planner", by=None)

    answer = client_of(city.frida).post(address(row), {"content_hash": draft.content_hash, "correction": ""})

    edition = Edition.objects.get(state=EditionState.SUBMITTED)
    assert answer.headers["Location"] == f"{DESK}ausgaben/{edition.uuid}/"
    assert (edition.submitted_by, edition.number) == (city.frida, 2)
    kept = kept_document(edition, "de")
    assert kept.sections == document.sections
    assert edition.label in kept.imprint.edition
    assert edition.path in kept.imprint.address
    assert not PreparedDraft.objects.exists()
    assert client_of(city.bert).get(address(row)).status_code == 404
    with pytest.raises(EditionFourEyesError):
        let_out(city, edition)
    assert not Notification.objects.filter(kind="reports.edition_waits", recipient=city.frida, read_at=None).exists()


def test_where_nothing_is_other_than_before_nothing_is_prepared(city: World) -> None:
    row = out(city, Schedule.YEAR)
    assert ask_for_drafts() == 0
    Edition.objects.filter(publication=row).update(published_at=timezone.now() - timedelta(days=366))

    assert ask_for_drafts() == 1
    run_jobs()

    assert not PreparedDraft.objects.exists()
    assert not Notification.objects.filter(kind="reports.draft_prepared").exists()
    # It is looked at again when it is due again.
    assert ask_for_drafts() == 0


@pytest.mark.parametrize(("schedule", "days"), [(Schedule.QUARTER, 92), (Schedule.YEAR, 366)])
def test_calendar_prepares_what_changed_since(city: World, schedule: Schedule, days: int) -> None:
    row = out(city, schedule)
    staged_year(city, LATER, "230")
    assert ask_for_drafts() == 0
    Edition.objects.filter(publication=row).update(published_at=timezone.now() - timedelta(days=days))

    assert ask_for_drafts() == 1
    run_jobs()

    assert PreparedDraft.objects.get().schedule == schedule


def test_whoever_wants_none_gets_none(city: World) -> None:
    out(city, Schedule.NEVER)
    staged_year(city, LATER, "230")

    assert ask_for_drafts() == 0


def test_newer_draft_takes_the_place_of_the_older_one(city: World) -> None:
    first = prepared(city)
    staged_year(city, "2024-12-31", "240")

    assert ask_for_drafts() == 1
    run_jobs()

    second = PreparedDraft.objects.get()
    assert second.content_hash != first.content_hash
    with pytest.raises(EditionError) as refused:
        hand_in_prepared(publication=first.publication, content_hash=first.content_hash, by=city.bert)
    assert refused.value.code == "reports.other_content"


def test_whoever_changes_it_goes_on_by_hand(city: World) -> None:
    row = prepared(city).publication

    composing.save_composition(
        publication=row, composition=Composition("Neu", CONTENT.parts), revision=row.revision, by=city.bert
    )

    assert not PreparedDraft.objects.exists()
    assert ask_for_drafts() == 0
    assert client_of(city.bert).get(address(row)).status_code == 404


def test_nothing_is_prepared_while_people_hand_in(city: World) -> None:
    row = out(city)
    staged_year(city, LATER, "230")
    handing = hand_in(publication=row, revision=row.revision, by=city.bert)

    assert ask_for_drafts() == 0
    run_jobs()
    assert ask_for_drafts() == 0
    handing.refresh_from_db()
    assert handing.edition is not None


def test_handing_in_by_hand_puts_the_prepared_draft_away(city: World) -> None:
    row = prepared(city).publication

    handed_in(city, row)

    assert not PreparedDraft.objects.exists()


def test_figures_that_are_gone_stand_in_no_prepared_draft_and_it_is_not_handed_in(city: World) -> None:
    draft = prepared(city)
    before = client_of(city.bert).get(address(draft.publication)).content.decode()
    assert "<td" in before

    withdraw_figures(city)

    page = unescape(client_of(city.bert).get(address(draft.publication)).content.decode())
    assert "Dieser Teil wird nicht mehr gezeigt" in page
    assert "<td" not in page
    assert client_of(city.bert).get(address(draft.publication, "vorbereitet/bild/panel1bild.svg")).status_code == 404
    with pytest.raises(EditionError) as refused:
        hand_in_prepared(publication=draft.publication, content_hash=draft.content_hash, by=city.bert)
    assert refused.value.code == "reports.figures_gone"


def test_desk_names_what_is_prepared_and_it_can_be_put_away(city: World) -> None:
    row, bert = prepared(city).publication, client_of(city.bert)
    assert f'href="{address(row)}"' in bert.get(f"{DESK}{row.uuid}/").content.decode()

    assert bert.post(address(row), {"act": "discard"}).headers["Location"] == f"{DESK}{row.uuid}/"

    assert not PreparedDraft.objects.exists()
    assert address(row) not in bert.get(f"{DESK}{row.uuid}/").content.decode()
    assert Event.objects.filter(action="reports.publication_discarded").exists()
    assert ask_for_drafts() == 0


def test_word_that_newer_figures_are_there_is_settled_by_the_draft(city: World) -> None:
    row = out(city)
    staged_year(city, LATER, "230")
    assert tell_of_newer() == 1

    assert ask_for_drafts() == 1
    run_jobs()

    assert Notification.objects.get(kind="reports.newer_figures").read_at is not None
    assert row.editions.count() == 1


def test_asked_twice_it_is_prepared_by_one_job(city: World) -> None:
    out(city)
    staged_year(city, LATER, "230")

    ask_for_drafts()
    ask_for_drafts()

    assert Job.objects.filter(kind=KIND).count() == 1
