# SPDX-License-Identifier: EUPL-1.2
"""What a map or panel shows, as it would be if every estimate had come out otherwise."""

from dataclasses import replace

import numpy as np

from indicators.rendering.slices import NumberBand, SliceContent
from indicators.selectors.mapfacts import MapFacts


def altered(facts: MapFacts) -> MapFacts:
    """Return the facts as they would be if every estimate had come out otherwise."""
    contents = dict(facts.contents)
    for ref in facts.choice.series:
        places = list(facts.guessed_at(ref))
        contents[ref.id] = moved(contents[ref.id], places)
    pairs = dict(facts.pairs)
    for pk, pair in pairs.items():
        values = pair.values.copy()
        values[sorted(pair.guessed)] += 7.0
        pairs[pk] = replace(pair, values=values)
    return replace(facts, contents=contents, pairs=pairs)


def moved(content: SliceContent, places: list[int]) -> SliceContent:
    """Return a slice with other numbers in some places."""
    numbers = {}
    for name, band in content.numbers.items():
        values = band.values.copy()
        values[places] = np.where(np.isnan(values[places]), np.nan, values[places] + 3.0)
        numbers[name] = NumberBand(values, band.decimals)
    return replace(content, numbers=numbers)


def with_ranges(facts: MapFacts) -> MapFacts:
    """Return the facts as they would be if every estimate were known to be off by 2 at most."""
    contents = dict(facts.contents)
    for ref in facts.choice.series:
        places, content = list(facts.guessed_at(ref)), contents[ref.id]
        values = content.numbers["value"].values
        ends = {name: np.full(content.size, np.nan) for name in ("lower", "upper")}
        ends["lower"][places], ends["upper"][places] = values[places] - 2, values[places] + 2
        numbers = dict(content.numbers) | {name: NumberBand(each, 1) for name, each in ends.items()}
        contents[ref.id] = replace(content, numbers=numbers)
    return replace(facts, contents=contents)
