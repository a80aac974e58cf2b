# SPDX-License-Identifier: EUPL-1.2
"""The only way out: what is released to the audience that an organisation is read for, by default the public.

What the public sees is read through the database role that sees nothing else.
"""

import gzip
import json
from collections.abc import Iterable, Sequence
from typing import Any

from indicators.rendering.slices import SliceContent, decode
from indicators.selectors.released import PUBLIC, at_one_moment
from indicators.selectors.released import released_rows as _rows
from indicators.selectors.sheets import (
    BreakNote,
    DefinitionSheet,
    IndicatorSheet,
    Note,
    OrganisationRef,
    RecipeSheet,
    ReleaseRef,
    SourceSheet,
    wording_of,
)

__all__ = [
    "annotations_of",
    "at_one_moment",
    "breaks_of",
    "from_json",
    "indicator_sheet",
    "indicators_of",
    "read_for",
    "recipes_of",
    "recipes_of_all",
    "release_ref",
    "releases_of",
    "slice_bytes",
    "slice_content",
    "slice_contents",
]

_RELEASE_COLUMNS = (
    "id, indicator, definition_id, period, period_kind, period_start, period_end, level, level_position, "
    "edition, boundary_version_id, number, content_hash, published_at, audience"
)
_DEFINITION_COLUMNS = (
    "d.id, d.valid_from, d.valid_until, d.name, d.short_name, d.subtitle, d.unit_of_measure, d.decimals, d.direction, "
    "d.basis, d.comparability, d.palette, d.change_years, d.formula, d.denominator_indicator, d.relevance_threshold, "
    "d.default_breaks, d.what_it_shows, d.how_to_read, d.limits, d.numerator_text, d.denominator_text, "
    "d.sentence_noun, d.next_review, d.is_demographic, d.minimum_denominator"
)
_SOURCE_COLUMNS = (
    "s.slug, s.title, s.publisher, s.attribution, s.contact, s.licence, s.licence_name, s.licence_url, s.secured_by"
)


def indicators_of(organisation: OrganisationRef) -> tuple[IndicatorSheet, ...]:
    """Return all published indicators in the order of topics and positions."""
    return _indicator_sheets(organisation, None)


def indicator_sheet(organisation: OrganisationRef, slug: str) -> IndicatorSheet | None:
    """Return one published indicator, None when there is none to be seen."""
    return next(iter(_indicator_sheets(organisation, slug)), None)


def _indicator_sheets(organisation: OrganisationRef, slug: str | None) -> tuple[IndicatorSheet, ...]:
    only = "AND i.slug = %s" if slug is not None else ""
    rows = _rows(
        organisation.audience,
        "SELECT i.id, i.slug, i.kind, i.topic, i.topic_name, i.is_key_figure, "  # noqa: S608 - constants only
        f"{_DEFINITION_COLUMNS}, {_SOURCE_COLUMNS} "
        "FROM indicators_published_indicator i JOIN indicators_published_definition d ON d.indicator_id = i.id "
        "JOIN indicators_published_source s ON s.id = d.source_id "
        f"WHERE i.organisation_id = %s {only} ORDER BY i.topic_position, i.position, i.slug, d.valid_from DESC",
        [organisation.id, *([slug] if slug is not None else [])],
    )
    grouped: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(row)
    return tuple(
        IndicatorSheet(*(*versions[0][:6], tuple(_definition(row[6:]) for row in versions)))
        for versions in grouped.values()
    )


def _definition(row: tuple[Any, ...]) -> DefinitionSheet:
    fields = list(row[:26])
    fields[16] = tuple(from_json(fields[16]))
    return DefinitionSheet(*(*fields, SourceSheet(*row[26:])))


def from_json(value: Any) -> Any:  # noqa: ANN401 - whatever the JSON column holds
    """Return what a JSON column holds."""
    # Django hands out the raw text of a JSON column to a plain cursor.
    return json.loads(value) if isinstance(value, str) else value


def releases_of(
    organisation: OrganisationRef,
    *,
    indicator: str | None = None,
    level: str | None = None,
    edition: str | None = None,
) -> tuple[ReleaseRef, ...]:
    """Return the releases in force, ordered by indicator, period and level.

    What was carried from other boundary versions is not among them: `conversions_of`.
    """
    wanted = {"indicator": indicator, "level": level, "edition": edition}
    given = {column: value for column, value in wanted.items() if value is not None}
    conditions = "".join(f" AND {column} = %s" for column in given)
    rows = _rows(
        organisation.audience,
        f"SELECT {_RELEASE_COLUMNS} FROM indicators_published_release WHERE organisation_id = %s{conditions} "  # noqa: S608 - constants only
        "ORDER BY indicator, period_start, period_end, level_position, edition",
        [organisation.id, *given.values()],
    )
    return tuple(ReleaseRef(*(*row, organisation.audience)) for row in rows)


