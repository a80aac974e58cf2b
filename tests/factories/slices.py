# SPDX-License-Identifier: EUPL-1.2
"""Made-up slices for what is computed from released figures: shares of a thousand, hidden areas, breaks."""

from collections.abc import Sequence

import numpy as np

from indicators.rendering.profile_charts import Break
from indicators.rendering.slice_content import NumberBand, SliceContent, SliceKey
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Status

Values = Sequence[float | None]


def content(period: str, cases: Values, persons: float | None = 1000.0, flag: int = 0) -> SliceContent:
    """Return a slice; None is an area that is kept secret. Without persons the cases are the values."""
    x = np.array([np.nan if each is None else each for each in cases])
    hidden = np.isnan(x)
    numbers = {"value": NumberBand(x if persons is None else np.round(100 * x / persons, 1), 1)}
    if persons is not None:
        numbers["numerator"] = NumberBand(x, 0)
        numbers["denominator"] = NumberBand(np.where(hidden, np.nan, persons), 0)
    return SliceContent(
        key=SliceKey("musterstadt", "i", period, "viertel", "stand-2020", "public"),
        unit_order_hash="0" * 64,
        status=np.where(hidden, Status.SUPPRESSED, Status.OK).astype(np.uint8),
        flags=np.where(hidden, 0, flag).astype(np.uint8),
        numbers=numbers,
    )


def series(rows: Sequence[Values], first: int = 2019, persons: float | None = 1000.0) -> list[SliceContent]:
    """Return one slice a year."""
    return [content(f"{first + place}-12-31", row, persons) for place, row in enumerate(rows)]


def broken(since: int, until: int, comparable: str = "no") -> Break:
    """Return a break between two years."""
    return Break(parse(f"{since}-12-31"), parse(f"{until}-12-31"), comparable, "Neue Zählung.")
