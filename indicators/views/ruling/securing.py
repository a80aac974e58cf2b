# SPDX-License-Identifier: EUPL-1.2
"""The page on which a source is marked as secured by its supplier."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.forms.securing import USUAL, SecuringForm
from indicators.models import Source
from indicators.selectors.ruling import source_at
from indicators.services.ruling.securing import mark_of, mark_secured
from indicators.views.ruling.access import RulingDesk, at_rulings, crumbs, page
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told
from sozialplanung.web.query import refuse_unknown


@require_http_methods(["GET", "HEAD", "POST"])
@at_rulings
def securing_page(request: HttpRequest, desk: RulingDesk, source: str) -> HttpResponse:
    """Say who secures the figures of a source before they are delivered."""
    desk.require_editor()
    refuse_unknown(request.GET, ())
    found = source_at(desk.organisation, source)
    form = SecuringForm(posted(request), initial=_initial(found))
    if request.method == "POST" and form.is_valid() and _marked(form, found, desk):
        messages.success(request, _("The mark is stored. Readers see it from now on."))
        return redirect(desk.url("rulings"))
    way = [*crumbs(desk)[:-1], {"label": _("Rules of disclosure"), "url": desk.url("rulings")}]
    context = {"source": found, "back": desk.url("rulings"), "crumbs": [*way, {"label": found.title, "url": ""}]}
    return page(request, desk, "securing", context, form=form)


def _initial(source: Source) -> dict[str, Any]:
    mark = mark_of(source)
    return {
        "seen": mark.stand,
        "is_secured": bool(mark.supplier),
        "supplier": mark.supplier or source.publisher[:200],
        "below": mark.below or USUAL,
    }


def _marked(form: SecuringForm, source: Source, desk: RulingDesk) -> bool:
    said = form.cleaned_data
    try:
        mark_secured(source=source, mark=form.mark(), seen=said["seen"], reason=said["reason"], by=desk.person)
    except DomainError as error:
        told(form, error)
        return False
    return True
