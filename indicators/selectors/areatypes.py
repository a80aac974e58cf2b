# SPDX-License-Identifier: EUPL-1.2
"""Types of areas by several released indicators, worked out once and kept by the hashes of their content."""

from dataclasses import dataclass
from typing import Final, cast

from indicators.rendering.groupstate import GroupState
from indicators.rendering.profile_numbers import Language
from indicators.selectors.groupfacts import GroupFacts, group_facts
from indicators.selectors.kept import Kept
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.stats.typology import Typology, TypologyMethod, typology

# The same draws for everybody: who looks twice sees the same.
SEED: Final = 20_252
# More areas would keep a reader waiting for longer than a second (docs/engine.md).
MOST_AREAS: Final = 1_000
# About 40 bytes an area: 8 MB at most.
_KEPT: Final = Kept[Typology](200_000)


@dataclass(frozen=True, slots=True, eq=False)
class AreaTypes:
    """What was read, and the types; without them `facts.reason` or `found.reason` says why."""

    facts: GroupFacts
    found: Typology | None

    @property
    def is_there(self) -> bool:
        """Whether there are types."""
        return self.found is not None and not self.found.reason


def area_types(organisation: NamedOrganisation, state: GroupState, language: Language) -> AreaTypes | None:
    """Return the types that an address asks for; None when nothing is published yet.

    Raises
    ------
    MapNotFoundError
        The address names something that is not published.
    """
    facts = group_facts(organisation, state, language, most_areas=MOST_AREAS)
    if facts is None:
        return None
    return AreaTypes(facts, _types(facts) if facts.matrix is not None and not facts.reason else None)


def _types(facts: GroupFacts) -> Typology | None:
    matrix, state = facts.matrix, facts.choice.state
    if matrix is None:
        return None
    key = (facts.hashes, facts.choice.version.id, state.method, state.groups)
    found = _KEPT.get(key)
    if found is not None:
        return found
    method = cast("TypologyMethod", state.method)
    return _KEPT.keep(key, typology(matrix.values, k=state.groups, seed=SEED, method=method), matrix.size)
