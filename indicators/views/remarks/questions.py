# SPDX-License-Identifier: EUPL-1.2
"""Readers' questions about figures: listed, answered, closed and opened again by those who keep the catalogue."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.errors import FigureRemarkError
from indicators.forms.figureremark import AnswerForm
from indicators.models import FigureRemarkState
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.figureremarks import one_row, remark_in, remark_rows
from indicators.services.figureremarks import KEPT_DAYS, answer_remark, close_remark, reopen_remark
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, page, tabs
from sozialplanung.accounts.desks import nothing
from sozialplanung.web.desks import told
from sozialplanung.web.messages import Sentence, register_sentences


@require_safe
@at_notes
def questions_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List the open questions, then those that were answered and closed."""
    language = language_of(get_language())
    groups = [(state.label, remark_rows(desk.organisation, state, language)) for state in FigureRemarkState]
    context = {
        "groups": [(label, rows) for label, rows in groups if rows],
        "months": KEPT_DAYS // 365 * 12,
        "tabs": tabs(desk, "figure_remarks"),
        "crumbs": crumbs(desk, (_("Readers' questions"), "")),
    }
    return page(request, desk, "questions", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def question_page(request: HttpRequest, desk: NotesDesk, uuid: UUID) -> HttpResponse:
    """Show a question; who keeps the catalogue answers it, closes it or opens it again."""
    row = remark_in(desk.organisation, uuid)
    if row is None:
        raise nothing()
    form = AnswerForm(initial={"text": row.answer})
    if request.method == "POST":
        desk.require_editor()
        action = request.POST.get("action", "")
        if action in {"close", "reopen"}:
            change = close_remark if action == "close" else reopen_remark
            change(remark=row, by=desk.person)
            messages.success(request, _("The question is closed.") if action == "close" else _("The question is open."))
            return redirect(desk.url("figure_remark", uuid))
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                answer_remark(remark=row, text=form.cleaned_data["text"], by=desk.person)
            except FigureRemarkError as error:
                told(form, error)
            else:
                messages.success(request, _("The answer is sent."))
                return redirect(desk.url("figure_remark", uuid))
    context = {
        "told": one_row(row, language_of(get_language())),
        "crumbs": crumbs(desk, (_("Readers' questions"), desk.url("figure_remarks")), (_("Question"), "")),
    }
    return page(request, desk, "question", context, form=form)


register_sentences(
    {
        "figure_remark.empty": Sentence(
            gettext_lazy("There is no text."), gettext_lazy("Write what you want to know or what you noticed.")
        ),
    }
)
