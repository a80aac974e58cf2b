# SPDX-License-Identifier: EUPL-1.2
"""Delivery templates for those who send them, and what is in their files; these are in German, for the supplier."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from indicators.models import DeliveryTable, DeliveryTemplate, IndicatorDefinition, IndicatorKind, Source
from indicators.readers.templates import HEADS, TemplatePlan, TemplateSeries
from indicators.rendering.delivery_template import TemplateTable
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse
from spatial.selectors import levels, units
from spatial.selectors.rows import UnitRow


def templates_of(organisation: Organisation) -> QuerySet[DeliveryTemplate]:
    """Return the templates of an organisation with the number of tables that came back by them, the newest first."""
    rows = DeliveryTemplate.objects.filter(organisation_id=organisation.pk)
    return rows.select_related("source", "created_by").annotate(came_back=Count("tables"))


def deliverable_series(source: Source) -> tuple[TemplateSeries, ...]:
    """Return the series that a source delivers, by the names that readers know them by; no two are called alike."""
    rows = _definitions(source)
    found: dict[str, TemplateSeries] = {}
    names: set[str] = set()
    for row in rows:
        slug = series_slug(row)
        if slug and slug not in found:
            label = " ".join(row.name.split())
            label = f"{label} [{slug}]" if label.casefold() in names else label
            names.add(label.casefold())
            found[slug] = TemplateSeries(slug, label, bool(row.series and row.series.variable.is_additive))
    return tuple(found.values())


def _definitions(source: Source) -> QuerySet[IndicatorDefinition]:
    rows = IndicatorDefinition.objects.filter(
        source=source, indicator__kind=IndicatorKind.DELIVERED, series__isnull=False
    ).select_related("indicator__topic", "series__variable", "series__breakdown")
    return rows.order_by("indicator__topic__position", "indicator__position", "indicator__slug", "-valid_from")


def series_slug(row: IndicatorDefinition) -> str:
    """Return the series of a definition as mappings name it."""
    if row.series is None:
        return ""
    variable, breakdown = row.series.variable.slug, row.series.breakdown.slug
    return variable if breakdown == "gesamt" else f"{variable}:{breakdown}"


def plan_of(template: DeliveryTemplate) -> TemplatePlan:
    """Return what a template asks for, with the keys of its areas."""
    return _plan(template, _areas(template))


def _plan(template: DeliveryTemplate, areas: Sequence[UnitRow]) -> TemplatePlan:
    return TemplatePlan(
        code=template.code,
        is_long=template.is_long,
        series=tuple(TemplateSeries(**each) for each in template.series),
        periods=tuple((code, parse(code).label()) for code in template.periods),
        keys=tuple(area.key for area in areas),
    )


def _areas(template: DeliveryTemplate) -> Sequence[UnitRow]:
    version = levels.boundary_version(template.organisation, template.level, template.edition)
    return units.unit_rows(version.id) if version is not None else ()


def table_of_template(template: DeliveryTemplate) -> TemplateTable:
    """Return what the files of a template hold."""
    areas = _areas(template)
    plan = _plan(template, areas)
    with translation.override("de"):
        return TemplateTable(
            code=template.code,
            title=template.title,
            header=plan.header,
            rows=_long_rows(plan, areas) if plan.is_long else tuple((area.key, area.name) for area in areas),
            additive=(False,) if plan.is_long else tuple(each.series.is_additive for each in plan.columns),
            total="" if plan.is_long or len(areas) == 1 else HEADS.total,
            keys=plan.keys,
            marks=_marks(),
            notes=_notes(template, plan),
            words=_words(),
        )


def _long_rows(plan: TemplatePlan, areas: Sequence[UnitRow]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (area.key, area.name, code, series.label)
        for series in plan.series
        for code, _ in plan.periods
        for area in areas
    )


def _marks() -> tuple[tuple[str, str], ...]:
    return (
        ("–", _("exactly nothing (zero cases)")),
        (".", _("kept secret by you")),
        ("x", _("does not apply here")),
        ("/", _("not reliable enough to be told")),
        ("…", _("will be told later")),
        ("k. A.", _("not available")),
    )


def _notes(template: DeliveryTemplate, plan: TemplatePlan) -> tuple[tuple[str, str], ...]:
    version = levels.boundary_version(template.organisation, template.level, template.edition)
    ground = f"{version.level_name_plural} – {version.name}" if version else template.edition
    own = {each.series for each in plan.series}
    meanings = {series_slug(row): row for row in _definitions(template.source) if series_slug(row) in own}
    labels = {each.series: each.label for each in plan.series}
    return (
        (_("Source"), f"{template.source.title}, {template.source.publisher}"),
        (_("Areas"), ground),
        (_("Reporting period"), ", ".join(label for _code, label in plan.periods)),
        (_("Contact for questions"), template.contact or "–"),
        *(((_("Note"), template.note),) if template.note else ()),
        (_("Empty cells"), _("An empty cell means that nothing was delivered. It never counts as zero.")),
        (_("Protection"), _("The sheet is protected against slips only; there is no password.")),
        *((labels[slug], _meaning(row)) for slug, row in meanings.items()),
    )


def _meaning(row: IndicatorDefinition) -> str:
    parts = [row.subtitle, row.numerator_text, row.what_it_shows]
    unit = _("Unit: %(unit)s.") % {"unit": row.unit_of_measure} if row.unit_of_measure else ""
    return " ".join(dict.fromkeys(part for part in (*parts, unit) if part))


def _words() -> dict[str, str]:
    return {
        "data": _("Figures"),
        "checks": _("Checks"),
        "explanations": _("Explanations"),
        "hint": _(
            "Fill in the light cells with numbers or the agreed signs (see explanations). The first line has to stay."
        ),
        "warning": _("Here stands neither a number nor one of the agreed signs. Enter it all the same?"),
        "checked_by": _("Your spreadsheet computes this sheet. It is not delivered."),
        "column": _("Column"),
        "empty": _("Empty cells"),
        "unreadable": _("Neither number nor sign"),
        "sum": _("Sum of the areas"),
        "total": _("Total as entered"),
        "difference": _("Difference"),
        "result": _("Result"),
        "fine": _("in order"),
        "look": _("please look"),
        "strange": _("Keys that are not in the template"),
        "twice": _("Keys that stand there twice"),
        "keys": _("Keys of the template"),
        "signs": _("Signs instead of a number"),
        "sign": _("Sign"),
        "meaning": _("Meaning"),
    }


def template_notices(tables: Sequence[DeliveryTable]) -> list[tuple[DeliveryTable, str]]:
    """Return what has to be told of tables that carry the code of a template and are not what was sent."""
    told = [(table, table.recognition.get("template") or {}) for table in tables]
    return [(table, _notice(said)) for table, said in told if said.get("state") not in {None, "bound"}]


def _notice(said: dict[str, object]) -> str:
    sentences = {
        "unknown": _("The code %(code)s belongs to no template of this organisation."),
        "discarded": _("The template %(code)s was discarded."),
        "other_source": _("The template %(code)s belongs to another source than this delivery."),
        "other_areas": _(
            "The template %(code)s was made for other areas; the keys in the file are those of %(level)s, %(edition)s."
        ),
        "changed": _("The columns are not those of the template %(code)s. Missing: %(missing)s. Added: %(added)s."),
    }
    lists = {name: ", ".join(_quoted(said.get(name))) or _("nothing") for name in ("missing", "added")}
    way_out = _("Nothing was taken over by itself. Have the template filled in anew, or map the columns by hand.")
    return f"{sentences[str(said['state'])] % {**said, **lists}} {way_out}"


def _quoted(names: object) -> list[str]:
    return [f"„{name}“" for name in names] if isinstance(names, list) else []


def column_meanings(table: DeliveryTable, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the columns of a mapped table with what they mean in words; `names` are those of the series."""
    mapping = table.mapping or {}
    found = [(mapping["key_column"], _("key of the area"))]
    found += [(name, _("says which series")) for name in mapping["categories"]]
    if mapping["period"]["kind"] == "column":
        found.append((mapping["period"]["column"], _("reporting period")))
    for each in mapping["values"]:
        said = f"{names.get(each['series'], each['series'])}, {parse(each['period']).label()}" if each["period"] else ""
        found.append((each["column"], said or _("holds the figures")))
    return [*found, *((name, _("not taken over")) for name in mapping["ignored"])]