def is_public(organisation: OrganisationRef, *, version_id: int) -> bool:
    """Say whether everybody can read a figure of a boundary version."""
    rows = _rows(
        PUBLIC,
        "SELECT 1 FROM indicators_published_release WHERE organisation_id = %s AND boundary_version_id = %s LIMIT 1",
        [organisation.id, version_id],
    )
    return bool(rows)


def release_ref(
    organisation: OrganisationRef, *, indicator: str, period: str, level: str, edition: str | None = None
) -> ReleaseRef | None:
    """Return one release in force without its content; of several editions the newest one."""
    only = " AND edition = %s" if edition is not None else ""
    rows = _rows(
        organisation.audience,
        f"SELECT {_RELEASE_COLUMNS} FROM indicators_published_release "  # noqa: S608 - constants only
        f"WHERE organisation_id = %s AND indicator = %s AND period = %s AND level = %s{only} "
        "ORDER BY boundary_version_id DESC LIMIT 1",
        [organisation.id, indicator, period, level, *([edition] if edition is not None else [])],
    )
    return ReleaseRef(*(*rows[0], organisation.audience)) if rows else None


def slice_bytes(ref: ReleaseRef) -> bytes | None:
    """Return the gzipped slice as it is sent; None when it was withdrawn meanwhile."""
    rows = _rows(ref.read_for, "SELECT gzipped FROM indicators_published_release WHERE id = %s", [ref.id])
    return bytes(rows[0][0]) if rows else None


def slice_content(ref: ReleaseRef) -> SliceContent | None:
    """Return the decoded slice; None when it was withdrawn meanwhile."""
    body = slice_bytes(ref)
    return None if body is None else decode(gzip.decompress(body))


def slice_contents(refs: Iterable[ReleaseRef]) -> dict[int, SliceContent]:
    """Return the decoded slices of many releases by release id, in one query."""
    wanted = list(refs)
    if not wanted:
        return {}
    rows = _rows(
        read_for(wanted),
        "SELECT id, payload FROM indicators_published_release WHERE id = ANY(%s)",
        [[ref.id for ref in wanted]],
    )
    return {row[0]: decode(bytes(row[1])) for row in rows}


def read_for(refs: Iterable[ReleaseRef]) -> str:
    """Return for whom releases were read: a page reads all of them for one audience."""
    (audience,) = {ref.read_for for ref in refs} or {PUBLIC}
    return audience


def breaks_of(organisation: OrganisationRef, indicator: str | None = None) -> tuple[BreakNote, ...]:
    """Return the breaks of one published indicator, or of all, in the order of time."""
    only = " AND indicator = %s" if indicator is not None else ""
    rows = _rows(
        organisation.audience,
        "SELECT indicator, from_period, to_period, from_start, to_start, kind, comparable, text, reference, url "  # noqa: S608 - constants only
        f"FROM indicators_published_break WHERE organisation_id = %s{only} ORDER BY indicator, from_start",
        [organisation.id, *([indicator] if indicator is not None else [])],
    )
    return tuple(BreakNote(*row) for row in rows)


def annotations_of(
    organisation: OrganisationRef, *, indicator: str | None = None, unit_id: int | None = None
) -> tuple[Note, ...]:
    """Return remarks that concern the indicator and the unit (those that concern all of them included)."""
    conditions, parameters = "", [organisation.id]  # type: tuple[str, list[object]]
    if indicator is not None:
        conditions, parameters = conditions + " AND (indicator = %s OR indicator IS NULL)", [*parameters, indicator]
    if unit_id is not None:
        conditions, parameters = conditions + " AND (unit_id = %s OR unit_id IS NULL)", [*parameters, unit_id]
    rows = _rows(
        organisation.audience,
        "SELECT kind, indicator, unit_id, period, text, population, valid_from, valid_until, reference, url "  # noqa: S608 - constants only
        f"FROM indicators_published_annotation WHERE organisation_id = %s{conditions} "
        "ORDER BY period, valid_from, kind, text",
        parameters,
    )
    return tuple(Note(*row) for row in rows)


def recipes_of(organisation: OrganisationRef, indicator: str) -> tuple[RecipeSheet, ...]:
    """Return the versions of the recipe of a published index, newest first."""
    return recipes_of_all(organisation, [indicator]).get(indicator, ())


def _recipe_sheet(row: tuple[Any, ...]) -> RecipeSheet:
    content = from_json(row[3])
    return RecipeSheet(row[0], row[1], row[2], content, wording_of(from_json(row[4]), content))


def recipes_of_all(organisation: OrganisationRef, indicators: Sequence[str]) -> dict[str, tuple[RecipeSheet, ...]]:
    """Return the versions of the recipes of several published indices by slug, newest first, in one query."""
    rows = _rows(
        organisation.audience,
        "SELECT indicator, version, valid_from, content, wording FROM indicators_published_recipe "
        "WHERE organisation_id = %s AND indicator = ANY(%s) ORDER BY version DESC",
        [organisation.id, list(indicators)],
    )
    sheets = [_recipe_sheet(row) for row in rows]
    return {slug: tuple(each for each in sheets if each.indicator == slug) for slug in indicators}
