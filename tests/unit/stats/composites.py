# SPDX-License-Identifier: EUPL-1.2
"""Recipes and areas that the tests of composite indices share."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from indicators.stats.composite.nodes import Combine, Domain, Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas
from indicators.stats.composite.steps import Scale, Unscaled, ZScale

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = json.loads((ROOT / "tests/golden/composite_index/golden.json").read_text(encoding="utf-8"))
Floats = npt.NDArray[np.float64]


SUM, MEAN, AS_IS, Z = Combine("sum"), Combine("mean", "weights"), Unscaled(), ZScale()


def flat(*parts: Part | Domain, combine: Combine = SUM, scale: Scale = AS_IS, **domain: object) -> Recipe:
    """Return a recipe of one domain."""
    return Recipe("x", 1, Domain("x", parts, combine, scale=scale, **domain))  # type: ignore[arg-type]


def kept(name: str, **fields: object) -> Part:
    """Return a part that keeps its unit."""
    return Part(name, scale=AS_IS, **fields)  # type: ignore[arg-type]


def two(scale: Scale = Z, **domain: object) -> Recipe:
    """Return the mean of two parts."""
    return flat(Part("a", scale=scale), Part("b", scale=scale), combine=MEAN, **domain)  # type: ignore[arg-type]


def areas(*columns: object, **fields: object) -> Areas:
    """Return areas by their columns."""
    return Areas(tuple(np.asarray(column, dtype=float) for column in columns), **fields)  # type: ignore[arg-type]


def reference_rows(*path: str) -> list[dict[str, str]]:
    """Read a table of the reference data, or skip the test and say so."""
    folder = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not folder:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    with Path(folder).joinpath(*path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def numbers(rows: list[dict[str, str]], name: str) -> Floats:
    """Return a column of a table."""
    return np.array([float(row[name]) for row in rows])
