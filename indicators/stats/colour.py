# SPDX-License-Identifier: EUPL-1.2
"""How far two colours are apart for normal and for colour-blind eyes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_TO_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])
_LINEAR_PART: Final = 0.04045
_EPSILON: Final = 216 / 24389
_KAPPA: Final = 24389 / 27
# Severity 1.0: the receptor is missing altogether.
VISIONS: Final[Mapping[str, Floats]] = MappingProxyType(
    {
        "normal": np.eye(3),
        "protan": np.array(
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        ),
        "deutan": np.array(
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        ),
        "tritan": np.array(
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        ),
    }
)


def to_lab(colour: str, vision: str = "normal") -> Floats:
    """Return a colour as it is seen, in CIELAB.

    Parameters
    ----------
    colour : str
        sRGB as `#rrggbb`.
    vision : str
        A key of `VISIONS`.

    Returns
    -------
    ndarray, shape (3,), float
        L* from 0 to 100, a*, b*, for the white D65. No NaN.

    Raises
    ------
    ValueError
        When the text is no colour of this form.

    References
    ----------
    IEC 61966-2-1 (sRGB); CIE 15:2018, 8.2.1; Machado, Oliveira and Fernandes (2009), IEEE
    Transactions on Visualization and Computer Graphics 15, 1291-1298, table 1.

    Examples
    --------
    >>> to_lab("#ffffff").round(1).tolist()[0]
    100.0
    """
    if len(colour) != len("#rrggbb") or colour[0] != "#":
        raise ValueError(f"{colour!r} is no colour of the form #rrggbb.")
    encoded = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    linear = np.where(encoded <= _LINEAR_PART, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISIONS[vision] @ linear, 0, 1)
    ratio = _TO_XYZ @ seen / _WHITE
    x, y, z = np.where(ratio > _EPSILON, np.cbrt(ratio), (_KAPPA * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(left: Floats, right: Floats) -> float:
    """Return the colour difference CIEDE2000 of two colours.

    Parameters
    ----------
    left, right : ndarray, shape (3,), float
        CIELAB.

    Returns
    -------
    float
        0 for equal colours; about 1 is just visible side by side. Symmetric. No NaN.

    References
    ----------
    Sharma, Wu and Dalal (2005), Color Research and Application 30, 21-30, equations 2 to 22.

    Examples
    --------
    >>> round(distance(np.array([50, 2.5, 0.0]), np.array([73, 25, -18.0])), 4)
    27.1492
    """
    (l1, a1, b1), (l2, a2, b2) = left.tolist(), right.tolist()
    mean_chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - _seventh(mean_chroma))
    c1, h1 = _polar(a1 * (1 + g), b1)
    c2, h2 = _polar(a2 * (1 + g), b2)
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue_step = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    # The mean of two hues lies on the shorter way between them; a grey has none of its own.
    hue = (h1 + h2) if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    dl = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = hue_step / (1 + 0.015 * chroma * t)
    rotation = 30 * np.exp(-(((hue - 275) / 25) ** 2))
    mixed = -2 * _seventh(chroma) * np.sin(np.radians(2 * rotation))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + mixed * dc * dh))


def _seventh(chroma: float) -> float:
    return float(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))


def _polar(a: float, b: float) -> tuple[float, float]:
    return float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360)


def _cos(degrees: float) -> float:
    return float(np.cos(np.radians(degrees)))
