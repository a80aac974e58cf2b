# SPDX-License-Identifier: EUPL-1.2
"""Handing in: answered at once, frozen by a job as it was handed in, once, wholly or not at all."""

from html import unescape

import pytest
from django.http import HttpResponse

from reports.errors import EditionError, PublicationError
from reports.models import Edition, EditionDocument, EditionPin, HandingIn, Publication, Readers
from reports.rendering.composition import MAP, TEXT, Composition, Panel, Part
from reports.selectors.desk import authors_of
from reports.selectors.handings import last_handing
from reports.selectors.kept import kept_document
from reports.services import composing, freezing, handingin
from reports.services.handingin import hand_in
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.jobs.errors import TransientJobError
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import CONTENT, begun, frozen_of, handed_in, let_out, pressed
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
UNPUBLISHED = Composition(
    parts=(
        Part(
            "part1", "Teil", (Panel("panel1", TEXT, text="Da."), Panel("panel2", MAP, "Karte", query="indikator=nie"))
        ),
    )
)
kept_city = standing(build_noted_city)


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handingin, "_TAKEN", 0.0)


def press(city: World, row: Publication, revision: int = 0) -> HttpResponse:
    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/einreichen/", {"revision": revision, "correction": ""})
    assert isinstance(answer, HttpResponse)
    return answer


def seen(city: World, address: str) -> str:
    return unescape(client_of(city.bert).get(address).content.decode())


def test_whoever_presses_is_answered_at_once_and_led_on_when_it_is_done(city: World) -> None:
    row = begun(city)
    address = f"{DESK}{row.uuid}/einreichen/"

    assert press(city, row).headers["Location"] == address

    assert not Edition.objects.exists()
    waits = seen(city, address)
    assert "Die Ausgabe wird eingefroren, sobald andere Aufträge Zeit lassen." in waits
    assert f'href="{address}"' in waits
    assert f'data-progress="{address}fortschritt/"' in waits
    assert 'data-live="1"' in seen(city, f"{address}fortschritt/")
    building = seen(city, f"{DESK}{row.uuid}/")
    assert f'href="{address}"' in building
    assert f'action="{address}"' not in building
    run_jobs()
    assert "data-live" not in seen(city, f"{address}fortschritt/")
    answer = client_of(city.bert).get(address)
    assert answer.headers["Location"] == f"{DESK}ausgaben/{Edition.objects.get().uuid}/"


def test_nothing_to_look_at_leads_to_the_desk(city: World) -> None:
    row = begun(city)

    answer = client_of(city.bert).get(f"{DESK}{row.uuid}/einreichen/")

    assert answer.headers["Location"] == f"{DESK}{row.uuid}/"
    assert client_of(city.frida).get(f"{DESK}{row.uuid}/einreichen/").status_code == 404
    assert client_of(city.frida).get(f"{DESK}{row.uuid}/einreichen/fortschritt/").status_code == 404


def test_pressed_twice_it_is_handed_in_once(city: World) -> None:
    row = begun(city)
    first, second = press(city, row), press(city, row)
    assert first.headers["Location"] == second.headers["Location"]
    assert HandingIn.objects.count() == Job.objects.filter(kind=handingin.KIND).count() == 1
    run_jobs()

    third = press(city, row)

    edition = Edition.objects.get()
    assert third.headers["Location"] == f"{DESK}ausgaben/{edition.uuid}/"
    assert Event.objects.filter(action="reports.edition_submitted").count() == 1
    assert Notification.objects.filter(kind="reports.edition_waits", recipient=city.frida).count() == 1


def test_job_that_comes_twice_makes_one_edition(city: World) -> None:
    handing = hand_in(publication=begun(city), revision=0, by=city.bert)
    frozen_of(handing)

    # As when a worker was lost after its work, and the job is asked for again.
    Job.objects.filter(payload__handing=handing.pk).update(state=JobState.QUEUED, finished_at=None)
    with pytest.raises(PublicationError) as refused:
        frozen_of(handing)

    assert refused.value.code == "reports.waits"
    assert Edition.objects.count() == 1


def test_what_is_changed_meanwhile_is_not_in_the_edition(city: World) -> None:
    row = begun(city)
    handing = hand_in(publication=row, revision=0, by=city.bert)
    assign_role(user=city.emil, organisation=city.city, role="planner", by=None)
    changed = composing.save_composition(
        publication=row, composition=Composition("Später", CONTENT.parts), revision=0, by=city.emil
    )

    edition = frozen_of(handing)

    assert kept_document(edition, "de").sections[0].blocks[0].text == CONTENT.lead  # type: ignore[union-attr]
    assert edition.composition["lead"] == CONTENT.lead
    # Whoever wrote meanwhile lets out neither this edition nor the next one.
    let_out(city, edition)
    assert authors_of(changed) == {city.emil.pk}


