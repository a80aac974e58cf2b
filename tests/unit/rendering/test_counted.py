# SPDX-License-Identifier: EUPL-1.2
"""What statistics may read of a carried slice: measured and exactly re-aggregated figures, never an estimate."""

from types import MappingProxyType

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.counted import estimated, without_estimates
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey, encode
from sozialplanung.common.statuses import Flag, Status, have_value

KEY = SliceKey("stadt", "anteil", "2018", "viertel", "neu", "public")
GUESS, SUM = int(Flag.ESTIMATED), int(Flag.REAGGREGATED)
STATUSES = (Status.OK, Status.TRUE_ZERO, Status.MISSING, Status.SUPPRESSED, Status.NOT_COMPARABLE)
AREAS = st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from((0, GUESS, SUM, GUESS | SUM))), min_size=1)


def slice_of(areas: list[tuple[Status, int]]) -> SliceContent:
    """Return a slice with a figure, a number of persons and a comparison wherever a status has one."""
    status = np.array([int(status) for status, _flags in areas], dtype=np.uint8)
    shown = have_value(status)
    value = np.where(shown, np.where(status == Status.TRUE_ZERO, 0.0, np.arange(1.0, len(areas) + 1)), np.nan)
    return SliceContent(
        key=KEY,
        unit_order_hash="neu",
        status=status,
        flags=np.array([flags for _status, flags in areas], dtype=np.uint8),
        numbers=MappingProxyType(
            {"value": NumberBand(value, 0), "denominator": NumberBand(np.where(shown, 10, np.nan), 0)}
        ),
        codes=MappingProxyType({"comparison": np.where(shown, 2, 0)}),
    )


def test_an_estimate_leaves_no_number_and_no_code_behind() -> None:
    found = without_estimates(slice_of([(Status.OK, 0), (Status.OK, GUESS), (Status.OK, SUM), (Status.MISSING, 0)]))

    assert found.status.tolist() == [Status.OK, Status.NOT_COMPARABLE, Status.OK, Status.MISSING]
    assert np.isnan(found.numbers["value"].values).tolist() == [False, True, False, True]
    assert np.isnan(found.numbers["denominator"].values).tolist() == [False, True, False, True]
    assert found.codes["comparison"].tolist() == [2, 0, 2, 0]
    assert found.flags.tolist() == [0, 0, SUM, 0]


def test_the_five_numbers_are_those_of_what_was_counted() -> None:
    found = without_estimates(slice_of([(Status.OK, 0), (Status.OK, 0), (Status.OK, GUESS)]))

    assert (found.summary.n, found.summary.minimum, found.summary.maximum) == (2, 1.0, 2.0)


def test_a_slice_without_estimates_is_itself() -> None:
    content = slice_of([(Status.OK, 0), (Status.OK, SUM), (Status.NOT_COMPARABLE, GUESS)])

    assert without_estimates(content) is content


def test_a_slice_of_estimates_alone_has_no_figure_left() -> None:
    found = without_estimates(slice_of([(Status.OK, GUESS)]))

    assert found.summary.n == 0
    assert found.summary.median is None


@given(AREAS)
def test_nothing_but_estimates_goes_and_what_is_left_can_be_written(areas: list[tuple[Status, int]]) -> None:
    content = slice_of(areas)
    found, guessed = without_estimates(content), estimated(content)

    assert guessed.tolist() == [
        status in {Status.OK, Status.TRUE_ZERO} and bool(flags & GUESS) for status, flags in areas
    ]
    for before, after in ((content.status, found.status), (content.flags, found.flags)):
        assert before[~guessed].tolist() == after[~guessed].tolist()
    for name, band in content.numbers.items():
        np.testing.assert_array_equal(np.where(guessed, np.nan, band.values), found.numbers[name].values)
    assert not have_value(found.status)[guessed].any()
    assert encode(found)
