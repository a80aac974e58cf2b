# SPDX-License-Identifier: EUPL-1.2
"""The one place that says which audiences somebody reads at an organisation, and in which topics."""

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.translation import gettext as _

from indicators.models import Audience, Topic
from indicators.selectors.topicscopes import topics_in
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.scopes import Scope
from sozialplanung.accounts.selectors import reach_of
from sozialplanung.common.readings import Layer, kind_of, layers_of, written

# The narrowest audience first: it has the richest slices.
_NEEDED: Final = {
    Audience.INTERNAL: Permission.VIEW_INTERNAL_RELEASES,
    Audience.COUNCIL: Permission.VIEW_COUNCIL_RELEASES,
}
_IN_FORCE: Final = """
    SELECT DISTINCT audience FROM indicators_release
     WHERE organisation_id = %s AND state = 'published' AND audience <> 'public'
"""
_TOPICS_IN_FORCE: Final = """
    WITH RECURSIVE scope AS (
        SELECT id FROM indicators_topic WHERE organisation_id = %(organisation)s AND id = ANY(%(topics)s)
        UNION
        SELECT below.id FROM indicators_topic AS below JOIN scope ON below.parent_id = scope.id
    )
    SELECT DISTINCT subject.topic_id
      FROM indicators_release AS release JOIN indicators_indicator AS subject ON subject.id = release.indicator_id
     WHERE release.organisation_id = %(organisation)s AND release.state = 'published'
       AND release.audience = %(audience)s AND subject.topic_id IN (SELECT id FROM scope)
"""


def audiences_of(person: User | AnonymousUser, organisation: Organisation) -> tuple[str, ...]:
    """Return the readings (`common.readings`) that somebody may read for, the best first, the public last.

    An audience of which nothing is in force is left out: who may read for the council where the council has nothing of
    its own reads what everybody reads. Who may read for one in some topics alone reads as the next one in all others.
    """
    if not person.is_authenticated:
        return (Audience.PUBLIC.value,)
    there = _in_force(organisation)
    found = (_layer(person, audience, organisation) for audience in _NEEDED if audience.value in there)
    layers = [*(layer for layer in found if layer is not None), Layer(Audience.PUBLIC.value)]
    return tuple(written(layers[place:]) for place in range(len(layers)))


def audiences_in(person: User | AnonymousUser, organisation: Organisation, topic_id: int) -> frozenset[str]:
    """Return the audiences for which somebody reads in one topic, the public among them."""
    layers = layers_of(audiences_of(person, organisation)[0])
    read = {each.audience for each in layers if each.topics is None or topic_id in each.topics}
    return frozenset(read | {Audience.PUBLIC.value})


def reads_more(person: object, organisation: Organisation) -> bool:
    """Say whether somebody reads more here than everybody, if only in a part."""
    if not isinstance(person, User):
        return False
    reach = reach_of(person, Permission.VIEW_COUNCIL_RELEASES, organisation)
    return reach.is_whole or bool(reach.scopes)


def reading_for(wanted: str, readable: Iterable[str]) -> str | None:
    """Return how somebody reads for the audience that an address names; None where they do not."""
    return next((reading for reading in readable if kind_of(reading) == wanted), None)


def _layer(person: User | AnonymousUser, audience: Audience, organisation: Organisation) -> Layer | None:
    permission = _NEEDED[audience]
    reach = reach_of(person, permission, organisation)
    if reach.is_whole:
        return Layer(audience.value)
    topics = _topics_in_force(reach.scopes, audience, organisation)
    return Layer(audience.value, topics) if topics else None


def _in_force(organisation: Organisation) -> frozenset[str]:
    """Return for which audiences beside the public something is in force; a partial index holds no more than these."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [organisation.pk])
        return frozenset(row[0] for row in cursor.fetchall())


def _topics_in_force(scopes: Iterable[Scope], audience: Audience, organisation: Organisation) -> frozenset[int]:
    """Return those topics of a scope, and below it, of which something is in force for an audience."""
    topics = topics_in(scopes)
    if not topics:
        return frozenset()
    asked: dict[str, int | str | list[int]] = {
        "organisation": organisation.pk,
        "topics": topics,
        "audience": audience.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOPICS_IN_FORCE, asked)
        return frozenset(row[0] for row in cursor.fetchall())


def readership_words(person: User | AnonymousUser, organisation: Organisation) -> str:
    """Say for whom the released figures are that somebody reads here, as `audiences_of` decides it."""
    *parts, last = (_layer_words(layer) for layer in layers_of(audiences_of(person, organisation)[0]))
    if not parts:
        return _("Released figures are read in the version: %(version)s.") % {"version": last}
    return _("Released figures are read in the version: %(parts)s; all other topics: %(version)s.") % {
        "parts": "; ".join(parts),
        "version": last,
    }


def _layer_words(layer: Layer) -> str:
    label = str(Audience(layer.audience).label)
    if layer.topics is None:
        return label
    names = Topic.objects.filter(pk__in=layer.topics).order_by("position", "name").values_list("name", flat=True)
    return f"{label} ({', '.join(names)})"