def test_what_was_changed_before_is_looked_at_first(city: World) -> None:
    row = begun(city)
    composing.save_composition(publication=row, composition=Composition("Neu", CONTENT.parts), revision=0, by=city.bert)

    page = client_of(city.bert).post(f"{DESK}{row.uuid}/einreichen/", {"revision": 0, "correction": ""}, follow=True)

    assert page.redirect_chain == [(f"{DESK}{row.uuid}/", 302)]
    assert "Jemand hat es inzwischen geändert" in page.content.decode()
    assert not HandingIn.objects.exists()


def test_somebody_else_is_told_that_it_is_being_handed_in(city: World) -> None:
    row = begun(city)
    hand_in(publication=row, revision=0, by=city.bert)
    assign_role(user=city.emil, organisation=city.city, role="planner", by=None)

    with pytest.raises(EditionError) as refused:
        hand_in(publication=row, revision=0, by=city.emil)

    assert refused.value.code == "reports.being_handed_in"


def test_readers_stay_while_it_is_being_handed_in(city: World) -> None:
    row = begun(city)
    hand_in(publication=row, revision=0, by=city.bert)

    with pytest.raises(PublicationError) as refused:
        composing.change_head(
            publication=row, head=composing.Head(row.title, Readers.COUNCIL), revision=0, by=city.bert
        )

    assert refused.value.code == "reports.readers_fixed"


def test_what_keeps_it_back_stands_at_the_desk_with_its_place_until_it_is_changed(city: World) -> None:
    row = begun(city, UNPUBLISHED)

    answer = pressed(city.bert, row, 0)

    assert answer.headers["Location"] == f"{DESK}{row.uuid}/"
    desk = seen(city, f"{DESK}{row.uuid}/")
    assert "Sie konnte nicht eingereicht werden" in desk
    assert "Einige Felder können diesen Lesenden so nicht gezeigt werden." in desk
    assert "wählen Sie etwas, das veröffentlicht ist, oder eine andere Art von Feld." in desk
    assert '<a href="#panel2">Karte</a>' in desk
    assert '<a href="#panel1">' not in desk
    assert not Edition.objects.exists()
    assert not Notification.objects.filter(kind="reports.edition_waits").exists()
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.bert)
    assert "Sie konnte nicht eingereicht werden" not in seen(city, f"{DESK}{row.uuid}/")
    assert pressed(city.bert, row, 1).headers["Location"].startswith(f"{DESK}ausgaben/")


def test_nothing_of_an_edition_is_there_when_the_last_step_fails(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_said: object) -> None:
        raise TransientJobError("test.away", "Something is away.")

    row = begun(city)
    with monkeypatch.context() as broken:
        broken.setattr(handingin, "tell_waiting", away)
        press(city, row)
        run_jobs()
    job = Job.objects.get(kind=handingin.KIND)

    assert (job.state, job.attempt) == (JobState.FAILED, 3)
    assert not Edition.objects.exists()
    assert not EditionDocument.objects.exists()
    assert not EditionPin.objects.exists()
    assert not Event.objects.filter(action="reports.edition_submitted").exists()
    edition = handed_in(city, row)
    assert (edition.number, edition.documents.count()) == (1, 2)


def test_job_says_how_many_panels_of_how_many_are_done(city: World) -> None:
    told: list[tuple[int, int]] = []

    freezing.frozen(begun(city), report=lambda done, total, _words: told.append((done, total)))

    assert told == [(done, 6) for done in range(1, 7)]


def test_edition_was_handed_in_when_somebody_pressed(city: World) -> None:
    handing = hand_in(publication=begun(city), revision=0, by=city.bert)
    going = last_handing(handing.publication)
    assert going is not None
    assert going.is_live

    assert frozen_of(handing).submitted_at == handing.asked_at


def test_job_that_nobody_knows_any_more_keeps_nobody_from_handing_in_again(city: World) -> None:
    row = begun(city)
    hand_in(publication=row, revision=0, by=city.bert)
    Job.objects.all().delete()

    assert "Sie konnte nicht eingereicht werden" in seen(city, f"{DESK}{row.uuid}/")
    assert handed_in(city, row).number == 1
