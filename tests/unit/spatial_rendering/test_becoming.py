# SPDX-License-Identifier: EUPL-1.2
"""What became of areas, in words and as a table of pieces."""

from __future__ import annotations

import numpy as np
import pytest

from spatial.geometry.crosswalk import Pieces
from spatial.rendering.becoming import HEAD, Named, becoming, table_of

OLDER = [Named("a", "Altstadt"), Named("b", "Berg"), Named("c", "Chaussee")]
NEWER = [Named("1", "Nord"), Named("2", "Süd")]
# The old town was cut; all of the hill went to the south; the road shares ground with nothing.
PIECES = Pieces(
    np.array([0, 0, 1], dtype=np.intp),
    np.array([0, 1, 1], dtype=np.intp),
    np.array([30.0, 10.0, 20.0]),
    np.array([10.0, 90.0, 60.0]),
    np.zeros(3, dtype=np.bool_),
    np.zeros(2, dtype=np.bool_),
)


def test_parts_stand_by_who_lives_there_and_say_how_much_ground_that_is() -> None:
    found = becoming(PIECES, ["split", "merged", "gone"], OLDER, NEWER)

    told = [
        (each.area.key, each.fate, [(part.area.key, part.base, part.ground) for part in each.parts]) for each in found
    ]
    assert told == [
        ("a", "split", [("2", 90, 25), ("1", 10, 75)]),
        ("b", "merged", [("2", 100, 100)]),
        ("c", "gone", []),
    ]


def test_read_backwards_it_says_where_areas_came_from() -> None:
    found = becoming(PIECES.backwards(), ["unchanged", "merged"], NEWER, OLDER)

    assert [(part.area.key, round(part.base)) for part in found[1].parts] == [("a", 60), ("b", 40)]


def test_the_table_holds_both_directions_of_each_piece() -> None:
    rows = [dict(zip(HEAD, row, strict=True)) for row in table_of(PIECES, OLDER, NEWER)]

    assert [(row["schluessel_alt"], row["schluessel_neu"], row["flaeche_m2"]) for row in rows] == [
        ("a", "1", 30),
        ("a", "2", 10),
        ("b", "2", 20),
    ]
    assert rows[1]["anteil_flaeche_alt"] == pytest.approx(0.25)
    assert rows[1]["anteil_flaeche_neu"] == pytest.approx(1 / 3, abs=1e-6)
    assert rows[1]["anteil_basis_alt"] == pytest.approx(0.9)
    assert rows[1]["anteil_basis_neu"] == pytest.approx(0.6)
