# SPDX-License-Identifier: EUPL-1.2
"""A lost second factor: removed by an administrator of all roles of a person, with a reason, a mail and an entry."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from sozialplanung.accounts.factors.errors import FactorConflictError
from sozialplanung.accounts.factors.selectors import has_factor
from sozialplanung.accounts.factors.services import reset_factors
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of, run_jobs
from tests.factories.world import World

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture
def anna(world: World) -> User:
    Authenticator.objects.create(user=world.anna, type="totp", data={"secret": "x"})
    return world.anna


def _url(person: User, slug: str = "musterstadt") -> str:
    return f"/{slug}/personen/{person.pk}/zweiter-faktor/"


@pytest.mark.check("C102", "C108")
def test_the_administrator_removes_it_with_a_reason_and_the_person_is_told(world: World, anna: User) -> None:
    signed_in, gero = client_of(anna), client_of(world.gero)

    without = gero.post(_url(anna), {"reason": " "})
    assert (without.status_code, has_factor(anna)) == (422, True)
    done = gero.post(_url(anna), {"reason": "Telefon verloren"})
    run_jobs()

    assert done.status_code == 302
    assert not Authenticator.objects.filter(user=anna).exists()
    assert signed_in.get("/konto/passwort/").status_code == 302
    event = Event.objects.get(action="accounts.factors_reset")
    assert (event.actor_label, event.subject_label, event.reason) == ("Gero", "Anna", "Telefon verloren")
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert "Es gibt keinen zweiten Faktor" in gero.get(_url(anna)).content.decode()


@pytest.mark.parametrize("name", ["anna", "bert", "clara", "dora", "emil", "frida"])
def test_for_others_there_is_no_such_page(world: World, anna: User, name: str) -> None:
    assert client_of(getattr(world, name)).get(_url(anna)).status_code == 404
    assert client_of(getattr(world, name)).post(_url(anna), {"reason": "x"}).status_code == 404
    assert has_factor(anna)


def test_whoever_holds_a_role_elsewhere_is_out_of_reach(world: World, anna: User) -> None:
    assign_role(user=anna, organisation=world.land, role="approver", by=None)

    assert client_of(world.gero).post(_url(anna), {"reason": "x"}).status_code == 404
    assert has_factor(anna)


def test_people_of_other_cities_and_made_up_ones_are_not_there(world: World) -> None:
    gero = client_of(world.gero)

    assert gero.get(_url(world.dora)).status_code == 404
    assert gero.get(_url(world.dora, "nachbarstadt")).status_code == 404
    assert gero.get("/musterstadt/personen/999999/zweiter-faktor/").status_code == 404


def test_nobody_removes_their_own_in_this_way(world: World) -> None:
    with pytest.raises(FactorConflictError):
        reset_factors(person=world.gero, organisation=world.city, by=world.gero, reason="x")

    Authenticator.objects.create(user=world.gero, type="totp", data={"secret": "x"})

    assert client_of(world.gero).post(_url(world.gero), {"reason": "x"}).status_code == 404
    assert has_factor(world.gero)


def test_a_factor_that_is_gone_meanwhile_is_told(world: World) -> None:
    assert client_of(world.gero).post(_url(world.anna), {"reason": "x"}).status_code == 409


def test_strangers_sign_in_first(world: World, anna: User, client: Client) -> None:
    assert client.get(_url(anna)).headers["Location"].startswith("/anmelden/")
