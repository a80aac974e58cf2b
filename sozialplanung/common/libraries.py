# SPDX-License-Identifier: EUPL-1.2
"""Find shared libraries which Python wheels bring along."""

from importlib.util import find_spec
from pathlib import Path


def wheel_library(package: str, pattern: str) -> str | None:
    """Return the path of the library that the wheel of `package` bundles, or None when there is none.

    Wheels keep such libraries in a folder `<package>.libs` beside the package, under a hashed name.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent.parent / f"{package}.libs"
    found = sorted(folder.glob(pattern))
    return str(found[0]) if found else None
