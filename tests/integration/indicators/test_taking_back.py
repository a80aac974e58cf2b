# SPDX-License-Identifier: EUPL-1.2
"""Taking a released delivery back: asked by one, signed by another, everything as it was, and nothing lost."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.errors import DeliveryClosedError, FourEyesError, OvertakenError
from indicators.models import Delivery, ImportBatch, Release, Signature, SignatureKind
from indicators.models.observations import Observation, ObservationHistory, Vintage
from indicators.selectors import published
from indicators.services import reviewing
from indicators.services.deliveries import deciding, taking_back
from indicators.services.deliveries.deciding import Signed
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.validating.writing import RuleSpec, write_rule
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of, csv_file, decide, german, post, run_jobs, submitted, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import further, standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
OTHER = FILE.replace("200", "210").replace("21;800;90", "21;820;95")
CHANNELS = (
    "/musterstadt/karte/?indikator=kinder&ebene=bezirk",
    "/musterstadt/karte/daten.csv?indikator=anteil&ebene=bezirk",
    "/musterstadt/gebiete/stand-2020/bezirk/2/",
    "/musterstadt/gebiete/stand-2020/bezirk/2/profil.csv",
    "/musterstadt/indikatoren/anteil/",
    "/suche/?q=Anteil",
    "/api/v1/musterstadt/indicators/anteil/values/2020-12-31/?level=bezirk",
    "/api/v1/musterstadt/indicators/kinder/values/2020-12-31.slice?level=bezirk",
    "/api/v1/musterstadt/indicators/anteil/classes/?level=bezirk",
)


def _released(city: World, text: str = FILE) -> Delivery:
    delivery = submitted(city, csv_file(text))
    assert decide(city.frida, delivery, "approve").status_code == 302
    assert delivery.state == "released"
    return delivery


def _built(world: World) -> World:
    city = build_city(world)
    _released(city)
    return city


kept_city = standing(_built)


@pytest.fixture
def first(city: World) -> Delivery:
    """Give the delivery that is in force in this city."""
    return Delivery.objects.earliest("pk")


@pytest.fixture
def second(city: World) -> Delivery:
    """Give the delivery that corrects the first one."""
    return Delivery.objects.latest("pk")


def _ask(city: World, delivery: Delivery, why: str = "Falscher Stichtag") -> Delivery:
    assert post(city.anna, delivery, "ruecknahme/", {"text": why}).status_code == 302
    return Delivery.objects.latest("pk")


def _take_back(city: World, delivery: Delivery) -> Delivery:
    request = _ask(city, delivery)
    assert decide(city.frida, request, "approve").status_code == 302
    delivery.refresh_from_db()
    return request


def _observations() -> list[tuple[object, ...]]:
    columns = ("series_id", "period_id", "unit_id", "value", "numerator", "denominator", "status", "flags", "batch_id")
    return sorted(Observation.objects.values_list(*columns))


def _hashes() -> dict[tuple[int, int, int], str]:
    rows = Release.objects.filter(state="published")
    keys = rows.values_list("indicator_id", "period_id", "boundary_version_id", "content_hash")
    return {row[:3]: row[3] for row in keys}


def _answers() -> dict[str, bytes]:
    """Return what the public reads on every channel, without what only says when it was published."""
    client = Client(headers={"accept-language": "de"})
    told = {}
    for address in CHANNELS:
        answer = client.get(address)
        assert answer.status_code == 200, address
        told[address] = answer.content
    return told


@pytest.mark.check("C051")
def test_everything_says_again_what_it_said_before_and_the_newer_release_is_kept(city: World, first: Delivery) -> None:
    observations, hashes, answers = _observations(), _hashes(), _figures(_answers())
    second = _released(city, OTHER)
    newer = _hashes()
    assert _figures(_answers()) != answers
    assert newer.keys() == hashes.keys()
    assert newer != hashes

    request = _take_back(city, second)

    assert _observations() == observations
    assert _hashes() == hashes
    assert _figures(_answers()) == answers
    kept = set(Release.objects.filter(state="superseded").values_list("content_hash", flat=True))
    assert set(newer.values()) - set(hashes.values()) <= kept
    assert (request.state, second.state, Delivery.objects.get(pk=first.pk).state) == (
        "released",
        "taken_back",
        "released",
    )
    assert (
        Event.objects.get(action="indicators.delivery_submitted", reason="Falscher Stichtag").actor_id == city.anna.pk
    )
    applied = Event.objects.filter(action="indicators.delivery_applied").latest("pk")
    assert applied.details == {"new": 0, "changed": 3, "gone": 0}


def _figures(answers: dict[str, bytes]) -> dict[str, list[bytes]]:
    """Leave out empty lines, when something was published, and that it was corrected: that is meant to stay."""
    return {
        address: [line for line in body.splitlines() if line.strip() and not any(word in line for word in _DATED)]
        for address, body in answers.items()
    }


_DATED = (b"published_at", b"aenderungen/", b"csrfmiddlewaretoken", b"nonce=", b"<time")


def test_figure_that_would_be_missing_again_breaks_no_rule(city: World, first: Delivery) -> None:
    write_rule(organisation=city.city, spec=RuleSpec("Teil", "kinder", "<=", "0.1 * einwohner"), by=city.anna)

    request = _ask(city, first)

    assert request.batch is not None
    (told,) = request.batch.counts["rules"]
    assert (told["broken"], told["held"], told["not_checked"]) == (0, 0, 4)


def test_figures_that_were_new_are_missing_again_and_never_zero(city: World, first: Delivery) -> None:
    assert published.indicators_of(city.city)

    page = client_of(city.anna).get(url_of(first, "ruecknahme/")).content.decode()
    _take_back(city, first)

    assert german("without a figure again") in page
    assert not Observation.objects.exists()
    assert ObservationHistory.objects.filter(value__isnull=False).count() == 8
    assert not Vintage.objects.filter(is_current=True).exists()
    assert published.indicators_of(city.city) == ()
    assert Client().get("/api/v1/musterstadt/indicators/kinder/values/2020-12-31/?level=bezirk").status_code == 404


@pytest.mark.check("C050")
def test_whoever_asks_approves_on_no_path(city: World, first: Delivery) -> None:
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)
    request = _ask(city, first)
    batch = request.batch
    assert batch is not None

    assert decide(city.anna, request, "approve").status_code == 422
    with pytest.raises(FourEyesError):
        reviewing.sign_batch(batch=batch, by=city.anna, kind=SignatureKind.CONTENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(batch=batch, kind="content", person=city.anna, content_hash=batch.content_hash)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by=city.anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(taken_back_by=batch).update(state="taken_back")
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(takes_back=None)
    assert Observation.objects.count() == 8


def test_request_that_was_refused_or_given_up_can_be_made_again(city: World, first: Delivery) -> None:
    refused = _ask(city, first)
    decide(city.frida, refused, "refuse", "Die Zahlen stimmen")
    given_up = _ask(city, first)
    post(city.anna, given_up, "zuruecknehmen/")
    assert (refused.state, given_up.state) == ("refused", "discarded")

    third = _ask(city, first)
    with pytest.raises(DeliveryClosedError):
        taking_back.request_take_back(delivery=first, by=city.emil, text="Noch einmal")
    assert third.state == "submitted"


def test_question_about_a_request_is_answered_while_it_waits_unchanged(city: World, first: Delivery) -> None:
    request = _ask(city, first)
    assert request.batch is not None
    seen = request.batch.content_hash
    assert post(city.anna, request, "antwort/", {"text": "Ungefragt"}).status_code == 422

    assert decide(city.frida, request, "ask_back").status_code == 422
    assert decide(city.frida, request, "ask_back", "Gilt das für alle Viertel?").status_code == 302
    assert request.state == "submitted"
    assert url_of(request, "antwort/") in client_of(city.anna).get(url_of(request)).content.decode()
    assert url_of(request, "antwort/") not in client_of(city.emil).get(url_of(request)).content.decode()
    assert post(city.emil, request, "antwort/", {"text": "Ja"}).status_code == 422
    assert post(city.anna, request, "antwort/", {"text": ""}).status_code == 422
    assert post(city.anna, request, "antwort/", {"text": "Ja, für alle."}).status_code == 302

    page = client_of(city.frida).get(url_of(request, "freigabe/")).content.decode()
    assert "Gilt das für alle Viertel?" in page
    assert "Ja, für alle." in page
    request.refresh_from_db()
    assert request.batch is not None
    assert (request.state, request.batch.content_hash) == ("submitted", seen)
    told = Notification.objects.filter(matter=f"delivery:{request.uuid}", read_at=None)
    assert [(each.recipient.pk, each.kind) for each in told] == [(city.frida.pk, "indicators.answered")]
    assert post(city.anna, request, "antwort/", {"text": "Noch einmal"}).status_code == 422
    decide(city.frida, request, "approve")
    assert request.state == "released"


def test_same_file_can_be_delivered_again_after_it_was_taken_back(city: World, first: Delivery) -> None:
    _take_back(city, first)

    again = _released(city)

    assert Observation.objects.count() == 8
    page = client_of(city.anna).get(url_of(again)).content.decode()
    assert url_of(again, "ruecknahme/") in page


def test_withdrawn_figures_stay_withdrawn_when_what_replaced_them_is_taken_back(city: World) -> None:
    ref = published.release_ref(city.city, indicator="kinder", period="2020-12-31", level="bezirk")
    assert ref is not None
    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Zu genau")
    second = _released(city, OTHER)
    assert published.release_ref(city.city, indicator="kinder", period="2020-12-31", level="bezirk") is not None

    _take_back(city, second)

    assert published.release_ref(city.city, indicator="kinder", period="2020-12-31", level="bezirk") is None
    assert published.release_ref(city.city, indicator="einwohner", period="2020-12-31", level="bezirk") is not None
    # Two people who answer for the same figures anew bring them back.
    _released(city, OTHER.replace("210", "215"))
    _released(city, FILE + "\n")
    assert published.release_ref(city.city, indicator="kinder", period="2020-12-31", level="bezirk") is not None


@pytest.mark.check("C084")
def test_pages_of_taking_back_are_there_for_the_desk_alone(city: World, first: Delivery) -> None:
    for person, status in ((city.bert, 404), (city.dora, 404), (city.frida, 200), (city.emil, 200)):
        assert client_of(person).get(url_of(first, "ruecknahme/")).status_code == status
    assert Client().get(url_of(first, "ruecknahme/")).status_code == 302
    assert client_of(city.anna).get(url_of(first, "ruecknahme/") + "?art=alles").status_code == 400
    assert post(city.anna, first, "ruecknahme/", {"text": " "}).status_code == 422


def _correct(city: World) -> None:
    _released(city, OTHER)


class TestAfterACorrection:
    """A second delivery over the same figures is in force."""

    kept_city = further(_correct)

    def test_taking_back_is_held_against_the_rules_and_both_people_read_how_it_fares(
        self, city: World, second: Delivery
    ) -> None:
        fewest = RuleSpec("Niemand verschwindet", "einwohner", ">=", "810", severity="error")
        write_rule(organisation=city.city, spec=fewest, by=city.anna)

        asking = client_of(city.anna).get(url_of(second, "ruecknahme/")).content.decode()
        request = _ask(city, second)
        approval = client_of(city.frida).get(url_of(request, "freigabe/")).content.decode()

        assert request.batch is not None
        (told,) = request.batch.counts["rules"]
        # Of the inhabitants one quarter alone would change, from 820 back to 800.
        assert (told["broken"], told["held"], told["not_checked"]) == (1, 0, 0)
        for page in (asking, approval):
            assert "Niemand verschwindet" in page
            assert german("Areas by periods that would change") in page
        # It was in force before: the second person decides, not the rule.
        assert decide(city.frida, request, "approve").status_code == 302
        assert request.state == "released"

    def test_page_shows_exactly_what_would_be_current_again(self, city: World, second: Delivery) -> None:
        page = client_of(city.frida).get(url_of(second, "ruecknahme/")).content.decode()

        cells = re.findall(r'<td [^>]*class="table__cell--number"[^>]*>([^<]*)</td>', page)
        assert cells == ["820", "800", "210", "200", "95", "90"]
        assert "<li>Anteil</li>" in page

    def test_later_delivery_over_the_same_figures_has_to_be_taken_back_first(
        self, city: World, first: Delivery, second: Delivery
    ) -> None:
        page = client_of(city.anna).get(url_of(first, "ruecknahme/")).content.decode()
        assert f"/lieferungen/{second.uuid}/" in page
        assert post(city.anna, first, "ruecknahme/", {"text": "Falsch"}).status_code == 409

        _take_back(city, second)
        _take_back(city, first)
        assert not Observation.objects.exists()

    def test_figure_that_a_later_delivery_confirmed_does_not_go_behind_its_back(
        self, city: World, second: Delivery
    ) -> None:
        # Says the 210 of the second delivery again and changes another figure.
        third = _released(city, OTHER.replace("700", "710"))

        with pytest.raises(OvertakenError) as caught:
            taking_back.request_take_back(delivery=second, by=city.anna, text="Falsch")

        assert third.title in str(caught.value.params["later"])
        assert not Delivery.objects.filter(batch__takes_back=second.batch).exists()

    def test_delivery_that_comes_between_request_and_approval_is_not_overrun(
        self, city: World, second: Delivery
    ) -> None:
        request = _ask(city, second)
        _released(city, OTHER.replace("210", "220"))

        answer = decide(city.frida, request, "approve")

        assert answer.status_code == 409
        assert german("Later deliveries stand on these figures") in answer.content.decode()
        assert request.state == "submitted"
        assert Observation.objects.filter(value=220).exists()

    def test_delivery_that_comes_between_approval_and_job_is_not_overrun(self, city: World, second: Delivery) -> None:
        request, third = _ask(city, second), submitted(city, csv_file(OTHER.replace("210", "220")))
        assert request.batch is not None
        assert third.batch is not None
        signed = Signed(SignatureKind.CONTENT, third.batch.content_hash)
        deciding.approve_delivery(delivery=third, by=city.frida, signed=signed, text="")
        signed = Signed(SignatureKind.CONTENT, request.batch.content_hash)
        deciding.approve_delivery(delivery=request, by=city.frida, signed=signed, text="")

        run_jobs()

        request.refresh_from_db()
        assert request.state == "approved"
        assert Observation.objects.filter(value=220).exists()
        page = client_of(city.anna).get(url_of(request)).content.decode()
        assert german("Take the later deliveries back first, the latest one before the others.") in page
        assert post(city.anna, request, "zuruecknehmen/").status_code == 302
        assert request.state == "discarded"
