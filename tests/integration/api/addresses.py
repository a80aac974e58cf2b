# SPDX-License-Identifier: EUPL-1.2
"""Every read address of the made-up city, with what it answers for."""

from typing import Final

ROOT: Final = "/api/v1/musterstadt/"
INDICATOR: Final = f"{ROOT}indicators/kinderarmut/"
SLICE: Final = f"{INDICATOR}values/2018-12-31.slice"
VALUES: Final = f"{INDICATOR}values/2018-12-31/"
CLASSES: Final = f"{INDICATOR}classes/?level=viertel"

LISTS: Final = {
    "organisations": "/api/v1/organisations/",
    "levels": f"{ROOT}levels/",
    "boundary_versions": f"{ROOT}boundary-versions/",
    "units": f"{ROOT}units/",
    "topics": f"{ROOT}topics/",
    "indicators": f"{ROOT}indicators/",
    "releases": f"{INDICATOR}releases/",
}
SINGLE: Final = {"indicator": INDICATOR, "values": VALUES, "classes": CLASSES}
JSON: Final = {**LISTS, **SINGLE}
