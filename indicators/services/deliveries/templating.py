# SPDX-License-Identifier: EUPL-1.2
"""Delivery templates: made, discarded, and recognised when they come back filled in."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from indicators.errors import DeliveryError
from indicators.models import Delivery, DeliveryTable, DeliveryTemplate, Source
from indicators.readers.mapping import Mapping
from indicators.readers.proposals import AreaList, Known
from indicators.readers.rawtable import RawTable, cell_text
from indicators.readers.tables import Layout, Table
from indicators.readers.templates import (
    ALPHABET,
    HEADS,
    TemplatePlan,
    TemplateReturn,
    code_in,
    is_beside,
    keys_in,
    mapping_of,
    returned,
    template_table,
)
from indicators.selectors.parts import names_within
from indicators.selectors.templates import deliverable_series, plan_of
from indicators.services.deliveries import drafting
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse
from spatial.selectors import levels

MOST_COLUMNS: Final = 200
MOST_PERIODS: Final = 60
_SAMPLE: Final = 6


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """What a template asks of a supplier: series by their slugs, periods by their codes."""

    source: Source
    title: str
    level: str
    edition: str
    series: tuple[str, ...]
    periods: tuple[str, ...]
    is_long: bool = False
    contact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A table that carries the code of a template: with its mapping, or with what is told about it instead."""

    told: dict[str, Any]
    template: DeliveryTemplate | None = None
    mapping: Mapping | None = None
    recognition: dict[str, Any] | None = None


@transaction.atomic
def create_template(*, spec: TemplateSpec, by: User) -> DeliveryTemplate:
    """Store a template under a new code; the file that is made from it is recognised when it comes back.

    Raises
    ------
    DeliveryError
        ``indicators.edition_unknown``, ``indicators.template_series`` when a series is not delivered by the source,
        ``indicators.template_empty`` or ``indicators.template_large``.
    PeriodError
        When one of the periods is none.
    """
    organisation = spec.source.organisation
    if levels.boundary_version(organisation, spec.level, spec.edition) is None:
        raise DeliveryError(
            "indicators.edition_unknown", "There are no such areas.", level=spec.level, edition=spec.edition
        )
    periods = sorted({parse(code) for code in spec.periods})
    stored = DeliveryTemplate.objects.create(
        organisation=organisation,
        source=spec.source,
        code=_new_code(),
        title=spec.title,
        level=spec.level,
        edition=spec.edition,
        is_long=spec.is_long,
        series=[asdict(each) for each in _chosen_series(spec, len(periods))],
        periods=[period.code for period in periods],
        contact=spec.contact,
        note=spec.note,
        created_by=by,
    )
    _record("indicators.template_made", stored, by)
    return stored


def _chosen_series(spec: TemplateSpec, periods: int) -> list[Any]:
    offered = {each.series: each for each in deliverable_series(spec.source)}
    unknown = [slug for slug in spec.series if slug not in offered]
    if unknown:
        raise DeliveryError("indicators.template_series", "The source does not deliver this series.", series=unknown[0])
    if not (spec.series and periods):
        raise DeliveryError("indicators.template_empty", "A template needs a series and a period.")
    columns = 1 if spec.is_long else len(spec.series) * periods
    if columns > MOST_COLUMNS or periods > MOST_PERIODS:
        told = {"columns": columns, "limit": MOST_COLUMNS, "periods": periods, "most": MOST_PERIODS}
        raise DeliveryError("indicators.template_large", "The template is too large.", **told)
    return [offered[slug] for slug in dict.fromkeys(spec.series)]


def _new_code() -> str:
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _ in range(8))
        code = f"LV-{signs[:4]}-{signs[4:]}"
        if not DeliveryTemplate.objects.filter(code=code).exists():
            return code


@transaction.atomic
def discard_template(*, template: DeliveryTemplate, by: User) -> None:
    """Let a template be recognised no more; deliveries that came by it stay."""
    current = DeliveryTemplate.objects.select_for_update().get(pk=template.pk)
    if current.is_open:
        current.discarded_by, current.discarded_at = by, timezone.now()
        current.save(update_fields=["discarded_by", "discarded_at"])
        _record("indicators.template_discarded", current, by)


def tables_only(raws: Iterable[RawTable]) -> tuple[RawTable, ...]:
    """Return the sheets of a file without those that a template brings beside its table."""
    found = tuple(raws)
    kept = tuple(raw for raw in found if not is_beside(raw))
    return kept or found


