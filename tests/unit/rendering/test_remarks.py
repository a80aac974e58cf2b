# SPDX-License-Identifier: EUPL-1.2
"""Annotations and breaks in words: each beside the periods that it concerns, and no change told across a break."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from indicators.rendering.remarks import break_words, concerns, crossing, note_words, without_broken_change
from indicators.rendering.slices import ChangeNote, NumberBand, SliceContent, SliceKey
from sozialplanung.common.periods import parse

OLD, NEW, NEXT = (parse(f"{year}-12-31") for year in (2014, 2016, 2018))


@dataclass(frozen=True)
class Note:
    kind: str = "footnote"
    period: str | None = None
    text: str = "Text."
    population: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    reference: str = ""


@dataclass(frozen=True)
class Break:
    from_period: str = "2014-12-31"
    to_period: str = "2016-12-31"
    from_start: date = date(2014, 12, 31)
    to_start: date = date(2016, 12, 31)
    comparable: str = "no"
    text: str = "Neues Gesetz."
    reference: str = "BGBl. I S. 1"


def content(kind: str = "computed") -> SliceContent:
    numbers = {"value": NumberBand(np.array([1.0]), 1), "change": NumberBand(np.array([0.5]), 1)}
    return SliceContent(
        key=SliceKey("stadt", "armut", "2016-12-31", "viertel", "stand", "public"),
        unit_order_hash="0" * 64,
        status=np.zeros(1, dtype=np.uint8),
        flags=np.zeros(1, dtype=np.uint8),
        numbers=numbers,
        change=ChangeNote("2014-12-31", kind),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("day", "first"), [(date(2015, 1, 1), NEW), (date(2016, 12, 31), NEW), (date(2017, 1, 1), NEXT), (None, None)]
)
def test_event_stands_beside_the_first_period_that_shows_it(day: date | None, first: object) -> None:
    event = Note("event", valid_from=day)

    shown = [period for before, period in ((OLD, NEW), (NEW, NEXT)) if concerns(event, period, before)]

    assert shown == ([first] if first else [NEW, NEXT])


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (None, None, [OLD, NEW, NEXT]),
        (date(2015, 6, 1), None, [NEW, NEXT]),
        (date(2015, 6, 1), date(2017, 1, 1), [NEW]),
        (None, date(2014, 12, 31), []),
        (None, date(2015, 1, 1), [OLD]),
    ],
)
def test_population_stands_beside_the_periods_in_which_it_lived_there(
    since: date | None, until: date | None, shown: list[object]
) -> None:
    home = Note("population", population="home", valid_from=since, valid_until=until)

    assert [period for period in (OLD, NEW, NEXT) if concerns(home, period)] == shown


def test_note_with_a_period_belongs_to_this_period_alone() -> None:
    assert [period for period in (OLD, NEW, NEXT) if concerns(Note(period="2016-12-31"), period)] == [NEW]


def test_notes_say_what_they_are_when_and_from_whom() -> None:
    home = Note("population", population="home", valid_from=date(2015, 6, 1), valid_until=date(2018, 1, 1))
    event = Note("event", valid_from=date(2015, 6, 1), reference="Sozialamt 2015")

    assert note_words(Note(), "de") == "Text."
    assert note_words(event, "de") == "Ereignis 01.06.2015: Text. (Quelle: Sozialamt 2015)"
    assert note_words(home, "de") == ("Besondere Bevölkerung (Pflege- oder Wohnheim, 01.06.2015 bis 31.12.2017): Text.")
    assert note_words(home, "en") == (
        "Special population (nursing or residential home, 1 June 2015 to 31 December 2017): Text."
    )


def test_computed_change_goes_where_a_break_says_no() -> None:
    assert "change" not in without_broken_change(content(), [Break()]).numbers
    assert without_broken_change(content(), [Break()]).change == ChangeNote()
    for kept in (
        [],
        [Break(comparable="limited")],
        [Break(from_start=date(2016, 12, 31), to_start=date(2018, 12, 31))],
    ):
        assert "change" in without_broken_change(content(), kept).numbers
    assert "change" in without_broken_change(content("published"), [Break()]).numbers


def test_strictest_break_between_two_periods_comes_first() -> None:
    limited, strict = Break(comparable="limited"), Break(text="streng")

    assert crossing([limited, strict, Break(comparable="yes")], OLD, NEXT) == [strict, limited]
    assert crossing([strict], NEW, NEXT) == []


def test_break_is_written_for_a_file() -> None:
    told = break_words(Break(), "de")

    assert (told.between, told.comparable) == ("zwischen 31.12.2014 und 31.12.2016", "nicht vergleichbar")
    assert (told.text, told.reference) == ("Neues Gesetz.", "BGBl. I S. 1")
