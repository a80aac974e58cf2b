# SPDX-License-Identifier: EUPL-1.2
"""Instants from what a clock shows: no time that the clocks skip or show twice is guessed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.instants import instant_of

BERLIN = ZoneInfo("Europe/Berlin")
pytestmark = pytest.mark.check("C085")


def _shown(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("shown", "instant"),
    [
        ("2026-01-15T08:00", "2026-01-15T07:00+00:00"),
        ("2026-07-15T08:00", "2026-07-15T06:00+00:00"),
        # The last minute before and the first after the clocks go forward, and back.
        ("2026-03-29T01:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T03:00", "2026-03-29T01:00+00:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59+00:00"),
        ("2026-10-25T03:00", "2026-10-25T02:00+00:00"),
    ],
)
def test_time_that_the_clocks_show_once_is_one_instant(shown: str, instant: str) -> None:
    assert instant_of(_shown(shown), BERLIN) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("2026-03-29T02:00", "instant.skipped"),
        ("2026-03-29T02:59", "instant.skipped"),
        ("2026-10-25T02:00", "instant.twice"),
        ("2026-10-25T02:59", "instant.twice"),
    ],
)
def test_time_that_the_clocks_skip_or_show_twice_is_refused_with_its_day(shown: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        instant_of(_shown(shown), BERLIN)

    assert (caught.value.code, caught.value.params["time"]) == (code, shown[-5:])


@given(st.integers(min_value=0, max_value=366 * 24 * 60))
def test_every_instant_is_found_again_from_what_the_clock_shows_or_refused(minutes: int) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    shown = instant.astimezone(BERLIN).replace(tzinfo=None)

    if (shown.date().isoformat(), shown.hour) == ("2026-10-25", 2):
        with pytest.raises(InvalidInputError):
            instant_of(shown, BERLIN)
    else:
        assert instant_of(shown, BERLIN) == instant
