# SPDX-License-Identifier: EUPL-1.2
"""What a form may not change whatever is sent with it, and ids that belong to another organisation, for tests."""

from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.test import Client

from sozialplanung.accounts.models import Organisation, User
from tests.factories.matrixcity import MatrixCity
from tests.factories.register import build_city
from tests.factories.shownforms import ShownForm, shown_form
from tests.factories.world import World

NOWHERE: Final = "99999999"
# Final words of a row: no form sets them by a field.
DECIDED: Final = frozenset({"approved", "released", "active", "in_force", "published"})
EXTRA: Final = {
    "state": "released",
    "is_active": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "is_published": "on",
    "revision_of": "1",
    "id": "1",
    "pk": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
OF_PEOPLE: Final = ("user", "person", "by", "created_by", "approved_by", "decided_by", "published_by", "actor")
OF_PLACES: Final = ("organisation", "organisation_id", "tenant", "parent")
State = tuple[dict[str, int], dict[str, int], frozenset[tuple[Any, ...]]]


def extra_fields(city: MatrixCity) -> dict[str, str]:
    """Return fields that no form has, with values that would do harm."""
    other, stranger = str(city.world.other_city.pk), str(city.world.dora.pk)
    return EXTRA | dict.fromkeys(OF_PLACES, other) | dict.fromkeys(OF_PEOPLE, stranger)


def build_other_city(city: MatrixCity) -> None:
    """Give the other city catalogue, source and boundaries of its own, with the same names."""
    world = city.world
    build_city(World(**{**vars(world), "city": world.other_city, "anna": world.dora}))


def form_at(client: Client, address: str) -> ShownForm:
    """Return the form of a page."""
    return shown_form(client.get(address).content.decode())


def send(client: Client, address: str, fields: dict[str, Any]) -> Any:  # noqa: ANN401 - the test client's answer
    """Send a form."""
    return client.post(address, {name: value for name, value in fields.items() if value not in (None, [])})


def untouchable(city: MatrixCity) -> State:
    """Return what no form of the first city changes: the other city, what was decided, and accounts."""
    accounts = frozenset(User.objects.values_list("pk", "is_active", "password"))
    return _kept_by(city.world.other_city), _decided(), accounts


def foreign_ids(city: MatrixCity, options: list[str]) -> list[str]:
    """Return ids that the other city has where this one has those which are offered."""
    ids = {int(each) for each in options if each.isdecimal()}
    if not ids or len(ids) < len([each for each in options if each]):
        return []
    found = []
    for model in _tables():
        rows = model._base_manager
        own = set(rows.filter(organisation=city.world.city, pk__in=ids).values_list("pk", flat=True))
        foreign = rows.filter(organisation=city.world.other_city).order_by("pk").values_list("pk", flat=True)
        if own == ids and (first := foreign.first()):
            found.append(str(first))
    return found


def answered(client: Client, address: str, form: ShownForm, change: tuple[str, str]) -> tuple[int, str]:
    """Return what a form answers with one field changed, without the value; nothing of it lasts."""
    name, value = change
    with transaction.atomic():
        answer = send(client, address, {**form.sent, name: [value]})
        transaction.set_rollback(True)
    shown = answer.context.get("form") if answer.context else None
    errors = str(shown.errors.get_json_data()) if shown is not None else ""
    return answer.status_code, errors.replace(value, "…")


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed and _has_organisation(model)]


def _has_organisation(model: type[models.Model]) -> bool:
    return any(each.name == "organisation" and each.is_relation for each in model._meta.get_fields())


def _kept_by(organisation: Organisation) -> dict[str, int]:
    return {model._meta.label: model._base_manager.filter(organisation=organisation).count() for model in _tables()}


def _decided() -> dict[str, int]:
    found = {}
    for model in _tables():
        if any(each.name == "state" for each in model._meta.fields):
            found[model._meta.label] = model._base_manager.filter(state__in=DECIDED).count()
    return found
