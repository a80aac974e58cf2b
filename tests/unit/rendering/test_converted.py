# SPDX-License-Identifier: EUPL-1.2
"""A released slice on other boundaries: a zero is a true one only where everybody who is in it said so."""

from types import MappingProxyType

import numpy as np

from indicators.rendering.converted import Carrying, Form, carried_slice
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey, encode
from indicators.stats.conversion.errors import NOTHING_KNOWN
from indicators.stats.conversion.links import Links
from sozialplanung.common.statuses import Flag, Status

KEY = SliceKey("stadt", "kinder", "2018", "viertel", "alt", "public")
TRUE, ROUNDED, OK = Status.TRUE_ZERO, Status.ROUNDED_ZERO, Status.OK


def carried(
    values: list[float], statuses: list[Status], pairs: list[tuple[int, int, float]], size: int
) -> SliceContent:
    share = np.array([pair[2] for pair in pairs])
    links = Links(
        source=np.array([pair[0] for pair in pairs], dtype=np.intp),
        target=np.array([pair[1] for pair in pairs], dtype=np.intp),
        share=share,
        base=share,
        ground=share,
        leaks=np.zeros(len(values), dtype=np.bool_),
        gains=np.zeros(size, dtype=np.bool_),
        gained=np.zeros(size),
    )
    content = SliceContent(
        key=KEY,
        unit_order_hash="",
        status=np.array(statuses, dtype=np.uint8),
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers=MappingProxyType({"value": NumberBand(np.array(values), 0)}),
    )
    return carried_slice(content, Carrying(Form.COUNTS, links, NOTHING_KNOWN, KEY, "neu", "Personen"))


def test_a_zero_that_was_rounded_stays_one_wherever_it_is_carried() -> None:
    found = carried([0, 0, 0, 0], [TRUE, ROUNDED, TRUE, ROUNDED], [(0, 0, 1), (1, 1, 1), (2, 2, 1), (3, 2, 1)], 3)

    assert found.status.tolist() == [TRUE, ROUNDED, ROUNDED]


def test_a_part_so_small_that_nobody_is_left_in_it_is_no_true_zero() -> None:
    found = carried([3], [OK], [(0, 0, 0.9), (0, 1, 0.1)], 2)

    assert found.numbers["value"].values.tolist() == [3, 0]
    assert found.status.tolist() == [OK, ROUNDED]
    assert found.flags.tolist() == [Flag.ESTIMATED] * 2


def test_what_was_carried_can_be_written() -> None:
    found = carried([0, 5], [TRUE, OK], [(0, 0, 1), (1, 1, 0.5), (1, 0, 0.5)], 2)

    assert found.numbers["value"].values.tolist() == [2, 3]
    assert encode(found)
