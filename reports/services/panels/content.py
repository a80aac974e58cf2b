# SPDX-License-Identifier: EUPL-1.2
"""What panels are made for, and what comes of one."""

from dataclasses import dataclass

from indicators.selectors.mapfacts import NamedOrganisation
from reports.rendering.document import Block, Credit, Language


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom a document is made: the organisation with the audience that it is read for, and the language.

    `name` is that of the panel, for the names of its figures and tables; `indicators` are all that the document shows.
    """

    organisation: NamedOrganisation
    language: Language
    name: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelContent:
    """The blocks of a panel, the ids of the releases behind all of them, and where the figures come from.

    `title` stands above it where the panel has none of its own. `problem` says for whoever builds why there is nothing
    to show; readers never see it.
    """

    blocks: tuple[Block, ...] = ()
    pins: frozenset[int] = frozenset()
    credits: tuple[Credit, ...] = ()
    title: str = ""
    problem: str = ""
