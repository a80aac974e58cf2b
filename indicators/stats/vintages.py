# SPDX-License-Identifier: EUPL-1.2
"""The frozen, unrounded slice that derivations read, and its bytes."""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.sharepairs import SharePair

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]

_MAGIC: Final = b"SPV1"
# The same with four bands more: the counts of the two shares of which a figure is the difference.
_MAGIC_PAIR: Final = b"SPV2"
_PAIR_BANDS: Final = 4
_BANDS: Final = ("value", "numerator", "denominator", "change", "classes")


class VintageError(ValueError):
    """Bytes that are no vintage, or arrays that do not belong together."""


@dataclass(frozen=True, slots=True, eq=False)
class RawSlice:
    """Unrounded figures of n areas in the frozen unit order of a boundary version.

    Attributes
    ----------
    value, numerator, denominator, change : ndarray, shape (n,), float
        In the indicator's own unit; NaN where there is none.
    classes : ndarray, shape (n,), float
        Number of the class of an index, from 1; NaN without one.
    status, flags : ndarray, shape (n,), uint8
        Codes of ``sozialplanung.common.statuses``.
    pair : SharePair or None
        The counts of the two shares of which the value is the difference, shape (n,) each.
    """

    value: Floats
    status: Codes
    flags: Codes
    numerator: Floats
    denominator: Floats
    change: Floats
    classes: Floats
    pair: SharePair | None = None

    def __post_init__(self) -> None:
        """Refuse arrays of different length."""
        sizes = {self.status.shape, self.flags.shape, *(band.shape for band in self._floats())}
        if len(sizes) != 1:
            raise VintageError(f"Arrays of one slice have different shapes: {sorted(sizes)}.")

    @property
    def size(self) -> int:
        """The number of areas."""
        return int(self.status.size)

    def _floats(self) -> tuple[Floats, ...]:
        pair = self.pair.bands if self.pair is not None else ()
        return (*(getattr(self, name) for name in _BANDS), *pair)

    def to_bytes(self) -> bytes:
        """Return the slice as bytes; equal slices give equal bytes (every NaN is written alike)."""
        floats = [np.where(np.isnan(band), np.nan, band) for band in self._floats()]
        magic = _MAGIC if self.pair is None else _MAGIC_PAIR
        parts = [magic, struct.pack("<I", self.size), *(array.astype("<f8").tobytes() for array in floats)]
        return b"".join([*parts, self.status.tobytes(), self.flags.tobytes()])


def raw_slice(
    value: Floats,
    status: npt.NDArray[np.generic],
    *,
    pair: SharePair | None = None,
    **bands: npt.NDArray[np.generic],
) -> RawSlice:
    """Put a slice together.

    Parameters
    ----------
    value : ndarray, shape (n,), float
        In the indicator's own unit; NaN where there is none.
    status : ndarray, shape (n,), int
        Codes of ``sozialplanung.common.statuses``.
    pair : SharePair, optional
        The counts of the two shares of which the value is the difference.
    **bands : ndarray, shape (n,)
        Any of ``numerator``, ``denominator``, ``change``, ``classes`` and ``flags``.

    Returns
    -------
    RawSlice
        A band that is not given holds NaN only, flags that are not given are 0.

    Raises
    ------
    VintageError
        When the arrays have different shapes.
    """
    empty = np.full(value.shape, np.nan)
    floats = {name: np.asarray(bands.get(name, empty), dtype=np.float64) for name in _BANDS if name != "value"}
    flags = np.asarray(bands.get("flags", np.zeros(value.shape)), dtype=np.uint8)
    number = np.asarray(value, dtype=np.float64)
    return RawSlice(value=number, status=status.astype(np.uint8), flags=flags, pair=pair, **floats)


def raw_slice_from_bytes(payload: bytes) -> RawSlice:
    """Read a slice back.

    Parameters
    ----------
    payload : bytes
        As ``RawSlice.to_bytes`` wrote it.

    Returns
    -------
    RawSlice
        With the same values, NaN among them.

    Raises
    ------
    VintageError
        When the bytes are no vintage of this format or have another length.
    """
    is_pair = payload[:4] == _MAGIC_PAIR
    if (payload[:4] != _MAGIC and not is_pair) or len(payload) < 8:  # noqa: PLR2004 - magic and count
        raise VintageError("These bytes are no vintage.")
    (size,) = struct.unpack_from("<I", payload, 4)
    count = len(_BANDS) + (_PAIR_BANDS if is_pair else 0)
    if len(payload) != 8 + size * (8 * count + 2):
        raise VintageError("The vintage is not complete.")
    offsets = [8 + 8 * size * number for number in range(count + 1)]
    floats = [np.frombuffer(payload, dtype="<f8", count=size, offset=at).astype(np.float64) for at in offsets[:-1]]
    status = np.frombuffer(payload, dtype=np.uint8, count=size, offset=offsets[-1])
    flags = np.frombuffer(payload, dtype=np.uint8, count=size, offset=offsets[-1] + size)
    bands = dict(zip(_BANDS, floats, strict=False))
    pair = SharePair(*floats[len(_BANDS) :]) if is_pair else None
    return RawSlice(status=status, flags=flags, pair=pair, **bands)
