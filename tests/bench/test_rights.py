# SPDX-License-Identifier: EUPL-1.2
"""What asking for a right costs, beside one bare statement over the same connection and a page that asks."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from indicators.models import Topic
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.selectors import has_permission, reach_of
from sozialplanung.accounts.services import assign_role, create_user
from tests.bench.measuring import median_ms, report
from tests.factories.standing import public_reads_along
from tests.factories.world import build_world

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
PEOPLE = 300


@pytest.fixture(autouse=True)
def _one_transaction(db: None) -> Iterator[None]:
    """Let the public's connection see what will be rolled back."""
    with public_reads_along():
        yield


def test_right_is_asked_for_in_less_than_a_millisecond() -> None:
    world = build_world()
    for number in range(PEOPLE):
        person = create_user(email=f"p{number}@example.org", name=f"P{number}", password=None, by=None)
        for role in ("viewer", "planner", "steward"):
            assign_role(user=person, organisation=world.land, role=role, by=None)
    assign_role(user=world.frida, organisation=world.land, role="viewer", by=None)
    browser = Client()
    browser.force_login(world.frida)

    bare = median_ms(_bare)
    asked = median_ms(lambda: has_permission(world.frida, Permission.APPROVE_IMPORTS, world.city))
    page = median_ms(lambda: browser.get("/musterstadt/lieferungen/"), rounds=40)

    baseline = f"eine leere Anweisung {bare:.2f} ms, Verhältnis {asked / bare:.1f}"
    report("Ein Recht erfragen", f"{asked:.2f} ms", baseline=baseline, target="<= 1 ms")
    report("Anteil an einer Seite, die zwei erfragt", f"{2 * asked / page:.1%}", baseline=f"Seite {page:.1f} ms")
    assert has_permission(world.frida, Permission.APPROVE_IMPORTS, world.city)


def test_reach_of_a_narrowed_role_is_asked_for_in_less_than_a_millisecond() -> None:
    world = build_world()
    topics = [
        Topic.objects.create(organisation=world.city, slug=f"t{number}", name=f"T{number}") for number in range(40)
    ]
    person = world.dora
    scopes = [Scope(ScopeKind.TOPIC, str(topic.pk)) for topic in topics]
    for number in range(PEOPLE):
        person = create_user(email=f"p{number}@example.org", name=f"P{number}", password=None, by=None)
        scope = scopes[number % len(scopes)]
        assign_role(user=person, organisation=world.city, role="planner", by=None, scope=scope)
    last = scopes[(PEOPLE - 1) % len(scopes)]

    bare = median_ms(_bare)
    asked = median_ms(lambda: reach_of(person, Permission.VIEW_COUNCIL_RELEASES, world.city))

    baseline = f"eine leere Anweisung {bare:.2f} ms, Verhältnis {asked / bare:.1f}"
    report("Eine eingegrenzte Rolle erfragen", f"{asked:.2f} ms", baseline=baseline, target="<= 1 ms")
    assert reach_of(person, Permission.VIEW_COUNCIL_RELEASES, world.city).scopes == {last}


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
