# SPDX-License-Identifier: EUPL-1.2
"""Figures with an embargo: approved, but nothing of them is current, computed or told before their time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from indicators.forms.releasetime import ReleaseTimeField
from indicators.models import Delivery, ForeseenRelease, Release
from indicators.models.observations import Observation, Vintage
from indicators.services.deliveries.deciding import withdraw_delivery
from sozialplanung.common.errors import DomainError
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from tests.factories.desk import checked, client_of, csv_file, decide, german, post, run_jobs, submitted, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import further, standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C085")]
# A number that nothing else on any page holds.
CANARY = 918273
FIGURES = FILE.replace("21;800", f"21;{CANARY}")
CHANNELS = (
    "/musterstadt/karte/?indikator=einwohner&ebene=viertel",
    "/musterstadt/karte/daten.csv?indikator=einwohner&ebene=viertel",
    "/musterstadt/gebiete/stand-2020/viertel/21/",
    "/musterstadt/gebiete/stand-2020/viertel/21/profil.csv",
    "/musterstadt/indikatoren/",
    "/musterstadt/indikatoren/einwohner/",
    "/suche/?q=Einwohner",
    "/api/v1/musterstadt/indicators/einwohner/releases/",
    "/api/v1/musterstadt/indicators/einwohner/values/2020-12-31/?level=viertel",
    "/api/v1/musterstadt/indicators/einwohner/values/2020-12-31.slice?level=viertel",
)
WRITTEN = (b"918273", b"918.273", b"<mark>Einwohner", b"indikatoren/einwohner/")


kept_city = standing(build_city)


def _shown(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def _embargoed(city: World, at: datetime) -> Delivery:
    delivery = checked(city, city.anna, csv_file(FIGURES))
    said = {"is_confirmed": "on", "release_at": _shown(at)}
    assert post(city.anna, delivery, "einreichen/", said).status_code == 302
    assert delivery.batch is not None
    said = {"decision": "approve", "kind": "content", "content_hash": delivery.batch.content_hash}
    assert post(city.frida, delivery, "freigabe/", said | {"release_at": _shown(at)}).status_code == 302
    return delivery


def _told() -> dict[str, bool]:
    """Say by channel whether the public finds the canary, or the indicator at all."""
    client = Client(headers={"accept-language": "de"})
    found = {}
    for address in CHANNELS:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        is_found = answer.status_code == 200
        # What is about this indicator alone tells it by being there; the others by its name or its figure.
        is_its_own = "/indicators/einwohner/" in address
        found[address] = is_found and (is_its_own or any(word in body for word in WRITTEN))
    return found


def _let_time_pass(delivery: Delivery) -> None:
    """Move the time of the embargo to now: the clock that counts is the database's."""
    Job.objects.filter(pk__in=delivery.release_jobs).exclude(not_before=None).update(
        not_before=timezone.now(), available_at=timezone.now()
    )


def test_nothing_is_told_before_the_time_and_everything_after_it(city: World) -> None:
    at = timezone.now() + timedelta(hours=3)

    delivery = _embargoed(city, at)
    run_jobs()

    assert delivery.state == "approved"
    assert delivery.release_at == at.replace(second=0, microsecond=0)
    assert not any(_told().values())
    assert not Observation.objects.exists()
    assert not Vintage.objects.exists()
    assert not Release.objects.exists()
    page = client_of(city.anna).get(url_of(delivery)).content.decode()
    assert german("Approved, waiting for its time") in page
    assert f"{timezone.localtime(at):%d.%m.%Y, %H:%M}" in page

    _let_time_pass(delivery)
    run_jobs()

    delivery.refresh_from_db()
    assert delivery.state == "released"
    assert [address for address, is_told in _told().items() if not is_told] == []


@pytest.mark.parametrize(("month", "hour"), [(3, 1), (10, 2)])
def test_time_on_a_day_on_which_the_clocks_change_opens_all_channels_at_its_instant(
    city: World, month: int, hour: int
) -> None:
    day = _next_change(month)
    at = datetime(day.year, day.month, day.day, 3, tzinfo=timezone.get_default_timezone())
    delivery = _embargoed(city, at)
    jobs = Job.objects.filter(pk__in=delivery.release_jobs)
    first = jobs.exclude(not_before=None).get()

    assert first.not_before == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    # The clock that counts is the database's: one second to go, then a minute past.
    for seconds, is_told in ((1, False), (-60, True)):
        shifted = timezone.now() + timedelta(seconds=seconds)
        Job.objects.filter(pk=first.pk).update(not_before=shifted, available_at=shifted)
        if not is_told:
            assert run_inline(job=first).state == JobState.QUEUED
            assert not any(_told().values())
        else:
            run_jobs()
            assert all(_told().values())


