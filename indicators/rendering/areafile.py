# SPDX-License-Identifier: EUPL-1.2
"""The figures of a map with the outlines of its areas: GeoJSON for pages, GeoPackage for geographic systems."""

import json
from collections.abc import Sequence
from typing import Final

from indicators.rendering.mapfile import FileCell, FileFacts, columns_of, rows_of
from spatial.rendering.geopackage import Column, Table, geopackage

# Tables of a GeoPackage; they have one name in every language, so that a project finds them again.
AREAS: Final = "areas"
ABOUT: Final = "about"
COLUMNS: Final = "columns"
LISTS: Final = "lists"


def geojson_file(facts: FileFacts, outlines: bytes) -> bytes:
    """Return a FeatureCollection by RFC 7946: one feature for each area, its columns under their names.

    `outlines` are those of all areas in frozen order, as maps get them: degrees, at most six decimals, outer rings
    anticlockwise, shared borders with the same points on both sides. They are taken as they are. What stands before
    and behind the table of other files are members of the collection; what is not there is null, never zero.
    """
    shapes = [feature["geometry"] for feature in json.loads(outlines)["features"]]
    columns = columns_of(facts)
    features = [
        {
            "type": "Feature",
            "id": facts.areas[place].key,
            "properties": {column: _told(cell) for column, cell in zip(columns, row, strict=True)},
            "geometry": shapes[place],
        }
        for place, row in zip(facts.places, rows_of(facts), strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "title": facts.title,
        "about": [{"label": label, "text": text} for label, text in facts.preface],
        "columns": {column: facts.head_of(column) for column in columns},
        "lists": [{"title": each.title, "lines": each.lines} for each in facts.lists],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _told(cell: FileCell) -> FileCell:
    return None if cell == "" else cell


def geopackage_file(facts: FileFacts, outlines: bytes, moment: str) -> bytes:
    """Return a GeoPackage: the areas with their columns, and tables of what other files say before and behind them.

    `outlines` as for `geojson_file`; `moment` is when the figures were published, ISO 8601 in UTC.
    """
    columns, rows = columns_of(facts), rows_of(facts)
    cells = [[row[place] for row in rows] for place in range(len(columns))]
    areas = Table(
        AREAS,
        [
            Column(name, told, is_number=facts.decimals_of(name) is not None)
            for name, told in zip(columns, cells, strict=True)
        ],
    )
    return geopackage(outlines, facts.places, areas, _tables(facts, columns), moment)


def _tables(facts: FileFacts, columns: tuple[str, ...]) -> list[Table]:
    about = [("", facts.title), *facts.preface]
    lines = [
        (each.title, str(number), " | ".join(line))
        for each in facts.lists
        for number, line in enumerate(each.lines, start=1)
    ]
    return [
        _table(ABOUT, ("label", "text"), about),
        _table(COLUMNS, ("name", "head"), [(column, facts.head_of(column)) for column in columns]),
        _table(LISTS, ("title", "line", "text"), lines),
    ]


def _table(name: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(name, [Column(head, [row[place] for row in rows]) for place, head in enumerate(heads)])
