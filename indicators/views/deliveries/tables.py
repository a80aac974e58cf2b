# SPDX-License-Identifier: EUPL-1.2
"""What was found in the files, how it is built, and what its columns mean."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.deliveries import ShapeForm
from indicators.forms.tablemapping import MappingForm, TableFacts
from indicators.models import Delivery, DeliveryTable
from indicators.readers.csvfile import Layout
from indicators.readers.keys import KeyRule
from indicators.readers.saying import Ground
from indicators.selectors.deliveries import additive_series, grounds_of, series_choices
from indicators.selectors.parts import names_within
from indicators.selectors.templates import column_meanings, template_notices
from indicators.services.deliveries import drafting
from indicators.services.deliveries.drafting import TableMapping
from indicators.services.deliveries.templating import map_by_hand
from indicators.views.deliveries.access import Desk, at_part, frame, page, told
from sozialplanung.accounts.keeping import posted, without_nul
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.common.errors import DomainError
from sozialplanung.common.errors import Problem as FileProblem
from sozialplanung.web.desks import revision_of
from sozialplanung.web.messages import sentence_for

_CONFLICT = 409


@require_safe
@at_part
def recognition_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the tables that were found, and the files that cannot be read."""
    delivery = desk.draft(uuid)
    files = delivery.files.filter(problem__isnull=False).defer("content")
    problems = [(file, *sentence_for(_problem(file.problem or {}))) for file in files]
    tables = list(delivery.tables.select_related("file", "profile", "template").defer("file__content"))
    context = {
        "tables": [(table, _questions(table), _problem_text(table)) for table in tables],
        "problems": problems,
        "notices": template_notices(tables),
    }
    return page(request, desk, "recognition", frame(desk, delivery, _("Recognise")) | context)


def _questions(table: DeliveryTable) -> list[tuple[str, str]]:
    """Return what recognition could not decide, in the reader's language."""
    if table.mapping:
        return []
    return [(_(asked) % params, _(advice) % params) for asked, advice, params in table.recognition.get("questions", ())]


def _problem_text(table: DeliveryTable) -> str:
    kept = table.recognition.get("problem")
    # A sheet of explanations is no mistake: what would have to be mended in it is not said.
    return sentence_for(_problem(kept))[0] if kept else ""