def _next_change(month: int) -> date:
    """Return the next day on which the clocks change in a month: its last Sunday."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    for year in (tomorrow.year, tomorrow.year + 1):
        last = date(year, month, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday >= tomorrow:
            return sunday
    raise AssertionError


def test_effects_can_be_read_while_the_delivery_waits_for_its_time(city: World) -> None:
    delivery = _embargoed(city, timezone.now() + timedelta(hours=3))
    foreseen = ForeseenRelease.objects.filter(foresight__batch=delivery.batch).order_by("pk").first()
    assert foreseen is not None

    for person in (city.anna, city.frida):
        client = client_of(person)
        page = client.get(url_of(delivery)).content.decode()
        address = url_of(delivery, f"auswirkungen/{foreseen.pk}/")
        assert address in page
        assert "So wurde es vor der Freigabe berechnet." in page
        assert client.get(address).status_code == 200
        assert client.get(f"{address}daten.csv").status_code == 200
        # It is decided: nothing is computed again.
        assert client.post(url_of(delivery, "auswirkungen/berechnen/")).status_code == 404
    assert client_of(city.dora).get(url_of(delivery, "auswirkungen/")).status_code == 404

    _let_time_pass(delivery)
    run_jobs()

    assert client_of(city.frida).get(url_of(delivery, "auswirkungen/")).status_code == 404


def test_another_delivery_is_told_of_one_that_waits_for_the_same_figures(city: World) -> None:
    _embargoed(city, timezone.now() + timedelta(hours=3))

    second = submitted(city, csv_file(FILE))

    page = client_of(city.frida).get(url_of(second, "freigabe/")).content.decode()
    assert german("Another delivery waits for its time") in page
    preview = client_of(city.anna).get(url_of(second, "vorschau/")).content.decode()
    assert german("Another delivery waits for its time") in preview


def test_time_is_read_as_browsers_and_people_write_it() -> None:
    field = ReleaseTimeField()
    at = (timezone.localtime() + timedelta(days=30)).replace(hour=12, minute=0, second=0, microsecond=0)

    assert field.clean(f"{at:%Y-%m-%dT%H:%M}") == field.clean(f"{at:%d.%m.%Y %H:%M}") == at
    assert field.clean("") is None
    assert field.prepare_value(at) == at.replace(tzinfo=None)


def test_approved_delivery_that_is_current_cannot_be_withdrawn_any_more(city: World) -> None:
    delivery = submitted(city, csv_file(FIGURES))
    decide(city.frida, delivery, "approve")

    with pytest.raises(DomainError):
        withdraw_delivery(delivery=delivery, by=city.anna)


def _hold(city: World) -> None:
    _embargoed(city, timezone.now() + timedelta(hours=3))


@pytest.fixture
def delivery(city: World) -> Delivery:
    """Give the newest delivery."""
    return Delivery.objects.latest("pk")


class TestOfAnEmbargo:
    """A delivery is approved and waits for three hours."""

    kept_city = further(_hold)

    def test_embargo_can_be_lifted_by_taking_the_delivery_back_before_its_time(
        self, city: World, delivery: Delivery
    ) -> None:
        waiting = list(delivery.release_jobs)

        assert post(city.anna, delivery, "zuruecknehmen/").status_code == 302
        run_jobs()

        assert (delivery.state, delivery.batch) == ("draft", None)
        assert set(Job.objects.filter(pk__in=waiting).values_list("state", flat=True)) <= {"cancelled", "failed"}
        assert not Observation.objects.exists()

    def test_trying_again_does_not_come_before_the_time(self, city: World, delivery: Delivery) -> None:
        Job.objects.filter(pk__in=delivery.release_jobs).update(
            state=JobState.FAILED, finished_at=timezone.now(), error_code="jobs.worker_lost"
        )

        assert post(city.anna, delivery, "erneut-versuchen/").status_code == 302
        run_jobs()

        assert delivery.state == "approved"
        assert not Observation.objects.exists()

    def test_job_of_an_embargo_runs_by_the_clock_of_the_database(self, delivery: Delivery) -> None:
        job = Job.objects.get(pk=delivery.release_jobs[0])

        for seconds, state in ((2, JobState.QUEUED), (-1, JobState.SUCCEEDED)):
            at = timezone.now() + timedelta(seconds=seconds)
            Job.objects.filter(pk=job.pk).update(not_before=at, available_at=at)
            assert run_inline(job=job).state == state


def _check(city: World) -> None:
    checked(city, city.anna, csv_file(FIGURES))


class TestOfACheckedDelivery:
    """A delivery is checked and not handed in yet."""

    kept_city = further(_check)

    def test_approver_may_set_another_time_or_none(self, city: World, delivery: Delivery) -> None:
        later = _shown(timezone.now() + timedelta(days=2))
        post(city.anna, delivery, "einreichen/", {"is_confirmed": "on", "release_at": later})
        page = client_of(city.frida).get(url_of(delivery, "freigabe/")).content.decode()

        decide(city.frida, delivery, "approve")

        assert f'value="{later}"' in page
        assert (delivery.state, delivery.release_at) == ("released", None)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("2027-03-28T02:30", "Am 28.03.2027 gibt es 02:30 Uhr nicht"),
            ("2027-10-31T02:30", "Am 31.10.2027 gibt es 02:30 Uhr zweimal"),
            ("2020-01-01T08:00", "liegt in der Vergangenheit"),
            ("2099-01-01T08:00", "mehr als ein Jahr voraus"),
            ("morgen früh", "wie 31.12.2026 08:00"),
        ],
    )
    def test_time_that_is_none_is_refused_with_a_sentence_and_nothing_is_lost(
        self, city: World, delivery: Delivery, text: str, sentence: str
    ) -> None:
        answer = post(city.anna, delivery, "einreichen/", {"is_confirmed": "on", "release_at": text, "text": "Bitte"})

        body = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in body
        assert "Bitte</textarea>" in body
        assert delivery.state == "draft"
