# SPDX-License-Identifier: EUPL-1.2
"""What was typed when the session ended: kept, offered to the same person on the same page, never acted upon."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from indicators.models import Delivery, Finding
from sozialplanung.accounts import keeping
from sozialplanung.accounts.models import KeptForm, PersonSession, User
from tests.factories.desk import SAID, checked, client_of, csv_file, german, new_delivery, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C053")]

TYPED = "Nachmeldung vom 3. März: 31.245 Personen"
TITLE = "Your entries were kept, but not saved"


def _built(world: World) -> World:
    city = build_city(world)
    checked(city, city.anna)
    return city


kept_city = standing(_built)


def _sign_in(client: Client, person: User, path: str = "") -> str:
    said = {"username": person.email, "password": PASSWORD}
    answer = client.post("/anmelden/" + (f"?next={path}" if path else ""), said)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _submit_page(city: World) -> tuple[Delivery, Client, str]:
    """Return a delivery whose submission somebody has open, the browser and the address."""
    delivery, client = Delivery.objects.get(), client_of(city.anna)
    address = url_of(delivery, "einreichen/")
    assert client.get(address).status_code == 200
    return delivery, client, address


def _fields(delivery: Delivery) -> dict[str, object]:
    delivery.refresh_from_db()
    return {"revision": delivery.revision, "text": TYPED, "is_confirmed": "on"}


def test_form_sent_after_the_session_ended_stands_there_again_after_signing_in(city: World) -> None:
    delivery, client, address = _submit_page(city)
    PersonSession.objects.all().delete()

    answer = client.post(address, _fields(delivery))
    page = client.get(_sign_in(client, city.anna, address))

    delivery.refresh_from_db()
    assert answer["Location"] == f"/anmelden/?next={address}"
    assert delivery.state == "draft"
    assert page.status_code == 200
    assert TYPED in page.content.decode()
    assert german(TITLE) in page.content.decode()
    assert "checked" in page.content.decode()
    assert client.post(address, _fields(delivery)).status_code == 302
    assert not KeptForm.objects.exists()
    assert german(TITLE) not in client.get(url_of(delivery)).content.decode()


def test_nothing_that_was_typed_is_in_a_cookie(city: World) -> None:
    delivery, client, address = _submit_page(city)
    PersonSession.objects.all().delete()

    client.post(address, _fields(delivery))

    assert all("31.245" not in each.value and len(each.value) < 100 for each in client.cookies.values())
    cookie = client.cookies[keeping.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_somebody_else_at_the_same_browser_is_offered_nothing(city: World) -> None:
    delivery, client, address = _submit_page(city)
    PersonSession.objects.all().delete()
    client.post(address, _fields(delivery))

    page = client.get(_sign_in(client, city.emil, address)).content.decode()
    number = KeptForm.objects.get().pk

    assert TYPED not in page
    assert client.post(f"/konto/eingaben/{number}/verwerfen/").status_code == 404
    assert KeptForm.objects.filter(person=city.anna).exists()


@pytest.mark.parametrize("cookie", ["", "x", "1:abc:def"])
def test_browser_in_which_nobody_worked_keeps_nothing(city: World, cookie: str) -> None:
    delivery, _, address = _submit_page(city)
    stranger = Client()
    stranger.cookies[keeping.COOKIE] = cookie

    assert stranger.post(address, _fields(delivery)).status_code == 302

    assert not KeptForm.objects.exists()


def test_what_was_kept_can_be_discarded(city: World) -> None:
    delivery, client, address = _submit_page(city)
    PersonSession.objects.all().delete()
    client.post(address, _fields(delivery))
    _sign_in(client, city.anna, address)

    answer = client.post(f"/konto/eingaben/{KeptForm.objects.get().pk}/verwerfen/")

    assert answer["Location"] == address
    assert TYPED not in client.get(address).content.decode()


def test_revision_that_passed_meanwhile_is_told_when_it_is_sent_again(city: World) -> None:
    delivery, client, address = _submit_page(city)
    fields = _fields(delivery)
    PersonSession.objects.all().delete()
    client.post(address, fields)
    client_of(city.emil).post(url_of(delivery, "pruefung/"), {"revision": delivery.revision})
    _sign_in(client, city.anna, address)

    assert client.post(address, fields).status_code == 409


def test_looking_at_kept_answers_of_a_mapping_changes_nothing(city: World) -> None:
    delivery = new_delivery(city, city.anna)
    client, address = client_of(city.anna), url_of(delivery, "zuordnung/1/")
    client.get(address)
    PersonSession.objects.all().delete()
    client.post(address, {**SAID, "revision": delivery.revision, "column_2": "", "period_text": "Stand März"})
    before = Delivery.objects.values().get(pk=delivery.pk)

    page = client.get(_sign_in(client, city.anna, address))

    assert page.status_code == 200
    assert "Stand März" in page.content.decode()
    assert Delivery.objects.values().get(pk=delivery.pk) == before


def test_title_of_an_upload_is_kept_and_its_files_are_asked_for_again(city: World) -> None:
    client, address = client_of(city.anna), "/musterstadt/lieferungen/neu/"
    client.get(address)
    PersonSession.objects.all().delete()
    client.post(address, {"title": TYPED, "uploads": [csv_file()]})

    page = client.get(_sign_in(client, city.anna, address)).content.decode()

    assert TYPED in page
    assert german("Files were not kept: choose them again.") in page
    assert FILE[:20] not in str(KeptForm.objects.values())


def test_button_without_words_leads_back_to_its_page(city: World) -> None:
    delivery, client, _ = _submit_page(city)
    PersonSession.objects.all().delete()

    answer = client.post(
        url_of(delivery, "zuruecknehmen/"), headers={"referer": f"http://testserver{url_of(delivery)}"}
    )

    assert answer["Location"] == f"/anmelden/?next={url_of(delivery)}"
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize(
    "referrer", ["https://boese.example/x", "//boese.example/x", "http://testserver//boese.example"]
)
def test_way_back_never_leads_elsewhere(city: World, referrer: str) -> None:
    delivery, client, address = _submit_page(city)
    PersonSession.objects.all().delete()

    answer = client.post(address, _fields(delivery), headers={"referer": referrer})

    assert answer["Location"] == f"/anmelden/?next={address}"


def _browser(person: User) -> Client:
    """Return a browser whose forms need their token, as real ones do."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "de"})
    client.force_login(person)
    return client


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_form_in_a_second_tab_outlives_signing_in_again_in_the_first(city: World) -> None:
    delivery = Delivery.objects.get()
    client, address = _browser(city.anna), url_of(delivery, "einreichen/")
    fields = {**_fields(delivery), "csrfmiddlewaretoken": _token(client.get(address).content.decode())}
    PersonSession.objects.all().delete()
    login = client.get("/anmelden/").content.decode()
    said = {"username": city.anna.email, "password": PASSWORD, "csrfmiddlewaretoken": _token(login)}
    assert client.post("/anmelden/", said).status_code == 302

    answer = client.post(address, fields, headers={"origin": "http://testserver"})
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == address
    assert TYPED in page
    delivery.refresh_from_db()
    assert delivery.state == "draft"


