# SPDX-License-Identifier: EUPL-1.2
"""Puts the pages of a service together to one FeatureCollection, each page serialised as soon as it is there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from spatial.geometry.crs import LONGITUDE_LATITUDE
from spatial.readers.limits import Limits
from spatial.readers.texts import refusal

if TYPE_CHECKING:
    from spatial.readers.source import Watch

WIDEST_DEGREE: Final = 180
# Under this name the mark of a feature becomes a column, where it has none of that name.
MARK: Final = "id"


@dataclass(slots=True)
class Collected:
    """The features of all pages; ``most`` is how many may come, ``has_marks`` whether their marks become a column."""

    watch: Watch | None = None
    most: int = Limits().max_features
    has_marks: bool = False
    features: list[bytes] = field(default_factory=list)
    crs: object = None
    are_degrees: bool = False
    page: list[bytes] = field(default_factory=list)
    ids: set[object] = field(default_factory=set)

    def take(self, page: dict[str, Any], expected: int | None = None) -> None:
        """Add a page.

        Parameters
        ----------
        page : dict
            A FeatureCollection as JSON has it; ``features`` is a list, perhaps empty.
        expected : int, optional
            How many features the service counts in all.

        Raises
        ------
        BoundaryFileError
            ``spatial.wfs_paging`` for a page that repeats features, or is in another system than the one before;
            ``spatial.too_many_features``; ``spatial.number_not_finite``.
        """
        features = page["features"]
        if max(len(self.features) + len(features), expected or 0) > self.most:
            count = max(len(self.features) + len(features), expected or 0)
            raise refusal("too_many_features", count=count, limit=self.most)
        if features:
            self._add(page, features)
        if self.watch is not None:
            self.watch.count(len(self.features), expected or 0)

    def _add(self, page: dict[str, Any], features: list[Any]) -> None:
        told = [self._told(feature) for feature in features]
        ids = [feature["id"] for feature in features if isinstance(feature, dict) and _is_id(feature.get("id"))]
        is_repeated = len({*ids, *self.ids}) < len(ids) + len(self.ids)
        if is_repeated or told == self.page or (self.features and page.get("crs") != self.crs):
            raise refusal("wfs_paging")
        if not self.features:
            self.crs, self.are_degrees = page.get("crs"), _begins_in_degrees(features[0])
        self.ids.update(ids)
        self.page = told
        self.features += told

    def _told(self, feature: Any) -> bytes:  # noqa: ANN401 - what a service sent
        if self.has_marks and isinstance(feature, dict) and _is_id(feature.get("id")):
            properties = feature.get("properties")
            if properties is None or isinstance(properties, dict):
                feature = {**feature, "properties": {MARK: feature["id"], **(properties or {})}}
        try:
            return json.dumps(feature, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:  # 1e999 is read as a number without end
            raise refusal("number_not_finite", number="1e308…") from error

    def content(self, asked: str) -> bytes:
        """Return one FeatureCollection.

        If the service names no system, the one that it was asked for is named, unless it sent degrees all the same,
        as GeoJSON of today has it.

        Parameters
        ----------
        asked : str
            Name of an allowed system.

        Returns
        -------
        bytes
            UTF-8; without features where none came.
        """
        crs = self.crs
        if crs is None and asked != LONGITUDE_LATITUDE and not self.are_degrees:
            crs = {"type": "name", "properties": {"name": asked}}
        head = b"" if crs is None else b'"crs":' + json.dumps(crs).encode() + b","
        return b'{"type":"FeatureCollection",' + head + b'"features":[' + b",\n".join(self.features) + b"]}"


def _is_id(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _begins_in_degrees(feature: object) -> bool:
    """Tell whether the first position of a feature could be degrees."""
    place: Any = feature.get("geometry") if isinstance(feature, dict) else None
    place = place.get("coordinates") if isinstance(place, dict) else None
    while isinstance(place, list) and place and isinstance(place[0], list):
        place = place[0]
    numbers = [one for one in place or [] if isinstance(one, (int, float))] if isinstance(place, list) else []
    return bool(numbers) and all(abs(one) <= WIDEST_DEGREE for one in numbers[:2])
