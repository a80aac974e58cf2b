# SPDX-License-Identifier: EUPL-1.2
"""What a person has to see of a layer to say what its columns mean: examples, how full, how different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spatial.geometry.problems import quoted
from spatial.geometry.projections import fitting_crs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from spatial.geometry.problems import Problem
    from spatial.readers.assemble import RawFeatures

EXAMPLES = 5
MOST_COLUMNS = 100
KEPT_VALUES = 200
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class ColumnSketch:
    """One column: its first different values, how many rows it fills and how many values it has.

    ``sample`` holds values from all over the layer, to be compared with keys that are known.
    """

    name: str
    examples: tuple[str, ...]
    filled: int
    distinct: int
    longest: int
    is_number: bool
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerSketch:
    """One layer: how many areas, its columns, its CRS (empty where nobody says it) and which systems would fit.

    A layer that cannot be read has a ``problem`` and nothing else.
    """

    name: str
    count: int = 0
    columns: tuple[ColumnSketch, ...] = ()
    crs: str = ""
    fitting: tuple[str, ...] = ()
    problem: Problem | None = None


def sketch_of(name: str, raw: RawFeatures, expected: shapely.Geometry | None = None) -> LayerSketch:
    """Return the sketch of a layer that was read."""
    names = list(dict.fromkeys(column for row in raw.properties for column in row))[:MOST_COLUMNS]
    columns = tuple(_column(name, [row.get(name) for row in raw.properties]) for name in names)
    fitting = () if raw.named_crs else fitting_crs(raw.geometries, expected)
    return LayerSketch(name, len(raw.geometries), columns, fitting=fitting)


def _column(name: str, values: Sequence[Any]) -> ColumnSketch:
    told = [_text(value) for value in values]
    filled = [text for text in told if text]
    distinct = list(dict.fromkeys(filled))
    step = max(1, len(distinct) // KEPT_VALUES)
    is_number = bool(filled) and all(isinstance(value, (int, float)) for value in values if value is not None)
    return ColumnSketch(
        name=quoted(name),
        examples=tuple(quoted(text) for text in distinct[:EXAMPLES]),
        filled=len(filled),
        distinct=len(distinct),
        longest=max(map(len, distinct), default=0),
        is_number=is_number,
        sample=tuple(quoted(text) for text in distinct[::step][:KEPT_VALUES] if len(text) <= LONGEST_KEY),
    )


def _text(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
