# SPDX-License-Identifier: EUPL-1.2
"""Stewards define series and indicators, on the way of a delivery or for themselves; others find nothing here."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.forms.defining import Choices, DefinitionForm, NewIndicatorForm, RedefinitionForm
from indicators.models import DeliveryTable
from indicators.rendering.profile_numbers import language_of
from indicators.selectors import definitions
from indicators.selectors.deliveries import delivery_at
from indicators.selectors.layerformulas import layer_choices
from indicators.services import defining
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.deliveries import drafting
from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.desks import small_number, status_of, told
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader


@dataclass(frozen=True, slots=True)
class CatalogueDesk:
    """A person who edits the catalogue of an organisation."""

    publisher: Organisation
    person: User


def _place(person: User, body: Organisation) -> CatalogueDesk | None:
    return CatalogueDesk(body, person) if has_permission(person, Permission.EDIT_CATALOGUE, body) else None


at_catalogue = for_whom(_place)


@require_http_methods(["GET", "HEAD", "POST"])
@at_catalogue
def new_page(request: HttpRequest, desk: CatalogueDesk) -> HttpResponse:
    """Define a series and an indicator; on the way of a delivery, go back to its mapping with the new series."""
    publisher, person = desk.publisher, desk.person
    table, field = _origin(request, publisher)
    said, initial = _said(request, _initial(table, field))
    form = NewIndicatorForm(said, choices=_choices(publisher), initial=initial)
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            series = _define(form, publisher, person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_way_back(table, field, series, person) or _list(publisher))
    return _page(request, publisher, form, {"table": table, "column": _named(table, field)})


@require_http_methods(["GET", "HEAD", "POST"])
@at_catalogue
def edit_page(request: HttpRequest, desk: CatalogueDesk, indicator: str) -> HttpResponse:
    """Say what an indicator means from a day on."""
    publisher, person = desk.publisher, desk.person
    subject = get_object_or_404(definitions.indicators_to_edit(publisher), slug=indicator)
    newest = subject.definitions.select_related("source", "series", "denominator_indicator").latest("valid_from")
    before = defining.definition_spec(newest)
    said, initial = _said(request, _kept(before))
    form = RedefinitionForm(said, choices=_choices(publisher), initial=initial)
    if request.method == "POST" and form.is_bound and form.is_valid():
        spec = form.definition(series=before.series, before=before)
        try:
            defining.redefine_indicator(indicator=subject, spec=spec, by=person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_list(publisher))
    return _page(request, publisher, form, {"subject": newest, "is_waiting": newest.is_waiting})


@require_http_methods(["GET", "HEAD"])
@at_catalogue
def drafts_page(request: HttpRequest, desk: CatalogueDesk) -> HttpResponse:
    """List the indicators for those who look after the catalogue, published or not."""
    publisher = desk.publisher
    rows = [
        (each, max(each.definitions.all(), key=lambda one: one.valid_from))
        for each in definitions.indicators_to_edit(publisher)
    ]
    context = {"organisation": publisher, "section": "deliveries", "rows": rows, "crumbs": _crumbs(publisher)}
    return render(request, "indicators/drafts.html", context)


def _said(request: HttpRequest, initial: dict[str, Any]) -> tuple[QueryDict | None, dict[str, Any]]:
    """Return what was sent to be saved; what was sent to be explained is only shown again."""
    if "explain" in request.POST:
        return None, request.POST.dict()
    return posted(request), initial


def _define(form: NewIndicatorForm, publisher: Organisation, person: User) -> str:
    """Make what was defined; returns the series as mappings name it, empty for a computed indicator."""
    said, name, mapped = form.cleaned_data, None, ""
    if form.kind != "derived":
        series = defining.define_series(organisation=publisher, spec=form.series(), by=person)
        name, mapped = SeriesName(series.variable.slug, series.breakdown.slug), defining.mapping_name(series)
    if form.kind == "series":
        return mapped
    topic = said["topic"]
    if topic == "+":
        topic = defining.define_topic(organisation=publisher, name=said["topic_name"], by=person).slug
    spec = IndicatorSpec("", topic, form.kind, form.definition(series=name))
    defining.define_indicator(organisation=publisher, spec=spec, by=person)
    return mapped


def _origin(request: HttpRequest, publisher: Organisation) -> tuple[DeliveryTable | None, str]:
    query = QueryReader(request.GET, allowed=("lieferung", "tabelle", "feld"))
    uuid = query.text("lieferung", longest=36)
    number = query.integer("tabelle", minimum=1, maximum=100_000, default=1)
    field = query.text("feld", longest=40) or ""
    if not uuid:
        return None, ""
    try:
        delivery = delivery_at(publisher, UUID(uuid))
    except ValueError as error:
        raise NotFoundError("http.not_found", "There is nothing at this address.") from error
    return get_object_or_404(delivery.tables.select_related("delivery", "file"), number=number), field


def _named(table: DeliveryTable | None, field: str) -> str:
    """Return what the column or kind of row is called for which a series is defined."""
    kind, _bar, place = field.partition("_")
    number = small_number(place)
    if table is None or kind not in {"column", "category"} or number is None:
        return ""
    held = (
        table.recognition["header"]
        if kind == "column"
        else [" / ".join(row) for row in table.recognition["categories"]]
    )
    return str(held[number]) if number < len(held) else ""


def _initial(table: DeliveryTable | None, field: str) -> dict[str, Any]:
    name = _named(table, field)
    source = {"source": table.delivery.source.slug} if table else {}
    return (
        {"variable_name": name, "name": name, "short_name": name[:60], "breakdown": "gesamt", **source}
        if name
        else source
    )


def _way_back(table: DeliveryTable | None, field: str, series: str, person: User) -> str:
    """Put the new series into the answers of the mapping and return its address."""
    if table is None:
        return ""
    if series and _named(table, field) and not table.mapping and table.delivery.is_open:
        proposed = {**table.recognition.get("proposals", {}), **table.answers.get("mapping", {})}
        answers = {**proposed, field: f"{series}|value"}
        drafting.save_answers(table=table, answers=answers, by=person, revision=table.delivery.revision)
    slug, delivery = table.delivery.organisation.slug, table.delivery
    return reverse("indicators:delivery_mapping", args=[slug, delivery.uuid, table.number])


def _kept(before: Any) -> dict[str, Any]:  # noqa: ANN401 - a definition
    return {name: value for name, value in asdict(before).items() if name != "valid_from"}


def _choices(publisher: Organisation) -> Choices:
    return Choices(
        variables=definitions.variables_of(publisher),
        breakdowns=definitions.breakdowns_of(publisher),
        topics=definitions.topics_of(publisher),
        sources=defining.source_slugs(publisher),
        indicators=list(definitions.indicator_names(publisher).items()),
    )


def _page(request: HttpRequest, publisher: Organisation, form: DefinitionForm, context: dict[str, Any]) -> HttpResponse:
    shared = {
        "organisation": publisher,
        "section": "deliveries",
        "form": form,
        "crumbs": _crumbs(publisher),
        "names": form.choices.indicators,
        "layers": layer_choices(publisher.pk),
        **_explained(publisher, form),
    }
    return render(request, "indicators/define.html", {**shared, **context}, status=status_of(form))


def _explained(publisher: Organisation, form: DefinitionForm) -> dict[str, str]:
    """Return the formula as a sentence, or what is wrong with it."""
    formula = str(form["formula"].value() or "")
    if not formula:
        return {}
    try:
        unit = str(form["unit_of_measure"].value() or "")
        return {"sentence": definitions.formula_sentence(publisher, formula, unit, language_of(get_language()))}
    except DomainError as error:
        message, way_out = sentence_for(error.to_problem())
        return {"formula_problem": f"{message} {way_out}"}


def _crumbs(publisher: Organisation) -> list[dict[str, str]]:
    return [{"label": _("Edit the catalogue"), "url": _list(publisher)}]


def _list(publisher: Organisation) -> str:
    return reverse("indicators:drafts", args=[publisher.slug])
