# SPDX-License-Identifier: EUPL-1.2
"""Series and indicators that stewards define by form: drafts until a second person confirmed their texts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count
from typing import Final

from django.db import transaction
from django.utils.text import slugify

from indicators import formulas
from indicators.errors import CatalogueError, FourEyesError
from indicators.models import BreakdownRole, Indicator, IndicatorDefinition, Series, Source, Topic
from indicators.selectors.confirming import is_lent
from indicators.services import catalogue
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.services.releasing import graph
from indicators.services.releasing.texts import refuse_empty
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record

RESERVED: Final = frozenset({"neu", "bearbeiten", "bestaetigen"})
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """A series to be found or made: an existing variable by slug or a new one by name, the same of its breakdown."""

    variable: str
    variable_name: str = ""
    is_additive: bool = True
    unit_of_measure: str = ""
    breakdown: str = ""
    breakdown_name: str = ""
    dimension: str = ""
    is_flow: bool = False
    is_part: bool = False


def slug_of(name: str, taken: Sequence[str] = ()) -> str:
    """Return a name as it stands in addresses and mappings, told apart from those that are taken."""
    stem = slugify(name.translate(_UMLAUTS))[:70].strip("-") or "neu"
    if not stem[0].isalpha():
        stem = f"i-{stem}"
    used = RESERVED | set(taken)
    if stem not in used:
        return stem
    return next(found for number in count(2) if (found := f"{stem}-{number}") not in used)


@transaction.atomic
def define_series(*, organisation: Organisation, spec: SeriesSpec, by: User) -> Series:
    """Return the series of a variable and a breakdown; what is not there yet is made."""
    variable = spec.variable or slug_of(spec.variable_name)
    name = SeriesName(variable, spec.breakdown or (slug_of(spec.breakdown_name) if spec.breakdown_name else "gesamt"))
    series = catalogue.ensure_series(
        organisation=organisation,
        name=name,
        variable={
            "name": spec.variable_name or variable,
            "is_additive": spec.is_additive,
            "unit_of_measure": spec.unit_of_measure,
            "is_flow": spec.is_flow,
        },
        breakdown={
            "name": spec.breakdown_name or "gesamt",
            "dimension": slug_of(spec.dimension) if spec.dimension else "total",
            "role": BreakdownRole.PART if spec.is_part else BreakdownRole.SUBSET,
        },
    )
    details = {"variable": name.variable, "breakdown": name.breakdown}
    record(action="indicators.series_defined", by=by, organisation=organisation, subject=series, details=details)
    return series


def mapping_name(series: Series) -> str:
    """Return a series as mappings name it."""
    breakdown = series.breakdown.slug
    return series.variable.slug if breakdown == "gesamt" else f"{series.variable.slug}:{breakdown}"


@transaction.atomic
def define_topic(*, organisation: Organisation, name: str, by: User) -> Topic:
    """Return the topic of a name, made at the end of the list when it is new."""
    rows = Topic.objects.filter(organisation=organisation)
    found = rows.filter(name=name).first()
    if found is not None:
        return found
    slug = slug_of(name, list(rows.values_list("slug", flat=True)))
    topic = catalogue.ensure_topic(organisation=organisation, slug=slug, name=name, position=rows.count())
    record(action="indicators.topic_defined", by=by, organisation=organisation, subject=topic, details={"slug": slug})
    return topic


@transaction.atomic
def define_indicator(*, organisation: Organisation, spec: IndicatorSpec, by: User) -> Indicator:
    """Create an indicator as a draft: nothing of it is public before a second person confirmed its texts."""
    taken = list(Indicator.objects.filter(organisation=organisation).values_list("slug", flat=True))
    named = replace(spec, slug=slug_of(spec.definition.name, taken))
    indicator = catalogue.create_indicator(organisation=organisation, spec=named, by=by)
    indicator.definitions.update(written_by=by)
    refuse_empty(indicator.definitions.get())
    return indicator


@transaction.atomic
def redefine_indicator(*, indicator: Indicator, spec: DefinitionSpec, by: User) -> IndicatorDefinition:
    """Say what an indicator means from a day on; a draft that nobody confirmed yet is written anew.

    Raises
    ------
    CatalogueError
        ``indicators.definition_date`` when the day is not after that of the definition before.
    """
    rows = indicator.definitions.select_for_update().order_by("-valid_from")
    newest = rows.first()
    if newest is not None and newest.is_waiting:
        stored = newest
        before = rows.exclude(pk=newest.pk).first()
        spec = spec if before else replace(spec, valid_from=newest.valid_from)
    else:
        stored, before = IndicatorDefinition(organisation=indicator.organisation, indicator=indicator), newest
    if before is not None:
        _close(before, spec.valid_from)
    for name, value in catalogue.definition_fields(indicator=indicator, spec=spec).items():
        setattr(stored, name, value)
    stored.written_by = by
    stored.save()
    refuse_empty(stored)
    _connect(indicator, spec)
    details = {"valid_from": stored.valid_from.isoformat()}
    record(
        action="indicators.indicator_defined",
        by=by,
        organisation=indicator.organisation,
        subject=indicator,
        details=details,
    )
    return stored


def _close(definition: IndicatorDefinition, day: date) -> None:
    if day <= definition.valid_from:
        raise CatalogueError(
            "indicators.definition_date",
            "A new definition begins after the one before.",
            day=definition.valid_from.isoformat(),
        )
    definition.valid_until = day
    definition.save(update_fields=["valid_until"])


def _connect(indicator: Indicator, spec: DefinitionSpec) -> None:
    """Keep the graph of what is computed from what; edges of earlier definitions stay."""
    names = set(formulas.names(formulas.parse(spec.formula))) if spec.formula else set()
    graph.connect(downstream=indicator, upstream_slugs=names | ({spec.denominator_indicator} - {""}))


def refuse_writers(*, definitions: Sequence[IndicatorDefinition], by: User) -> None:
    """Raise FourEyesError when somebody would confirm a text that they wrote, or with an account its writer lent."""
    if any(each.written_by_id == by.pk for each in definitions):
        raise FourEyesError(
            "indicators.four_eyes_texts", "The texts of an indicator are confirmed by somebody who did not write them."
        )
    if any(is_lent(each, by) for each in definitions):
        raise FourEyesError(
            "indicators.lent_account_texts",
            "The account of the signer was opened or changed by the writer of the texts.",
        )


@transaction.atomic
def confirm_definitions(*, definitions: Sequence[IndicatorDefinition], by: User) -> None:
    """Confirm the texts of indicators; who wrote one of them cannot."""
    refuse_writers(definitions=definitions, by=by)
    for definition in definitions:
        definition.confirmed_by = by
        definition.save(update_fields=["confirmed_by"])
        record(
            action="indicators.definition_confirmed",
            by=by,
            organisation=definition.organisation,
            subject=definition.indicator,
            details={"valid_from": definition.valid_from.isoformat()},
        )


def definition_spec(definition: IndicatorDefinition) -> DefinitionSpec:
    """Return a definition as the one after it begins with."""
    kept = {name: getattr(definition, name) for name in asdict(_BLANK) if hasattr(definition, name)}
    return DefinitionSpec(
        **{
            **kept,
            "source": definition.source.slug,
            "series": _name(definition.series),
            "change_series": _name(definition.change_series),
            "denominator_indicator": definition.denominator_indicator.slug if definition.denominator_indicator else "",
            "default_breaks": tuple(definition.default_breaks),
        }
    )


def _name(series: Series | None) -> SeriesName | None:
    return SeriesName(series.variable.slug, series.breakdown.slug) if series is not None else None


_BLANK: Final = DefinitionSpec("", "", "", "", "", "", "", "")


def source_slugs(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the sources of an organisation as choices by slug."""
    return list(Source.objects.filter(organisation=organisation).order_by("title").values_list("slug", "title"))


__all__ = [
    "SeriesSpec",
    "confirm_definitions",
    "define_indicator",
    "define_series",
    "define_topic",
    "definition_spec",
    "mapping_name",
    "redefine_indicator",
    "refuse_writers",
    "slug_of",
    "source_slugs",
]
