# SPDX-License-Identifier: EUPL-1.2
"""Tables as offices of German municipalities send them, each with what is in it, written down by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indicators.readers.proposals import AreaList, Known, KnownSeries

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = {"01": "Altstadt", "02": "Neustadt", "03": "Weststadt", "04": "Süd-Nord", "05": "Am Weiher"}
KNOWN = Known(
    (
        AreaList("stadtteil", "2020", NAMES, {"06": "05"}),
        AreaList("stadt", "2020", {"0": "Musterstadt"}),
    ),
    (KnownSeries("inhabitants", "Einwohner"), KnownSeries("rate", "Quote", is_additive=False)),
)
Figures = dict[tuple[str, str, str], float | str]


@dataclass(frozen=True)
class Table:
    """A file; the answers beyond what is proposed; what it holds, or why it is refused.

    `figures` are values or status words by area, series (the name of its column without period) and period. `told`
    are the codes of all findings that are no notes. `refusal` is the code of a file that cannot be read, `open` a
    question that is not answered by a proposal.
    """

    content: bytes
    figures: Figures = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    refusal: str = ""
    open: tuple[str, ...] = ()
    file_name: str = ""
    sheet: str = ""


def grid(series: str, period: str, values: Sequence[float | str], keys: Sequence[str] = tuple(NAMES)) -> Figures:
    """Return the figures of one series and period, in the order of the areas."""
    return {(key, series, period): value for key, value in zip(keys, values, strict=True)}


def text(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """Return lines as a text file."""
    return (end.join(lines) + end).encode(encoding)


DAY = "2022-12-31"
