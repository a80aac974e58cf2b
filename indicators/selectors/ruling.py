# SPDX-License-Identifier: EUPL-1.2
"""The rules of disclosure of an organisation: what holds for each source and audience, what is to come, what was."""

from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.errors import NotReleasedError
from indicators.models import Audience, DisclosureRule, DisclosureVersion, Source, VersionState
from sozialplanung.accounts.models import Organisation

_TO_COME = (VersionState.WAITING, VersionState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class RuleCell:
    """What holds of one source for one audience, and the version that waits for a person or for its day."""

    audience: Audience
    rule: DisclosureRule | None
    to_come: DisclosureVersion | None


@dataclass(frozen=True, slots=True)
class SourceRules:
    """One source with its rule for every audience, the widest first."""

    source: Source
    cells: tuple[RuleCell, ...]


def rules_by_source(organisation: Organisation) -> tuple[SourceRules, ...]:
    """Return all sources by title, each with its rules."""
    rules = {
        (rule.source_id, rule.audience): rule
        for rule in DisclosureRule.objects.filter(organisation=organisation).select_related("inhabitants_indicator")
    }
    rows = DisclosureVersion.objects.filter(organisation=organisation, state__in=_TO_COME)
    coming = {(row.source_id, row.audience): row for row in rows.select_related("written_by")}
    return tuple(
        SourceRules(
            source,
            tuple(
                RuleCell(each, rules.get((source.pk, each.value)), coming.get((source.pk, each.value)))
                for each in Audience
            ),
        )
        for source in Source.objects.filter(organisation=organisation).order_by("title", "slug")
    )


def source_at(organisation: Organisation, slug: str) -> Source:
    """Return a source of this organisation."""
    source = Source.objects.select_related("organisation").filter(organisation=organisation, slug=slug).first()
    if source is None:
        raise NotReleasedError("http.not_found", "There is nothing at this address.")
    return source


def versions_of(source: Source, audience: Audience) -> QuerySet[DisclosureVersion]:
    """Return everything that was ever written for one audience, the newest first."""
    rows = DisclosureVersion.objects.filter(source=source, audience=audience)
    return rows.select_related("written_by", "decided_by", "organisation", "source").order_by("-number")
