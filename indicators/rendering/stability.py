# SPDX-License-Identifier: EUPL-1.2
"""How firm a released index is, written down for a release: two statements that are never mixed."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.uncertainty import Spread
from indicators.stats.composite.variants import Counted
from indicators.stats.composite.verdict import SpreadVerdict, Verdict

Mask = npt.NDArray[np.bool_]
Json = dict[str, Any]
_BANDS = ("stated", "lower", "middle", "upper", "same_class")


@dataclass(frozen=True, slots=True)
class AreaStability:
    """Where one area comes to lie in the variants of one statement; ranks count from 1 for the most need.

    90 of 100 variants lie from `lower` to `upper`. `same_class` is the share that leaves it in its class, None for an
    index without classes and for one that an authority defined.
    """

    stated: float
    lower: float
    upper: float
    same_class: float | None


@dataclass(frozen=True, slots=True)
class Stability:
    """What is known of a release of an index: the verdict, and the statements area by area (None where none)."""

    verdict: Verdict
    rated: int
    by_choices: tuple[AreaStability | None, ...]
    by_chance: tuple[AreaStability | None, ...]


def to_json(verdict: Verdict, by_choices: Spread, by_chance: Spread, shown: Mask) -> Json:
    """Write both statements down, without those of areas that the release hides (``shown`` is False)."""
    return {
        "verdict": _plain(asdict(verdict)),
        "rated": int((~np.isnan(by_choices.stated)).sum()),
        "choices": _bands(by_choices, shown, has_classes=not verdict.is_fixed),
        "chance": _bands(by_chance, shown, has_classes=not verdict.is_fixed),
    }


def from_json(content: Mapping[str, Any]) -> Stability:
    """Read back what `to_json` wrote."""
    told = dict(content["verdict"])
    counted = told.pop("counted")
    return Stability(
        Verdict(
            **{
                **told,
                "by_choices": SpreadVerdict(**_with_nan(told["by_choices"], "middle_width")),
                "by_chance": SpreadVerdict(**_with_nan(told["by_chance"], "middle_width")),
                "without_interval": tuple(told["without_interval"]),
                "leading_share": math.nan if told["leading_share"] is None else told["leading_share"],
            },
            counted=None if counted is None else Counted(**_tupled(counted)),
        ),
        content["rated"],
        _areas(content["choices"]),
        _areas(content["chance"]),
    )


def _bands(spread: Spread, shown: Mask, *, has_classes: bool) -> Json | None:
    if spread.reason:
        return None
    kept = _BANDS if has_classes and not np.isnan(spread.same_class).all() else _BANDS[:-1]
    return {name: _plain(np.where(shown, getattr(spread, name), np.nan).round(3).tolist()) for name in kept}


def _areas(bands: Mapping[str, list[float | None]] | None) -> tuple[AreaStability | None, ...]:
    if bands is None:
        return ()
    same = bands.get("same_class") or [None] * len(bands["stated"])
    rows = zip(bands["stated"], bands["lower"], bands["upper"], same, strict=True)
    return tuple(
        None if stated is None or lower is None or upper is None else AreaStability(stated, lower, upper, share)
        for stated, lower, upper, share in rows
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything that JSON can hold
    """Write NaN as null, and tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _with_nan(fields: Mapping[str, Any], name: str) -> Json:
    return {**fields, name: math.nan if fields[name] is None else fields[name]}


def _tupled(fields: Mapping[str, Any]) -> Json:
    return {
        name: tuple(tuple(each) for each in value) if isinstance(value, list) else value
        for name, value in fields.items()
    }
