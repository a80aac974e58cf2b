# SPDX-License-Identifier: EUPL-1.2
"""Licences by their name and address: a code says nothing to a reader."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_LICENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "cc0": ("Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de"),
        "cc-by-3.0-de": (
            "Creative Commons Namensnennung 3.0 Deutschland",
            "https://creativecommons.org/licenses/by/3.0/de/",
        ),
        "cc-by-4.0": (
            "Creative Commons Namensnennung 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        "dl-de/by-2-0": (
            "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "https://www.govdata.de/dl-de/by-2-0",
        ),
        "dl-de/zero-2-0": (
            "Datenlizenz Deutschland – Zero – Version 2.0",
            "https://www.govdata.de/dl-de/zero-2-0",
        ),
        "odbl-1.0": (
            "Open Data Commons Open Database License 1.0",
            "https://opendatacommons.org/licenses/odbl/1-0/",
        ),
    }
)


def licence_named(code: str) -> tuple[str, str]:
    """Return name and address of a licence; one that is not known keeps its code and has no address."""
    return _LICENCES.get(code.lower(), (code, ""))
