# SPDX-License-Identifier: EUPL-1.2
"""Empty delivery tables for suppliers: made, downloaded, used again, discarded."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.templates import TemplateForm
from indicators.models import DeliveryTemplate, Source
from indicators.rendering.delivery_template import csv_template, xlsx_template
from indicators.selectors.deliveries import grounds_of, sources_of
from indicators.selectors.expected import expected_deliveries
from indicators.selectors.templates import deliverable_series, table_of_template, templates_of
from indicators.services.deliveries.templating import TemplateSpec, create_template, discard_template
from indicators.views.deliveries.access import Desk, at_desk, page, told
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.common.periods import parse
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 25
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PROPOSED: Final = 4


@require_safe
@at_desk
def templates_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the templates that were made, those in use first."""
    QueryReader(request.GET, allowed=("seite",))
    rows = templates_of(desk.organisation).order_by("discarded_at", "-created_at", "-pk")
    pages = Paginator(rows, PAGE_SIZE)
    shown = pages.get_page(request.GET.get("seite"))
    context = {"page": shown, "pages": list(pages.get_elided_page_range(shown.number)), "crumbs": _crumbs(desk)}
    return page(request, desk, "templates", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new_template_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose a source, then what it is to deliver on which areas for which periods."""
    if not desk.can_import:
        raise _nothing()
    query = QueryReader(request.GET, allowed=("quelle", "vorlage"))
    earlier = _template(desk, query.text("vorlage") or "") if query.text("vorlage") else None
    sources = {source.slug: source for source in sources_of(desk.organisation).select_related("organisation")}
    slug = earlier.source.slug if earlier else query.text("quelle")
    context: dict[str, Any] = {"sources": sources.values(), "crumbs": _crumbs(desk, _("New template"))}
    if slug is None:
        return page(request, desk, "template_source", context)
    if slug not in sources:
        raise _nothing()
    source = sources[slug]
    form = _form(request, desk, source, earlier)
    if request.method == "POST" and form.is_valid():
        made = _make(form, source, desk)
        if made is not None:
            return redirect(desk.url("delivery_template", made.code))
    return page(request, desk, "template_new", {**context, "source": source}, form=form)


def _form(request: HttpRequest, desk: Desk, source: Source, earlier: DeliveryTemplate | None) -> TemplateForm:
    series = [(each.series, each.label) for each in deliverable_series(source)]
    initial = _from_earlier(earlier) if earlier else {"title": source.title[:200], "contact": source.contact}
    periods = _awaited(desk, source)
    initial |= {"periods": "\n".join(parse(code).label() for code in periods)} if periods or earlier else {}
    return TemplateForm(posted(request), series=series, grounds=grounds_of(desk.organisation), initial=initial)


def _from_earlier(earlier: DeliveryTemplate) -> dict[str, Any]:
    return {
        "title": earlier.title,
        "series": [each["series"] for each in earlier.series],
        "ground": f"{earlier.level}@{earlier.edition}",
        "form": "long" if earlier.is_long else "columns",
        "contact": earlier.contact,
        "note": earlier.note,
    }


def _awaited(desk: Desk, source: Source) -> list[str]:
    """Return the periods that the plans of a source still expect, the newest ones."""
    rows = expected_deliveries([desk.organisation.pk], on=timezone.localdate())
    return [each.period.code for each in rows if each.source_id == source.pk][-_MOST_PROPOSED:]


def _make(form: TemplateForm, source: Source, desk: Desk) -> DeliveryTemplate | None:
    said = form.cleaned_data
    level, _at, edition = said["ground"].partition("@")
    spec = TemplateSpec(
        source=source,
        title=said["title"],
        level=level,
        edition=edition,
        series=tuple(said["series"]),
        periods=tuple(said["periods"].split()),
        is_long=said["form"] == "long",
        contact=said["contact"],
        note=said["note"],
    )
    try:
        return create_template(spec=spec, by=desk.person)
    except DomainError as error:
        told(form, error)
        return None


@require_safe
@at_desk
def template_page(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show what a template asks for, its files, and what came back by it."""
    template = _template(desk, code)
    grounds = dict(grounds_of(desk.organisation))
    tables = template.tables.select_related("delivery").order_by("-delivery__changed_at")
    context = {
        "template": template,
        "ground": grounds.get(f"{template.level}@{template.edition}", template.edition),
        "periods": [parse(each).label() for each in template.periods],
        "deliveries": list(dict.fromkeys(table.delivery for table in tables)),
        "downloads": [
            {"label": _("Table to be sent"), "url": desk.url(f"delivery_template_{kind}", code), "format": kind.upper()}
            for kind in ("xlsx", "csv")
        ],
        "crumbs": _crumbs(desk, template.title),
    }
    return page(request, desk, "template", context)


@require_safe
@at_desk
def template_xlsx(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the workbook of a template."""
    del request
    template = _template(desk, code)
    return _download(xlsx_template(table_of_template(template)), _XLSX, f"{template.code}.xlsx")


@require_safe
@at_desk
def template_csv(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the table of a template as text."""
    del request
    template = _template(desk, code)
    return _download(csv_template(table_of_template(template)), "text/csv; charset=utf-8", f"{template.code}.csv")


@require_POST
@at_desk
def discard(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Let a template be recognised no more."""
    del request
    if not desk.can_import:
        raise _nothing()
    discard_template(template=_template(desk, code), by=desk.person)
    return redirect(desk.url("delivery_templates"))


def _template(desk: Desk, code: str) -> DeliveryTemplate:
    rows = DeliveryTemplate.objects.select_related("source", "organisation", "created_by", "discarded_by")
    found = rows.filter(organisation_id=desk.organisation.pk, code=code).first()
    if found is None:
        raise _nothing()
    return found


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="liefervorlage-{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _crumbs(desk: Desk, label: str = "") -> list[dict[str, str]]:
    crumbs = [
        {"label": _("Deliveries"), "url": desk.url("deliveries")},
        {"label": _("Templates"), "url": desk.url("delivery_templates") if label else ""},
    ]
    return [*crumbs, {"label": label, "url": ""}] if label else crumbs


def _nothing() -> NotFoundError:
    return NotFoundError("http.not_found", "There is nothing at this address.")
