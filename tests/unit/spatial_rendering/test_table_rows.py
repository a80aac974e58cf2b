# SPDX-License-Identifier: EUPL-1.2
"""A published table beside what would be without it."""

from __future__ import annotations

from django.utils import translation

from spatial.rendering.tablerows import compared
from spatial.views.crosswalktables import template_heads
from tests.unit.spatial_geometry.test_crosswalk import SPLIT
from tests.unit.spatial_geometry.test_crosswalk_table import rows


def test_the_largest_differences_come_first_and_no_pair_of_either_is_left_out() -> None:
    older, newer = [("1", "Nord"), ("2", "Süd")], [("a", "A"), ("b", "B"), ("c", "C")]

    found = compared(rows((0, 0, 1.0), (1, 2, 0.9), (1, 1, 0.1)), SPLIT, older, newer)

    assert [(row.older.key, row.newer.name, round(row.by_table), round(row.without)) for row in found] == [
        ("1", "A", 100, 25),
        ("1", "B", 0, 75),
        ("2", "B", 10, 0),
        ("2", "C", 90, 100),
    ]


def test_the_last_column_of_an_empty_table_is_a_share_and_no_button() -> None:
    with translation.override("de"):
        assert template_heads() == ("Schlüssel alt", "Name alt", "Schlüssel neu", "Name neu", "Anteil")
