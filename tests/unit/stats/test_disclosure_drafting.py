# SPDX-License-Identifier: EUPL-1.2
"""A number of persons that is too small for a share alone is told apart from a small count."""

from indicators.services.disclosure.drafting import Draft
from indicators.stats.disclosure.cells import Interval

NEED = Interval(0.0, 50.0)


def test_cell_is_a_base_as_long_as_nothing_else_asks_for_openness() -> None:
    draft, seen = Draft(15.0), list[bool]()
    for need, is_base in ((None, True), (NEED, True), (None, False), (Interval(10.0, 20.0), False), (NEED, True)):
        draft.want(need, is_base=is_base)
        seen.append(draft.is_base)

    assert seen == [False, True, True, False, False]
    assert draft.need == NEED


def test_cell_in_the_making_is_plain_until_something_is_asked_known_or_decided() -> None:
    assert Draft(1.0).is_plain
    assert not Draft(1.0, is_single=True).is_plain
    assert not Draft(1.0, is_secret=True).is_plain
    asked, told = Draft(1.0), Draft(1.0)
    asked.want(NEED)
    told.tell(Interval(1.0, 1.0))
    assert not asked.is_plain
    assert not told.is_plain
