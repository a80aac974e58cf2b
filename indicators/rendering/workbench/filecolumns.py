# SPDX-License-Identifier: EUPL-1.2
"""Columns that the workbench adds to its files: the second indicator, the filter, the balance, the choice."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from indicators.rendering.mapfile import FileCell, OwnColumn, figure
from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.balance import Balance
from indicators.rendering.workbench.sieve import Judged, Sieve
from sozialplanung.common.statuses import Flag, Status, have_value

_JUDGED: Final[Mapping[Language, tuple[str, str, str]]] = MappingProxyType(
    {"de": ("nein", "ja", "nicht zu beurteilen"), "en": ("no", "yes", "cannot be judged")}
)
_CODES: Final = ("out", "in", "unknown")
# The bands of the second indicator that a file holds.
_BANDS: Final = ("value", "lower", "upper")


def second_columns(content: SliceContent, heads: Mapping[str, str], language: Language) -> Iterator[OwnColumn]:
    """Tell the second indicator of each area: its figure, its interval, its status; `heads` are by band and status.

    With a head for `flags` it tells as well what has to be known of each figure.
    """
    there = have_value(content.status)
    for band in _BANDS:
        found = content.numbers.get(band)
        if found is not None:
            cells = [
                figure(float(value) if is_there else np.nan, found.decimals)
                for value, is_there in zip(found.values, there, strict=True)
            ]
            yield OwnColumn(f"second_{band}", heads[band], cells, found.decimals)
    yield from status_columns("second", [int(code) for code in content.status], heads, language)
    if "flags" in heads:
        told = [
            Flag(int(flags)) if is_there else Flag.NONE for flags, is_there in zip(content.flags, there, strict=True)
        ]
        yield OwnColumn("second_flags", heads["flags"], [" ".join(flags.codes) for flags in told])


def status_columns(
    name: str, codes: Sequence[int], heads: Mapping[str, str], language: Language
) -> Iterator[OwnColumn]:
    """Tell a status of each area in words and as a code."""
    ordinary = "Wert" if language == "de" else "value"
    words: list[FileCell] = [status_words(Status(code), language) or ordinary for code in codes]
    yield OwnColumn(f"{name}_status", heads["status"], words)
    yield OwnColumn(f"{name}_status_code", heads["status_code"], [Status(code).code for code in codes])


def filter_columns(sieve: Sieve, heads: Mapping[str, str], language: Language) -> Iterator[OwnColumn]:
    """Say of each area whether it meets the conditions of the filter, in a word and as a code."""
    judged = [int(Judged(code)) for code in sieve.codes.tolist()]
    yield OwnColumn("in_filter", heads["filter"], [_JUDGED[language][code] for code in judged])
    yield OwnColumn("in_filter_code", heads["filter_code"], [_CODES[code] for code in judged])


def balance_columns(balance: Balance, heads: Mapping[str, str]) -> Iterator[OwnColumn]:
    """Tell the difference of both periods: its figure, its interval, its class, and why there is none."""
    told = balance.told
    if told is None:
        return
    yield OwnColumn("difference", heads["difference"], _figures(told.difference, told.decimals), told.decimals)
    if not np.isnan(told.lower).all():
        yield OwnColumn("difference_lower", heads["lower"], _figures(told.lower, told.decimals), told.decimals)
        yield OwnColumn("difference_upper", heads["upper"], _figures(told.upper, told.decimals), told.decimals)
    labels = [balance.keys[code - 1].label for code in balance.codes]
    yield OwnColumn("difference_class", heads["class"], labels)
    yield OwnColumn(
        "difference_status_code", heads["status_code"], [Status(int(code)).code for code in told.status.tolist()]
    )


def _figures(values: np.ndarray[tuple[int], np.dtype[np.float64]], decimals: int) -> list[FileCell]:
    return [figure(value, decimals) for value in values.tolist()]


def chosen_column(chosen: Sequence[int], size: int, head: str, language: Language) -> OwnColumn:
    """Mark the chosen areas."""
    no, yes, _unknown = _JUDGED[language]
    meant = set(chosen)
    return OwnColumn("chosen", head, [yes if place in meant else no for place in range(size)])
