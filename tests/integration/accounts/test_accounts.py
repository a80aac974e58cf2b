# SPDX-License-Identifier: EUPL-1.2
"""Organisations, users and what roles allow."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries

from sozialplanung.accounts.errors import (
    AccountConflictError,
    AccountInputError,
    OrganisationNotFoundError,
)
from sozialplanung.accounts.models import Assignment, Organisation, User
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.selectors import (
    has_permission,
    listed_organisations,
    organisation_by_slug,
    places_by_permission,
    roles_held,
    roles_of,
)
from sozialplanung.accounts.services import (
    RESERVED_SLUGS,
    NewOrganisation,
    assign_role,
    create_organisation,
    create_user,
    deactivate_user,
    set_password,
    withdraw_role,
)
from sozialplanung.audit.models import Event
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def _new(slug: str, **facts: object) -> NewOrganisation:
    return NewOrganisation(slug=slug, name="Ort", kind=OrganisationKind.MUNICIPALITY, **facts)  # type: ignore[arg-type]


def test_the_email_address_is_the_same_in_any_case(world: World) -> None:
    user = create_user(email=" Hanna@Example.ORG ", name="Hanna", password=PASSWORD, by=world.gero)

    assert user.email == "hanna@example.org"
    assert User.objects.get_by_natural_key("HANNA@example.org") == user
    with pytest.raises(AccountConflictError):
        create_user(email="HANNA@example.org", name="Hanna", password=PASSWORD, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Hanna@example.org")


@pytest.mark.parametrize(
    ("email", "password"),
    [("no address", PASSWORD), ("x@example.org", "kurz"), ("x@example.org", "passwort1234x"[:11])],
)
def test_a_wrong_address_or_weak_password_is_refused(email: str, password: str) -> None:
    with pytest.raises(AccountInputError):
        create_user(email=email, name="X", password=password, by=None)
    assert not User.objects.exists()


def test_a_user_without_password_cannot_sign_in_until_one_is_set(world: World) -> None:
    user = create_user(email="neu@example.org", name="Neu", password=None, by=world.gero)
    assert not user.has_usable_password()

    set_password(user=user, password=PASSWORD, by=user)

    assert user.check_password(PASSWORD)
    with pytest.raises(AccountInputError):
        set_password(user=user, password="123", by=user)


def test_roles_allow_what_an_auditor_expects(world: World) -> None:
    people = {
        name: {permission for permission in Permission if has_permission(user, permission, world.city)}
        for name, user in vars(world).items()
        if isinstance(user, User)
    }

    assert people["anna"] == people["emil"]
    assert Permission.IMPORT_FIGURES in people["anna"]
    assert Permission.APPROVE_IMPORTS not in people["anna"]
    assert Permission.APPROVE_IMPORTS in people["frida"]
    assert Permission.IMPORT_FIGURES not in people["frida"]
    assert people["clara"] == {Permission.VIEW_DRAFT_REPORTS, Permission.VIEW_COUNCIL_RELEASES}
    assert Permission.VIEW_RAW_FIGURES not in people["bert"] | people["gero"] | people["clara"]
    assert people["dora"] == set()


def test_no_role_both_imports_and_approves() -> None:
    for role in ROLES.values():
        assert not {Permission.IMPORT_FIGURES, Permission.APPROVE_IMPORTS} <= role.permissions
        assert str(role.display_name)
        assert str(role.description)


def test_every_permission_belongs_to_a_role() -> None:
    assert set(Permission) == set().union(*(role.permissions for role in ROLES.values()))


def test_rights_flow_down_the_tree_and_never_up(world: World) -> None:
    assign_role(user=world.bert, organisation=world.land, role="steward", by=world.gero)

    assert has_permission(world.bert, Permission.IMPORT_FIGURES, world.city)
    assert has_permission(world.bert, Permission.IMPORT_FIGURES, world.other_city)
    assert not has_permission(world.anna, Permission.IMPORT_FIGURES, world.land)
    assert places_by_permission(roles_held(world.bert))[Permission.IMPORT_FIGURES] == {
        world.land.pk,
        world.city.pk,
        world.other_city.pk,
    }
    assert places_by_permission(roles_held(world.anna))[Permission.IMPORT_FIGURES] == {world.city.pk}


def test_all_roles_of_a_person_cost_one_query_and_know_where_they_were_given(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in (world.land, world.city):
        assign_role(user=world.emil, organisation=place, role="viewer", by=world.gero)

    with django_assert_num_queries(1):
        held = roles_held(world.emil)

    viewing = {each.organisation: each.is_given_here for each in held if each.role == "viewer"}
    assert viewing == {world.land.name: True, world.city.name: True, world.other_city.name: False}


def test_a_right_costs_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        has_permission(world.anna, Permission.IMPORT_FIGURES, world.city)


def test_nobody_and_deactivated_users_hold_no_role(world: World) -> None:
    deactivate_user(user=world.anna, by=world.gero, reason="ausgeschieden")

    assert roles_of(AnonymousUser(), world.city) == frozenset()
    assert roles_of(world.anna, world.city) == frozenset()
    assert roles_held(AnonymousUser()) == roles_held(world.anna) == ()


@pytest.mark.check("C079")
def test_a_withdrawn_role_ends_at_once(world: World) -> None:
    withdraw_role(assignment=Assignment.objects.get(user=world.anna), by=world.gero)

    assert not has_permission(world.anna, Permission.IMPORT_FIGURES, world.city)


@pytest.mark.check("C108")
def test_each_change_of_roles_leaves_one_event(world: World) -> None:
    before = Event.objects.count()

    assign_role(user=world.bert, organisation=world.city, role="steward", by=world.gero)
    assign_role(user=world.bert, organisation=world.city, role="steward", by=world.gero)

    (event,) = Event.objects.all()[: Event.objects.count() - before]
    assert (event.action, event.actor_label, event.details["role"]) == (
        "accounts.role_assigned",
        "Gero",
        "steward",
    )


def test_a_role_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(AccountInputError, match="no such role"):
        assign_role(user=world.bert, organisation=world.city, role="root", by=world.gero)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=world.bert, organisation=world.city, role="root")


def test_organisations_are_found_by_their_address_only(world: World) -> None:
    assert organisation_by_slug("musterstadt") == world.city
    with pytest.raises(OrganisationNotFoundError):
        organisation_by_slug("nirgendwo")


def test_the_start_page_lists_whoever_wants_to_be_listed(world: World) -> None:
    create_organisation(organisation=_new("still", is_listed=False), by=None)

    assert [item.slug for item in listed_organisations()] == ["musterland", "musterstadt", "nachbarstadt"]


@pytest.mark.parametrize("slug", ["Muster", "1a", "muster stadt", "", "muster\n", "x/y", "köln"])
def test_an_address_part_is_plain(slug: str) -> None:
    with pytest.raises(AccountInputError):
        create_organisation(organisation=_new(slug), by=None)


def test_two_organisations_share_neither_address_nor_official_key(world: World) -> None:
    create_organisation(organisation=_new("koeln", official_key="05315000"), by=None)

    with pytest.raises(AccountInputError):
        create_organisation(organisation=_new("koeln"), by=None)
    with pytest.raises(AccountInputError):
        create_organisation(organisation=_new("coeln", official_key="05315000"), by=None)
    create_organisation(organisation=_new("ohne"), by=None)
    create_organisation(organisation=_new("auch-ohne"), by=None)


def test_an_organisation_is_not_its_own_parent(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=world.city.pk).update(parent=world.city.pk)
    world.city.parent = world.city
    with pytest.raises(ValidationError):
        world.city.full_clean()


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS & {"api", "anmelden", "static"}))
def test_addresses_of_other_pages_are_no_organisation(slug: str) -> None:
    with pytest.raises(AccountInputError, match="reserved"):
        create_organisation(organisation=_new(slug), by=None)


def _heads(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    heads = set()
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and "/" not in route:
            heads |= _heads(pattern.url_patterns, route)
        elif route:
            heads.add(route.split("/")[0])
    return heads


def test_every_head_of_an_address_is_reserved() -> None:
    heads = _heads(get_resolver().url_patterns)

    words = {head.lstrip("^.").partition(".")[0] for head in heads if not head.startswith("<")}

    assert words - RESERVED_SLUGS == set()
