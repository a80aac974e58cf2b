# SPDX-License-Identifier: EUPL-1.2
"""Readers ask about a figure, with an account or without, and read the answer where they have one."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.errors import FigureRemarkError
from indicators.forms.figureremark import RemarkForm
from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_numbers import language_of
from indicators.selectors import published
from indicators.selectors.figureremarks import AskedFigure, asked_figure, own_remark, own_row
from indicators.services.figureremarks import MOST_AN_HOUR, MeantFigure, is_remark_due, write_remark
from indicators.views.following import Reader, at_reading
from indicators.views.readership import publisher_of
from indicators.views.workbench.asked import asked_by
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.web.clients import network_of
from sozialplanung.web.desks import private, status_of, told

_TOO_MANY: Final = 429


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Take a question about the figure that the address names; without an indicator, let the reader choose one."""
    publisher, language = publisher_of(request, organisation), language_of(get_language())
    asked = asked_by(request, language).state.map_state()
    if not asked.indikator:
        return private(_choice(request, publisher, asked))
    figure = asked_figure(publisher, asked, language)
    if figure is None:
        raise nothing()
    form = RemarkForm(request.POST if request.method == "POST" else None)
    status = None
    if form.is_valid():
        if _is_taken(request, publisher, figure, form):
            return private(HttpResponseRedirect(reverse("indicators:indicator", args=[publisher.slug, figure.slug])))
        status = _TOO_MANY if getattr(form, "is_throttled", False) else None
    context = {
        "form": form,
        "figure": figure,
        "reads_answer": isinstance(request.user, User),
        "workbench_url": _workbench_of(request, publisher),
        **_crumbs(publisher),
    }
    return private(render(request, "indicators/ask.html", context, status=status or status_of(form)))


def _workbench_of(request: HttpRequest, publisher: Organisation) -> str:
    """Return the address of the workbench that the reader came from; empty elsewhere: it alone names a period."""
    if "stand" not in request.GET:
        return ""
    return f"{reverse('indicators:workbench', args=[publisher.slug])}?{request.GET.urlencode()}"


def _is_taken(request: HttpRequest, publisher: Organisation, figure: AskedFigure, form: RemarkForm) -> bool:
    person = request.user if isinstance(request.user, User) else None
    whose = f"person {person.pk}" if person else network_of(request)
    if not is_remark_due(organisation=publisher, whose=whose):
        form.add_error(
            None, _("At most %(most)s questions an hour are taken. Please try again later.") % {"most": MOST_AN_HOUR}
        )
        form.is_throttled = True  # type: ignore[attr-defined]  # read by ask_page()
        return False
    meant = MeantFigure(figure.indicator_id, figure.audience, figure.period, figure.boundary_version_id, figure.unit_id)
    try:
        write_remark(organisation=publisher, figure=meant, text=form.cleaned_data["text"], by=person)
    except FigureRemarkError as error:
        told(form, error)
        return False
    messages.success(request, _thanks(has_account=person is not None))
    return True


def _thanks(*, has_account: bool) -> str:
    if has_account:
        return _("Thank you, your question is sent. You find the answer among your notifications.")
    return _("Thank you, your question is sent. Without an account there is no answer.")


def _choice(request: HttpRequest, publisher: Organisation, asked: MapState) -> HttpResponse:
    """Offer the published indicators, each with what the address names beside."""
    beside = {"ebene": asked.ebene, "gebietsstand": asked.gebietsstand, "gebiet": asked.gebiet}
    page = reverse("indicators:ask_about_figure", args=[publisher.slug])
    choices = [
        {
            "label": sheet.definition.name,
            "url": f"{page}?{urlencode({'indikator': sheet.slug, **{k: text for k, text in beside.items() if text}})}",
        }
        for sheet in published.indicators_of(publisher)
    ]
    return render(request, "indicators/ask_choose.html", {"choices": choices, **_crumbs(publisher)})


def _crumbs(publisher: Organisation) -> dict[str, Any]:
    listed = reverse("indicators:catalogue", args=[publisher.slug])
    crumbs = [{"label": _("Indicators"), "url": listed}, {"label": _("Ask about a figure"), "url": ""}]
    return {"organisation": publisher, "section": "indicators", "crumbs": crumbs}


@require_safe
@at_reading
def own_page(request: HttpRequest, reader: Reader, uuid: UUID) -> HttpResponse:
    """Show somebody what they asked and what they were answered."""
    row = own_remark(reader.person, reader.publisher, uuid)
    if row is None:
        raise nothing()
    context = {"told": own_row(row, language_of(get_language())), **_crumbs(reader.publisher)}
    return render(request, "indicators/asked.html", context)
