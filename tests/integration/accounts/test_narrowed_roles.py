# SPDX-License-Identifier: EUPL-1.2
"""Narrowed roles by page: given, told, explained, taken, given back; and counted nowhere else."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Topic
from sozialplanung.accounts.errors import AccountInputError
from sozialplanung.accounts.models import Assignment, User
from sozialplanung.accounts.people import services
from sozialplanung.accounts.people.selectors import people_at
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.rights.explaining import holders
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import OFFERED, Scope, ScopeKind, counting, scope_from
from sozialplanung.accounts.selectors import (
    has_permission,
    holds_permission_at,
    people_where,
    reach_of,
    roles_held,
    roles_of,
)
from sozialplanung.accounts.services import assign_role, create_user, withdraw_role
from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from tests.factories.desk import client_of, german
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PEOPLE = "/musterstadt/personen/"


@pytest.fixture
def school(world: World) -> Scope:
    """Give a topic of the city."""
    topic = Topic.objects.create(organisation=world.city, slug="bildung", name="Bildung")
    return Scope(ScopeKind.TOPIC, str(topic.pk))


@pytest.fixture
def nina(world: World) -> User:
    return create_user(email="nina@example.org", name="Nina", password=None, by=None)


def send(person: User, path: str, fields: dict[str, Any]) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PEOPLE}{path}", fields)


def read(person: User, path: str = "") -> str:
    answer = client_of(person).get(f"{PEOPLE}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_narrowed_role_is_given_told_taken_and_given_back(world: World, school: Scope) -> None:
    new = {"email": "nina@example.org", "name": "Nina", "role": "viewer", "scope": school.value, "reason": "Ausschuss"}

    answer = send(world.gero, "neu/", new)
    nina = User.objects.get(email="nina@example.org")
    row = Assignment.every.get(user=nina)
    listed, sheet = read(world.gero), read(world.gero, f"{nina.pk}/")
    send(world.gero, f"{nina.pk}/rollen/{row.pk}/nehmen/", {"reason": "Ausschuss aufgelöst"})
    taken = read(world.gero, f"{nina.pk}/")
    send(world.gero, f"{nina.pk}/", {"role": "viewer", "scope": school.value})

    assert answer.status_code == 302
    assert row.scope == school
    for page in (listed, sheet, taken):
        assert "nur Thema „Bildung“" in page
    assert "Zahlen für den Rat lesen" in sheet
    assert f'name="scope" value="{school.value}"' in taken
    assert Assignment.every.get(user=nina).scope == school


def test_log_says_what_a_role_was_narrowed_to(world: World, nina: User, school: Scope) -> None:
    given = assign_role(user=nina, organisation=world.city, role="viewer", by=world.gero, scope=school)
    withdraw_role(assignment=given, by=world.gero, reason="vorbei")

    told = [sentence(event) for event in Event.objects.filter(subject_id=str(nina.pk)).order_by("pk")[1:]]

    assert len(told) == 2
    assert all("„Bildung“" in each for each in told)


def test_whole_and_narrowed_role_stand_beside_each_other(world: World, school: Scope) -> None:
    narrowed = assign_role(user=world.clara, organisation=world.city, role="viewer", by=None, scope=school)

    services.take_role(assignment=narrowed, by=world.gero, reason="vorbei")

    assert has_permission(world.clara, Permission.VIEW_COUNCIL_RELEASES, world.city)
    assert Assignment.every.get(user=world.clara).scope.is_whole


@pytest.mark.parametrize("role", [role for role in ROLES if role not in OFFERED])
def test_role_that_cannot_be_narrowed_is_refused_with_a_sentence(
    world: World, nina: User, school: Scope, role: str
) -> None:
    assign_role(user=nina, organisation=world.city, role="viewer", by=None)

    answer = send(world.gero, f"{nina.pk}/", {"role": role, "scope": school.value})

    assert answer.status_code == 422
    assert "lässt sich nicht eingrenzen" in answer.content.decode()
    with pytest.raises(AccountInputError) as refused:
        assign_role(user=nina, organisation=world.city, role=role, by=None, scope=school)
    assert refused.value.code == "accounts.scope_not_offered"
    assert not Assignment.every.filter(user=nina, role=role).exists()


@pytest.mark.parametrize("value", ["topic:999999", "topic:", "topic", "street:1", "topic:1:2", "x" * 500])
def test_part_that_is_not_there_is_refused(world: World, nina: User, school: Scope, value: str) -> None:
    assign_role(user=nina, organisation=world.city, role="viewer", by=None)

    answer = send(world.gero, f"{nina.pk}/", {"role": "viewer", "scope": value})

    assert answer.status_code == 422
    assert german("This part is not there any more. Choose again from the list.") in answer.content.decode()
    with pytest.raises(AccountInputError):
        assign_role(user=nina, organisation=world.city, role="viewer", by=None, scope=scope_from(value))


def test_topic_of_another_organisation_is_no_part_of_this_one(world: World, nina: User) -> None:
    theirs = Topic.objects.create(organisation=world.other_city, slug="bildung", name="Bildung")
    scope = Scope(ScopeKind.TOPIC, str(theirs.pk))

    with pytest.raises(AccountInputError) as refused:
        assign_role(user=nina, organisation=world.city, role="viewer", by=None, scope=scope)
    assert refused.value.code == "accounts.scope_gone"


def test_nobody_narrows_a_role_of_their_own(world: World, school: Scope) -> None:
    answer = send(world.gero, f"{world.gero.pk}/", {"role": "viewer", "scope": school.value})

    assert answer.status_code == 422
    assert not Assignment.every.filter(user=world.gero).exclude(scope_kind="").exists()


def test_database_holds_no_half_scope(world: World, nina: User) -> None:
    for kind, key in (("topic", ""), ("", "3"), ("street", "3")):
        with pytest.raises(IntegrityError, match="accounts_assignment_scope"), transaction.atomic():
            Assignment.every.create(user=nina, organisation=world.city, role="viewer", scope_kind=kind, scope_key=key)


def test_rights_page_names_the_part_and_who_holds_it(world: World, nina: User, school: Scope) -> None:
    assign_role(user=nina, organisation=world.city, role="viewer", by=world.gero, scope=school)

    told = holders(Permission.VIEW_COUNCIL_RELEASES, world.city)
    page = client_of(world.gero).get("/musterstadt/rechte/", {"wer": "view_council_releases"}).content.decode()

    assert [given[0].assignment.scope for person, given in told if person == nina] == [school]
    assert "nur Thema „Bildung“" in page


def test_person_without_other_roles_can_sign_in_and_is_listed(world: World, nina: User, school: Scope) -> None:
    assign_role(user=nina, organisation=world.city, role="viewer", by=None, scope=school)

    assert nina in [row.person for row in people_at(world.city)]
    assert client_of(nina).get("/musterstadt/").status_code == 200


def test_narrowed_role_from_above_is_not_listed_below(world: World, nina: User) -> None:
    topic = Topic.objects.create(organisation=world.land, slug="bildung", name="Bildung")
    scope = Scope(ScopeKind.TOPIC, str(topic.pk))
    assign_role(user=nina, organisation=world.land, role="viewer", by=None, scope=scope)

    assert nina not in [row.person for row in people_at(world.city)]
    assert nina in [row.person for row in people_at(world.land)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_narrowed_is_less_than_the_whole_and_counts_nowhere_else(
    world: World, nina: User, school: Scope, data: st.DataObject
) -> None:
    Assignment.every.filter(user=nina).delete()
    kinds = st.sampled_from(sorted(ScopeKind))
    for role in data.draw(st.sets(st.sampled_from(sorted(ROLES)), min_size=1)):
        # As no service would write them, too.
        kind = data.draw(kinds)
        Assignment.every.create(user=nina, organisation=world.city, role=role, scope_kind=kind, scope_key=school.key)
    permission = data.draw(st.sampled_from(sorted(Permission)))
    rows = list(Assignment.every.filter(user=nina))

    reach = reach_of(nina, permission, world.city)
    scopes = reach.scopes

    assert not has_permission(nina, permission, world.city)
    assert not holds_permission_at(nina, permission, world.city)
    assert not roles_of(nina, world.city)
    assert not roles_held(nina)
    assert nina not in people_where(permission, world.city)
    assert not reach.is_whole
    assert reach_of(nina, permission, world.other_city).is_nothing
    assert reach_of(nina, permission, world.land).is_nothing
    assert scopes <= {row.scope for row in rows}
    assert not scopes or any(permission in ROLES[row.role].permissions for row in rows)
    for row in rows:
        assert counting(row.role, row.scope_kind) <= ROLES[row.role].permissions
