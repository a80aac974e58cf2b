# SPDX-License-Identifier: EUPL-1.2
"""Topics as readers follow them: those of which they read something, and what was released in each of late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from indicators.models import Topic, TopicSubscription
from indicators.rendering.profile_numbers import Language, period_words
from indicators.selectors import published
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.accounts.models import User
from sozialplanung.common import periods

# So many of the newest figures of a topic are named.
NEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class News:
    """One indicator and period that was released, and when."""

    slug: str
    name: str
    period: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic: how many indicators of it somebody reads, what is new in it, and whether they follow it."""

    slug: str
    name: str
    indicators: int
    news: tuple[News, ...]
    is_followed: bool


def topic_rows(organisation: OrganisationRef, person: User, language: Language) -> tuple[TopicRow, ...]:
    """Return the topics of which somebody reads something, in the order of the catalogue."""
    by_topic: dict[tuple[str, str], list[IndicatorSheet]] = {}
    for sheet in published.indicators_of(organisation):
        by_topic.setdefault((sheet.topic, sheet.topic_name), []).append(sheet)
    releases = published.releases_of(organisation)
    rows = TopicSubscription.objects.filter(person_id=person.pk, topic__organisation_id=organisation.id)
    followed = set(rows.values_list("topic__slug", flat=True))
    return tuple(
        TopicRow(slug, name, len(sheets), _news(sheets, releases, language), slug in followed)
        for (slug, name), sheets in by_topic.items()
    )


def topic_to_follow(organisation: OrganisationRef, slug: str) -> Topic | None:
    """Return a topic of which the reader of the organisation reads something; None for all others."""
    if all(sheet.topic != slug for sheet in published.indicators_of(organisation)):
        return None
    return Topic.objects.filter(organisation_id=organisation.id, slug=slug).first()


def topic_followed(organisation: OrganisationRef, slug: str, person: User) -> Topic | None:
    """Return a topic that somebody follows, whatever they read of it today; None where they do not."""
    rows = TopicSubscription.objects.filter(person_id=person.pk, topic__organisation_id=organisation.id)
    found = rows.filter(topic__slug=slug).select_related("topic").first()
    return None if found is None else found.topic


def _news(sheets: list[IndicatorSheet], releases: tuple[ReleaseRef, ...], language: Language) -> tuple[News, ...]:
    names = {sheet.slug: sheet.definition.short_name for sheet in sheets}
    newest: dict[tuple[str, str], datetime] = {}
    for ref in releases:
        if ref.indicator in names:
            key = (ref.indicator, ref.period)
            newest[key] = max(ref.published_at, newest.get(key, ref.published_at))
    latest = sorted(newest.items(), key=lambda item: (item[1], item[0][1]), reverse=True)[:NEWEST]
    return tuple(
        News(slug, names[slug], period_words(periods.parse(code), language), at) for (slug, code), at in latest
    )
