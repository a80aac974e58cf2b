# SPDX-License-Identifier: EUPL-1.2
"""How firm released indices are, for the audience that an organisation is read for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.rendering.index_verdict import verdict_words
from indicators.rendering.profile_firmness import AreaFirmness
from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.stability import AreaStability, Stability
from indicators.rendering.stability import from_json as stability_from_json
from indicators.selectors.published import from_json, read_for
from indicators.selectors.released import released_rows
from indicators.selectors.sheets import OrganisationRef, ReleaseRef
from sozialplanung.common.periods import parse


@dataclass(frozen=True, slots=True)
class Firmness:
    """What can be said of the newest release of an index: for which period, in sentences."""

    period: str
    sentences: tuple[str, ...]


def stabilities(refs: Iterable[ReleaseRef]) -> dict[int, Stability]:
    """Return what is known of releases in force, by release id; those without a statement are not in it."""
    wanted = list(refs)
    rows = released_rows(
        read_for(wanted),
        "SELECT release_id, content FROM indicators_published_stability WHERE release_id = ANY(%s)",
        [[ref.id for ref in wanted]],
    )
    return {row[0]: stability_from_json(from_json(row[1])) for row in rows}


def area_firmness(refs: Iterable[ReleaseRef], position: int) -> dict[int, AreaFirmness]:
    """Return what releases in force say of the rank of one area; those that say nothing of it are not in it.

    The database picks the area out: a statement holds all areas of a city.
    """
    bands = ", ".join(
        f"(content->'{statement}'->'{band}'->>%(position)s::int)::float8"
        for statement in ("choices", "chance")
        for band in ("stated", "lower", "upper")
    )
    wanted = list(refs)
    rows = released_rows(
        read_for(wanted),
        "SELECT release_id, (content->>'rated')::int, (content->'verdict'->>'is_fixed')::boolean, "  # noqa: S608 - constants only
        f"{bands} FROM indicators_published_stability WHERE release_id = ANY(%(releases)s)",
        {"position": position, "releases": [ref.id for ref in wanted]},
    )
    told = {row[0]: (row[1], row[2], _statement(row[3:6]), _statement(row[6:9])) for row in rows}
    return {
        pk: AreaFirmness(rated, is_fixed, choices, chance)
        for pk, (rated, is_fixed, choices, chance) in told.items()
        if choices is not None
    }


def _statement(ranks: Sequence[float | None]) -> AreaStability | None:
    stated, lower, upper = ranks
    return None if stated is None or lower is None or upper is None else AreaStability(stated, lower, upper, None)


def firmness(organisation: OrganisationRef, indicator: str, language: Language) -> Firmness | None:
    """Tell how firm the newest release of an index is; None where nothing is known of it."""
    rows = released_rows(
        organisation.audience,
        "SELECT period, content FROM indicators_published_stability "
        "WHERE organisation_id = %s AND indicator = %s ORDER BY period_start DESC, release_id LIMIT 1",
        [organisation.id, indicator],
    )
    if not rows:
        return None
    row = rows[0]
    words = verdict_words(stability_from_json(from_json(row[1])).verdict, language)
    return Firmness(period_words(parse(row[0]), language), words)
