# SPDX-License-Identifier: EUPL-1.2
"""Sets of areas as they stand in an address: places in a frozen order, behind four characters of its hash."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# What an address has room for beside everything else that it says.
LONGEST: Final = 1_100
_ORDER: Final = 4
_BITS: Final = "b"
_STEPS: Final = "l"
_FORM: Final = re.compile(rf"[0-9a-f]{{{_ORDER}}}[{_BITS}{_STEPS}][A-Za-z0-9_-]+", re.ASCII)
_SEVEN: Final = 7
_LOW: Final = 0x7F
_MORE: Final = 0x80
# A step of five bytes leads beyond every list of areas.
_MOST_SHIFT: Final = 28


@dataclass(frozen=True, slots=True)
class AreaSet:
    """Places in a frozen order, rising; `order` are the first characters of the hash of that order."""

    order: str
    positions: tuple[int, ...]

    def is_of(self, order_hash: str) -> bool:
        """Whether the places are those of an order, by what the address holds of its hash."""
        return order_hash.startswith(self.order)


def written(positions: Iterable[int], order_hash: str) -> str:
    """Write places as text: a bit for each area, or the steps between them, whichever is shorter.

    Parameters
    ----------
    positions
        Places in the frozen order, 0 to n - 1, in any order; what stands twice counts once.
    order_hash
        Hash of the frozen order (hexadecimal digits).

    Returns
    -------
    str
        Letters, digits, `-` and `_` alone; empty for no areas. It may be longer than an address has room for.
    """
    places = sorted(set(positions))
    if not places:
        return ""
    bits, steps = _text(_as_bits(places)), _text(bytes(_as_steps(places)))
    return order_hash[:_ORDER] + (_STEPS + steps if len(steps) < len(bits) else _BITS + bits)


def read(text: str) -> AreaSet | None:
    """Read what `written` wrote; None for anything else."""
    if len(text) > LONGEST or not _FORM.fullmatch(text):
        return None
    order, kind, body = text[:_ORDER], text[_ORDER], text[_ORDER + 1 :]
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        return None
    places = tuple(_of_bits(raw)) if kind == _BITS else _of_steps(raw)
    found = AreaSet(order, places) if places else None
    # One spelling for each set: an address that says the same is the same.
    return found if found and written(places, order) == text else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _as_bits(places: list[int]) -> bytes:
    raw = bytearray(places[-1] // 8 + 1)
    for place in places:
        raw[place // 8] |= 1 << place % 8
    return bytes(raw)


def _of_bits(raw: bytes) -> Iterator[int]:
    return (8 * number + bit for number, byte in enumerate(raw) for bit in range(8) if byte >> bit & 1)


def _as_steps(places: list[int]) -> Iterator[int]:
    """Write each step beyond the next place, seven bits at a time, the lowest first."""
    last = -1
    for place in places:
        step = place - last - 1
        while step > _LOW:
            yield step & _LOW | _MORE
            step >>= _SEVEN
        yield step
        last = place


def _of_steps(raw: bytes) -> tuple[int, ...]:
    places: list[int] = []
    last, step, shift = -1, 0, 0
    for byte in raw:
        step |= (byte & _LOW) << shift
        if byte & _MORE:
            shift += _SEVEN
            if shift > _MOST_SHIFT:
                return ()
            continue
        last += step + 1
        places.append(last)
        step = shift = 0
    return tuple(places)
