# SPDX-License-Identifier: EUPL-1.2
"""Tell people that something was released in a topic that they follow: once for all that came together."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import Audience, Release, ReleaseState, TopicSubscription
from indicators.selectors.computations import organisations_at_work
from indicators.selectors.readership import audiences_in, audiences_of
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import HeldPart
from sozialplanung.common.readings import layers_of
from sozialplanung.notifications.registry import About, Followed, Kind
from sozialplanung.notifications.services.telling import tell

_SENTENCE: Final = _("%(organisation)s: Figures were released in a topic that you follow.")
# By the widest audience that reads something of it: who may know is judged again when it is shown and mailed.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "indicators.topic_public": Kind("subscriptions", _SENTENCE, frozenset()),
        "indicators.topic_council": Kind(
            "subscriptions", _SENTENCE, frozenset({Permission.VIEW_COUNCIL_RELEASES, Permission.VIEW_INTERNAL_RELEASES})
        ),
        "indicators.topic_internal": Kind("subscriptions", _SENTENCE, frozenset({Permission.VIEW_INTERNAL_RELEASES})),
    }
)
_WIDEST_FIRST: Final = (Audience.PUBLIC, Audience.COUNCIL, Audience.INTERNAL)


def tell_of_topics() -> int:
    """Tell of everything that was released since, topic by topic, where no computation is under way any more.

    Run by the sweeper: a release is many jobs, and each of them may be the last one.
    """
    newest = (
        Release.objects.filter(state=ReleaseState.PUBLISHED, indicator__topic=OuterRef("topic"))
        .order_by()
        .values("indicator__topic")
        .annotate(newest=Max("published_at"))
        .values("newest")
    )
    waiting = TopicSubscription.objects.annotate(newest=Subquery(newest)).filter(newest__gt=F("told_until"))
    rows = waiting.exclude(topic__organisation_id__in=organisations_at_work()).values_list("pk", flat=True)
    return sum(_tell(pk) for pk in rows)


@transaction.atomic
def _tell(pk: int) -> int:
    # Two sweepers at once: the second one finds it told.
    row = TopicSubscription.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return 0
    news = Release.objects.filter(
        state=ReleaseState.PUBLISHED, indicator__topic_id=row.topic_id, published_at__gt=row.told_until
    )
    times = dict(news.order_by().values_list("audience").annotate(newest=Max("published_at")))
    if not times:
        return 0
    organisation, told = row.topic.organisation, 0
    readable = audiences_in(row.person, organisation, row.topic_id)
    audience = next((each for each in _WIDEST_FIRST if each in times and each in readable), None)
    if audience is not None:
        about = _about(row, audience, max(times.values()))
        told = tell(kind=f"indicators.topic_{audience}", recipients=[row.person], about=about)
    row.told_until = max(times.values())
    row.save(update_fields=["told_until"])
    return told


def _about(row: TopicSubscription, audience: str, at: datetime) -> About:
    topic = row.topic
    return About(
        organisation=topic.organisation,
        subject=topic.name,
        path=f"{reverse('indicators:topics', args=[topic.organisation.slug])}#{topic.slug}",
        matter=f"topic:{audience}:{topic.pk}",
        key=f"indicators.topic:{topic.pk}:{at.isoformat()}",
    )


def matters_of(person: User, held: Collection[HeldPart]) -> frozenset[str]:
    """Return of which topics narrowed roles let somebody be told, and of what in them."""
    found: set[str] = set()
    for organisation in Organisation.objects.filter(pk__in={each.organisation_id for each in held}):
        layers = layers_of(audiences_of(person, organisation)[0])
        found |= {f"topic:{layer.audience}:{topic}" for layer in layers for topic in layer.topics or ()}
    return frozenset(found)


def followed_by(person: User) -> list[Followed]:
    """Return the topics that somebody follows, for the page on which one says what one wants to be told."""
    rows = TopicSubscription.objects.filter(person=person).select_related("topic__organisation")
    return [
        Followed(
            label=f"{row.topic.organisation.name}: {row.topic.name}",
            path=f"{reverse('indicators:topics', args=[row.topic.organisation.slug])}#{row.topic.slug}",
            end_path=reverse("indicators:follow_topic", args=[row.topic.organisation.slug, row.topic.slug]),
        )
        for row in rows.order_by("topic__organisation__name", "topic__position", "pk")
    ]
