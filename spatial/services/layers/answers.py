# SPDX-License-Identifier: EUPL-1.2
"""What a person says of the file of a layer or of an address file, as it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from spatial.readers.places.checking import PlaceColumns
from spatial.readers.places.reading import PlaceSelection

ADDRESS_FIELDS: Final = ("text", "street", "number", "suffix", "postcode", "city")


@dataclass(frozen=True, slots=True)
class PlaceAnswers:
    """Where the places of a file lie and what its columns mean; `address` names a column for each of `ADDRESS_FIELDS`.

    `capacity_label` is what the capacity counts, for instance places for children.
    """

    layer: str = ""
    crs: str = ""
    encoding: str = ""
    separator: str = ""
    east: str = ""
    north: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    key: str = ""
    capacity: str = ""
    capacity_label: str = ""
    kept: tuple[str, ...] = ()

    @property
    def has_coordinates(self) -> bool:
        """Whether two columns with coordinates are named."""
        return bool(self.east and self.north)

    @property
    def selection(self) -> PlaceSelection:
        """What the reader needs."""
        return PlaceSelection(
            layer=self.layer,
            crs=self.crs,
            encoding=self.encoding,
            separator=self.separator,
            east=self.east,
            north=self.north,
            address={name: column for name, column in self.address.items() if column},
        )

    @property
    def columns(self) -> PlaceColumns:
        """What the check of the rows needs."""
        return PlaceColumns(self.name, self.key, self.capacity, self.kept)

    def to_json(self) -> dict[str, Any]:
        """Return what is kept in the database."""
        return {**asdict(self), "kept": list(self.kept), "address": dict(self.address)}


def answers_of(stored: Mapping[str, Any]) -> PlaceAnswers:
    """Return stored answers; what is not there was not said."""
    known = {name: stored[name] for name in PlaceAnswers.__dataclass_fields__ if name in stored}
    return PlaceAnswers(**{**known, "kept": tuple(known.get("kept", ()))})
