# SPDX-License-Identifier: EUPL-1.2
"""What somebody else wrote into Redis is neither run nor believed."""

import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import cache
from django.core.cache.utils import make_template_fragment_key
from django.template import engines
from django.test import Client

from sozialplanung.portal.cards import cards
from tests.factories.world import World

pytestmark = pytest.mark.django_db(databases=["default", "public"])


class _Bomb:
    """An object that runs a command when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.fixture
def store() -> Iterator[redis.Redis]:
    """Give the Redis behind the cache, as an intruder sees it."""
    cache.clear()
    with redis.Redis(unix_socket_path=os.environ["SOZIALPLANUNG_REDIS_URL"].removeprefix("unix://"), db=1) as client:
        yield client
    cache.clear()


@pytest.mark.check("C092")
def test_a_planted_pickle_is_not_run(store: redis.Redis, world: World, client: Client, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for organisation in (world.city, world.other_city):
        store.set(cache.make_key(f"portal.card.{organisation.pk}"), pickle.dumps(_Bomb(canary)))

    response = client.get("/")

    assert response.status_code == 200
    assert world.city.name in response.content.decode()
    assert not canary.exists()


@pytest.mark.check("C092")
@pytest.mark.parametrize("junk", [b"", b"5", b"null", b"{}", b"\xff\xfe", b"x" * 40, pickle.dumps({"name": 1})])
def test_junk_is_a_miss(store: redis.Redis, world: World, client: Client, junk: bytes) -> None:
    store.set(cache.make_key("a"), junk)
    store.set(cache.make_key(f"portal.card.{world.city.pk}"), junk)

    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a"]) == {}
    assert client.get("/").status_code == 200


@pytest.mark.check("C092")
def test_a_value_of_ours_holds_under_its_own_key_alone(store: redis.Redis) -> None:
    cache.set("mine", "<b>mine</b>")
    store.copy(cache.make_key("mine"), cache.make_key("yours"))

    assert store.exists(cache.make_key("yours"))
    assert cache.get("mine") == "<b>mine</b>"
    assert cache.get("yours") is None


@pytest.mark.check("C092")
def test_a_planted_fragment_is_not_shown(store: redis.Redis) -> None:
    template = engines["django"].from_string("{% load cache %}{% cache 60 part %}<b>{{ word }}</b>{% endcache %}")
    key = cache.make_key(make_template_fragment_key("part"))
    store.set(key, b'"<script>"')

    assert template.render({"word": "ours"}) == "<b>ours</b>"
    assert template.render({"word": "later"}) == "<b>ours</b>"


def test_a_card_comes_out_of_the_cache_as_it_went_in(store: redis.Redis, world: World) -> None:
    first = cards()

    assert store.keys("*portal.card*")
    assert cards() == first


def test_only_plain_values_are_kept() -> None:
    with pytest.raises(TypeError):
        cache.set("a", object())
