# SPDX-License-Identifier: EUPL-1.2
"""Bounds of classes that a reader chose: in an address `10;20;35.5`, as they are typed `10; 20; 35,5`."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from indicators.rendering.profile_numbers import Language

FEWEST: Final = 2
MOST: Final = 6
# In one language a decimal number, in the other thousands: nobody is to be misread by a factor of a thousand.
_GROUPED: Final[Mapping[Language, re.Pattern[str]]] = MappingProxyType(
    {
        "de": re.compile(r"[-+\N{MINUS SIGN}]?[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII),
        "en": re.compile(r"[-+\N{MINUS SIGN}]?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII),
    }
)
_NUMBER: Final = re.compile(r"[-\N{MINUS SIGN}]?[0-9]{1,12}([.,][0-9]{1,6})?", re.ASCII)


def is_ambiguous(text: str, language: Language) -> bool:
    """Say whether one of some numbers that somebody typed could be one of thousands or one with decimals."""
    return any(_GROUPED[language].fullmatch(part.strip()) for part in text.split(";"))


def read_bounds(text: str) -> tuple[float, ...] | None:
    """Read rising inner bounds of three to seven classes; None for anything else."""
    parts = [part.strip() for part in text.split(";")]
    if not FEWEST <= len(parts) <= MOST or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    bounds = tuple(map(_number, parts))
    return bounds if all(low < high for low, high in pairwise(bounds)) else None


def read_number(text: str) -> str | None:
    """Read one number as an address says it, `35,5` or `35.5`; None for anything else."""
    part = text.strip()
    return written_bounds((_number(part),)) if _NUMBER.fullmatch(part) else None


def _number(part: str) -> float:
    return float(part.replace(",", ".").replace("\N{MINUS SIGN}", "-")) + 0.0


def written_bounds(bounds: Sequence[float]) -> str:
    """Write bounds for an address."""
    return ";".join(f"{bound:.6f}".rstrip("0").rstrip(".") for bound in bounds)
