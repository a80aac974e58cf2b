# SPDX-License-Identifier: EUPL-1.2
"""What is the same for all who ask is made once, however many ask in the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from sozialplanung.web import kept
from sozialplanung.web.cache import TolerantRedisCache
from sozialplanung.web.kept import made_once

READERS = 12
pytestmark = pytest.mark.check("C115")


class Maker:
    """Counts how often something is made; the first tries may fail."""

    def __init__(self, seconds: float = 0.2, failures: int = 0) -> None:
        self.seconds, self.failures, self.count = seconds, failures, 0
        self.lock = threading.Lock()

    def __call__(self) -> bytes:
        with self.lock:
            self.count += 1
            fails = self.count <= self.failures
        time.sleep(self.seconds)
        if fails:
            raise ValueError("nicht gelungen")
        return b"Seite \x00 und mehr"


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def asked_by_many(maker: Maker) -> list[bytes | str]:
    start = threading.Barrier(READERS)

    def ask(_reader: int) -> bytes | str:
        start.wait()
        try:
            return made_once("seite", maker, seconds=60)
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(READERS) as readers:
        return list(readers.map(ask, range(READERS)))


def test_of_many_who_ask_at_once_one_makes_it_and_all_read_it() -> None:
    maker = Maker()

    assert asked_by_many(maker) == [b"Seite \x00 und mehr"] * READERS
    assert maker.count == 1


def test_where_making_it_fails_the_next_one_tries_and_one_alone_is_told() -> None:
    maker = Maker(failures=1)

    told = asked_by_many(maker)

    assert maker.count == 2
    assert sorted(told, key=str) == sorted(["nicht gelungen", *[b"Seite \x00 und mehr"] * (READERS - 1)], key=str)


def test_what_is_kept_is_not_made_again_and_other_names_are_their_own() -> None:
    maker = Maker(seconds=0)
    made_once("seite", maker, seconds=60)
    made_once("seite", maker, seconds=60)
    assert maker.count == 1

    made_once("andere", maker, seconds=60)

    assert maker.count == 2


def test_process_that_was_killed_while_making_holds_nobody_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.add("seite.making", 1, 60)
    monkeypatch.setattr(kept, "LONGEST_MAKING_SECONDS", 0.2)
    maker = Maker(seconds=0)

    assert made_once("seite", maker, seconds=60) == b"Seite \x00 und mehr"
    assert maker.count == 1


def test_nobody_waits_for_a_cache_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    maker, waited = Maker(seconds=0), list[float]()
    monkeypatch.setattr(TolerantRedisCache, "_paused_until", time.monotonic() + 60)
    monkeypatch.setattr("sozialplanung.web.kept.time.sleep", waited.append)

    told = [made_once("seite", maker, seconds=60) for _ in range(3)]

    assert told == [b"Seite \x00 und mehr"] * 3
    assert maker.count == 3
    assert not any(waited)