@pytest.mark.parametrize("origin", [None, "https://boese.example", "null", "http://testserver.boese.example"])
def test_what_a_foreign_page_sends_is_not_even_kept(city: World, origin: str | None) -> None:
    delivery = Delivery.objects.get()
    client, address = _browser(city.anna), url_of(delivery, "einreichen/")
    client.get(address)

    answer = client.post(address, _fields(delivery), headers={"origin": origin} if origin else {})

    assert answer.status_code == 403
    assert not KeptForm.objects.exists()


def test_what_is_too_large_or_too_much_or_old_is_not_kept(city: World, settings: LazySettings) -> None:
    delivery, client, address = _submit_page(city)
    PersonSession.objects.all().delete()
    client.post(address, {**_fields(delivery), "text": "x" * 150_000})
    assert not KeptForm.objects.exists()

    for number in range(keeping.MOST_FORMS + 5):
        client.post(url_of(delivery, f"pruefung/{number}/begruendung/"), {"reason": TYPED})
    assert KeptForm.objects.count() == keeping.MOST_FORMS
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(days=8))
    page = client.get(_sign_in(client, city.anna, address)).content.decode()

    assert TYPED not in page
    assert keeping.forget_kept_forms() == keeping.MOST_FORMS


def test_reason_for_a_warning_is_kept_like_every_other_form(city: World) -> None:
    delivery = Delivery.objects.get()
    assert delivery.batch is not None
    finding = Finding.objects.create(batch=delivery.batch, code="x", severity="warning", message="Auffällig")
    client, address = client_of(city.anna), url_of(delivery, f"pruefung/{finding.pk}/begruendung/")
    client.get(address)
    PersonSession.objects.all().delete()

    client.post(address, {"reason": TYPED})
    page = client.get(_sign_in(client, city.anna, address)).content.decode()

    assert TYPED in page
    finding.refresh_from_db()
    assert finding.reason == ""
