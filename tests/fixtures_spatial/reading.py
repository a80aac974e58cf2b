# SPDX-License-Identifier: EUPL-1.2
"""Short ways to read GeoJSON and to see why it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spatial.readers import BoundaryFileError, Limits, Selection, read_boundaries
from tests.fixtures_spatial.files import CODE_AND_NAME, as_bytes

if TYPE_CHECKING:
    from spatial.geometry.problems import Problem
    from spatial.readers import BoundaryTable


def read(value: object, selection: Selection = CODE_AND_NAME, limits: Limits | None = None) -> BoundaryTable:
    """Read a value as GeoJSON, or bytes as they are."""
    return read_boundaries(value if isinstance(value, bytes) else as_bytes(value), selection, limits)


def refused(value: object, selection: Selection = CODE_AND_NAME, limits: Limits | None = None) -> tuple[Problem, ...]:
    """Return the problems for which a file is refused."""
    with pytest.raises(BoundaryFileError) as error:
        read(value, selection, limits)
    return error.value.problems


def code_of(value: object, limits: Limits | None = None) -> str:
    """Return the leading code without its prefix."""
    return refused(value, limits=limits)[0].code.removeprefix("spatial.")
