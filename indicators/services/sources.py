# SPDX-License-Identifier: EUPL-1.2
"""Sources with their licence, and the rules under which their figures are published."""

from dataclasses import dataclass, field
from typing import Any

from indicators.errors import CatalogueError
from indicators.models import Audience, DisclosureRule, Indicator, Licence, Source
from indicators.stats.disclosure.rules import PRESETS, CellRule, strictest
from sozialplanung.accounts.models import Organisation


@dataclass(frozen=True)
class SourceSpec:
    """A source with its licence (code, name, address) and the rule under which its figures are published.

    ``preset`` names a starting point (``indicators.stats.disclosure.rules.PRESETS``), ``cell`` says more than minima;
    of all three the strictest holds.
    """

    slug: str
    title: str
    publisher: str
    attribution: str
    licence: tuple[str, str, str]
    is_published: bool
    legal_basis: str
    minimum_count: int = 0
    minimum_denominator: int = 0
    minimum_inhabitants: int = 0
    inhabitants_indicator: str = ""
    preset: str = ""
    secured_by: str = ""
    secured_below: int = 0
    cell: CellRule = field(default_factory=CellRule)


def ensure_source(*, organisation: Organisation, spec: SourceSpec) -> Source:
    """Return the source, created with its licence when it is new."""
    code, name, url = spec.licence
    licence, _ = Licence.objects.get_or_create(code=code, defaults={"name": name, "url": url})
    source, _ = Source.objects.get_or_create(
        organisation=organisation,
        slug=spec.slug,
        defaults={
            "title": spec.title,
            "publisher": spec.publisher,
            "licence": licence,
            "attribution": spec.attribution,
            "secured_by": spec.secured_by,
            "secured_below": spec.secured_below,
        },
    )
    return source


def source_of(*, organisation: Organisation, slug: str) -> Source:
    """Return a source of an organisation with the organisation itself; Source.DoesNotExist when there is none."""
    return Source.objects.select_related("organisation").get(organisation=organisation, slug=slug)


def set_rule(*, organisation: Organisation, spec: SourceSpec, audience: str = Audience.PUBLIC) -> DisclosureRule:
    """Store what may be published of a source; the indicator that counts inhabitants has to exist.

    Raises
    ------
    CatalogueError
        ``indicators.preset_unknown`` when there is no such starting point.
    """
    people = Indicator.objects.filter(organisation=organisation, slug=spec.inhabitants_indicator).first()
    rule, _ = DisclosureRule.objects.update_or_create(
        source=Source.objects.get(organisation=organisation, slug=spec.slug),
        audience=audience,
        defaults={
            "organisation": organisation,
            "is_published": spec.is_published,
            **_columns(spec),
            "minimum_inhabitants": spec.minimum_inhabitants,
            "inhabitants_indicator": people,
            "legal_basis": spec.legal_basis,
        },
    )
    return rule


def _columns(spec: SourceSpec) -> dict[str, Any]:
    if spec.preset and spec.preset not in PRESETS:
        raise CatalogueError(
            "indicators.preset_unknown",
            f"There is no rule of disclosure called {spec.preset}.",
            preset=spec.preset,
            presets=", ".join(PRESETS),
            way_out=f"Name one of {', '.join(PRESETS)}.",
        )
    own = CellRule(minimum_count=spec.minimum_count, minimum_denominator=spec.minimum_denominator)
    cell = strictest([own, spec.cell, *([PRESETS[spec.preset]] if spec.preset else [])])
    return {
        "minimum_count": cell.minimum_count,
        "minimum_denominator": cell.minimum_denominator,
        "minimum_units": cell.minimum_units,
        "dominance_n": cell.dominance[0],
        "dominance_k": cell.dominance[1],
        "prior_percent": cell.prior,
        "hides_nobody": cell.hides_nobody,
        "hides_everybody": cell.hides_everybody,
        "safety_range": cell.safety_range,
        "rounding": cell.rounding,
        "knows_own": cell.knows_own,
        "preset": spec.preset,
    }
