# SPDX-License-Identifier: EUPL-1.2
"""The same name is given in two tabs at the same moment: one waits for the other, and is told that it is taken."""

import threading

import pytest
from django.db import connections, transaction

from indicators.errors import KeepsakeError
from indicators.models import SavedView
from indicators.rendering.workbench.state import State
from indicators.services.savedviews import copy_view, save_view
from tests.factories.auditlog import allow_emptying
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])
LONGEST_SECONDS = 20.0


@pytest.fixture
def world(transactional_db: None) -> World:
    """Give people and places, committed."""
    allow_emptying()
    return build_world()


def beside(act: object) -> tuple[threading.Thread, list[Exception]]:
    """Begin something in another connection; what it raises stands in the list."""
    errors: list[Exception] = []

    def run() -> None:
        try:
            act()  # type: ignore[operator]  # what the test gives
        except Exception as error:  # noqa: BLE001 - told to the test
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def save(world: World, name: str = "Norden") -> SavedView:
    return save_view(organisation=world.city, state=State(), name=name, by=world.bert)


def test_second_of_two_posts_is_told_that_the_name_is_taken(world: World) -> None:
    with transaction.atomic():
        save(world)
        thread, errors = beside(lambda: save(world))
        thread.join(1.0)
        assert thread.is_alive()
    thread.join(LONGEST_SECONDS)

    (error,) = errors
    assert isinstance(error, KeepsakeError)
    assert error.code == "kept.twice"
    assert SavedView.objects.count() == 1


def test_copy_that_is_pressed_twice_is_there_twice_under_two_names(world: World) -> None:
    view = save_view(organisation=world.city, state=State(), name="Norden", by=world.clara)
    with transaction.atomic():
        copy_view(view=view, by=world.bert)
        thread, errors = beside(lambda: copy_view(view=view, by=world.bert))
        thread.join(1.0)
        assert thread.is_alive()
    thread.join(LONGEST_SECONDS)

    assert errors == []
    assert set(SavedView.objects.filter(owner=world.bert).values_list("name", flat=True)) == {"Norden", "Norden (2)"}
