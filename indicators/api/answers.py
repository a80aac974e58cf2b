# SPDX-License-Identifier: EUPL-1.2
"""What the API says about indicators and their releases, before it is written as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.urls import reverse

from indicators.selectors.released import PUBLIC
from indicators.selectors.sheets import (
    DefinitionSheet,
    IndicatorSheet,
    Note,
    OrganisationRef,
    ReleaseRef,
    SourceSheet,
)
from sozialplanung.common.periods import parse
from sozialplanung.common.readings import kind_of

_DEFINITION = (
    "valid_from",
    "valid_until",
    "name",
    "short_name",
    "subtitle",
    "unit_of_measure",
    "decimals",
    "direction",
    "basis",
    "comparability",
    "palette",
    "is_demographic",
    "change_years",
    "formula",
    "denominator_indicator",
    "relevance_threshold",
    "minimum_denominator",
    "default_breaks",
    "what_it_shows",
    "how_to_read",
    "limits",
    "numerator_text",
    "denominator_text",
    "next_review",
)
_SHORT = (
    "name",
    "short_name",
    "subtitle",
    "unit_of_measure",
    "decimals",
    "direction",
    "is_demographic",
    "basis",
    "comparability",
)
_SHEET = ("slug", "topic", "kind", "is_key_figure")
_RELEASE = (
    "period",
    "period_kind",
    "period_start",
    "period_end",
    "level",
    "edition",
    "number",
    "content_hash",
    "published_at",
)

_BREAK = ("from_period", "to_period", "kind", "comparable", "text", "reference", "url")
_NOTE = ("kind", "period", "text", "population", "valid_from", "valid_until", "reference", "url")

Answer = dict[str, Any]


def topic_answers(sheets: Iterable[IndicatorSheet]) -> list[Answer]:
    """Return the topics under which something is published, in the order of the catalogue."""
    topics: dict[str, Answer] = {}
    for sheet in sheets:
        topic = topics.setdefault(sheet.topic, {"slug": sheet.topic, "name": sheet.topic_name, "indicator_count": 0})
        topic["indicator_count"] += 1
    return list(topics.values())


def indicator_answer(sheet: IndicatorSheet) -> Answer:
    """Return an indicator with its newest definition in short."""
    return {
        **_taken(sheet, _SHEET),
        **_taken(sheet.definition, _SHORT),
        "attribution": source_answer(sheet.definition.source),
    }


def definition_answer(definition: DefinitionSheet) -> Answer:
    """Return what an indicator means for a time, in full."""
    return {**_taken(definition, _DEFINITION), "attribution": source_answer(definition.source)}


def source_answer(source: SourceSheet, as_of: str = "") -> Answer:
    """Return who has to be named for figures."""
    return {
        "about": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "attribution": source.attribution,
        "as_of": as_of,
        "secured_by": source.secured_by,
    }


def release_answer(organisation: OrganisationRef, ref: ReleaseRef) -> Answer:
    """Return a release with the addresses of its figures."""
    where = {"organisation": organisation.slug, "indicator": ref.indicator, "period": ref.period}
    only = f"?level={ref.level}&edition={ref.edition}"
    if ref.read_for != PUBLIC:
        only += f"&audience={kind_of(ref.read_for)}"
    return {
        **_taken(ref, _RELEASE),
        "period_label": parse(ref.period).label(),
        "values_url": reverse("indicators-api:values", kwargs=where) + only,
        "slice_url": reverse("indicators-api:slice", kwargs=where) + only,
    }


def sources_of(sheet: IndicatorSheet, refs: Iterable[ReleaseRef]) -> list[Answer]:
    """Return who has to be named for the figures of some releases, each source with its periods."""
    wanted = {ref.definition_id: ref for ref in refs}
    named = {definition.id: definition.source for definition in sheet.definitions if definition.id in wanted}
    periods: dict[str, list[str]] = {}
    for ref in refs:
        if ref.definition_id in named:
            periods.setdefault(named[ref.definition_id].slug, []).append(parse(ref.period).label())
    by_slug = {source.slug: source for source in named.values()}
    return [source_answer(by_slug[slug], ", ".join(dict.fromkeys(labels))) for slug, labels in periods.items()]


def break_answers(notes: Iterable[Any]) -> list[Answer]:
    """Return the breaks of a series."""
    return [_taken(note, _BREAK) for note in notes]


def annotation_answer(note: Note, key: str | None) -> Answer:
    """Return one annotation; `key` names the area, None all of them."""
    return {**_taken(note, _NOTE), "key": key}


def recipe_answers(recipes: Iterable[Any]) -> list[Answer]:
    """Return the versions of a recipe."""
    return [_taken(recipe, ("version", "valid_from", "content")) for recipe in recipes]


def _taken(row: Any, members: Iterable[str]) -> Answer:  # noqa: ANN401 (any frozen row)
    whole = asdict(row)
    return {member: whole[member] for member in members}
