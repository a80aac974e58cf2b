# SPDX-License-Identifier: EUPL-1.2
"""What a page of a layer says of areas: how many lie in each, and which ones lie in one of them."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.query import QueryReader
from spatial.models import BoundaryVersion, LayerFeature
from spatial.selectors.layerfiles import area_rows, positions_in
from spatial.selectors.layers import LayerEntry, boundaries_at, features_query, newest_boundaries
from spatial.selectors.levels import boundary_versions_of, present_version

LEVEL: Final = "ebene"
EDITION: Final = "gebietsstand"
AREA: Final = "gebiet"
AREA_PARAMETERS: Final = (LEVEL, EDITION, AREA)


@dataclass(frozen=True, slots=True)
class AreasAsked:
    """The areas of a layer's page: whose boundaries, what lies in each, and the one that the table is narrowed to.

    `is_chosen`: the address names the boundaries.
    """

    boundaries: BoundaryVersion | None
    rows: list[dict[str, Any]]
    area: dict[str, Any] | None
    levels: tuple[dict[str, Any], ...]
    is_chosen: bool = False

    @property
    def query(self) -> str:
        """The address of the boundaries alone; empty without any."""
        if self.boundaries is None:
            return ""
        return urlencode({LEVEL: self.boundaries.level.slug, EDITION: self.boundaries.edition})

    @property
    def pages_query(self) -> str:
        """The address without a page, to be followed by one: what was chosen stays."""
        if self.area:
            return f"{self.query}&{urlencode({AREA: self.area['key']})}&"
        return f"{self.query}&" if self.is_chosen else ""


def areas_asked(body: Organisation, entry: LayerEntry, reader: QueryReader) -> AreasAsked:
    """Return what an address asks of areas; NotFoundError where it names some that are not there."""
    level, edition, key = (reader.text(name) for name in AREA_PARAMETERS)
    if level and edition:
        boundaries = boundaries_at(body.pk, level, edition)
    else:
        boundaries = newest_boundaries(body.pk, timezone.localdate())
    rows = area_rows(entry, boundaries) if boundaries else []
    area = next((row for row in rows if row["key"] == key), None) if key else None
    if (level and edition and boundaries is None) or (key and area is None):
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return AreasAsked(boundaries, rows, area, _levels(body, boundaries), is_chosen=bool(level and edition))


def features_asked(entry: LayerEntry, asked: AreasAsked) -> QuerySet[LayerFeature]:
    """Return the places of the table: all, or those of one area."""
    rows = features_query(entry.version)
    if asked.area is None or asked.boundaries is None:
        return rows
    return rows.filter(position__in=positions_in(entry, asked.boundaries, asked.area["key"]))


def _levels(body: Organisation, shown: BoundaryVersion | None) -> tuple[dict[str, Any], ...]:
    """Return the ways to the levels as they hold today; none where there is one alone."""
    versions = boundary_versions_of(body)
    present = [present_version(tuple(rows)) for _level, rows in groupby(versions, key=lambda row: row.level)]
    if len(present) < 2:  # noqa: PLR2004 - a choice needs two
        return ()
    return tuple(
        {
            "label": f"{row.level_name_plural}, {row.name}",
            "url": f"?{urlencode({LEVEL: row.level, EDITION: row.edition})}#areas",
            "is_current": shown is not None and row.id == shown.pk,
        }
        for row in present
    )
