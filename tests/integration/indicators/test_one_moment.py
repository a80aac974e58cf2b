# SPDX-License-Identifier: EUPL-1.2
"""A release takes the place of another while a page is put together: the page is of one moment, before or after."""

import ast
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from indicators.models import ReleaseState
from indicators.selectors import published
from scripts.layout import ROOT
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user
from tests.factories.auditlog import allow_emptying
from tests.factories.releases import Figures, release
from tests.factories.world import PASSWORD
from tests.integration.api.conftest import Published, build_published

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public", "inside"])
NOW = Figures((77.7, None, 77.7, 77.7))
# A page, and what it says of an area before and after.
PAGES = {
    "/musterstadt/karte/?indikator=kinderarmut&stand=2018-12-31": ("30,2", "77,7"),
    "/musterstadt/karte/daten.csv?indikator=kinderarmut&stand=2018-12-31": ("30,2", "77,7"),
    "/musterstadt/gebiete/stand-2020/viertel/22/": ("30,2", "77,7"),
    "/musterstadt/gebiete/stand-2020/viertel/22/profil.csv": ("30,2", "77,7"),
    "/musterstadt/gebiete/stand-2020/viertel/22/aehnlich/daten.csv": ("30,2", "77,7"),
}


@pytest.fixture
def city(transactional_db: None) -> Published:
    """Give the city of the API, committed."""
    allow_emptying()
    return build_published()


@pytest.mark.parametrize(("address", "words"), PAGES.items())
def test_page_is_of_one_moment(
    address: str, words: tuple[str, str], city: Published, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = words
    overtaken = _overtake(monkeypatch, lambda: _publish_anew(city))

    first, second = client.get(address), client.get(address)

    assert overtaken == [True]
    assert (first.status_code, second.status_code) == (200, 200)
    assert before in first.content.decode()
    assert after not in first.content.decode()
    assert after in second.content.decode()


def test_a_page_for_the_council_is_of_one_moment_too(
    city: Published, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara = create_user(email="clara@example.org", name="Clara", password=PASSWORD, by=None)
    assign_role(user=clara, organisation=city.city, role="viewer", by=None)
    client.force_login(clara)
    overtaken = _overtake(monkeypatch, lambda: _publish_anew(city))

    first, second = (client.get(next(iter(PAGES))).content.decode() for _ in range(2))

    assert overtaken == [True]
    assert "Fassung für den Rat, nicht veröffentlicht" in first
    assert ("30,2" in first, "77,7" in first, "77,7" in second) == (True, False, True)


def _overtake(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> list[bool]:
    """Let something happen in another connection once, between what a page lists and what it reads of it."""
    read = published.slice_contents
    done: list[bool] = []

    def late(refs: Any) -> Any:  # noqa: ANN401 - as what it stands before
        if not done:
            done.append(True)
            beside = threading.Thread(target=act)
            beside.start()
            beside.join()
        return read(refs)

    monkeypatch.setattr(published, "slice_contents", late)
    return done


def _publish_anew(city: Published) -> None:
    try:
        city.release.state = ReleaseState.SUPERSEDED
        city.release.save()
        release(city.kinderarmut, city.version, NOW, User.objects.earliest("id"))
    finally:
        connections.close_all()


def test_every_page_for_readers_reads_at_one_moment() -> None:
    lacking = [
        f"{path.name}: {view.name}"
        for path in sorted((ROOT / "indicators" / "views").glob("*.py"))
        for view in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(view, ast.FunctionDef)
        if "require_safe" in (marks := {ast.unparse(each).removeprefix("published.") for each in view.decorator_list})
        # Desks have doors of their own; they show what is in the making.
        if not any(mark.startswith("at_") for mark in marks)
    ]

    assert lacking == []
