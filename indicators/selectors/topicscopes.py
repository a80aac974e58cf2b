# SPDX-License-Identifier: EUPL-1.2
"""Topics as parts of an organisation that roles can be narrowed to: each with all below it."""

from collections.abc import Iterable, Iterator

from indicators.models import Topic
from sozialplanung.accounts.scopes import Choice, Scope, ScopeKind


def topics_in(scopes: Iterable[Scope]) -> list[int]:
    """Return the topics that scopes name."""
    return sorted({int(each.key) for each in scopes if each.kind == ScopeKind.TOPIC and each.key.isdecimal()})


def topic_choices(organisation_id: int) -> tuple[Choice, ...]:
    """Return the topics of an organisation in the order of their tree, each named with those above it."""
    below: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.filter(organisation_id=organisation_id).order_by("position", "name"):
        below.setdefault(topic.parent_id, []).append(topic)
    return tuple(_walk(below, None, ""))


def _walk(below: dict[int | None, list[Topic]], parent: int | None, before: str) -> Iterator[Choice]:
    for topic in below.get(parent, ()):
        name = f"{before}{topic.name}"
        yield Choice(str(topic.pk), name)
        yield from _walk(below, topic.pk, f"{name} › ")
