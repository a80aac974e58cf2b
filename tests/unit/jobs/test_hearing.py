# SPDX-License-Identifier: EUPL-1.2
"""When a worker counts as deaf: messages wait, it has nothing to do, and that at several looks in a row."""

from collections.abc import Iterator

from sozialplanung.jobs.hearing import LOOKS, wait_until_deaf


def looks_until_deaf(*, busy: Iterator[bool], empty: Iterator[bool | None]) -> int:
    looks: list[None] = []
    wait_until_deaf(lambda: looks.append(None), is_busy=lambda: next(busy), is_queue_empty=lambda: next(empty))
    return len(looks)


def test_messages_that_wait_for_an_idle_worker_tell() -> None:
    assert looks_until_deaf(busy=iter([False] * 9), empty=iter([False] * 9)) == LOOKS


def test_busy_worker_an_empty_queue_and_a_broker_that_is_away_begin_the_count_anew() -> None:
    busy = iter([False, False, True, *[False] * 20])
    empty = iter([False, False, True, False, None, *[False] * 20])

    assert looks_until_deaf(busy=busy, empty=empty) == 6 + LOOKS
