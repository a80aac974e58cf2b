# SPDX-License-Identifier: EUPL-1.2
"""Where the figures and the outlines of a page come from, each source once."""

from collections.abc import Iterable

from indicators.rendering.mapview import SourceLine
from indicators.selectors.sheets import DefinitionSheet


def source_lines(definitions: Iterable[DefinitionSheet]) -> tuple[SourceLine, ...]:
    """Return the sources of the definitions that figures follow."""
    sources = (definition.source for definition in definitions)
    lines = (SourceLine(source.title, source.credit, source.licence_name, source.licence_url) for source in sources)
    return tuple(dict.fromkeys(lines))
