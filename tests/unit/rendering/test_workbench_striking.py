# SPDX-License-Identifier: EUPL-1.2
"""Titles of areas that stand out: nobody is said to rise who did not, nor more than a rest that fell."""

import numpy as np
import pytest

from indicators.rendering.workbench.balance import Sides
from indicators.rendering.workbench.striking import Judged, Rule
from indicators.rendering.workbench.strikingwords import Named, striking_sentence, striking_title
from indicators.stats.striking import Verdict
from sozialplanung.common.statuses import Status

GERMAN = Sides("2014", "2018", "Viertel", "Prozentpunkte", "de")
ENGLISH = Sides("2014", "2018", "quarters", "percentage points", "en")
RULE = Rule("chance", 3.0, 200, is_declared=True)
Pair = tuple[float, float]


def title(*pairs: Pair, sides: Sides = GERMAN) -> str:
    """Return the title of areas that all stand out, each with its change and that of the rest."""
    change, rest = (np.array(each) for each in zip(*pairs, strict=True))
    nothing = np.full(change.shape, np.nan)
    judged = Judged(
        codes=np.full(change.shape, int(Verdict.FOUND)),
        change=change,
        rest=rest,
        difference=change - rest,
        lower=nothing,
        upper=nothing,
        persons=np.full(change.shape, 1000.0),
        status=np.zeros(change.shape, dtype=np.int64),
        decimals=1,
    )
    return striking_title(judged, RULE, Named("Armut", "Musterstadt"), sides)


@pytest.mark.parametrize(
    ("pairs", "german", "english"),
    [
        ([(6.0, 1.0)], "ein Gebiet stieg stärker als", "one area rose more than"),
        ([(-1.0, -6.0)], "ein Gebiet sank weniger als", "one area fell less than"),
        ([(-6.0, -1.0)], "ein Gebiet sank stärker als", "one area fell more than"),
        ([(1.0, 6.0)], "ein Gebiet stieg weniger als", "one area rose less than"),
        (
            [(0.0, -6.0)],
            "ein Gebiet veränderte sich anders (nach oben) als",
            "one area changed otherwise (upwards) than",
        ),
        (
            [(4.0, -2.0), (9.0, -2.0)],
            "zwei Gebiete veränderten sich anders (nach oben) als",
            "two areas changed otherwise (upwards) than",
        ),
        (
            [(9.0, 2.0), (-3.0, 2.0)],
            "ein Gebiet stieg stärker, eines veränderte sich anders (nach unten) als",
            "one area rose more, one changed otherwise (downwards) than",
        ),
        ([(5.0, 0.0)], "ein Gebiet stieg stärker als", "one area rose more than"),
    ],
)
def test_title_says_of_areas_what_they_did(pairs: list[Pair], german: str, english: str) -> None:
    assert title(*pairs) == f"Armut: {german} der Rest von Musterstadt"
    assert title(*pairs, sides=ENGLISH) == f"Armut: {english} the rest of Musterstadt"


def test_estimates_are_not_judged_and_counted_in_their_own_word() -> None:
    nothing = np.full(3, np.nan)
    judged = Judged(
        codes=np.array([Verdict.WITHIN, Verdict.NOT_JUDGED, Verdict.NOT_JUDGED], dtype=np.int64),
        change=np.array([1.0, np.nan, np.nan]),
        rest=nothing,
        difference=nothing,
        lower=nothing,
        upper=nothing,
        persons=nothing,
        status=np.array([Status.OK, Status.NOT_COMPARABLE, Status.OK], dtype=np.int64),
        decimals=1,
        reasons={1: "geschätzt"},
    )

    assert "2 nicht beurteilt: 1 geschätzt, 1 ohne Zahlen dahinter." in striking_sentence(judged, RULE, GERMAN, "")
