# SPDX-License-Identifier: EUPL-1.2
"""The version of the product, written in pyproject.toml alone."""

import tomllib
from functools import cache

from django.conf import settings


@cache
def version() -> str:
    """Return the version that runs."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
