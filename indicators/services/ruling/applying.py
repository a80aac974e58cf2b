# SPDX-License-Identifier: EUPL-1.2
"""What a version of a rule of disclosure sets when it holds, and which indicators it reaches."""

from dataclasses import asdict

from indicators.models import DisclosureRule, DisclosureVersion, Indicator, IndicatorDefinition, Source
from indicators.selectors import graph
from indicators.services.disclosure.rules import content_of


def put_rule(version: DisclosureVersion) -> None:
    """Let the rule of a source for an audience say what a version says; nothing is compiled by that."""
    said, people = content_of(version.content), who_counts(version.source)
    DisclosureRule.objects.update_or_create(
        source=version.source,
        audience=version.audience,
        defaults={
            "organisation": version.organisation,
            "inhabitants_indicator": people if said.minimum_inhabitants else None,
            "legal_basis": version.legal_basis,
            **asdict(said),
        },
    )


def who_counts(source: Source) -> Indicator | None:
    """Return the indicator that counts the inhabitants by which areas of a source are left out."""
    rules = DisclosureRule.objects.filter(organisation_id=source.organisation_id, inhabitants_indicator__isnull=False)
    own = rules.filter(source=source).select_related("inhabitants_indicator").first()
    other = own or rules.select_related("inhabitants_indicator").order_by("pk").first()
    return other.inhabitants_indicator if other else None


def reached_by(source: Source) -> frozenset[int]:
    """Return the indicators that a rule of a source speaks of: made from it, or from what is made from it."""
    rows = IndicatorDefinition.objects.filter(source=source).values_list("indicator_id", flat=True)
    return graph.downstream_of(organisation_id=source.organisation_id, indicator_ids=set(rows))
