# SPDX-License-Identifier: EUPL-1.2
"""Where the figures and the outlines of a page come from, each source once."""

from collections.abc import Iterable

from indicators.rendering.mapview import SourceLine
from indicators.selectors.sheets import DefinitionSheet


def source_lines(definitions: Iterable[DefinitionSheet], *, with_titles: bool = False) -> tuple[SourceLine, ...]:
    """Return the sources of the definitions that figures follow; where no titles are told, each attribution once."""
    sources = (definition.source for definition in definitions)
    lines = (SourceLine(source.title, source.credit, source.licence_name, source.licence_url) for source in sources)
    told: dict[tuple[str, str, str], SourceLine] = {}
    for line in lines:
        told.setdefault((line.attribution, line.licence_url or line.licence, line.title if with_titles else ""), line)
    return tuple(told.values())