def bound(*, delivery: Delivery, raw: RawTable, known: Known, answers: dict[str, Any] | None = None) -> Bound | None:
    """Return what is known of a table that carries the code of a template; None for one that carries none.

    Nothing is half believed: a table that is not what was sent keeps no mapping, and says what is different. A table
    that a person wants to map by hand (`answers`) is none of a template any more.
    """
    code = code_in(raw)
    if not code or (answers or {}).get("by_hand"):
        return None
    template = _known(delivery, code)
    refusal = _refusal(template, delivery)
    if template is None or refusal:
        return Bound({"code": code, "state": refusal})
    plan = plan_of(template)
    told = {"code": code, "title": template.title}
    found = returned(raw, plan)
    if found is None or not found.is_whole:
        return Bound({**told, "state": "changed", **_changes(plan, found)}, template)
    try:
        table, layout = template_table(raw, found)
    except DomainError:
        return Bound({**told, "state": "changed", "missing": [], "added": []}, template)
    other = _other_areas(table, plan, template, known.areas)
    if other is not None:
        return Bound({**told, "state": "other_areas", "level": other.level, "edition": other.edition}, template)
    recognition = _recognition(raw, table, layout, plan)
    return Bound({**told, "state": "bound"}, template, mapping_of(plan, layout), recognition)


def follow(*, table: DeliveryTable, bound: Bound) -> bool:
    """Let a table be read as its template says; False where it is not what was sent, and then nothing is stored."""
    if bound.template is None or bound.mapping is None or bound.recognition is None:
        return False
    table.template, table.profile, table.fingerprint, table.answers = bound.template, None, "", {}
    table.level, table.edition = bound.template.level, bound.template.edition
    table.recognition = {**bound.recognition, "template": bound.told}
    table.mapping = bound.mapping.to_json()
    table.save()
    return True


@transaction.atomic
def map_by_hand(*, table: DeliveryTable, by: User, revision: int) -> Delivery:
    """Let a person say what the columns mean, although the table came back by a template."""
    current = drafting.opened(delivery=table.delivery, by=by, revision=revision)
    table.template, table.mapping, table.answers = None, None, {"by_hand": True}
    table.save(update_fields=["template", "mapping", "answers"])
    drafting.request_recognition(delivery=current, by=by)
    return current


def _known(delivery: Delivery, code: str) -> DeliveryTemplate | None:
    """Return the template of a code; one that asks for series beyond the bounds of a delivery is not there for it."""
    found = DeliveryTemplate.objects.filter(organisation_id=delivery.organisation_id, code=code).first()
    names = names_within(delivery) if found is not None else None
    if found is None or names is None:
        return found
    return found if {str(each["series"]) for each in found.series} <= names else None


def _refusal(template: DeliveryTemplate | None, delivery: Delivery) -> str:
    if template is None:
        return "unknown"
    if not template.is_open:
        return "discarded"
    return "" if template.source_id == delivery.source_id else "other_source"


def _changes(plan: TemplatePlan, found: TemplateReturn | None) -> dict[str, list[str]]:
    if found is None:
        return {"missing": list(plan.needed), "added": []}
    return {"missing": list(found.missing), "added": list(found.added)}


def _other_areas(
    table: Table, plan: TemplatePlan, template: DeliveryTemplate, areas: Iterable[AreaList]
) -> AreaList | None:
    """Return the areas that the keys of a table belong to, where those are not the ones of the template."""
    keys = keys_in(table, plan)
    own = len(keys & set(plan.keys))
    others = [each for each in areas if (each.level, each.edition) != (template.level, template.edition)]
    best = max(others, key=lambda each: len(keys & each.names.keys()), default=None)
    return best if best is not None and len(keys & best.names.keys()) > own else None


def _recognition(raw: RawTable, table: Table, layout: Layout, plan: TemplatePlan) -> dict[str, Any]:
    is_long = plan.is_long
    return {
        "header": list(table.header),
        "sample": [[cell_text(cell) for cell in row] for row in table.rows[:_SAMPLE]],
        "count": len(table.rows),
        "layout": asdict(layout),
        "encoding": raw.encoding,
        "is_hidden": raw.is_hidden,
        "periods": [code for code, _ in plan.periods],
        "categories": [[each.label] for each in plan.series] if is_long else [],
        "category_columns": [HEADS.series] if is_long else [],
        "shape": "categories" if is_long else "columns",
        "questions": [],
    }


def _record(action: str, template: DeliveryTemplate, by: User) -> None:
    details = {"code": template.code, "source": template.source.title}
    record(action=action, by=by, organisation=template.organisation, subject=template, details=details)
