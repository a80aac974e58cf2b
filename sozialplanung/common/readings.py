# SPDX-License-Identifier: EUPL-1.2
"""For whom released things are read: an audience, or an audience in some topics and a wider one in all others.

Written as one word that whoever reads released things hands on: ``council``; ``council~3.7+public`` where the council's
slices are read in the topics 3 and 7 and the public's in all others. Whoever takes such a word for the name of an
audience finds none: forgetting that readings can be narrowed shows nothing at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NARROWED: Final = re.compile(r"([a-z]+)~(\d+(?:\.\d+)*)")
_WHOLE: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Layer:
    """What is read for one audience: in some topics, or with None in all that the layers before leave."""

    audience: str
    topics: frozenset[int] | None = None


def written(layers: Sequence[Layer]) -> str:
    """Return the word for layers, the richest first; what stands behind a whole one is read by nobody.

    Raises
    ------
    ValueError
        No layer is whole, or one of them has no topic: a reading says of each topic for whom it is read.
    """
    parts: list[str] = []
    for layer in layers:
        if layer.topics is None:
            return "+".join([*parts, layer.audience])
        if not layer.topics:
            raise ValueError("a layer without topics")
        parts.append(f"{layer.audience}~{'.'.join(map(str, sorted(layer.topics)))}")
    raise ValueError("a reading ends with a whole audience")


def layers_of(reading: str) -> tuple[Layer, ...]:
    """Return the layers that a word stands for; the last one alone is whole.

    Raises
    ------
    ValueError
        The word is no reading.
    """
    *parts, last = reading.split("+")
    if not _WHOLE.fullmatch(last):
        raise ValueError("a reading ends with a whole audience")
    return (*map(_layer, parts), Layer(last))


def _layer(part: str) -> Layer:
    found = _NARROWED.fullmatch(part)
    if found is None:
        raise ValueError("no layer of a reading")
    return Layer(found[1], frozenset(map(int, found[2].split("."))))


def is_narrowed(reading: str) -> bool:
    """Say whether a richer audience is read in some topics alone."""
    return "~" in reading


def kind_of(reading: str) -> str:
    """Return the narrowest audience of a reading: what pages, files and addresses call it."""
    return layers_of(reading)[0].audience
