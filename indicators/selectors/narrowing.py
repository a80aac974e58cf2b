# SPDX-License-Identifier: EUPL-1.2
"""What somebody reads who may read for an audience in some topics alone: each view put together of several.

Written here is which column of a view says to which topic a row belongs. A view that is not named here cannot be read
that way: who adds one has to say what of it belongs to a topic.
"""

from collections.abc import Sequence
from typing import Final

Layers = Sequence[tuple[str, frozenset[int] | None]]

_BY_INDICATOR: Final = "indicator_id {is_in} (SELECT id FROM indicators_indicator WHERE topic_id IN ({topics}))"
_BY_NAME: Final = (
    "(organisation_id, indicator) {is_in} "
    "(SELECT organisation_id, slug FROM indicators_indicator WHERE topic_id IN ({topics}))"
)
_BELONGS: Final = {
    "release": _BY_INDICATOR,
    "indicator": "topic_id {is_in} ({topics})",
    "definition": _BY_INDICATOR,
    "break": _BY_INDICATOR,
    "annotation": _BY_INDICATOR,
    "recipe": _BY_INDICATOR,
    "change": _BY_NAME,
    "stability": _BY_NAME,
    "selection": _BY_NAME,
    "regional": _BY_NAME,
    "withdrawn": _BY_INDICATOR,
    "conversion": _BY_INDICATOR,
}
# What belongs to no indicator is read as for the widest audience.
_NONE: Final = {"annotation": "indicator_id IS NULL OR "}


def reading_of(view: str, layers: Layers) -> str:
    """Return the statement of one view for layers: prefixes of views with their topics, the last one with none.

    Every topic is read from the first layer that has it. Topics are numbers, names of views constants: nothing here
    comes from an address.
    """
    if view == "source":
        # A source is there where a definition is that names it; the richest views know all of them.
        definitions = reading_of("definition", layers)
        return f"SELECT * FROM {layers[0][0]}source WHERE id IN (SELECT source_id FROM ({definitions}) AS d)"  # noqa: S608
    before: frozenset[int] = frozenset()
    parts = []
    for prefix, topics in layers:
        parts.append(f"SELECT * FROM {prefix}{view} WHERE {_condition(view, topics, before)}")  # noqa: S608
        before |= topics or frozenset()
    return " UNION ALL ".join(parts)


def _condition(view: str, topics: frozenset[int] | None, before: frozenset[int]) -> str:
    if topics is None:
        return f"({_NONE.get(view, '')}{_belongs(view, before, is_in='NOT IN')})"
    mine = topics - before
    return _belongs(view, mine, is_in="IN") if mine else "FALSE"


def _belongs(view: str, topics: frozenset[int], *, is_in: str) -> str:
    return _BELONGS[view].format(is_in=is_in, topics=", ".join(map(str, sorted(topics))))
