# SPDX-License-Identifier: EUPL-1.2
"""Places and drawn shapes as they stand in an address, and as somebody types them."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

# Longitude and latitude in degrees.
Point = tuple[float, float]
FEWEST: Final = 3
MOST: Final = 60
# A metre: 60 corners take some 400 characters.
_DEGREES: Final = 5
_SCALE: Final = 10**_DEGREES
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{8,600}", re.ASCII)
_NUMBER: Final = r"-?[0-9]{1,3}(?:[.,][0-9]{1,8})?"
_SPACED: Final = re.compile(rf"({_NUMBER}),?\s+({_NUMBER})", re.ASCII)
_PLAIN: Final = re.compile(r"(-?[0-9]{1,3}\.[0-9]{1,8}),(-?[0-9]{1,3}\.[0-9]{1,8})", re.ASCII)
_LOW, _MORE, _SEVEN = 0x7F, 0x80, 7
_MOST_SHIFT: Final = 28
_EAST, _NORTH = 180.0, 90.0


def written_point(point: Point) -> str:
    """Write a place: longitude, latitude."""
    return ",".join(_short(degrees) for degrees in point)


def read_point(longitude: str, latitude: str) -> Point | None:
    """Read a place as an address says it, rounded to a metre; None for anything else."""
    if not all(re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,8})?", text, re.ASCII) for text in (longitude, latitude)):
        return None
    return _on_earth(float(longitude), float(latitude))


def typed_points(text: str) -> tuple[Point, ...] | None:
    """Read places as they are typed, latitude first: `52,52 13,40; 52.53, 13.41`; None for anything else."""
    found: list[Point] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        match = _PLAIN.fullmatch(part) or _SPACED.fullmatch(part)
        latitude, longitude = (float(number.replace(",", ".")) for number in match.groups()) if match else (91.0, 0.0)
        point = _on_earth(longitude, latitude)
        if point is None:
            return None
        found.append(point)
    return tuple(found) or None


def written(ring: Iterable[Point]) -> str:
    """Write the corners of a shape as text: letters, digits, `-` and `_` alone."""
    raw = bytes(_steps([round(degrees * _SCALE) for point in ring for degrees in point]))
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def read(text: str) -> tuple[Point, ...] | None:
    """Read what `written` wrote; None for anything else, and for what is no simple shape."""
    if not _FORM.fullmatch(text):
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    numbers = list(_of_steps(raw))
    points = [_on_earth(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
    ring = tuple(point for point in points if point is not None)
    # One spelling for each shape: an address that says the same is the same.
    return ring if len(ring) == len(points) and is_simple(ring) and written(ring) == text else None


def is_simple(ring: Sequence[Point]) -> bool:
    """Say whether corners bound one area: three to sixty of them, no side crosses or touches another one."""
    if not FEWEST <= len(ring) <= MOST or len(set(ring)) != len(ring):
        return False
    sides = [(ring[place], ring[(place + 1) % len(ring)]) for place in range(len(ring))]
    return not any(
        _meet(*one, *other) if {*one}.isdisjoint(other) else _folds(one, other) for one, other in combinations(sides, 2)
    )


def _short(degrees: float) -> str:
    text = f"{degrees:.{_DEGREES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _on_earth(longitude: float, latitude: float) -> Point | None:
    if abs(longitude) > _EAST or abs(latitude) > _NORTH:
        return None
    return round(longitude, _DEGREES) + 0.0, round(latitude, _DEGREES) + 0.0


def _steps(numbers: Sequence[int]) -> Iterator[int]:
    """Write how far each corner lies from the one before, seven bits at a time, the lowest first."""
    for place, number in enumerate(numbers):
        step = number - (numbers[place - 2] if place > 1 else 0)
        left = 2 * step if step >= 0 else -2 * step - 1
        while left > _LOW:
            yield left & _LOW | _MORE
            left >>= _SEVEN
        yield left


def _of_steps(raw: bytes) -> Iterator[float]:
    last, left, shift = [0, 0], 0, 0
    side = 0
    for byte in raw:
        left |= (byte & _LOW) << shift
        if byte & _MORE:
            shift += _SEVEN
            if shift > _MOST_SHIFT:
                return
            continue
        last[side] += -(left + 1) // 2 if left % 2 else left // 2
        yield last[side] / _SCALE
        side, left, shift = 1 - side, 0, 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Say whether two sides have a point in common."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0 and _between(*three) for turn, three in zip(turns, ends, strict=True))


def _between(a: Point, b: Point, c: Point) -> bool:
    return all(min(a[axis], b[axis]) <= c[axis] <= max(a[axis], b[axis]) for axis in (0, 1))


def _folds(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Say whether a side leads back over its neighbour."""
    (shared,) = set(one) & set(other)
    (a,), (b,) = set(one) - {shared}, set(other) - {shared}
    along = (a[0] - shared[0]) * (b[0] - shared[0]) + (a[1] - shared[1]) * (b[1] - shared[1])
    return _turn(shared, a, b) == 0 and along > 0
