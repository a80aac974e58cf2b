# SPDX-License-Identifier: EUPL-1.2
"""How much a delivery may ask of the machine."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a delivery may be."""

    size: int = 64_000_000
    rows: int = 500_000
    columns: int = 1_000
    cell: int = 10_000
    # Of all sheets, with the gaps between them.
    cells: int = 8_000_000
    # Workbooks: what a compressed container may hold.
    entries: int = 1_000
    unpacked: int = 256_000_000
    ratio: int = 200
    sheets: int = 200
    sheet_name: int = 200
    # The confined child: bytes and seconds.
    memory: int = 2_048_000_000
    answer: int = 512_000_000
    cpu_seconds: int = 30
    wall_seconds: int = 90


DEFAULT_LIMITS: Final = Limits()
