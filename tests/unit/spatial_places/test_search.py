# SPDX-License-Identifier: EUPL-1.2
"""How far an area is from what somebody typed into a search field."""

import pytest

from spatial.selectors.search import _distance, _folded

HASENHEIDE = _folded("Hasenheide", "08010115")


@pytest.mark.parametrize(
    ("text", "distance"),
    [("08010115", 0), ("hasen", 1), ("0801", 2), ("heide", 4), ("10115", None), ("0115", None), ("801", None)],
)
def test_a_key_is_found_by_its_beginning_and_a_name_by_any_part(text: str, distance: int | None) -> None:
    assert _distance(HASENHEIDE, _folded(text)) == distance
