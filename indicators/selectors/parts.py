# SPDX-License-Identifier: EUPL-1.2
"""What of the desk of deliveries belongs to some topics: the series, the indicators, the deliveries begun within them.

A delivery that somebody with a narrowed role begins keeps the topics within which it was begun, and stays within them
whoever works on it. Others see it by the same topics, or by a whole role.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from indicators.models import Delivery, ImportBatch, Indicator, IndicatorDefinition, Series, Source, Topic
from indicators.selectors import graph
from indicators.selectors.topicscopes import topics_in
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import HeldPart, reach_of

_TOTAL: Final = "gesamt"
_DOWNWARDS: Final = """
    WITH RECURSIVE scope AS (
        SELECT id FROM indicators_topic WHERE organisation_id = %s AND id = ANY(%s)
        UNION
        SELECT below.id FROM indicators_topic AS below JOIN scope ON below.parent_id = scope.id
    )
    SELECT id FROM scope
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Some topics of an organisation with all below them; one without a topic holds nothing."""

    organisation_id: int
    topics: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is a topic in it."""
        return bool(self.topics)


def part_of(organisation_id: int, topics: Iterable[int]) -> Part:
    """Return the part that topics make up; those that are not there, or of another organisation, are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_DOWNWARDS, [organisation_id, sorted(topics)])
        return Part(organisation_id, frozenset(row[0] for row in cursor.fetchall()))


def part_for(person: User, permission: Permission, organisation: Organisation) -> Part:
    """Return the part for which narrowed roles let somebody do something; an empty one where a whole role does."""
    topics = topics_in(reach_of(person, permission, organisation).scopes)
    return part_of(organisation.pk, topics) if topics else Part(organisation.pk)


def begun_within(person: User, organisation: Organisation) -> list[int] | None:
    """Return the topics to which a delivery of somebody is bound from its beginning; None where it is not."""
    reach = reach_of(person, Permission.IMPORT_FIGURES, organisation)
    return topics_in(reach.scopes) if reach.scopes else None


def bounds_of(delivery: Delivery) -> Part | None:
    """Return the part within which a delivery stays; None where it was begun by a whole role."""
    return None if delivery.within is None else part_of(delivery.organisation_id, delivery.within)


def series_in(part: Part) -> frozenset[int]:
    """Return the series that indicators of a part read, or read once, and those that say who stands behind them."""
    read = IndicatorDefinition.objects.filter(organisation_id=part.organisation_id, indicator__topic_id__in=part.topics)
    own = {pk for pair in read.values_list("series_id", "change_series_id") for pk in pair if pk}
    told = Series.objects.filter(pk__in=own).values_list("variable_id", "breakdown_id")
    behind = Q(pk__in=())
    for variable, breakdown in told:
        behind |= Q(variable__backs_id=variable, breakdown_id=breakdown)
    return frozenset(own) | frozenset(Series.objects.filter(behind).values_list("pk", flat=True))


def names_in(part: Part) -> frozenset[str]:
    """Return the same by the names that mappings use."""
    rows = Series.objects.filter(pk__in=series_in(part)).values_list("variable__slug", "breakdown__slug")
    return frozenset(_plain(f"{variable}:{breakdown}") for variable, breakdown in rows)


def names_within(delivery: Delivery) -> frozenset[str] | None:
    """Return the names of the series that a delivery may bring; None where all of its organisation."""
    part = bounds_of(delivery)
    return None if part is None else names_in(part)


def names_mapped(mapping: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the series that a kept mapping brings."""
    columns = [each.get("series", "") for each in (*mapping.get("values", ()), *mapping.get("series_of", ()))]
    return frozenset(_plain(name) for name in columns if name)


def _plain(name: str) -> str:
    return name.removesuffix(f":{_TOTAL}")


def is_within(delivery: Delivery, part: Part) -> bool:
    """Say whether a delivery was begun within a part and brings nothing of any other."""
    if not (delivery.within and part and delivery.organisation_id == part.organisation_id):
        return False
    return part.topics.issuperset(delivery.within) and names_brought(delivery) <= names_in(part)


def names_brought(delivery: Delivery) -> frozenset[str]:
    """Return the names of the series that a delivery brings, by its tables and by what was checked of them."""
    kept = delivery.tables.exclude(mapping=None).values_list("mapping", flat=True)
    mappings = [mapping or {} for mapping in kept]
    if delivery.batch_id is not None:
        mappings += ImportBatch.objects.values_list("mapping", flat=True).get(pk=delivery.batch_id)
    return frozenset(name for mapping in mappings for name in names_mapped(mapping))


def deliveries_within(*parts: Part) -> list[int]:
    """Return the ids of the deliveries of an organisation that lie within one of some parts."""
    found: set[int] = set()
    for part in filter(None, parts):
        begun = Delivery.objects.filter(
            organisation_id=part.organisation_id, within__contained_by=sorted(part.topics)
        ).exclude(within=[])
        names = names_in(part)
        found |= {each.pk for each in begun if names_brought(each) <= names}
    return sorted(found)


def indicators_in(part: Part) -> frozenset[int]:
    """Return the indicators of a part."""
    rows = Indicator.objects.filter(organisation_id=part.organisation_id, topic_id__in=part.topics)
    return frozenset(rows.values_list("pk", flat=True))


def foreseeable_in(part: Part) -> frozenset[int]:
    """Return the indicators of a part that rest on nothing else: trying figures tells nothing of others by them."""
    return graph.resting_on(organisation_id=part.organisation_id, own=indicators_in(part))


def sources_in(part: Part) -> frozenset[int]:
    """Return the sources of the indicators of a part."""
    rows = IndicatorDefinition.objects.filter(indicator_id__in=indicators_in(part))
    return frozenset(Source.objects.filter(pk__in=rows.values("source_id")).values_list("pk", flat=True))


def topic_names(*parts: Part) -> list[str]:
    """Return the names of the topics of some parts, in their order."""
    topics = frozenset[int]().union(*(part.topics for part in parts))
    return list(Topic.objects.filter(pk__in=topics).order_by("position", "name").values_list("name", flat=True))


def matters_of(person: User, held: Collection[HeldPart]) -> frozenset[str]:
    """Return what notifications may tell somebody of by narrowed roles: the deliveries within their parts."""
    found: set[int] = set()
    for organisation_id in {each.organisation_id for each in held}:
        organisation = Organisation.objects.get(pk=organisation_id)
        wanted = (Permission.IMPORT_FIGURES, Permission.APPROVE_IMPORTS)
        found |= set(deliveries_within(*(part_for(person, each, organisation) for each in wanted)))
    uuids = Delivery.objects.filter(pk__in=found).values_list("uuid", flat=True)
    return frozenset(f"delivery:{uuid}" for uuid in uuids)
