# SPDX-License-Identifier: EUPL-1.2
"""What the panels that compare areas read: axes for all periods, and for each one its line, cross and words."""

from typing import Any

import numpy as np
from django.template.loader import render_to_string

from indicators.rendering.pairs import Pair
from indicators.rendering.workbench.answer import Answer, PeriodAnswer
from indicators.rendering.workbench.axis import Axis


def axes_script(answer: Answer) -> dict[str, Any] | None:
    """Return the axes of both indicators; None where they are not held against each other."""
    scatters = answer.scatters
    return None if scatters is None else {"x": axis_script(scatters.x), "y": axis_script(scatters.y)}


def axis_script(axis: Axis) -> list[dict[str, Any]]:
    """Return the round numbers of an axis, and how they are written."""
    return [{"at": tick.at, "text": tick.text} for tick in axis.ticks]


def scatter_script(answer: Answer, period: PeriodAnswer) -> dict[str, Any] | None:
    """Return what one period says of both indicators; points follow from the figures."""
    if answer.scatters is None or period.pair is None:
        return None
    scatter, pair = answer.scatters.periods[period.view.position], period.pair
    return {
        "words": render_to_string("indicators/workbench/_scatter_words.html", {"scatter": scatter}),
        "thirds": [list(pair.first.bounds), list(pair.second_measure.bounds)],
        "line": scatter.line,
        "whole": scatter.whole,
    }


def second_script(pair: Pair) -> dict[str, Any]:
    """Return the second figures in units of their last decimal, None without one, and how they are written."""
    measure = pair.second_measure
    whole = np.rint(pair.values * 10.0**measure.decimals)
    return {
        "values": [None if np.isnan(value) else int(value) for value in whole],
        "decimals": measure.decimals,
        "unit": measure.unit,
        "guessed": sorted(pair.guessed),
    }
