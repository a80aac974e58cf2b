# SPDX-License-Identifier: EUPL-1.2
"""Decisions about many figures as a few bytes: runs of the same decision."""

import struct
from typing import Final

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint8]

_RUN: Final = struct.Struct("<BI")


def packed(codes: Codes) -> bytes:
    """Return decisions as runs: for each its code and its length.

    Parameters
    ----------
    codes : ndarray, shape (n,), uint8

    Returns
    -------
    bytes
        Five for each run; equal decisions give equal bytes, none gives none.

    Examples
    --------
    >>> packed(np.array([0, 0, 2], dtype=np.uint8)).hex()
    '00020000000201000000'
    """
    if not codes.size:
        return b""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(codes)) + 1])
    lengths = np.diff(np.concatenate([starts, [codes.size]]))
    return b"".join(_RUN.pack(int(codes[start]), int(length)) for start, length in zip(starts, lengths, strict=True))


def unpacked(content: bytes) -> Codes:
    """Return the decisions that were packed.

    Parameters
    ----------
    content : bytes
        As :func:`packed` wrote it.

    Returns
    -------
    ndarray, shape (n,), uint8

    Raises
    ------
    ValueError
        When the bytes end within a run.
    """
    if len(content) % _RUN.size:
        raise ValueError("These bytes are no packed decisions.")
    runs = list(_RUN.iter_unpack(content))
    return np.repeat(
        np.array([code for code, _ in runs], dtype=np.uint8), np.array([length for _, length in runs], dtype=np.int64)
    )
