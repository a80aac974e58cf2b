# SPDX-License-Identifier: EUPL-1.2
"""Rounding half up, scaled integers and German number formats."""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, overload

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MINUS: Final = "\u2212"
NBSP: Final = "\u00a0"
MAX_DECIMALS: Final = 9

# A quotient of counts is off its true value by a few units in the last place (2**-52), so that 28.5
# may arrive as 28.499999999999996. Quotients that are truly no tie stay far outside this margin.
_TIE: Final = 2.0**-46
# Above this, a double no longer holds the half.
_LARGEST: Final = 2.0**51


@overload
def round_half_up(value: float, decimals: int = 0) -> float: ...
@overload
def round_half_up(value: Decimal, decimals: int = 0) -> Decimal: ...
@overload
def round_half_up(value: FloatArray, decimals: int = 0) -> FloatArray: ...
def round_half_up(value: float | Decimal | FloatArray, decimals: int = 0) -> float | Decimal | FloatArray:
    """Round to a number of decimals, halves away from zero (kaufmännisch).

    Parameters
    ----------
    value
        A number or a float array of any shape. A float within 2**-46 of a half, relative to its
        size, counts as that half: binary floats hold neither 0.285 nor 28.5 out of 57/200.
    decimals
        Digits after the point, 0 to 9.

    Returns
    -------
    float, Decimal or array of the same shape
        NaN stays NaN, an infinity stays itself; a result of zero has no sign.

    Raises
    ------
    ValueError
        `decimals` is outside 0 to 9.

    References
    ----------
    DIN 1333:1992, 4.5.1 (Runden).

    Examples
    --------
    >>> round_half_up(2.675, 2)
    2.68
    """
    _check_decimals(decimals)
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + Decimal(0)
    if isinstance(value, np.ndarray):
        return _round_array(value, decimals)
    return float(_round_array(np.asarray(value, dtype=np.float64), decimals))


def to_scaled(values: FloatArray, decimals: int, *, missing: int) -> IntArray:
    """Return the values times 10**decimals as integers, rounded half up.

    Parameters
    ----------
    values
        Float array of any shape.
    decimals
        Digits kept after the point, 0 to 9.
    missing
        The integer that stands for NaN; no value may come out as this integer.

    Returns
    -------
    int64 array of the same shape

    Raises
    ------
    ValueError
        A value is infinite, too large, or would read as `missing`.
    """
    _check_decimals(decimals)
    is_missing = np.isnan(values)
    scaled = _half_up(np.where(is_missing, 0.0, values) * 10.0**decimals)
    if not np.all(np.abs(scaled) <= _LARGEST):
        raise ValueError("A value is infinite or too large for a scaled integer.")
    whole = scaled.astype(np.int64)
    if np.any((whole == missing) & ~is_missing):
        raise ValueError(f"A value equals the mark for missing values ({missing}).")
    return np.where(is_missing, np.int64(missing), whole)


def from_scaled(scaled: IntArray, decimals: int, *, missing: int) -> FloatArray:
    """Return the float closest to each scaled integer's decimal number; `missing` becomes NaN.

    Parameters
    ----------
    scaled
        Integer array of any shape.
    decimals
        Digits after the point that the integers hold, 0 to 9.
    missing
        The integer that stands for a missing value.

    Returns
    -------
    float64 array of the same shape

    Raises
    ------
    ValueError
        `decimals` is outside 0 to 9.
    """
    _check_decimals(decimals)
    # A division rounds once and hits the closest double; a multiplication by 0.1 would not.
    return np.where(scaled == missing, np.nan, scaled / 10.0**decimals)


def format_number(value: float | Decimal, decimals: int = 0, *, is_signed: bool = False) -> str:
    """Return the number as `5.086`, `−0,7` or, signed, `+1,2`; rounded half up."""
    scaled = _scaled_digits(value, decimals)
    whole, fraction = divmod(abs(scaled), 10**decimals)
    text = f"{whole:,}".replace(",", ".")
    if decimals:
        text += f",{fraction:0{decimals}d}"
    if scaled < 0:
        return MINUS + text
    return f"+{text}" if is_signed and scaled > 0 else text


def format_percent(value: float | Decimal, decimals: int = 1, *, is_signed: bool = False) -> str:
    """Return the percentage as `32,7 %`, with a space that does not break."""
    return f"{format_number(value, decimals, is_signed=is_signed)}{NBSP}%"


def _scaled_digits(value: float | Decimal, decimals: int) -> int:
    if not math.isfinite(value):
        raise ValueError("Only a finite number has digits; say in words that a figure is missing.")
    if isinstance(value, int):
        _check_decimals(decimals)
        return value * int(10**decimals)
    rounded = round_half_up(value if isinstance(value, Decimal) else float(value), decimals)
    return round(Decimal(repr(rounded) if isinstance(rounded, float) else rounded).scaleb(decimals))


def _check_decimals(decimals: int) -> None:
    if not 0 <= decimals <= MAX_DECIMALS:
        raise ValueError(f"Decimals have to lie between 0 and {MAX_DECIMALS}, not {decimals}.")


def _half_up(scaled: FloatArray) -> FloatArray:
    size = np.abs(scaled)
    return np.asarray(np.copysign(np.floor(size + 0.5 + size * _TIE), scaled), dtype=np.float64)


def _round_array(values: FloatArray, decimals: int) -> FloatArray:
    scaled = values * 10.0**decimals
    # A number this large has no digit left to round; an infinity neither.
    is_whole = ~(np.abs(scaled) < _LARGEST)
    rounded = _half_up(np.where(is_whole, 0.0, scaled)) / 10.0**decimals
    # Adding zero turns -0.0 into 0.0.
    return np.asarray(np.where(is_whole, values, rounded + 0.0), dtype=np.float64)
