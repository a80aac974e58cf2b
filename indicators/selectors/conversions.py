# SPDX-License-Identifier: EUPL-1.2
"""Released figures on other boundary versions than they were delivered for: asked for by name, never among releases."""

from collections.abc import Iterable
from typing import Final

from indicators.rendering.counted import without_estimates
from indicators.rendering.slices import SliceContent, decode
from indicators.selectors import published
from indicators.selectors.released import released_rows
from indicators.selectors.sheets import OrganisationRef, ReleaseRef

_COLUMNS: Final = (
    "id, indicator, definition_id, period, period_kind, period_start, period_end, level, level_position, "
    "edition, boundary_version_id, number, content_hash, published_at, audience"
)


def conversions_of(
    organisation: OrganisationRef, *, edition: str, indicator: str | None = None, level: str | None = None
) -> tuple[ReleaseRef, ...]:
    """Return what was carried to an edition of boundaries, of one indicator or of all, ordered by period and level."""
    wanted = {"indicator": indicator, "level": level}
    given = {column: value for column, value in wanted.items() if value is not None}
    only = "".join(f" AND {column} = %s" for column in given)
    rows = released_rows(
        organisation.audience,
        f"SELECT {_COLUMNS}, origin, release_id, taught_by FROM indicators_published_conversion "  # noqa: S608 - constants only
        f"WHERE organisation_id = %s AND edition = %s{only} "
        "ORDER BY period_start, period_end, level_position",
        [organisation.id, edition, *given.values()],
    )
    return tuple(ReleaseRef(*(*row[:-3], organisation.audience, *row[-3:-1], tuple(row[-1]))) for row in rows)


def convertible_editions(organisation: OrganisationRef, *, indicator: str, level: str) -> tuple[str, ...]:
    """Return the editions to which figures of an indicator were carried at a level."""
    rows = released_rows(
        organisation.audience,
        "SELECT DISTINCT edition FROM indicators_published_conversion "
        "WHERE organisation_id = %s AND indicator = %s AND level = %s ORDER BY edition",
        [organisation.id, indicator, level],
    )
    return tuple(row[0] for row in rows)


def contents_of(refs: Iterable[ReleaseRef]) -> dict[int, SliceContent]:
    """Return the decoded slices of releases and conversions by their ids."""
    wanted = list(refs)
    carried = [ref for ref in wanted if ref.is_converted]
    found = published.slice_contents(ref for ref in wanted if not ref.is_converted)
    if carried:
        rows = released_rows(
            published.read_for(wanted),
            "SELECT id, payload FROM indicators_published_conversion WHERE id = ANY(%s)",
            [[ref.id for ref in carried]],
        )
        found |= {row[0]: decode(bytes(row[1])) for row in rows}
    return found


def counted(ref: ReleaseRef, content: SliceContent) -> SliceContent:
    """Return a slice as whoever computes with it may read it; the one place that says so.

    Maps, tables, orders and lines show what was carried with its marks. Means, tests, fits, comparisons and positions
    take measured and exactly re-aggregated figures alone (docs/methods/crosswalk.md): estimates are no figures there.
    What was delivered for these boundaries stays as it was delivered, flags and all.
    """
    return without_estimates(content) if ref.is_converted else content
