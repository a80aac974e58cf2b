# SPDX-License-Identifier: EUPL-1.2
"""What the panels of time read: balances, fitted lines, the spread of each period; for all periods at once."""

from typing import Any

import numpy as np
import numpy.typing as npt
from django.template.loader import render_to_string

from indicators.rendering.tableparts import MOST_ROWS
from indicators.rendering.workbench.answer import Answer, PeriodAnswer
from indicators.rendering.workbench.balance import Balance
from indicators.rendering.workbench.fits import FitLine
from indicators.rendering.workbench.parts import MULTIPLES
from indicators.selectors.workbench.settling import Settled
from indicators.views.workbench.timepanels import multiples_of, sides_of

Floats = npt.NDArray[np.float64]


def spread_script(period: PeriodAnswer) -> list[float] | None:
    """Return 10th percentile, quartiles and 90th percentile of all areas; None without a value."""
    five, tails = period.overall.five, period.overall.tails
    if tails is None or five.q1 is None or five.median is None or five.q3 is None:
        return None
    return [tails[0], five.q1, five.median, five.q3, tails[1]]


def balance_script(found: Settled, answer: Answer, position: int) -> dict[str, Any] | None:
    """Return the balance of one period; None where none is asked for.

    Its words alone where there is no difference, or where there are too many areas for a small map and a table.
    """
    if not answer.balances:
        return None
    balance = answer.balances[position]
    words = {"words": render_to_string("indicators/workbench/_balance_words.html", {"balance": balance})}
    if balance.told is None or len(balance.codes) > MOST_ROWS:
        return words
    since, until = sides_of(answer, found, position)
    return {
        **words,
        "edition": balance.edition,
        "since": since,
        "until": until,
        "decimals": balance.told.decimals,
        "difference": _whole(balance.told.difference, balance),
        "lower": _whole(balance.told.lower, balance),
        "upper": _whole(balance.told.upper, balance),
        "codes": balance.codes,
        "styles": [key.style for key in balance.keys],
        "labels": [key.label for key in balance.keys],
    }


def _whole(values: Floats, balance: Balance) -> list[int | None]:
    """Return numbers in units of their last decimal, None where there is none; empty without any."""
    told = balance.told
    if told is None or np.isnan(values).all():
        return []
    whole = np.rint(values * 10.0**told.decimals)
    return [None if np.isnan(number) else int(number) for number in whole]


def multiples_script(found: Settled, answer: Answer) -> dict[str, Any] | None:
    """Return what small maps say beside their colours; None where nobody looks at them."""
    if MULTIPLES not in found.state.panels.tafeln:
        return None
    made = multiples_of(found, answer, {})
    parts = {"multiples": made, "period": answer.shown}
    return {
        "words": render_to_string("indicators/workbench/_multiples_words.html", parts),
        "bounds": [tile.bounds for tile in made.tiles],
    }


def fits_script(answer: Answer) -> list[dict[str, Any]]:
    """Return the fitted lines, run by run: value at the first and the last period, change in a year."""
    return [
        {
            "first": run.first,
            "last": run.last,
            "edition": run.edition,
            "whole": _line(run.whole),
            "areas": [_line(line) for line in run.areas],
        }
        for run in answer.fits
    ]


def _line(line: FitLine | None) -> list[float] | None:
    return None if line is None else [line.start, line.end, line.slope]
