# SPDX-License-Identifier: EUPL-1.2
"""Definitions of indicators that wait for a second person, for those who write and approve them."""

import hashlib
import json
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from indicators import formulas
from indicators.formulas.explain import Language
from indicators.models import Breakdown, Comparability, Indicator, IndicatorDefinition, IndicatorKind, Topic, Variable
from indicators.selectors.layerformulas import check_layers, layer_labels
from sozialplanung.accounts.models import Organisation

_SEEN = (
    "name",
    "short_name",
    "subtitle",
    "unit_of_measure",
    "decimals",
    "direction",
    "is_demographic",
    "basis",
    "comparability",
    "relevance_threshold",
    "minimum_denominator",
    "formula",
    "what_it_shows",
    "how_to_read",
    "limits",
    "numerator_text",
    "denominator_text",
    "source_id",
    "series_id",
    "denominator_indicator_id",
)


def waiting_definitions(organisation: Organisation, indicator_ids: Collection[int]) -> tuple[IndicatorDefinition, ...]:
    """Return the definitions of these indicators that somebody wrote and nobody confirmed yet."""
    rows = IndicatorDefinition.objects.filter(
        organisation_id=organisation.pk,
        indicator_id__in=indicator_ids,
        written_by__isnull=False,
        confirmed_by__isnull=True,
    )
    related = ("indicator__topic", "source", "written_by", "series__variable", "series__breakdown")
    return tuple(rows.select_related(*related, "denominator_indicator").order_by("indicator_id", "valid_from"))


def seen_hash(content_hash: str, waiting: Sequence[IndicatorDefinition]) -> str:
    """Return the hash of what an approver sees: the figures, and the texts that come with them."""
    if not waiting:
        return content_hash
    texts = [[str(each.valid_from), *(getattr(each, name) for name in _SEEN)] for each in waiting]
    return hashlib.sha256(json.dumps([content_hash, texts]).encode()).hexdigest()


def topics_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the topics of an organisation as choices."""
    return list(Topic.objects.filter(organisation_id=organisation.pk).values_list("slug", "name"))


def variables_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return what an organisation counts, as choices."""
    rows = Variable.objects.filter(organisation_id=organisation.pk).order_by("name")
    return list(rows.values_list("slug", "name"))


def breakdowns_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the breakdowns of an organisation, as choices."""
    rows = Breakdown.objects.filter(organisation_id=organisation.pk).exclude(slug="gesamt")
    return list(rows.values_list("slug", "name"))


def indicator_names(organisation: Organisation) -> dict[str, str]:
    """Return the present names of all indicators of an organisation by slug, published or not."""
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation.pk, valid_until__isnull=True)
    return dict(rows.order_by("name").values_list("indicator__slug", "name"))


def indicators_to_edit(organisation: Organisation) -> QuerySet[Indicator]:
    """Return the indicators of an organisation, published or not."""
    rows = Indicator.objects.filter(organisation_id=organisation.pk).select_related("topic", "organisation")
    return rows.prefetch_related("definitions")


def formula_sentence(organisation: Organisation, formula: str, unit: str, language: Language) -> str:
    """Say in a sentence how a formula computes, by the names that readers know.

    Raises
    ------
    FormulaError
        When it is none, names an indicator that is not there, or as `check_formula`.
    """
    names = indicator_names(organisation)
    node = formulas.parse(formula)
    formulas.check_names(node, names)
    check_formula(organisation_id=organisation.pk, formula=formula, unit=unit)
    return formulas.explain(node, names | layer_labels(organisation.pk), language=language)


def check_formula(*, organisation_id: int, formula: str, unit: str) -> None:
    """Refuse a formula that is none, follows a position through time, or gives figures in another unit.

    Raises
    ------
    FormulaError
        ``formulas.relative`` for an index or another relative measure at an earlier period, ``formulas.unit``,
        ``formulas.points`` and ``formulas.units`` for units of measure, ``formulas.layer`` and its like for layers;
        else as `formulas.parse`.
    """
    node = formulas.parse(formula)
    rows = IndicatorDefinition.objects.filter(
        organisation_id=organisation_id, indicator__slug__in=formulas.names(node), valid_until__isnull=True
    )
    found = {row.indicator.slug: row for row in rows.select_related("indicator")}
    for each in formulas.earlier(node):
        row = found.get(each.slug)
        if row and (row.indicator.kind == IndicatorKind.INDEX or row.comparability == Comparability.RELATIVE):
            raise formulas.FormulaError("relative", 1, found=each.slug)
    check_layers(organisation_id=organisation_id, node=node)
    formulas.check_unit(node, {slug: row.unit_of_measure for slug, row in found.items()}, unit)
