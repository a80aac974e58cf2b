# SPDX-License-Identifier: EUPL-1.2
"""The table of a map, whole or part by part, from released slices alone."""

from typing import Final

from indicators.rendering.mapchance import spans_of
from indicators.rendering.maptable import AreaName, MapTable, TableFacts, names_in_order, table_of
from indicators.rendering.tableparts import TablePart, TableWish, ordered, part_of, parts_in
from indicators.selectors.mapfacts import MapFacts
from sozialplanung.web.query import wrong_value
from spatial.selectors import units
from spatial.selectors.kept import Kept

_KEPT_VERSIONS: Final = 16


def table_part(facts: MapFacts, wish: TableWish) -> TablePart:
    """Return which rows of the table stand below the map.

    Raises
    ------
    QueryError
        The table has no such part.
    """
    content, ground = facts.contents[facts.choice.ref.id], facts.ground.shown
    positions = ordered(content, _BY_NAME(ground.id), wish.order)
    part = part_of(positions, wish, facts.focus.position if facts.focus else None)
    if part is None:
        raise wrong_value("seite", str(wish.page), f"1–{parts_in(len(positions))}")
    return part


def _by_name(boundary_version_id: int) -> list[int]:
    return names_in_order([AreaName(row.key, row.name, "") for row in units.unit_rows(boundary_version_id)])


_BY_NAME: Final = Kept(_by_name, _KEPT_VERSIONS)


def map_table(facts: MapFacts, part: TablePart | None = None) -> MapTable:
    """Return the table of all areas of the map, or a part of it."""
    shown = facts.choice.ref
    content, scheme = facts.contents[shown.id], facts.schemes[shown.id]
    chance = facts.chance_at(shown)
    return table_of(
        TableFacts(
            content=content,
            classes=scheme.classes_of(content),
            areas=facts.ground.area_names(),
            language=facts.language,
            reasons=facts.reasons_at(shown),
            class_labels=scheme.names(facts.language),
            marks=facts.marks_at(shown),
            spans=spans_of(content, scheme),
            judgements=chance.judgements,
            lacks_interval=chance.is_unavailable,
            pattern=facts.pattern if facts.shows_pattern(shown) else None,
            class_notes={place: half.words for place, half in facts.pairs[shown.id].halves.items()}
            if shown.id in facts.pairs
            else {},
        ),
        None if part is None else part.positions,
    )
