# SPDX-License-Identifier: EUPL-1.2
"""Own areas as they stand in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.workbench.conditions import Around, Drawn
from indicators.rendering.workbench.ownarea import read_own
from indicators.rendering.workbench.ownshapes import MOST_AREAS, Union, drawn, read_shape, typed_corners

CORNERS = "52.0 13.0; 52.0 13.01; 52.01 13.005"


@pytest.mark.parametrize(
    "text",
    [
        "gebiete:viertel:stand-2020:101,102",
        "gebiete:viertel:stand-2020:a%2Cb",
        "umkreis:13.015,52.015,900",
        str(drawn(CORNERS)),
    ],
)
def test_what_an_address_says_is_written_the_same(text: str) -> None:
    assert str(read_shape(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "umkreis:gebiet,500",
        "flaeche:auswahl",
        "wert:kinder:1:2",
        "gebiete:viertel:stand-2020:",
        "gebiete:viertel",
        "gebiete:vier tel:stand-2020:1",
        "gebiete:viertel:stand/2020:1",
        f"gebiete:viertel:stand-2020:{'9' * 41}",
        "gebiete:viertel:stand-2020:%00",
        f"gebiete:viertel:stand-2020:{','.join(map(str, range(MOST_AREAS + 1)))}",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_shape(text) is None


def test_kinds_are_told_apart() -> None:
    assert read_shape("gebiete:viertel:stand-2020:2,1,2") == Union("viertel", "stand-2020", ("2", "1"))
    assert isinstance(read_shape("umkreis:13,52,1"), Around)
    assert isinstance(read_shape(str(drawn(CORNERS))), Drawn)


def test_corners_are_typed_and_written_back() -> None:
    shape = drawn(CORNERS)

    assert shape is not None
    assert drawn(typed_corners(shape)) == shape
    assert typed_corners(shape) == "52.00000 13.00000; 52.00000 13.01000; 52.01000 13.00500"
    assert typed_corners(Drawn("?")) == ""


@pytest.mark.parametrize("corners", ["", "52 13", "52.0 13.0; 52.01 13.01; 52.0 13.01; 52.01 13.0", "Rathaus"])
def test_corners_that_bound_nothing_are_none(corners: str) -> None:
    assert drawn(corners) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    for head in ("", "gebiete:", "gebiete:viertel:stand-2020:", "umkreis:", "flaeche:"):
        found = read_shape(head + text)
        assert found is None or read_shape(str(found)) == found


@pytest.mark.parametrize(
    "text",
    ["umkreis:13.4,52.5,900", "gebiete:viertel:stand-2020:101,104", "gespeichert:6f1f6c1e-6a4f-4f0e-9a53-0a7f5a1d2b3c"],
)
def test_workbench_reads_what_it_writes(text: str) -> None:
    assert str(read_own(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "umkreis:gebiet,900",
        "flaeche:auswahl",
        "gespeichert:",
        "gespeichert:eins",
        "gebiete:viertel:stand-2020:" + ",".join(str(key) for key in range(1000, 1250)),
    ],
)
def test_workbench_reads_nothing_else_and_nothing_it_has_no_room_for(text: str) -> None:
    assert read_own(text) is None
