# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“: one area in plain words, and the ways to it; from the figures that its profile shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from indicators.rendering.profile_numbers import Language
from indicators.rendering.profile_rows import ProfileRow
from indicators.selectors import published
from indicators.selectors.areas import AreaIndex, AreaWish, area_index
from indicators.selectors.profile import profile_of
from indicators.selectors.profile_figures import AreaFigures, area_figures
from indicators.selectors.profile_sheets import Profile, ProfileBreak
from indicators.selectors.sheets import DefinitionSheet, OrganisationRef
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.paragraphs import brief, portrait, told_figure
from reports.selectors.sentencefacts import NamedOrganisation, facts_of_area
from sozialplanung.common.byname import ByName
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, UnitPlace

# A portrait is read at one go; every figure has its card below.
_MOST_TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class DistrictCard(ByName):
    """One key figure: its line in the profile, what is said of it, how unsure it is, and what it means.

    `definition` is the one that the figure was made by.
    """

    row: ProfileRow
    value: str
    reference: str
    told: str
    uncertainty: str
    definition: DefinitionSheet
    breaks: tuple[ProfileBreak, ...]


@dataclass(frozen=True, slots=True)
class DistrictTopic(ByName):
    """The key figures of one topic."""

    slug: str
    name: str
    cards: tuple[DistrictCard, ...]


@dataclass(frozen=True, slots=True)
class District:
    """One area as everybody should understand it: its profile, who lives there in words, its key figures by topic.

    `has_more` tells that the profile holds further figures.
    """

    profile: Profile
    portrait: tuple[str, ...]
    topics: tuple[DistrictTopic, ...]
    has_more: bool


def district(
    organisation: NamedOrganisation, place: UnitPlace, language: Language, versions: Sequence[BoundaryVersionRow]
) -> District:
    """Tell one area; `versions` are those of its edition."""
    area = area_figures(organisation, place)
    profile = profile_of(organisation, area, language, versions=versions)
    facts = facts_of_area(organisation, area)
    chosen = _chosen(profile, area)
    cards = {slug: _card(slug, profile, area, facts[slug], language) for slug in chosen}
    topics = [
        DistrictTopic(
            topic.slug, topic.name, tuple(cards[row.facts.slug] for row in topic.rows if row.facts.slug in cards)
        )
        for topic in profile.topics
    ]
    # Who lives there leads, in every area alike; what may speak of need follows.
    topics.sort(key=lambda topic: any(facts[card.row.facts.slug].measure.judged != "neutral" for card in topic.cards))
    return District(
        profile,
        portrait([facts[slug] for slug in chosen[:_MOST_TOLD]], language),
        tuple(topic for topic in topics if topic.cards),
        len(chosen) < len(profile.rows),
    )


def district_index(
    organisation: OrganisationRef, wish: AreaWish
) -> tuple[AreaIndex | None, tuple[BoundaryVersionRow, ...]]:
    """Return the areas that a wish asks for, and the levels of the same edition that have figures.

    Without a wish these are the smallest areas with figures, of today's boundaries where those have any.
    """
    there = {ref.boundary_version_id for ref in published.releases_of(organisation)}
    rows = [row for row in boundary_versions_of(organisation) if row.id in there and row.unit_count > 1]
    chosen = _finest(rows, wish)
    edition = wish.edition or (chosen.edition if chosen else None)
    level = wish.level or (chosen.level if chosen else None)
    index = area_index(organisation, AreaWish(edition=edition, level=level))
    return index, tuple(row for row in rows if index and row.edition == index.edition.slug)


def _finest(rows: Iterable[BoundaryVersionRow], wish: AreaWish) -> BoundaryVersionRow | None:
    today = timezone.localdate()
    meant = [row for row in rows if wish.edition in {None, row.edition} and wish.level in {None, row.level}]
    return max(
        meant,
        key=lambda row: (row.is_valid_on(today), row.valid_from, row.level_position, row.unit_count),
        default=None,
    )


def _chosen(profile: Profile, area: AreaFigures) -> list[str]:
    """Choose what is told: the key figures of the profile; where the catalogue marks none, all figures."""
    keys = [figure.slug for figure in profile.key_figures]
    if any(series.sheet.is_key_figure for series in area.figures.series):
        return keys
    return list(dict.fromkeys([*keys, *(row.facts.slug for row in profile.rows)]))


def _card(slug: str, profile: Profile, area: AreaFigures, facts: FigureFacts, language: Language) -> DistrictCard:
    row = next(row for row in profile.rows if row.facts.slug == slug)
    definitions: Mapping[str, DefinitionSheet] = {each.sheet.slug: each.definition for each in area.figures.series}
    return DistrictCard(
        row=row,
        value=row.class_words or row.value,
        reference=f"{profile.city_name} {row.city}" if row.comparison and row.city else "",
        told=brief(facts, language),
        uncertainty=" ".join(told_figure(facts, language).uncertainty),
        definition=definitions[slug],
        breaks=tuple(each for each in profile.breaks if slug in each.slugs),
    )
