# SPDX-License-Identifier: EUPL-1.2
"""Read views of organisations, levels, boundary versions and areas."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, ClassVar, overload

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sozialplanung.accounts.selectors import listed_organisations
from sozialplanung.web.query import QueryReader
from spatial.api.answers import UnitAnswer, attribution_of, boundary_version_answers, unit_answers
from spatial.api.base import ListReadView
from spatial.api.serializers import (
    BoundaryVersionSerializer,
    LevelSerializer,
    OrganisationSerializer,
    UnitSerializer,
)
from spatial.selectors import levels, units
from spatial.selectors.rows import BoundaryVersionRow, SearchHit, UnitPlace
from spatial.selectors.search import LONGEST_TEXT, search

LEVEL = OpenApiParameter("level", OpenApiTypes.STR, description="slug of a level")
EDITION = OpenApiParameter("edition", OpenApiTypes.STR, description="slug of an edition of boundaries")
TEXT = OpenApiParameter(
    "q", OpenApiTypes.STR, description="part of a name or key; at most 20 areas are found, those of today first"
)


class OrganisationsView(ListReadView):
    """Who publishes here."""

    serializer_class = OrganisationSerializer

    @extend_schema(operation_id="organisations", responses=OrganisationSerializer(many=True))
    def get(self, _request: Request) -> Response:
        """List the publishing bodies."""
        return self.listed(list(listed_organisations()))


class LevelsView(ListReadView):
    """The levels of an organisation."""

    serializer_class = LevelSerializer

    @extend_schema(operation_id="levels", responses=LevelSerializer(many=True))
    def get(self, _request: Request, **_: str) -> Response:
        """List the levels, hierarchy by hierarchy, the whole first."""
        return self.listed(levels.levels_of(self.organisation()))


class BoundaryVersionsView(ListReadView):
    """The boundary versions of an organisation."""

    serializer_class = BoundaryVersionSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"level", "edition"})

    @extend_schema(
        operation_id="boundary_versions", parameters=[LEVEL, EDITION], responses=BoundaryVersionSerializer(many=True)
    )
    def get(self, _request: Request, **_: str) -> Response:
        """List the boundary versions, level by level, the newest first, with the addresses of their outlines."""
        organisation = self.organisation()
        found = levels.boundary_versions_of(organisation)
        versions = _chosen(found, *_known(self.query(), found))
        return self.listed(boundary_version_answers(organisation.slug, versions), _sources(versions))


class UnitsView(ListReadView):
    """The areas of an organisation."""

    serializer_class = UnitSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"level", "edition", "q"})

    @extend_schema(operation_id="units", parameters=[LEVEL, EDITION, TEXT], responses=UnitSerializer(many=True))
    def get(self, _request: Request, **_: str) -> Response:
        """List areas in their frozen order; without an edition those of today, with `q` those found in any edition."""
        query, organisation = self.query(), self.organisation()
        versions = levels.boundary_versions_of(organisation)
        level, edition = _known(query, versions)
        text = query.text("q", longest=LONGEST_TEXT)
        if text is None:
            places = _places(versions, level, edition)
        else:
            places = _found(versions, search(organisation, text, level=level, edition=edition))
        named = {place.version.id: place.version for place in places}
        return self.listed(_Lazy(places, versions), _sources(named.values()))


class _Lazy(Sequence[UnitAnswer]):
    """Places of which only those of the asked page are written out."""

    def __init__(self, places: Sequence[UnitPlace], versions: Sequence[BoundaryVersionRow]) -> None:
        self._places = places
        self._versions = versions

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> UnitAnswer: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[UnitAnswer]: ...

    def __getitem__(self, index: int | slice) -> UnitAnswer | Sequence[UnitAnswer]:
        if isinstance(index, slice):
            return unit_answers(self._places[index], self._versions)
        return unit_answers([self._places[index]], self._versions)[0]


def _known(query: QueryReader, versions: Sequence[BoundaryVersionRow]) -> tuple[str | None, str | None]:
    """Return the level and the edition asked for; one that the organisation does not have is refused."""
    level = query.choice("level", list(dict.fromkeys(row.level for row in versions)))
    edition = query.choice("edition", list(dict.fromkeys(row.edition for row in versions)))
    return level, edition


def _chosen(versions: Sequence[BoundaryVersionRow], level: str | None, edition: str | None) -> list[BoundaryVersionRow]:
    return [row for row in versions if level in {None, row.level} and edition in {None, row.edition}]


def _places(versions: Sequence[BoundaryVersionRow], level: str | None, edition: str | None) -> list[UnitPlace]:
    """Return the areas of the chosen versions; without an edition, of each level the version of today."""
    by_level: dict[str, list[BoundaryVersionRow]] = {}
    for row in _chosen(versions, level, edition):
        by_level.setdefault(row.level, []).append(row)
    shown = [levels.present_version(rows) for rows in by_level.values()]
    return [UnitPlace(version, row) for version in shown for row in units.unit_rows(version.id)]


def _found(versions: Sequence[BoundaryVersionRow], hits: Iterable[SearchHit]) -> list[UnitPlace]:
    by_name = {(row.level, row.edition): row for row in versions}
    pairs = [(by_name[hit.level, hit.edition], hit.key) for hit in hits if (hit.level, hit.edition) in by_name]
    found = [(version, units.unit_by_key(version.id, key)) for version, key in pairs]
    return [UnitPlace(version, unit) for version, unit in found if unit]


def _sources(versions: Iterable[BoundaryVersionRow]) -> list[dict[str, Any]]:
    return [asdict(attribution_of(version)) for version in versions]
