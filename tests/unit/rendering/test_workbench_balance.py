# SPDX-License-Identifier: EUPL-1.2
"""The balance of two periods in classes and words: chance apart, what is hidden in either period told as such."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.workbench.balance import (
    CHANCE,
    CLASSES,
    Balance,
    Sides,
    Told,
    Whole,
    balance_of,
    status_of_both,
)
from sozialplanung.common.statuses import Status, have_value

SIDES = Sides("2014", "2018", "Viertel", "Prozentpunkte", "de")
ENGLISH = Sides("2014", "2018", "quarters", "percentage points", "en")
BOUNDS = (-2.9, -0.9, 1.0, 3.0)
NAN = float("nan")
STATUSES = st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(Status)), min_size=1, max_size=30)


def told(*rows: tuple[float, float, float, Status], lasting: int | None = None) -> Told:
    difference, lower, upper, status = (np.array(column) for column in zip(*rows, strict=True))
    return Told(difference, 1, lower, upper, status.astype(np.int64), lasting)


MIXED = told(
    (-4.0, -6.0, -2.0, Status.OK),
    (0.4, -1.0, 1.8, Status.OK),
    (2.0, 0.1, 3.9, Status.TRUE_ZERO),
    (NAN, NAN, NAN, Status.SUPPRESSED),
    (NAN, NAN, NAN, Status.MISSING),
    (NAN, NAN, NAN, Status.UNKNOWN),
    lasting=1,
)


def test_chance_and_reasons_have_rows_of_their_own_in_the_legend() -> None:
    found = balance_of(MIXED, BOUNDS, SIDES, Whole("Musterstadt"))

    assert found.codes[:3] == (1, CHANCE, 4)
    assert [key.label for key in found.classes] == [
        "−3,0 und weniger", "−2,9 bis −1,0", "−0,9 bis +0,9", "+1,0 bis +2,9", "+3,0 und mehr",
    ]  # fmt: skip
    assert [(key.style, key.count) for key in found.others] == [
        ("chance-fill", 1),
        ("special-fill special-fill--suppressed", 1),
        ("special-fill special-fill--missing", 1),
        ("special-fill special-fill--missing", 1),
    ]
    assert sum(key.count for key in found.keys) == 6
    assert found.difference_text(0) == "−4,0"
    assert found.difference_text(3) == "gesperrt: geheim gehalten"
    assert (found.interval_text(2), found.interval_text(0)) == ("+0,1–+3,9", "−6,0 bis −2,0")
    assert (found.verdict_text(1), found.verdict_text(2)) == ("innerhalb des Zufalls", "")


def test_sentence_counts_chance_and_what_is_left_out() -> None:
    found = balance_of(MIXED, BOUNDS, SIDES, Whole("Musterstadt", -1.5, decimals=1))

    assert found.sentence == (
        "3 Viertel mit Wert in beiden Ständen: 1 höher und 1 niedriger über den Zufall hinaus, 1 innerhalb des Zufalls "
        "(2018 gegenüber 2014). Alle zugleich betrachtet bleiben 1 davon (Benjamini-Hochberg). Musterstadt: "
        "−1,5\xa0Prozentpunkte. 3 ohne vergleichbare Werte zählen nirgends mit: 1 gesperrt: geheim gehalten, "
        "1 unbekannt, 1 keine Angabe."
    )


def test_counts_tell_their_ratio_in_words_alone_and_that_chance_is_not_known() -> None:
    people = Sides("2014", "2018", "Viertel", "", "de")
    plain = told((-40.0, NAN, NAN, Status.OK), (0.0, NAN, NAN, Status.OK))

    found = balance_of(plain, (-2.0, 0.0, 1.0, 3.0), people, Whole("Musterstadt", -40.0, -3.2, 1))

    assert "0 höher, 1 niedriger, 1 gleich" in found.sentence
    assert "lässt sich hier nicht berechnen" in found.sentence
    assert "Musterstadt: −40,0 (−3,2\xa0%)." in found.sentence
    assert [key.count for key in found.others] == []


def test_english_says_the_same() -> None:
    found = balance_of(MIXED, BOUNDS, ENGLISH, Whole("Musterstadt", 1.5, decimals=1))

    assert found.sentence.startswith(
        "3 quarters with a value in both periods: 1 higher and 1 lower beyond chance, 1 within chance (2018 against "
        "2014). Looked at all together, 1 of them remain (Benjamini-Hochberg). Musterstadt: +1.5\xa0percentage points."
    )
    assert found.keys[0].label == "−3.0 and less"


def test_nothing_that_is_shown_twice_is_said_and_counts_nowhere() -> None:
    found = balance_of(told((NAN, NAN, NAN, Status.SUPPRESSED)), BOUNDS, SIDES, Whole("Musterstadt"))

    assert found.sentence == (
        "In den Vierteln gibt es keinen Wert, der in beiden Ständen gezeigt wird. 1 ohne vergleichbare Werte zählt "
        "nirgends mit: 1 gesperrt: geheim gehalten."
    )
    assert sum(key.count for key in found.classes) == 0


def test_english_tells_what_is_missing_and_what_is_not_known_too() -> None:
    none = balance_of(told((NAN, NAN, NAN, Status.MISSING)), BOUNDS, ENGLISH, Whole("Musterstadt"))
    plain = balance_of(
        told((2.0, NAN, NAN, Status.OK)), (-2.0, 0.0, 0.1, 2.0), ENGLISH, Whole("Musterstadt", 9.0, 0.9, 1)
    )

    assert none.sentence.startswith("None of the quarters has a value that is shown in both periods. 1 without figures")
    assert "1 higher, 0 lower, 0 the same (2018 against 2014). How much of it is chance cannot be" in plain.sentence
    assert "Musterstadt: +9.0\xa0percentage points (+0.9%)." in plain.sentence
    # A class that holds one number is named by it alone.
    assert plain.keys[2].label == "0.0"
    assert (plain.interval_text(0), plain.verdict_text(0)) == ("", "")


def test_balance_that_there_is_not_has_a_sentence_and_no_figure() -> None:
    found = Balance(SIDES, why_not="Nicht vergleichbar.")

    assert (found.difference_text(0), found.interval_text(0), found.classes, found.others) == ("", "", (), ())


@given(STATUSES)
def test_area_has_a_difference_where_both_periods_show_it_and_nowhere_else(pairs: list[tuple[Status, Status]]) -> None:
    later, earlier = (np.array([pair[side] for pair in pairs], dtype=np.uint8) for side in (0, 1))

    found = status_of_both(later, earlier)

    both = have_value(later) & have_value(earlier)
    assert (have_value(found) == both).all()
    for status, pair in zip(found.tolist(), pairs, strict=True):
        assert status in pair or status == Status.OK
        if Status.SUPPRESSED in pair:
            assert status == Status.SUPPRESSED
    assert (found == status_of_both(earlier, later)).all()


@pytest.mark.check("C016")
@given(
    st.lists(st.none() | st.integers(-900, 900), min_size=1, max_size=40),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_every_area_is_in_exactly_one_row_of_the_legend(values: list[int | None], chance: list[bool]) -> None:
    rows = [
        (NAN, NAN, NAN, Status.MISSING)
        if value is None
        else (value / 10, *((-99.0, 99.0) if is_chance else (NAN, NAN)), Status.OK)
        for value, is_chance in zip(values, chance, strict=False)
    ]

    found = balance_of(told(*rows, lasting=0), BOUNDS, SIDES, Whole("Musterstadt"))

    assert sum(key.count for key in found.keys) == len(values)
    assert sum(key.count for key in found.keys[:CHANCE]) == sum(value is not None for value in values)
    for value, is_chance, code in zip(values, chance, found.codes, strict=False):
        assert (code > CHANCE) is (value is None)
        if value is not None:
            assert (code == CHANCE) is is_chance
    assert len(found.classes) == CLASSES


def test_an_estimate_is_left_out_in_its_own_word_beside_what_a_break_leaves_out() -> None:
    rows = [(2.0, NAN, NAN, Status.OK), *[(NAN, NAN, NAN, Status.NOT_COMPARABLE)] * 3]
    found = balance_of(replace(told(*rows), reasons={1: "geschätzt", 3: "geschätzt"}), BOUNDS, SIDES, Whole("Stadt"))

    assert [(key.label, key.count) for key in found.others] == [("geschätzt", 2), (found.difference_text(2), 1)]
    assert found.difference_text(1) == "geschätzt"
    assert found.difference_text(2) not in {"", "geschätzt"}
    assert "3 ohne vergleichbare Werte zählen nirgends mit: 2 geschätzt, 1 " in found.sentence