def _problem(kept: dict[str, Any]) -> FileProblem:
    return FileProblem(kept["code"], kept["message"], kept["place"], kept["way_out"], _CONFLICT, kept["params"])


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def shape_page(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Say how a table is built."""
    delivery = desk.draft(uuid)
    table = _table(delivery, number)
    form = ShapeForm(
        posted(request),
        header=table.recognition["header"],
        is_text=bool(table.recognition["layout"].get("separator")),
        initial=_shape(delivery, table),
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            drafting.save_shape(
                table=table,
                is_taken=said.pop("is_taken"),
                by=desk.person,
                revision=said.pop("revision"),
                answers=said,
            )
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery", uuid))
    return page(request, desk, "shape", frame(desk, delivery, _("Build of the table")) | {"table": table}, form=form)


def _shape(delivery: Delivery, table: DeliveryTable) -> dict[str, Any]:
    answers = {name: said for name, said in table.answers.items() if name != "mapping"}
    kept = table.recognition
    found = {"shape": kept["shape"], "categories": kept["category_columns"], "is_taken": int(table.is_taken)}
    layout = kept["layout"]
    found |= {"header_row": layout["header_row"], "header_rows": layout["header_rows"], "revision": delivery.revision}
    return {**found, **{name: said for name, said in answers.items() if said}}


@require_safe
@at_part
def mappings_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """List the tables with their mapping; with one table, go to it."""
    delivery = desk.draft(uuid)
    tables = list(delivery.tables.filter(is_taken=True).select_related("file", "profile").defer("file__content"))
    if len(tables) == 1:
        return redirect(desk.url("delivery_mapping", uuid, tables[0].number))
    return page(request, desk, "mappings", frame(desk, delivery, _("Map columns")) | {"tables": tables})


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def mapping_page(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Say what the columns of a table mean."""
    delivery = desk.draft(uuid)
    table = _table(delivery, number)
    if table.template is not None and table.mapping and request.method != "POST":
        return page(request, desk, "template_bound", frame(desk, delivery, _("Map columns")) | _bound(desk, table))
    form = MappingForm(
        posted(request), facts=_facts(desk, table, names_within(delivery)), initial=_answers(delivery, table)
    )
    if "define" in request.POST:
        return _to_definition(form, request, table, desk)
    if request.method == "POST" and form.is_valid() and _save(form, table, desk):
        return redirect(desk.url("delivery", uuid))
    if request.method == "POST" and form.errors:
        _keep(form, request, table, desk)
    context = {"table": table, "columns": _columns(form, table), "notices": template_notices([table])}
    context["can_define"] = has_permission(desk.person, Permission.EDIT_CATALOGUE, desk.organisation)
    return page(request, desk, "mapping", frame(desk, table.delivery, _("Map columns")) | context, form=form)


def _bound(desk: Desk, table: DeliveryTable) -> dict[str, Any]:
    """Return what the columns of a template mean, in words."""
    return {"table": table, "columns": column_meanings(table, dict(series_choices(desk.organisation)))}


@require_POST
@at_part
def by_hand(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Let a table that came back by a template be mapped by a person."""
    map_by_hand(table=_table(desk.draft(uuid), number), by=desk.person, revision=revision_of(request))
    return redirect(desk.url("delivery", uuid))


@require_POST
@at_part
def add_level(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Read the same table for areas of another level, too."""
    table = _table(desk.draft(uuid), number)
    added = drafting.add_level(table=table, by=desk.person, revision=revision_of(request))
    return redirect(desk.url("delivery_mapping", uuid, added.number))


def _save(form: MappingForm, table: DeliveryTable, desk: Desk) -> bool:
    said = form.cleaned_data
    level, _at, edition = said["ground"].partition("@")
    if form.mapping is None:
        return False
    mapping = TableMapping(level, edition, form.mapping, _plain(said))
    try:
        drafting.save_mapping(table=table, said=mapping, by=desk.person, revision=said["revision"])
    except DomainError as error:
        told(form, error)
        return False
    return True


def _to_definition(form: MappingForm, request: HttpRequest, table: DeliveryTable, desk: Desk) -> HttpResponse:
    """Keep what was said and go where a series is defined; from there the way leads back."""
    form.is_valid()
    _keep(form, request, table, desk)
    named = request.POST.get("define_field", "")
    fields = [field.name for field in form.figure_fields]
    query = {"lieferung": str(table.delivery.uuid), "tabelle": table.number}
    query |= {"feld": named if named in fields else fields[-1]}
    return redirect(f"{reverse('indicators:indicator_new', args=[desk.organisation.slug])}?{urlencode(query)}")


def _keep(form: MappingForm, request: HttpRequest, table: DeliveryTable, desk: Desk) -> None:
    """Keep what was said so far, so that another day goes on from here."""
    revision = form.cleaned_data.get("revision")
    if revision is None or getattr(form, "is_stale", False):
        return
    given = {name: without_nul(request.POST.get(name, "")) for name in form.fields if name != "revision"}
    try:
        table.delivery = drafting.save_answers(table=table, answers=given, by=desk.person, revision=revision)
    except DomainError as error:
        told(form, error)
        return
    form.data = {**request.POST.dict(), "revision": str(table.delivery.revision)}


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "revision"}


def _facts(desk: Desk, table: DeliveryTable, names: frozenset[str] | None) -> TableFacts:
    found = table.recognition
    return TableFacts(
        ground=Ground(
            header=tuple(found["header"]),
            shape=found["shape"],
            layout=Layout(**found["layout"]),
            categories=tuple(found["category_columns"]),
            category_rows=tuple(map(tuple, found["categories"])),
            column_periods=found.get("column_periods", {}),
        ),
        grounds=grounds_of(desk.organisation),
        series=series_choices(desk.organisation, names=names),
        additive=additive_series(desk.organisation),
        marks=tuple(map(tuple, found.get("marks", ()))),
        wholes=tuple(map(tuple, found.get("wholes", ()))),
        unknown_rows=tuple(map(tuple, found.get("unknown_rows", ()))),
        periods=tuple(found.get("periods", ())),
        **_key_facts(found.get("keys") or {}),
    )


def _key_facts(kept: dict[str, Any]) -> dict[str, Any]:
    rule = kept.get("rule")
    return {
        "key_rule": KeyRule(**{**rule, "renames": tuple(map(tuple, rule["renames"]))}) if rule else None,
        "key_examples": tuple(map(tuple, kept.get("examples", ()))),
        "repairs": tuple((each["delivered"], each["proposal"], each["row"]) for each in kept.get("repairs", ())),
    }


def _answers(delivery: Delivery, table: DeliveryTable) -> dict[str, Any]:
    proposed = dict(table.recognition.get("proposals", {}))
    given = {name: said for name, said in table.answers.get("mapping", {}).items() if said}
    return {**proposed, **given, "revision": delivery.revision}


def _columns(form: MappingForm, table: DeliveryTable) -> list[dict[str, Any]]:
    sample = table.recognition["sample"]
    return [
        {"field": field, "examples": [row[place] for row in sample[:3] if place < len(row)]}
        for place, field in enumerate(form.column_fields)
    ]


def _table(delivery: Delivery, number: int) -> DeliveryTable:
    found = delivery.tables.select_related("file", "template", "delivery", "delivery__organisation").defer(
        "file__content"
    )
    return get_object_or_404(found, number=number)
