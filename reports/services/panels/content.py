# SPDX-License-Identifier: EUPL-1.2
"""What panels are made for, and what comes of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from indicators.selectors.mapfacts import NamedOrganisation
from reports.rendering.document import Block, Credit, Language
from reports.rendering.ownshown import OwnShown
from reports.rendering.storing import CarriedPin
from reports.selectors.pictures import PictureFacts


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom a document is made: the organisation with the audience that it is read for, and the language.

    `name` is that of the panel, for the names of its figures and tables; `indicators` are all that the document shows,
    `pictures` all that were brought along, by their hashes.
    """

    organisation: NamedOrganisation
    language: Language
    name: str
    indicators: tuple[str, ...] = ()
    pictures: Mapping[str, PictureFacts] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PanelContent:
    """The blocks of a panel, the ids of the releases behind all of them, and where the figures come from.

    `apart` are blocks that rest on some of these releases alone: they stay when another one is taken back.
    `carried` is what of them was carried to other boundaries; the releases behind it are among the pins.
    `title` stands above it where the panel has none of its own. `problem` says for whoever builds why there is nothing
    to show; readers never see it. `own` is the own area that it shows, for the check of what is published beside it.
    """

    blocks: tuple[Block, ...] = ()
    pins: frozenset[int] = frozenset()
    credits: tuple[Credit, ...] = ()
    title: str = ""
    problem: str = ""
    apart: tuple[tuple[Block, frozenset[int]], ...] = ()
    own: OwnShown | None = None
    carried: frozenset[CarriedPin] = frozenset()

    def pins_of(self, block: Block) -> frozenset[int]:
        """Return the releases behind a block; what is written beside the panel rests on all of them."""
        return next((pins for each, pins in self.apart if each is block), self.pins)
